/**
 * The history of a training: the `fit` calls that produced the current weights. A change of the learning rate, for example,
 * starts another `fit` with the same weights. Repeating the list of calls repeats the training to the last bit.
 */
import { effect } from "@preact/signals";
import { continued, moved } from "./choices.js";
import type { Choices, Session } from "./sessionTypes.js";

/** One call of `fit`. */
export interface Fit {
  choices: Choices;
  /** Number of updates between the reset and this call. */
  from: number;
}

export interface FitHistory {
  /** At least one. The last is the current call. */
  fits: readonly Fit[];
  /** Whether the list holds the whole training since the reset exactly. */
  isComplete: boolean;
}

const histories = new WeakMap<Session, { fitHistory: FitHistory }>();

/**
 * The history of a session. The first call starts to watch the session, so call it when the session is made.
 */
export function fitHistoryOf(session: Session): FitHistory {
  let watched = histories.get(session);
  if (!watched) {
    watched = { fitHistory: begin(session) };
    histories.set(session, watched);
    watch(session, watched);
  }
  return watched.fitHistory;
}

function begin(session: Session): FitHistory {
  const { updates } = session.frame.peek();
  const isUntouched = updates === 0 && session.edits.peek() === 0;
  return { fits: [{ choices: session.choices.peek(), from: 0 }], isComplete: isUntouched };
}

function watch(session: Session, watched: { fitHistory: FitHistory }): void {
  let before = session.choices.peek();
  let updates = session.frame.peek().updates;
  effect(() => {
    const frame = session.frame.value;
    const isReset = frame.updates < updates || (frame.updates === 0 && updates === 0);
    updates = frame.updates;
    if (isReset) watched.fitHistory = begin(session);
  });
  effect(() => {
    if (session.edits.value > 0) watched.fitHistory = { ...watched.fitHistory, isComplete: false };
  });
  effect(() => {
    const choices = session.choices.value;
    const wasRunning = session.frame.peek().state === "running";
    watched.fitHistory = next(watched.fitHistory, before, choices, updates, wasRunning);
    before = choices;
  });
}

/**
 * The history after a change of choices. A change during training takes effect some batches later, so the updates of each
 * call are then not known exactly.
 *
 * @param updates since the reset
 */
export function next(
  fitHistory: FitHistory,
  before: Choices,
  choices: Choices,
  updates: number,
  wasRunning: boolean,
): FitHistory {
  if (![...continued, ...moved].some((name) => before[name] !== choices[name])) return fitHistory;
  const fits = fitHistory.fits.filter(({ from }) => from < updates);
  // dropout belongs to the network, and the list of calls has one network
  const isComplete =
    fitHistory.isComplete && (fits.length === 0 || (!wasRunning && before.dropout === choices.dropout));
  return { fits: [...fits, { choices, from: updates }], isComplete };
}
