/**
 * The fitHistory of a training: which `fit` calls made the weights what they are. A change of the learning rate and the
 * like begins another `fit` with the same weights, so a training is a list of them, and repeating the list repeats
 * the training to the last bit.
 */
import { effect } from "@preact/signals";
import type { Choices, Session } from "./sessionTypes.js";

/** One `fit`. */
export interface Fit {
  choices: Choices;
  /** Updates since the reset before it. */
  from: number;
}

export interface FitHistory {
  /** At least one; the last is the one that goes on. */
  fits: readonly Fit[];
  /** Whether all of the training since the reset is known to be in the list, as it was. */
  isComplete: boolean;
}

/** Choices that change what a `fit` does, and leave the weights. */
const continued = ["optimizer", "learningRate", "batchSize", "l1", "l2"] as const;
/** Choices that move the weights to another network. */
const moved = ["dropout", "engine"] as const;

const histories = new WeakMap<Session, { fitHistory: FitHistory }>();

/**
 * What is known of the training so far. From the first call on a session is watched: call it when the session is
 * made.
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
  return { fits: [{ choices: session.choices.peek(), from: 0 }], isComplete: updates === 0 };
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
    const choices = session.choices.value;
    const wasRunning = session.frame.peek().state === "running";
    watched.fitHistory = next(watched.fitHistory, before, choices, updates, wasRunning);
    before = choices;
  });
}

/**
 * The fitHistory after a change of choices. A change while it runs takes effect some batches later, so what follows is
 * no longer known to the update.
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
  const differs = (name: keyof Choices) => JSON.stringify(before[name]) !== JSON.stringify(choices[name]);
  const isOther = [...continued, ...moved].some(differs);
  if (!isOther) return fitHistory;
  const fits = fitHistory.fits.filter(({ from }) => from < updates);
  // a mask of dropout belongs to the network, and a list of fits has one network
  const isComplete = fitHistory.isComplete && (fits.length === 0 || (!wasRunning && !differs("dropout")));
  return { fits: [...fits, { choices, from: updates }], isComplete };
}
