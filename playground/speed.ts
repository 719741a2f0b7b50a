/** The speed of a training over its last 0.5 to 1 s of computing time. Drawing does not count. */
import type { Frame } from "./sessionTypes.js";
import type { TrainingRun } from "./trainingRun.js";

/** Least computing time that a figure is measured over. */
const spanSeconds = 0.5;

export class Speed {
  #from = { samples: 0, seconds: 0 };
  #mark = { samples: 0, seconds: 0 };
  #rate = 0;

  constructor(private readonly flopsPerSample: number) {}

  of(training: TrainingRun): Pick<Frame, "samplesPerSecond" | "gflops"> {
    const seconds = training.progress?.seconds ?? 0;
    const { samples } = training;
    if (seconds > this.#mark.seconds + spanSeconds) {
      this.#from = this.#mark;
      this.#mark = { samples, seconds };
    }
    const spent = seconds - this.#from.seconds;
    if (spent > 0) this.#rate = (samples - this.#from.samples) / spent;
    return { samplesPerSecond: this.#rate, gflops: (this.#rate * this.flopsPerSample) / 1e9 };
  }
}
