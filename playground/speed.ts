/** How fast a training is: over the last second of its own time, so that what the page draws does not count. */
import type { Frame } from "./sessionTypes.js";
import type { TrainingRun } from "./trainingRun.js";

/** Seconds of training that a figure is taken over. */
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
