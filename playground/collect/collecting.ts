/** Whether the panel for collecting images is open, and what was collected; both belong to a session and stay while it lives. */
import { type Signal, signal } from "@preact/signals";
import type { Session } from "../sessionTypes.js";
import type { Collection } from "./collection.js";

export interface Collecting {
  isOpen: Signal<boolean>;
  /** Null until the panel is first opened. */
  collection: Signal<Collection | null>;
}

const known = new WeakMap<Session, Collecting>();

export function collectingOf(session: Session): Collecting {
  const before = known.get(session);
  if (before) return before;
  const made = { isOpen: signal(false), collection: signal(null) };
  known.set(session, made);
  return made;
}
