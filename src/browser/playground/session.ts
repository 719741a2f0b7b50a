/**
 * A session of the playground: choices, and the samples, network and training made of them. Says what a change
 * begins anew, keeps one `fit` alive from pause to pause, and tells the panels at most once per frame of the
 * screen. Drawing, words and links are elsewhere.
 */
import { batch, type ReadonlySignal, signal } from "@preact/signals";
import { ChainruleError } from "../../errors.js";
import type { Network } from "../../train/network.js";
import { createNetwork, fitSettings, flopsPerSample } from "./configuration.js";
import { extend, newCurve } from "./curve.js";
import { type OpenedFile, openFiles } from "./data/files.js";
import { makeSamples } from "./data/samples.js";
import { prepareEngine } from "./engine.js";
import { Evaluator } from "./evaluation.js";
import type { Choices, EngineName, Frame, Language, Place, Samples, Session } from "./model.js";
import { defaultsOf, type Effect, effectOf, forNumbers, settled } from "./settings.js";
import { Speed } from "./speed.js";
import { type Counts, Training } from "./training.js";

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

/** Milliseconds of a frame that evaluations may take, on average. */
const evaluationMs = 5;

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
  readonly frame;
  readonly curve = signal(newCurve());
  readonly place = signal<Place | null>(null);
  readonly sample = signal(0);
  readonly opened = signal<string | null>(null);

  readonly #nextFrame: (callback: () => void) => void;
  #opened: OpenedFile | null = null;
  /** What computes now: `choices.engine`, once it is loaded. */
  #engine: EngineName;
  #training: Training;
  #evaluator: Evaluator;
  #speed: Speed;
  /** Whether it is to run, even if a training is just being replaced. */
  #wanted = false;
  /** What is still to begin anew, once the training at hand has ended. */
  #pending: Exclude<Effect, "nothing" | "everything"> | null = null;
  #changing: Promise<void> | null = null;
  #isTicking = false;
  /** Milliseconds that evaluations may take yet; below 0 they wait. */
  #credit = 0;
  /** Whether the losses of the frame are those of the weights as they stand. */
  #isExact = false;
  /** Whether it ran when it was told of last. */
  #ran = false;
  #waiting: (() => void)[] = [];
  #isOver = false;

  constructor(choices: Choices, { language = "en", nextFrame = onNextFrame }: SessionHost) {
    this.#nextFrame = nextFrame;
    this.#engine = choices.engine;
    this.language = signal(language);
    this.choices = signal(choices);
    this.samples = signal(makeSamples(choices, null));
    this.network = signal(createNetwork(choices, this.samples.peek(), null));
    this.frame = signal(firstFrame());
    this.#speed = new Speed(flopsPerSample(this.network.peek()));
    this.#evaluator = new Evaluator(this.network.peek(), this.samples.peek());
    this.#training = this.#train(noCounts);
    this.#tick();
  }

  choose(some: Partial<Choices>): void {
    const before = this.choices.peek();
    const after = settled(before, some);
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
    this.#tick();
  }

  pause(): void {
    this.#wanted = false;
    const training = this.#training;
    void training.pause().then(() => {
      if (training === this.#training) this.#tellExactly();
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
        this.frame.value = firstFrame();
        this.curve.value = newCurve();
        this.place.value = null;
        this.opened.value = opened?.name ?? null;
        if (this.sample.peek() >= samples.train.rows) this.sample.value = 0;
      });
    } catch (error) {
      if (!(error instanceof ChainruleError)) throw error;
      this.pause();
      this.frame.value = { ...this.frame.peek(), state: "failed", message: error.message };
      return;
    }
    void old.end().then(() => old.network.dispose());
    this.#pending = null;
    this.#training = this.#train(noCounts);
    this.#renewed();
    if (choices.engine !== this.#engine) this.#goOn("network");
  }

  /** A new fit of the same weights, in another network where `effect` says so. */
  #goOn(effect: "fit" | "network"): void {
    if (this.#pending !== "network") this.#pending = effect;
    this.#changing ??= this.#change().finally(() => {
      this.#changing = null;
    });
  }

  async #change(): Promise<void> {
    while (this.#pending) {
      const old = this.#training;
      const wanted = this.choices.peek().engine;
      if (wanted !== this.#engine) {
        try {
          await prepareEngine(wanted);
          this.#engine = wanted;
        } catch (error) {
          this.choices.value = { ...this.choices.peek(), engine: this.#engine };
          this.frame.value = { ...this.frame.peek(), message: (error as Error).message };
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
      this.#renewed();
    }
  }

  #train(before: Counts): Training {
    const settings = fitSettings(this.choices.peek());
    const training = new Training(this.network.peek(), this.samples.peek(), settings, before, () => {
      if (training !== this.#training || this.#changing) return;
      this.#wanted = false;
      this.#tick();
    });
    return training;
  }

  /** After another network or training has come. */
  #renewed(): void {
    this.#evaluator = new Evaluator(this.network.peek(), this.samples.peek());
    this.#speed = new Speed(flopsPerSample(this.network.peek()));
    if (this.#wanted) this.#training.resume();
    this.#tellExactly();
  }

  async #step(unit: "epoch" | "batch"): Promise<void> {
    this.#wanted = false;
    await this.#training.pause();
    await this.#changing;
    if (this.#training.isOver) this.#training = this.#train(this.#training.counts);
    const training = this.#training;
    const stepped = training.step(unit);
    this.#tick();
    await stepped;
    if (training !== this.#training) return;
    this.#tellExactly();
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Has losses of the weights as they stand told next. */
  #tellExactly(): void {
    this.#evaluator.restart();
    this.#isExact = false;
    this.#tick();
  }

  /** Tells how things stand before the next frame, and goes on until they stand still and are known. */
  #tick(): void {
    if (this.#isTicking || this.#isOver) return;
    this.#isTicking = true;
    this.#nextFrame(() => {
      this.#isTicking = false;
      if (this.#isOver) return;
      this.#tell();
      if (!this.#isExact) this.#tick();
      else this.#waiting.splice(0).forEach((resolve) => resolve());
    });
  }

  #tell(): void {
    const training = this.#training;
    const isRunning = !training.stands;
    if (!isRunning && this.#ran) this.#evaluator.restart();
    this.#ran = isRunning;
    const { epochs, updates } = training.counts;
    this.#credit = Math.min(evaluationMs, this.#credit + evaluationMs);
    let losses = null;
    if (this.#credit > 0 && !training.failure && isScaled(training.network, this.samples.peek())) {
      const began = performance.now();
      losses = this.#evaluator.advance(this.#credit);
      this.#credit -= performance.now() - began;
    }
    batch(() => {
      const { testLoss = null, ...rest } = losses ?? {};
      if (losses) extend(this.curve.peek(), epochs, losses.loss, losses.testLoss);
      this.frame.value = {
        ...this.frame.peek(),
        ...rest,
        ...(losses && { testLoss }),
        ...this.#speed.of(training),
        state: training.failure ? "failed" : isRunning ? "running" : "idle",
        epoch: Math.floor(epochs + 1e-9),
        updates,
        message: training.failure,
      };
    });
    this.#isExact = !isRunning && (losses !== null || training.failure !== null);
  }
}

/** What a file begins with; the seed and the engine stay. */
function choicesOf({ kind, dataset }: OpenedFile, { seed, engine }: Choices): Choices {
  const { hidden, learningRate, batchSize } = defaultsOf(kind === "images" ? "digits" : "file");
  const own = { ...defaultsOf("file"), hidden, learningRate, batchSize, seed, engine };
  return dataset.classNames ? own : { ...own, ...forNumbers };
}

function firstFrame(): Frame {
  return {
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
}

/** Whether the scaling of the inputs is in effect: a fit measures it as it begins. */
function isScaled({ config, scalers }: Network, { train }: Samples): boolean {
  return scalers.inputs !== null || (config.scaling === "auto" && !(train.inputs instanceof Uint8Array));
}

function isOtherData(before: Choices, after: Choices): boolean {
  return (["data", "noise", "rows", "test", "seed"] as const).some((name) => before[name] !== after[name]);
}

/** A page that nobody looks at has no frames. */
function onNextFrame(callback: () => void): void {
  if (typeof requestAnimationFrame === "function" && !document.hidden) requestAnimationFrame(callback);
  else setTimeout(callback, 16);
}
