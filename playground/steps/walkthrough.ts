/**
 * The walkthrough of one update: its trace, the current step, and whether the update was applied. The transport bar and the
 * panel share it. `stepView.ts` makes the markup of a step.
 */
import { effect, type Signal, signal } from "@preact/signals";
import { aboutSteps, mostSteps } from "../../src/explain/extent.js";
import type { Trace } from "../../src/explain/trace.js";
import type { Network } from "../../src/train/network.js";
import { pin, unpin } from "../drawing/pointing.js";
import type { Frame, Place, Session } from "../sessionTypes.js";
import { type Fit, fitHistoryOf } from "../fitHistory.js";
import { compare, type Comparison } from "./comparison.js";
import { moved } from "../choices.js";
import { firstPlace, nextBatch, placeAfter } from "./nextBatch.js";
import { placeOfStep } from "./stepPlace.js";

export type LessonModule = typeof import("./stepView.js");

/** Whether the update was applied at the end, and why not. */
export type Outcome =
  | { kind: "applied"; comparison: Comparison }
  /** Not applied: the next batch has several samples, is another sample, or is not known. */
  | { kind: "batch"; size: number; isAmongThem: boolean }
  | { kind: "other"; next: number }
  | { kind: "unknown" };

/** An update that is open step by step. */
export interface OpenWalkthrough {
  kind: "open";
  trace: Trace;
  network: Network;
  /** The row of the training sample. */
  row: number;
  /** Updates since the reset, before this one. */
  updates: number;
  epoch: number;
  /** Index of the step. The number of steps stands for the end, with its outcome. */
  at: number;
  outcome: Outcome | null;
}

export type WalkthroughState =
  { kind: "closed"; why: "nothing" | "moved" } | { kind: "failed"; message: string } | OpenWalkthrough;

export class Walkthrough {
  readonly state: Signal<WalkthroughState> = signal({ kind: "closed", why: "nothing" });
  readonly isBusy = signal(false);
  #stopWatching: (() => void) | null = null;

  constructor(readonly session: Session) {
    fitHistoryOf(session);
  }

  /** Goes one step on. Opens the next update if none is open or the end has been reached. */
  async forward(): Promise<void> {
    if (this.isBusy.peek()) return;
    const state = this.state.peek();
    if (state.kind !== "open" || state.outcome) return this.open();
    if (state.at < state.trace.steps.length - 1) this.go(state.at + 1);
    else await this.#busily(() => this.#finish(state));
  }

  /** Goes to a step, counted from 0 and limited to the ends. */
  go(at: number): void {
    const state = this.state.peek();
    if (state.kind !== "open") return;
    const last = state.trace.steps.length - (state.outcome ? 0 : 1);
    const next = Math.max(0, Math.min(last, at));
    this.state.value = { ...state, at: next };
    const step = state.trace.steps[next];
    this.#highlight(step ? placeOfStep(state.trace, step) : null);
  }

