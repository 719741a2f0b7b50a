/**
 * Tells the panels how a training stands, at most once per frame of the screen: its counts, its speed, and losses as
 * often as they are cheap. What is trained, and when, is the business of `session.ts`.
 */
import { batch, type ReadonlySignal, type Signal } from "@preact/signals";
import type { Network } from "../src/train/network.js";
import { flopsPerSample } from "./configuration.js";
import { extend } from "./lossCurve.js";
import { Evaluator, type Losses } from "./evaluator.js";
import type { Curve, Frame, Samples } from "./sessionTypes.js";
import { Speed } from "./speed.js";
import type { TrainingRun } from "./trainingRun.js";

/** Milliseconds of a frame that evaluations may take, on average. */
const evaluationMs = 5;

/** Where a training stands before anything is known. */
export const firstFrame: Frame = {
  state: "idle",
  epoch: 0,
  updates: 0,
  loss: null,
  testLoss: null,
  accuracy: null,
  testAccuracy: null,
  samplesPerSecond: 0,
  gflops: 0,
  threads: 1,
  message: null,
};

interface Told {
  frame: Signal<Frame>;
  curve: ReadonlySignal<Curve>;
  /** Calls back before the next frame of the screen. */
  nextFrame: (callback: () => void) => void;
}

/** What is told of. */
interface Followed {
  training: TrainingRun;
  samples: Samples;
  evaluator: Evaluator;
  speed: Speed;
}

export class FrameUpdater {
  #followed: Followed | null = null;
  #isTicking = false;
  /** Milliseconds that evaluations may take yet; below 0 they wait. */
  #credit = 0;
  /** Whether the losses of the frame are those of the weights as they stand. */
  #isExact = false;
  /** Whether it ran when it was told of last. */
  #ran = false;
  #waiting: (() => void)[] = [];
  /** What could not be begun, and why; until something is. */
  #refusal: string | null = null;

  constructor(private readonly told: Told) {}

  /** Tells of this training from now on. */
  follow(training: TrainingRun, samples: Samples): void {
    const { network } = training;
    const evaluator = new Evaluator(network, samples);
    this.#followed = { training, samples, evaluator, speed: new Speed(flopsPerSample(network)) };
    this.#refusal = null;
    void this.exactly();
  }

  /** Tells how things stand before the next frame, and goes on until they stand still and are known. */
  soon(): void {
    if (this.#isTicking) return;
    this.#isTicking = true;
    this.told.nextFrame(() => {
      this.#isTicking = false;
      if (!this.#followed) return;
      this.#tell(this.#followed);
      if (!this.#isExact) this.soon();
      else this.#waiting.splice(0).forEach((resolve) => resolve());
    });
  }

  /** Resolves when the losses of the weights as they stand have been told. */
  exactly(): Promise<void> {
    this.#followed?.evaluator.restart();
    this.#isExact = false;
    this.soon();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Says why something could not be begun: until something is, or `reason` is null. */
  refused(reason: string | null): void {
    this.#refusal = reason;
    const { frame } = this.told;
    if (reason !== null) frame.value = { ...frame.peek(), state: "failed", message: reason };
    this.soon();
  }

  end(): void {
    this.#followed = null;
  }

  #tell(followed: Followed): void {
    const { training, speed } = followed;
    const isRunning = !training.stands;
    if (!isRunning && this.#ran) followed.evaluator.restart();
    this.#ran = isRunning;
    const { epochs, updates } = training.counts;
    const losses = training.failure === null ? this.#losses(followed) : null;
    const message = training.failure ?? this.#refusal;
    const { frame, curve } = this.told;
    batch(() => {
      if (losses) extend(curve.peek(), epochs, losses.loss, losses.testLoss);
      frame.value = {
        ...frame.peek(),
        ...losses,
        ...speed.of(training),
        state: isRunning ? "running" : message !== null ? "failed" : "idle",
        epoch: Math.floor(epochs + 1e-9),
        updates,
        threads: training.progress?.threads ?? 1,
        message,
      };
    });
    this.#isExact = !isRunning && (losses !== null || training.failure !== null);
  }

  /** The losses, where they are known now: not before the inputs are scaled, nor while other frames still pay. */
  #losses({ training, samples, evaluator }: Followed): Losses | null {
    this.#credit = Math.min(evaluationMs, this.#credit + evaluationMs);
    if (this.#credit <= 0 || !isScaled(training.network, samples)) return null;
    const began = performance.now();
    const losses = evaluator.advance(this.#credit);
    this.#credit -= performance.now() - began;
    return losses;
  }
}

/** Whether the scaling of the inputs is in effect: a fit measures it as it begins. */
function isScaled({ config, scalers }: Network, { train }: Samples): boolean {
  return scalers.inputs !== null || (config.scaling === "auto" && !(train.inputs instanceof Uint8Array));
}
