/**
 * A session of the playground: choices, and the samples, network and training made of them. Says what a change
 * begins anew, and keeps one `fit` alive from pause to pause. What the panels hear of it is in `telling.ts`; words and
 * links are elsewhere.
 */
import { batch, type ReadonlySignal, signal } from "@preact/signals";
import { ChainruleError } from "../src/errors.js";
import { createNetwork, fitSettings } from "./configuration.js";
import { newCurve } from "./lossCurve.js";
import { type OpenedFile, openFiles } from "./data/openFiles.js";
import { makeSamples } from "./data/makeSamples.js";
import { prepareEngine } from "./engineStatus.js";
import type { Choices, EngineName, Language, Place, Session } from "./sessionTypes.js";
import { defaultsOf, type Effect, effectOf, forNumbers, applyChange } from "./choices.js";
import { firstFrame, FrameUpdater } from "./frameUpdates.js";
import { type Counts, TrainingRun } from "./trainingRun.js";

/** What the page around the panels knows besides. */
export interface PlaygroundSession extends Session {
  /** The name of the file that was opened last, whether its samples are chosen or not. */
  readonly opened: ReadonlySignal<string | null>;
  /** Ends all of it; its signals stay as they are. */
  dispose(): void;
}

/** What a host may do in its own way. */
export interface SessionHost {
  language?: Language;
  /** Calls back before the next frame of the screen. */
  nextFrame?: (callback: () => void) => void;
}

const noCounts: Counts = { epochs: 0, updates: 0 };

/**
 * Makes a session, standing still.
 *
 * @throws ConfigError for choices of which no network can be made
 */
export async function createSession(choices: Choices, host: SessionHost = {}): Promise<PlaygroundSession> {
  await prepareEngine(choices.engine);
  return new TrainingSession(choices, host);
}

class TrainingSession implements PlaygroundSession {
  readonly language;
  readonly choices;
  readonly samples;
  readonly network;
  readonly frame = signal(firstFrame);
  readonly curve = signal(newCurve());
  readonly place = signal<Place | null>(null);
  readonly sample = signal(0);
  readonly opened = signal<string | null>(null);

  readonly #telling: FrameUpdater;
  #opened: OpenedFile | null = null;
  /** What computes now: `choices.engine`, once it is loaded. */
  #engine: EngineName;
  #training: TrainingRun;
  /** Whether it is to run, even if a training is just being replaced. */
  #wanted = false;
  /** What is still to begin anew, once the training at hand has ended. */
  #pending: Exclude<Effect, "nothing" | "everything"> | null = null;
  #changing: Promise<void> | null = null;
  #isOver = false;

  constructor(choices: Choices, { language = "en", nextFrame = onNextFrame }: SessionHost) {
    this.#telling = new FrameUpdater({ frame: this.frame, curve: this.curve, nextFrame });
    this.#engine = choices.engine;
    this.language = signal(language);
    this.choices = signal(choices);
    this.samples = signal(makeSamples(choices, null));
    this.network = signal(createNetwork(choices, this.samples.peek(), null));
    this.#training = this.#train(noCounts);
  }

