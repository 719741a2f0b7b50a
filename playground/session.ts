/**
 * A session of the playground: the choices, and the samples, network and training made from them. It restarts what a
 * change of choices affects, and keeps one `fit` alive across pauses. `frameUpdates.ts` reports the state to the panels.
 */
import { batch, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { ChainruleError } from "../src/errors.js";
import { createNetwork, fitSettings } from "./configuration.js";
import { newRecord } from "./learningRecord.js";
import { type OpenedFile, openFiles, type SaidColumns, withColumns } from "./data/openFiles.js";
import type { LinkedFile } from "./link.js";
import { makeSamples } from "./data/makeSamples.js";
import { prepareEngine } from "./engineStatus.js";
import type { Choices, EngineName, Language, Place, Session } from "./sessionTypes.js";
import { defaultsOf, dataSeedOf, type Effect, effectOf, forNumbers, applyChange } from "./choices.js";
import { type Edit, hasNumber, withEdits } from "./edits.js";
import { firstFrame, FrameUpdater } from "./frameUpdates.js";
import { type Goal, TrainingLoop } from "./trainingLoop.js";
import { firstStanding, type Standing, TrainingRun } from "./trainingRun.js";
import { firstSample } from "./worked/examples.js";

/** The session as the page around the panels sees it. */
export interface PlaygroundSession extends Session {
  /** The file that was opened last, even while other samples are chosen. */
  readonly opened: ReadonlySignal<OpenedFile | null>;
  /** The file that the link of the page belongs to, until it is opened or given up. */
  readonly linkedFile: Signal<LinkedFile | null>;
  /** Trains on samples that were collected on the page. @throws ChainruleError for samples that make no network */
  take(opened: OpenedFile): void;
  /**
   * Learns another column of the opened table, or from other ones.
   *
   * @throws DataError for a column that cannot be learnt, or is not what the user says
   */
  chooseColumns(said: SaidColumns): void;
  /** Ends the training and frees the network. The signals keep their values. */
  dispose(): void;
}

/** Settings of the creator of the session; tests replace the frames of the screen. */
export interface SessionHost {
  language?: Language;
  linkedFile?: LinkedFile | null;
  /** Calls back before the next frame of the screen. */
  nextFrame?: (callback: () => void) => void;
  /** The clock, in ms. */
  now?: () => number;
}

/**
 * Makes a session, paused.
 *
 * @throws ConfigError for choices that do not make a network
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
  readonly record;
  readonly place = signal<Place | null>(null);
  readonly sample;
  readonly edits = signal(0);
  readonly opened = signal<OpenedFile | null>(null);
  readonly linkedFile;

  readonly #loop: TrainingLoop;
  readonly #updater: FrameUpdater;
  /** The engine in use. It becomes `choices.engine` when that is loaded. */
  #engine: EngineName;
  #training: TrainingRun;
  /** What to restart when the current training has ended. */
  #pending: Exclude<Effect, "nothing" | "everything"> | null = null;
  #changing: Promise<void> | null = null;
  /** Numbers set by hand that the network does not have yet. */
  #edits: Edit[] = [];
  #isOver = false;

  constructor(
    choices: Choices,
    {
      language = "en",
      linkedFile = null,
      nextFrame = onNextFrame,
      now = () => performance.now(),
    }: SessionHost,
  ) {
    this.linkedFile = signal(linkedFile);
    this.#engine = choices.engine;
    this.language = signal(language);
    this.choices = signal(choices);
    this.samples = signal(makeSamples(choices, null));
    this.sample = signal(firstSample(choices.data));
    this.network = signal(createNetwork(choices, this.samples.peek(), null));
    this.record = signal(newRecord(this.network.peek()));
    const host = { nextFrame, now };
    this.#loop = new TrainingLoop(host, () => this.choices.peek().speed);
    this.#updater = new FrameUpdater({ frame: this.frame, record: this.record, loop: this.#loop, host });
    this.#training = this.#train(firstStanding);
  }

  choose(some: Partial<Choices>): void {
    const before = this.choices.peek();
    const after = applyChange(before, some);
    const effect = effectOf(before, after);
    const isOtherSpeed = after.speed !== before.speed;
    if (effect === "nothing" && !isOtherSpeed) return;
    if (effect === "everything") {
      const opened = this.opened.peek();
      const isReturn = after.data === "file" && before.data !== "file" && opened;
      return this.#begin(isReturn ? applyChange(choicesOf(opened, before), some) : after, opened);
    }
    this.choices.value = after;
    if (isOtherSpeed) this.#loop.hurry();
    if (effect !== "nothing") this.#goOn(effect);
  }

  setNumber(place: Place, value: number): void {
    if (!hasNumber(this.network.peek(), place)) return;
    this.#edits.push({ place, value });
    this.#goOn("fit");
  }

  run(): void {
    this.#revive();
    this.#loop.run();
    this.#updater.showFailure(null);
  }

  pause(): void {
    const training = this.#training;
    void this.#loop.stop().then(() => {
      if (training === this.#training) void this.#updater.untilExact();
    });
  }

  trainEpoch(): Promise<void> {
    return this.#reach({ unit: "epoch", more: 1, isPaced: false });
  }

  trainBatch(): Promise<void> {
    return this.#reach({ unit: "update", more: 1, isPaced: false });
  }

  trainEpochs(count: number): Promise<void> {
    return this.#reach({ unit: "epoch", more: count, isPaced: true });
  }

  trainTo(epoch: number): Promise<void> {
    return this.#reach({ unit: "epoch", upTo: epoch, isPaced: true });
  }

  reset(): void {
    void this.#loop.stop();
    this.#begin(this.choices.peek(), this.opened.peek());
  }

  chooseColumns(said: SaidColumns): void {
    const [before, was] = [this.choices.peek(), this.opened.peek()!];
    const opened = withColumns(was, said);
    const isSameKind = (was.dataset.classNames === null) === (opened.dataset.classNames === null);
    const { output, loss } = isSameKind ? before : choicesOf(opened, before);
    this.#replace({ ...before, output, loss, ...said }, opened);
  }

  take(opened: OpenedFile): void {
    this.#replace(choicesOf(opened, this.choices.peek()), opened);
  }

  async open(files: readonly File[]): Promise<void> {
    const [file] = files;
    if (files.length === 1 && file!.name.endsWith(".json")) {
      const { choicesOfConfig, isConfig } = await import("./data/openConfig.js");
      const text = await file!.text();
      if (isConfig(text)) {
        return this.#replace(choicesOfConfig(text, file!.name, this.choices.peek()), this.opened.peek());
      }
    }
    const linked = this.linkedFile.peek()?.choices ?? {};
    const { target = null, columns = {} } = linked;
    const opened = await openFiles(files, { target, columns });
    this.#replace(applyChange(choicesOf(opened, this.choices.peek()), linked), opened);
    this.linkedFile.value = null;
  }

  dispose(): void {
    this.#isOver = true;
    void this.#loop.stop();
    this.#updater.end();
    const { network } = this.#training;
    void this.#training.end().then(() => network.dispose());
  }

  /** Starts again from choices. If they do not make a network, nothing changes and the frame says why. */
  #begin(choices: Choices, opened: OpenedFile | null): void {
    try {
      this.#replace(choices, opened);
    } catch (error) {
      if (!(error instanceof ChainruleError)) throw error;
      this.pause();
      this.#updater.showFailure(error.message);
    }
  }

  /** Starts again from choices. @throws ChainruleError for choices that do not make a network; then nothing changes */
  #replace(choices: Choices, opened: OpenedFile | null): void {
    const old = this.#training;
    const hasOtherData = this.choices.peek().data !== choices.data;
    const isSame = this.opened.peek() === opened && !isOtherData(this.choices.peek(), choices);
    const samples = isSame ? this.samples.peek() : makeSamples(choices, opened);
    const network = createNetwork({ ...choices, engine: this.#engine }, samples, opened);
    batch(() => {
      this.choices.value = choices;
      this.samples.value = samples;
      this.network.value = network;
      this.frame.value = firstFrame;
      this.record.value = newRecord(network);
      this.edits.value = 0;
      this.place.value = null;
      this.opened.value = opened;
      if (hasOtherData) this.sample.value = firstSample(choices.data);
      if (this.sample.peek() >= samples.train.rows) this.sample.value = 0;
    });
    void old.end().then(() => old.network.dispose());
    this.#pending = null;
    this.#edits = [];
    this.#training = this.#train(firstStanding);
    if (choices.engine !== this.#engine) this.#goOn("network");
  }

  /** Continues the weights in a new fit, or in a new network if `effect` says so. */
  #goOn(effect: "fit" | "network"): void {
    if (this.#pending !== "network") this.#pending = effect;
    this.#changing ??= this.#change()
      .catch((error: unknown) => this.#updater.showFailure((error as Error).message))
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
      if (old !== this.#training) continue; // everything was restarted meanwhile
      const isMoved = this.#pending === "network";
      this.#pending = null;
      const edits = this.#edits.splice(0);
      if (edits.length > 0) {
        old.network.setParameters(withEdits(old.network, edits));
        this.edits.value += edits.length;
      }
      if (isMoved) {
        const choices = { ...this.choices.peek(), engine: this.#engine };
        const network = createNetwork(choices, this.samples.peek(), this.opened.peek());
        network.setParameters(old.network.parameters());
        this.network.value = network;
        old.network.dispose();
      }
      this.#training = this.#train(old.standing(isMoved));
      if (refusal !== null) this.#updater.showFailure(refusal);
    }
  }

  /** Begins another fit after one that has ended by itself. */
  #revive(): void {
    const old = this.#training;
    if (old.isOver && !this.#changing) this.#training = this.#train(old.standing(false));
  }

  #train(before: Standing): TrainingRun {
    const settings = fitSettings(this.choices.peek());
    const samples = this.samples.peek();
    const training = new TrainingRun(this.network.peek(), samples, settings, before, () => {
      if (training !== this.#training || this.#changing) return;
      void this.#loop.stop();
      this.#updater.requestUpdate();
    });
    this.#loop.follow(training, this.record.peek());
    this.#updater.follow(training, samples);
    return training;
  }

  /** Trains up to a goal. It ends a run without one. */
  async #reach(goal: Goal): Promise<void> {
    if (this.#loop.isEndless) await this.#loop.stop();
    await this.#changing;
    this.#revive();
    const training = this.#training;
    this.#updater.requestUpdate();
    await this.#loop.reach(goal);
    if (training === this.#training) await this.#updater.untilExact();
  }
}

/** Of a file with fewer rows, none are held out by default: four rows of XOR are all needed to learn it. */
const leastToSplit = 20;

/** The default choices for a file. Seed and engine stay. */
function choicesOf({ kind, dataset, table }: OpenedFile, { seed, engine, speed }: Choices): Choices {
  const { hidden, learningRate, batchSize } = defaultsOf(kind === "images" ? "digits" : "file");
  const usual = defaultsOf("file");
  const test = dataset.rows < leastToSplit ? 0 : usual.test;
  const { target = null, columns = {} } = table?.said ?? {};
  const own = { ...usual, test, hidden, learningRate, batchSize, target, columns, seed, engine, speed };
  return dataset.classNames ? own : { ...own, ...forNumbers };
}

function isOtherData(before: Choices, after: Choices): boolean {
  const names = ["data", "noise", "rows", "features", "test", "inputs", "targets"] as const;
  return dataSeedOf(before) !== dataSeedOf(after) || names.some((name) => before[name] !== after[name]);
}

/** Calls back before the next frame. Hidden pages have no frames, so there a timer does it. */
function onNextFrame(callback: () => void): void {
  if (typeof requestAnimationFrame === "function" && !document.hidden) requestAnimationFrame(callback);
  else setTimeout(callback, 16);
}