  /**
   * Opens an update from the current weights. A running training is paused first.
   *
   * @param row of the training samples (default: the next one, or that of the session where the next is not known)
   */
  open(row?: number): Promise<void> {
    return this.#busily(async () => {
      const { session } = this;
      const [lesson] = await Promise.all([import("./stepView.js"), paused(session)]);
      this.close();
      const network = session.network.peek();
      if (aboutSteps(network.config.layers) > mostSteps) return; // the panel shows a message
      const { train } = session.samples.peek();
      const next = this.nextRows();
      const wanted = row ?? (next?.length === 1 ? next[0]! : session.sample.peek());
      const chosen = Math.max(0, Math.min(train.rows - 1, wanted));
      session.sample.value = chosen;
      try {
        const trace = lesson.traceUpdate(network, train, chosen, session.choices.peek());
        const { updates, epoch } = session.frame.peek();
        const about = { trace, network, row: chosen, updates, epoch };
        this.state.value = { kind: "open", ...about, at: 0, outcome: null };
      } catch (error) {
        this.state.value = { kind: "failed", message: (error as Error).message };
        return;
      }
      this.#watch();
      this.go(0);
    });
  }

  close(why: "nothing" | "moved" = "nothing"): void {
    this.#stopWatching?.();
    this.#stopWatching = null;
    if (this.state.peek().kind === "open") this.#highlight(null);
    this.state.value = { kind: "closed", why };
  }

  /** The rows of the next batch; null where the history of the training is not known. */
  nextRows(): Uint32Array | null {
    const { session } = this;
    const { train } = session.samples.peek();
    const { fits, isComplete } = fitHistoryOf(session);
    const { batchSize, seed } = session.choices.peek();
    const isAll = batchSize === "full" || batchSize >= train.rows;
    if (!isAll && !isComplete) return null;
    const { shuffle } = session.network.peek().config;
    const lineOf = ({ choices }: Fit) => ({ rows: train.rows, batchSize: choices.batchSize, shuffle, seed });
    let place = firstPlace;
    fits.forEach((fit, at) => {
      const before = fits[at - 1]?.choices;
      if (before && moved.some((name) => before[name] !== fit.choices[name])) place = firstPlace;
      // an epoch that is cut goes on only with batches of the same size
      else if (before && before.batchSize !== fit.choices.batchSize && place.samples > 0)
        place = { epochs: place.epochs + 1, samples: 0 };
      const until = fits[at + 1]?.from ?? session.frame.peek().updates;
      place = placeAfter(lineOf(fit), place, until - fit.from);
    });
    return nextBatch(lineOf(fits.at(-1)!), place);
  }

  /** Applies the update if the next batch is this one sample, and sets the outcome. */
  async #finish(state: OpenWalkthrough): Promise<void> {
    const { session } = this;
    const rows = this.nextRows();
    const end = (outcome: Outcome) => {
      this.state.value = { ...state, at: state.trace.steps.length, outcome };
      this.#highlight(null);
    };
    if (!rows) return end({ kind: "unknown" });
    if (rows.length > 1)
      return end({ kind: "batch", size: rows.length, isAmongThem: rows.includes(state.row) });
    if (rows[0] !== state.row) return end({ kind: "other", next: rows[0]! });
    await session.trainBatch();
    await until(session, ({ updates, state: training }) => training !== "running" && updates > state.updates);
    if (this.state.peek().kind !== "open") return; // closed by a reset meanwhile
    const { precision } = state.network.config;
    end({ kind: "applied", comparison: compare(state.trace, state.network.parameters(), precision) });
  }

  /** Highlights the place of the step in all panels. */
  #highlight(place: Place | null): void {
    if (place) pin(this.session, place);
    else unpin(this.session);
  }

  /** Closes the update when its numbers are out of date: the training continued or was reset, or the sample changed. */
  #watch(): void {
    const { session } = this;
    const choices = session.choices.peek();
    this.#stopWatching = effect(() => {
      const state = this.state.peek();
      if (state.kind !== "open") return;
      const { updates, state: training } = session.frame.value;
      const isOurs = this.isBusy.peek() || state.outcome?.kind === "applied";
      const isOther =
        session.network.value !== state.network ||
        session.choices.value !== choices ||
        session.sample.value !== state.row;
      const isMoved =
        (training === "running" && !this.isBusy.peek()) ||
        !(updates === state.updates || (isOurs && updates === state.updates + 1));
      if (isOther) this.close();
      else if (isMoved) this.close("moved");
    });
  }

  async #busily(work: () => Promise<void>): Promise<void> {
    if (this.isBusy.peek()) return;
    this.isBusy.value = true;
    try {
      await work();
    } finally {
      this.isBusy.value = false;
    }
  }
}

const walks = new WeakMap<Session, Walkthrough>();

/** The walkthrough of a session. Each session has one. */
export function walkthroughOf(session: Session): Walkthrough {
  let walk = walks.get(session);
  if (!walk) walks.set(session, (walk = new Walkthrough(session)));
  return walk;
}

/** Pauses the training. Resolves when it is paused. */
async function paused(session: Session): Promise<void> {
  if (session.frame.peek().state !== "running") return;
  session.pause();
  await until(session, ({ state }) => state !== "running");
}

/** Longest wait for the frame, which is updated one frame of the screen after the training. */
const mostMs = 500;

/** Resolves when the frame is as wanted, or after `mostMs`. */
function until({ frame }: Session, isWanted: (frame: Frame) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      queueMicrotask(() => stop());
      resolve();
    };
    const timer = setTimeout(end, mostMs);
    const stop = effect(() => {
      if (isWanted(frame.value)) end();
    });
  });
}