  choose(some: Partial<Choices>): void {
    const before = this.choices.peek();
    const after = applyChange(before, some);
    const effect = effectOf(before, after);
    if (effect === "nothing") return;
    if (effect === "everything") {
      const isReturn = after.data === "file" && before.data !== "file";
      return this.#begin(
        isReturn && this.#opened ? { ...choicesOf(this.#opened, before), ...some } : after,
        this.#opened,
      );
    }
    this.choices.value = after;
    this.#goOn(effect);
  }

  run(): void {
    this.#wanted = true;
    if (this.#changing) return;
    if (this.#training.isOver) this.#training = this.#train(this.#training.counts);
    this.#training.resume();
    this.#telling.refused(null);
  }

  pause(): void {
    this.#wanted = false;
    const training = this.#training;
    void training.pause().then(() => {
      if (training === this.#training) void this.#telling.exactly();
    });
  }

  trainEpoch(): Promise<void> {
    return this.#step("epoch");
  }

  trainBatch(): Promise<void> {
    return this.#step("batch");
  }

  reset(): void {
    this.#wanted = false;
    this.#begin(this.choices.peek(), this.#opened);
  }

  async open(files: readonly File[]): Promise<void> {
    const opened = await openFiles(files);
    this.#begin(choicesOf(opened, this.choices.peek()), opened);
  }

  dispose(): void {
    this.#isOver = true;
    this.#telling.end();
    const { network } = this.#training;
    void this.#training.end().then(() => network.dispose());
  }

  /** Everything anew by some choices. Where they make no network, all stays as it was, and the frame says why. */
  #begin(choices: Choices, opened: OpenedFile | null): void {
    const old = this.#training;
    try {
      const isSame = this.#opened === opened && !isOtherData(this.choices.peek(), choices);
      const samples = isSame ? this.samples.peek() : makeSamples(choices, opened);
      const network = createNetwork({ ...choices, engine: this.#engine }, samples, opened);
      this.#opened = opened;
      batch(() => {
        this.choices.value = choices;
        this.samples.value = samples;
        this.network.value = network;
        this.frame.value = firstFrame;
        this.curve.value = newCurve();
        this.place.value = null;
        this.opened.value = opened?.name ?? null;
        if (this.sample.peek() >= samples.train.rows) this.sample.value = 0;
      });
    } catch (error) {
      if (!(error instanceof ChainruleError)) throw error;
      this.pause();
      return this.#telling.refused(error.message);
    }
    void old.end().then(() => old.network.dispose());
    this.#pending = null;
    this.#training = this.#train(noCounts);
    if (this.#wanted) this.#training.resume();
    if (choices.engine !== this.#engine) this.#goOn("network");
  }

  /** A new fit of the same weights, in another network where `effect` says so. */
  #goOn(effect: "fit" | "network"): void {
    if (this.#pending !== "network") this.#pending = effect;
    this.#changing ??= this.#change()
      .catch((error: unknown) => this.#telling.refused((error as Error).message))
      .finally(() => {
        this.#changing = null;
      });
  }

  async #change(): Promise<void> {
    while (this.#pending) {
      const old = this.#training;
      const wanted = this.choices.peek().engine;
      let refusal: string | null = null;
      if (wanted !== this.#engine) {
        try {
          await prepareEngine(wanted);
          this.#engine = wanted;
        } catch (error) {
          this.choices.value = { ...this.choices.peek(), engine: this.#engine };
          refusal = (error as Error).message;
        }
      }
      await old.end();
      if (this.#isOver) return;
      if (old !== this.#training) continue; // all began anew meanwhile
      const isMoved = this.#pending === "network";
      this.#pending = null;
      if (isMoved) {
        const choices = { ...this.choices.peek(), engine: this.#engine };
        const network = createNetwork(choices, this.samples.peek(), this.#opened);
        network.setParameters(old.network.parameters());
        this.network.value = network;
        old.network.dispose();
      }
      this.#training = this.#train(old.counts);
      if (refusal !== null) this.#telling.refused(refusal);
      if (this.#wanted) this.#training.resume();
    }
  }

  #train(before: Counts): TrainingRun {
    const settings = fitSettings(this.choices.peek());
    const training = new TrainingRun(this.network.peek(), this.samples.peek(), settings, before, () => {
      if (training !== this.#training || this.#changing) return;
      this.#wanted = false;
      this.#telling.soon();
    });
    this.#telling.follow(training, this.samples.peek());
    return training;
  }

  async #step(unit: "epoch" | "batch"): Promise<void> {
    this.#wanted = false;
    await this.#training.pause();
    await this.#changing;
    if (this.#training.isOver) this.#training = this.#train(this.#training.counts);
    const training = this.#training;
    const stepped = training.step(unit);
    this.#telling.soon();
    await stepped;
    if (training === this.#training) await this.#telling.exactly();
  }
}

/** What a file begins with; the seed and the engine stay. */
function choicesOf({ kind, dataset }: OpenedFile, { seed, engine }: Choices): Choices {
  const { hidden, learningRate, batchSize } = defaultsOf(kind === "images" ? "digits" : "file");
  const own = { ...defaultsOf("file"), hidden, learningRate, batchSize, seed, engine };
  return dataset.classNames ? own : { ...own, ...forNumbers };
}

function isOtherData(before: Choices, after: Choices): boolean {
  return (["data", "noise", "rows", "test", "seed"] as const).some((name) => before[name] !== after[name]);
}

/** A page that nobody looks at has no frames. */
function onNextFrame(callback: () => void): void {
  if (typeof requestAnimationFrame === "function" && !document.hidden) requestAnimationFrame(callback);
  else setTimeout(callback, 16);
}
