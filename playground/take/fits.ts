/**
 * The course of a training: which `fit` calls made the weights what they are. A change of the learning rate and the
 * like begins another `fit` with the same weights, so a training is a list of them, and repeating the list repeats
 * the training to the last bit.
 */
import { effect } from "@preact/signals";
import type { Choices, Session } from "../model.js";

/** One `fit`. */
export interface Fit {
  choices: Choices;
  /** Updates since the reset before it. */
  from: number;
}

export interface Course {
  /** At least one; the last is the one that goes on. */
  fits: readonly Fit[];
  /** Whether all of the training since the reset is known to be in the list, as it was. */
  isWhole: boolean;
}

/** Choices that change what a `fit` does, and leave the weights. */
const continued = ["optimizer", "learningRate", "batchSize", "l1", "l2"] as const;
/** Choices that move the weights to another network. */
const moved = ["dropout", "engine"] as const;

const courses = new WeakMap<Session, { course: Course }>();

/**
 * What is known of the training so far. From the first call on a session is watched: call it when the session is
 * made.
 */
export function courseOf(session: Session): Course {
  let watched = courses.get(session);
  if (!watched) {
    watched = { course: begin(session) };
    courses.set(session, watched);
    watch(session, watched);
  }
  return watched.course;
}

function begin(session: Session): Course {
  const { updates } = session.frame.peek();
  return { fits: [{ choices: session.choices.peek(), from: 0 }], isWhole: updates === 0 };
}

function watch(session: Session, watched: { course: Course }): void {
  let before = session.choices.peek();
  let updates = session.frame.peek().updates;
  effect(() => {
    const frame = session.frame.value;
    const isReset = frame.updates < updates || (frame.updates === 0 && updates === 0);
    updates = frame.updates;
    if (isReset) watched.course = begin(session);
  });
  effect(() => {
    const choices = session.choices.value;
    const wasRunning = session.frame.peek().state === "running";
    watched.course = next(watched.course, before, choices, updates, wasRunning);
    before = choices;
  });
}

/**
 * The course after a change of choices. A change while it runs takes effect some batches later, so what follows is
 * no longer known to the update.
 *
 * @param updates since the reset
 */
export function next(
  course: Course,
  before: Choices,
  choices: Choices,
  updates: number,
  wasRunning: boolean,
): Course {
  const differs = (name: keyof Choices) => JSON.stringify(before[name]) !== JSON.stringify(choices[name]);
  const isOther = [...continued, ...moved].some(differs);
  if (!isOther) return course;
  const fits = course.fits.filter(({ from }) => from < updates);
  // a mask of dropout belongs to the network, and a list of fits has one network
  const isWhole = course.isWhole && (fits.length === 0 || (!wasRunning && !differs("dropout")));
  return { fits: [...fits, { choices, from: updates }], isWhole };
}
