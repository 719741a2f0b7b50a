/**
 * The speed of a training: at full speed over the last 0.5 to 1 s of computing time, so that drawing does not count; at a
 * chosen speed over the last 2 to 4 s of the clock, since the training mostly waits.
 */
import type { Frame } from "./sessionTypes.js";

type Figures = Pick<Frame, "samplesPerSecond" | "gflops">;

/** Samples per second over the last one or two spans of time. */
class Meter {
  #from = { samples: 0, seconds: 0 };
  #mark = { samples: 0, seconds: 0 };
  #rate = 0;

  constructor(private readonly spanSeconds: number) {}

  begin(samples: number, seconds: number): void {
    this.#from = this.#mark = { samples, seconds };
  }

  of(samples: number, seconds: number): number {
    if (seconds > this.#mark.seconds + this.spanSeconds) {
      this.#from = this.#mark;
      this.#mark = { samples, seconds };
    }
    const spent = seconds - this.#from.seconds;
    if (spent > 0) this.#rate = (samples - this.#from.samples) / spent;
    return this.#rate;
  }
}

export class Speed {
  readonly #computing = new Meter(0.5);
  readonly #clock = new Meter(2);
  #isPaced = false;

  constructor(private readonly flopsPerSample: number) {}

  /** @param seconds of computing. The clock does not count. */
  full(samples: number, seconds: number): Figures {
    this.#isPaced = false;
    const rate = this.#computing.of(samples, seconds);
    return { samplesPerSecond: rate, gflops: (rate * this.flopsPerSample) / 1e9 };
  }

  /** The speed by the clock says nothing about the machine, so there are no GFLOP/s. @param now in ms */
  paced(samples: number, now: number): Figures {
    if (!this.#isPaced) this.#clock.begin(samples, now / 1000);
    this.#isPaced = true;
    return { samplesPerSecond: this.#clock.of(samples, now / 1000), gflops: 0 };
  }
}
