/**
 * Reports the state of a training to the panels, at most once per frame of the screen: counts, speed, and losses as often
 * as the time allows. `session.ts` decides what is trained and when.
 */
import type { ReadonlySignal, Signal } from "@preact/signals";
import type { Network } from "../src/train/network.js";
import { flopsPerSample } from "./networkSizes.js";
import { Evaluator } from "./evaluator.js";
import type { Frame, LearningRecord, Samples } from "./sessionTypes.js";
import { Speed } from "./speed.js";
import type { LoopHost, TrainingLoop } from "./trainingLoop.js";
import type { TrainingRun } from "./trainingRun.js";

/** Milliseconds that evaluations may take per frame, on average. */
const evaluationMs = 5;

/** The state before anything is known. */
export const firstFrame: Frame = {
  state: "idle",
  epoch: 0,
  updates: 0,
  epochs: 0,
  evaluated: null,
  loss: null,
  testLoss: null,
  accuracy: null,
  testAccuracy: null,
  samplesPerSecond: 0,
  gflops: 0,
  threads: 1,
  message: null,
  ended: null,
};

interface Target {
  frame: Signal<Frame>;
  record: ReadonlySignal<LearningRecord>;
  loop: TrainingLoop;
  host: LoopHost;
}

type Evaluated = Pick<Frame, "evaluated" | "loss" | "testLoss" | "accuracy" | "testAccuracy">;

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
  /** Whether another training is followed than in the frame before. */
  #isOther = false;
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
    this.#isOther = true;
    void this.untilExact();
  }

  /** Updates the frame before the next frame of the screen, and again until the training is paused and evaluated. */
  requestUpdate(): void {
    if (this.#isTicking) return;
    this.#isTicking = true;
    this.target.host.nextFrame(() => {
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
    const { training } = followed;
    const { frame, loop } = this.target;
    const isRunning = loop.isRunning;
    if (!isRunning && this.#ran) followed.evaluator.restart();
    this.#ran = isRunning;
    const { updates } = training.position;
    const { epochs } = training;
    const losses = training.failure === null ? this.#losses(followed, isRunning) : null;
    const message = training.failure ?? this.#startFailure;
    const before = frame.peek();
    const next: Frame = {
      ...before,
      ...losses,
      ...this.#speed(followed, isRunning),
      state: isRunning ? "running" : message !== null ? "failed" : "idle",
      epoch: Math.floor(epochs + 1e-9),
      updates,
      epochs,
      threads: training.progress?.threads ?? 1,
      message,
      ended: training.ending,
    };
    if (this.#isOther || !isSameFrame(before, next)) frame.value = next;
    this.#isOther = false;
    this.#isExact = !isRunning && (losses !== null || training.failure !== null);
  }

  /** The speed; at a chosen speed, a pause keeps the last figure. */
  #speed({ training, speed }: Followed, isRunning: boolean): Partial<Frame> {
    const { loop, host } = this.target;
    if (!loop.isPaced) return speed.full(training.trained, training.progress?.seconds ?? 0);
    return isRunning ? speed.paced(training.trained, host.now()) : {};
  }

  /**
   * The losses of the present weights, or null: before the inputs are scaled, between pieces, and while earlier evaluations
   * used up the time. Recordings use it too; they are shown where they are newer. While many samples train, only recordings
   * are shown, since pieces would belong to different weights.
   */
  #losses({ training, samples, evaluator }: Followed, isRunning: boolean): Evaluated | null {
    const { frame, loop } = this.target;
    const at = { updates: training.position.updates, epochs: training.epochs };
    this.#credit = Math.min(evaluationMs, this.#credit + evaluationMs - loop.takeRecordingMs());
    if (isRunning) {
      if (!evaluator.isShort || this.#credit <= 0) return this.#recorded();
      if (frame.peek().evaluated?.updates === at.updates) return null;
    }
    if (this.#credit <= 0 || !isScaled(training.network, samples)) return null;
    const began = performance.now();
    const losses = evaluator.advance(evaluator.isShort ? Infinity : this.#credit);
    this.#credit -= performance.now() - began;
    return losses && { ...losses, evaluated: at };
  }

  /** The newest recording, if it is newer than the losses in the frame. */
  #recorded(): Evaluated | null {
    const { updates, epochs, loss, testLoss, accuracy, testAccuracy } = this.target.record.peek();
    const last = updates.length - 1;
    if (last < 0 || updates[last]! <= (this.target.frame.peek().evaluated?.updates ?? -1)) return null;
    const known = (list: readonly number[]) => (Number.isNaN(list[last]!) ? null : list[last]!);
    return {
      evaluated: { updates: updates[last]!, epochs: epochs[last]! },
      loss: loss[last]!,
      testLoss: known(testLoss),
      accuracy: known(accuracy),
      testAccuracy: known(testAccuracy),
    };
  }
}

/** Whether nothing in a frame has changed. */
function isSameFrame(one: Frame, other: Frame): boolean {
  return (Object.keys(other) as (keyof Frame)[]).every((name) => isSame(one[name], other[name]));
}

function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
  return Object.entries(one).every(([name, value]) =>
    Object.is(value, (other as Record<string, unknown>)[name]),
  );
}

/** Whether the scaling of the inputs is known: a fit measures it when it starts. */
function isScaled({ config, scalers }: Network, { train }: Samples): boolean {
  return scalers.inputs !== null || (config.scaling === "auto" && !(train.inputs instanceof Uint8Array));
}
