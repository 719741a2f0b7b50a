/**
 * A walk through the steps of one round: which round is taken apart, at which step the walk stands, and what came of
 * the update. The transport bar and the panel walk together; what a step looks like is the panel's business.
 */
import { effect, type Signal, signal } from "@preact/signals";
import { aboutSteps, mostSteps } from "../../src/explain/extent.js";
import type { Trace } from "../../src/explain/trace.js";
import type { Network } from "../../src/train/network.js";
import { hold, letGo } from "../drawing/pointing.js";
import type { Frame, Place, Session } from "../sessionTypes.js";
import { fitHistoryOf } from "../fitHistory.js";
import { compare, type Comparison } from "./comparison.js";
import { nextBatch } from "./nextBatch.js";
import { placeOfStep } from "./stepPlace.js";

export type LessonModule = typeof import("./stepView.js");

/** What came of the update at the end of a round. */
export type Outcome =
  | { kind: "taken"; comparison: Comparison }
  /** The batch that comes next is of more samples, or of another one, or not known. */
  | { kind: "batch"; size: number; isAmongThem: boolean }
  | { kind: "other"; next: number }
  | { kind: "unknown" };

/** A round that is taken apart. */
export interface OpenWalkthrough {
  kind: "open";
  trace: Trace;
  network: Network;
  /** The training sample. */
  row: number;
  /** Since the reset, before the round. */
  updates: number;
  epoch: number;
  /** Index of the step; as many as there are steps: the end, with its outcome. */
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

  /** One step on; where nothing is open, or all has been seen, the next round is opened. */
  async forward(): Promise<void> {
    if (this.isBusy.peek()) return;
    const state = this.state.peek();
    if (state.kind !== "open" || state.outcome) return this.open();
    if (state.at < state.trace.steps.length - 1) this.go(state.at + 1);
    else await this.#busily(() => this.#finish(state));
  }

  /** To a step, from 0; beyond the ends means the ends. */
  go(at: number): void {
    const state = this.state.peek();
    if (state.kind !== "open") return;
    const last = state.trace.steps.length - (state.outcome ? 0 : 1);
    const next = Math.max(0, Math.min(last, at));
    this.state.value = { ...state, at: next };
    const step = state.trace.steps[next];
    this.#light(step ? placeOfStep(state.trace, step) : null);
  }

  /**
   * Takes a round apart at the present weights; a training that runs is paused first.
   *
   * @param row of the training samples; the one that is next in line unless told, or else that of the session
   */
  open(row?: number): Promise<void> {
    return this.#busily(async () => {
      const { session } = this;
      const [lesson] = await Promise.all([import("./stepView.js"), standing(session)]);
      this.close();
      const network = session.network.peek();
      if (aboutSteps(network.config.layers) > mostSteps) return; // the panel says so
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

  /** Puts the round away. */
  close(why: "nothing" | "moved" = "nothing"): void {
    this.#stopWatching?.();
    this.#stopWatching = null;
    if (this.state.peek().kind === "open") this.#light(null);
    this.state.value = { kind: "closed", why };
  }

  /** Training samples of the next batch; null where it is not known how the training came here. */
  nextRows(): Uint32Array | null {
    const { session } = this;
    const { train } = session.samples.peek();
    const { fits, isComplete } = fitHistoryOf(session);
    const { batchSize, seed } = session.choices.peek();
    const isAll = batchSize === "full" || batchSize >= train.rows;
    if (!isAll && !isComplete) return null;
    const line = { rows: train.rows, batchSize, shuffle: session.network.peek().config.shuffle, seed };
    return nextBatch(line, session.frame.peek().updates - fits.at(-1)!.from);
  }

  /** Takes the step where the batch is this one sample, and tells what came of it. */
  async #finish(state: OpenWalkthrough): Promise<void> {
    const { session } = this;
    const rows = this.nextRows();
    const end = (outcome: Outcome) => {
      this.state.value = { ...state, at: state.trace.steps.length, outcome };
      this.#light(null);
    };
    if (!rows) return end({ kind: "unknown" });
    if (rows.length > 1)
      return end({ kind: "batch", size: rows.length, isAmongThem: rows.includes(state.row) });
    if (rows[0] !== state.row) return end({ kind: "other", next: rows[0]! });
    await session.trainBatch();
    await until(session, ({ updates, state: training }) => training !== "running" && updates > state.updates);
    if (this.state.peek().kind !== "open") return; // reset meanwhile
    const { precision } = state.network.config;
    end({ kind: "taken", comparison: compare(state.trace, state.network.parameters(), precision) });
  }

  /** Has the panels show where the walk is, also after a pointer has been elsewhere. */
  #light(place: Place | null): void {
    if (place) hold(this.session, place);
    else letGo(this.session);
  }

  /** Closes when the training goes on or begins anew, or another sample is chosen: then these are no longer its numbers. */
  #watch(): void {
    const { session } = this;
    const choices = session.choices.peek();
    this.#stopWatching = effect(() => {
      const state = this.state.peek();
      if (state.kind !== "open") return;
      const { updates, state: training } = session.frame.value;
      const isOurs = this.isBusy.peek() || state.outcome?.kind === "taken";
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

/** The walk of a session; there is one. */
export function walkthroughOf(session: Session): Walkthrough {
  let walk = walks.get(session);
  if (!walk) walks.set(session, (walk = new Walkthrough(session)));
  return walk;
}

/** Pauses, and resolves when the training stands still. */
async function standing(session: Session): Promise<void> {
  if (session.frame.peek().state !== "running") return;
  session.pause();
  await until(session, ({ state }) => state !== "running");
}

/** The frame follows the training by a frame of the screen. */
const mostMs = 500;

/** Resolves when a frame is as wanted, or has long had the time for it. */
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
