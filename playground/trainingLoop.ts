/**
 * Trains as the user asks: until told to stop, or up to goals, at the chosen speed. It stops at the updates of
 * `recordTimes.ts` and records them. Stops change no bit. `session.ts` gives it the `fit` to train with, and replaces it.
 */
import { breathe } from "../src/train/loop/breath.js";
import { Evaluator, type Losses } from "./evaluator.js";
import { addPoint } from "./learningRecord.js";
import { Pace } from "./pace.js";
import { updatesToRecord } from "./recordTimes.js";
import type { LearningRecord, SpeedName } from "./sessionTypes.js";
import type { TrainingRun } from "./trainingRun.js";

export interface LoopHost {
  /** Calls back before the next frame of the screen. */
  nextFrame: (callback: () => void) => void;
  /** The clock, in ms. */
  now: () => number;
}

/** A number of updates or of whole epochs that is to be trained. */
export interface Goal {
  unit: "epoch" | "update";
  /** A number of further ones, counted from the moment when the goals before it are reached; the current epoch counts as one. */
  more?: number;
  /** Or up to this number since the reset. */
  upTo?: number;
  /** Whether at the chosen speed; else as fast as it goes. */
  isPaced: boolean;
}

interface OpenGoal extends Goal {
  resolve: () => void;
}

/** Milliseconds of an evaluation before the page may do something else. */
const pieceMs = 4;

export class TrainingLoop {
  #run: TrainingRun | null = null;
  #record: LearningRecord | null = null;
  #evaluator: Evaluator | null = null;
  #isEndless = false;
  #goals: OpenGoal[] = [];
  #looping: Promise<void> | null = null;
  #wake: () => void = () => {};
  readonly #pace: Pace;
  #recordingMs = 0;

  constructor(
    private readonly host: LoopHost,
    speed: () => SpeedName,
  ) {
    this.#pace = new Pace(speed);
  }

  /** Trains with this fit from now on, and goes on if it was running. */
  follow(run: TrainingRun, record: LearningRecord): void {
    this.#run = run;
    this.#record = record;
    this.#evaluator = new Evaluator(run.network, run.samples);
    this.#start();
  }

  /** Trains until `stop`. */
  run(): void {
    this.#isEndless = true;
    this.#start();
  }

  /** Trains up to a goal, after those before it. Resolves when it is reached or given up. */
  reach(goal: Goal): Promise<void> {
    return new Promise((resolve) => {
      this.#goals.push({ ...goal, resolve });
      this.#start();
    });
  }

  /** Gives all goals up. Resolves when nothing is computed any more. */
  async stop(): Promise<void> {
    this.#isEndless = false;
    this.#goals.splice(0).forEach(({ resolve }) => resolve());
    this.#run?.halt();
    this.#wake();
    await this.#looping;
  }

  /** Applies a changed speed. */
  hurry(): void {
    this.#pace.begin(this.host.now());
    this.#run?.halt();
    this.#wake();
  }

  /** Whether it trains until it is stopped. */
  get isEndless(): boolean {
    return this.#isEndless;
  }

  get isRunning(): boolean {
    return this.#looping !== null;
  }

  /** Whether the pace is limited by the chosen speed, and not by the machine. */
  get isPaced(): boolean {
    return this.#pace.isLimited && (this.#goals[0]?.isPaced ?? true);
  }

  /** Milliseconds of evaluations for the record since the last call. */
  takeRecordingMs(): number {
    const ms = this.#recordingMs;
    this.#recordingMs = 0;
    return ms;
  }

  #start(): void {
    if (this.#looping || !this.#hasWork) return;
    this.#pace.begin(this.host.now());
    this.#looping = this.#loop().finally(() => {
      this.#looping = null;
      this.#start(); // another fit, or another goal, may have come at the last moment
    });
  }

  get #hasWork(): boolean {
    return (this.#isEndless || this.#goals.length > 0) && this.#run !== null && !this.#run.isEnding;
  }

  async #loop(): Promise<void> {
    while (this.#hasWork) {
      const run = this.#run!;
      await run.begun;
      const toRecord = await this.#untilRecord(run);
      if (run !== this.#run || !this.#hasWork) continue;
      const goal = this.#goals[0];
      const toGoal = goal ? updatesTo(goal, run) : Infinity;
      if (toGoal <= 0) {
        this.#goals.shift()!.resolve();
        continue;
      }
      const allowed = goal && !goal.isPaced ? Infinity : this.#pace.updates;
      if (allowed < 1) {
        await this.#frame();
        continue;
      }
      const before = run.position.updates;
      await run.advance(Math.min(toRecord, toGoal, allowed));
      this.#pace.spend(run.position.updates - before);
    }
  }

  /** Waits for the next frame, or less where something was asked for. */
  async #frame(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      this.host.nextFrame(resolve);
    });
    this.#pace.pass(this.host.now());
  }

  /** Records the present point if it is due. @returns updates to the next one */
  async #untilRecord(run: TrainingRun): Promise<number> {
    const record = this.#record!;
    const next = () =>
      updatesToRecord(run.position, record.updates.at(-1) ?? -1, record.updates.length, run.work);
    if (run.isEnding || next() > 0) return next();
    const losses = await this.#measure(run);
    if (losses && record === this.#record)
      addPoint(record, { updates: run.position.updates, epochs: run.epochs }, losses, run.network);
    return next();
  }

  /** The losses of the present weights, while the fit waits. @returns null where the fit was ended meanwhile */
  async #measure(run: TrainingRun): Promise<Losses | null> {
    const evaluator = this.#evaluator!;
    evaluator.restart();
    for (;;) {
      const began = performance.now();
      const losses = evaluator.advance(pieceMs);
      this.#recordingMs += performance.now() - began;
      if (losses) return losses;
      await breathe();
      if (run.isEnding || run !== this.#run) return null;
    }
  }
}

/** Updates up to a goal; 0 or less where it is reached. */
function updatesTo(goal: Goal, { position }: TrainingRun): number {
  const { updates, epoch, inEpoch, perEpoch } = position;
  const isEpochs = goal.unit === "epoch";
  goal.upTo ??= (isEpochs ? epoch : updates) + goal.more!;
  return isEpochs ? (goal.upTo - epoch) * perEpoch - inEpoch : goal.upTo - updates;
}
