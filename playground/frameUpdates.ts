/**
 * Reports the state of a training to the panels, at most once per frame of the screen: counts, speed, and losses as often
 * as the time allows. `session.ts` decides what is trained and when.
 */
import { batch, type ReadonlySignal, type Signal } from "@preact/signals";
import type { Network } from "../src/train/network.js";
import { flopsPerSample } from "./networkSizes.js";
import { extend } from "./lossCurve.js";
import { Evaluator, type Losses } from "./evaluator.js";
import type { Curve, Frame, Samples } from "./sessionTypes.js";
import { Speed } from "./speed.js";
import type { TrainingRun } from "./trainingRun.js";

/** Milliseconds that evaluations may take per frame, on average. */
const evaluationMs = 5;

/** The state before anything is known. */
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

interface Target {
  frame: Signal<Frame>;
  curve: ReadonlySignal<Curve>;
  /** Calls back before the next frame of the screen. */
  nextFrame: (callback: () => void) => void;
}

/** The training that is reported. */
interface Followed {
  training: TrainingRun;
  samples: Samples;
  evaluator: Evaluator;
  speed: Speed;
}

export class FrameUpdater {
  #followed: Followed | null = null;
  #isTicking = false;
  /** Milliseconds left for evaluations; they wait while it is negative. */
  #credit = 0;
  /** Whether the losses in the frame belong to the current weights. */
  #isExact = false;
  /** Whether the training ran at the last update. */
  #ran = false;
  #waiting: (() => void)[] = [];
  /** Why the last start failed; null after a start that worked. */
  #startFailure: string | null = null;

  constructor(private readonly target: Target) {}

  /** Reports this training from now on. */
  follow(training: TrainingRun, samples: Samples): void {
    const { network } = training;
    const evaluator = new Evaluator(network, samples);
    this.#followed = { training, samples, evaluator, speed: new Speed(flopsPerSample(network)) };
    this.#startFailure = null;
    void this.untilExact();
  }

  /** Updates the frame before the next frame of the screen, and again until the training is paused and evaluated. */
  requestUpdate(): void {
    if (this.#isTicking) return;
    this.#isTicking = true;
    this.target.nextFrame(() => {
      this.#isTicking = false;
      if (!this.#followed) return;
      this.#update(this.#followed);
      if (!this.#isExact) this.requestUpdate();
      else this.#waiting.splice(0).forEach((resolve) => resolve());
    });
  }

  /** Resolves when the frame holds the losses of the current weights. */
  untilExact(): Promise<void> {
    this.#followed?.evaluator.restart();
    this.#isExact = false;
    this.requestUpdate();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Shows why a start failed. Null clears it. */
  showFailure(reason: string | null): void {
    this.#startFailure = reason;
    const { frame } = this.target;
    if (reason !== null) frame.value = { ...frame.peek(), state: "failed", message: reason };
    this.requestUpdate();
  }

  end(): void {
    this.#followed = null;
  }

  #update(followed: Followed): void {
    const { training, speed } = followed;
    const isRunning = !training.isIdle;
    if (!isRunning && this.#ran) followed.evaluator.restart();
    this.#ran = isRunning;
    const { epochs, updates } = training.counts;
    const losses = training.failure === null ? this.#losses(followed) : null;
    const message = training.failure ?? this.#startFailure;
    const { frame, curve } = this.target;
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

  /** The losses, or null: before the inputs are scaled, between pieces, and while earlier evaluations used up the time. */
  #losses({ training, samples, evaluator }: Followed): Losses | null {
    this.#credit = Math.min(evaluationMs, this.#credit + evaluationMs);
    if (this.#credit <= 0 || !isScaled(training.network, samples)) return null;
    const began = performance.now();
    const losses = evaluator.advance(this.#credit);
    this.#credit -= performance.now() - began;
    return losses;
  }
}

/** Whether the scaling of the inputs is known: a fit measures it when it starts. */
function isScaled({ config, scalers }: Network, { train }: Samples): boolean {
  return scalers.inputs !== null || (config.scaling === "auto" && !(train.inputs instanceof Uint8Array));
}
