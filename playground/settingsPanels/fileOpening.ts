/** Opens the user's files from anywhere on the page, and keeps the message of the last attempt that failed. */
import { type Signal, signal } from "@preact/signals";
import { ChainruleError } from "../../src/errors.js";
import type { PlaygroundSession } from "../session.js";
import { showTab } from "../view.js";

const failures = new WeakMap<PlaygroundSession, Signal<string | null>>();

/** Why the last file could not be opened; null where it could. */
export function fileFailureOf(session: PlaygroundSession): Signal<string | null> {
  const known = failures.get(session) ?? signal(null);
  failures.set(session, known);
  return known;
}

/** Opens files, or shows why it cannot, in the tab with the settings of the data. */
export async function openInPage(session: PlaygroundSession, files: readonly File[]): Promise<void> {
  if (files.length === 0) return;
  showTab("train");
  await orShow(session, () => session.open(files));
}

/** Does something with the opened file, or shows why it cannot. */
export async function orShow(session: PlaygroundSession, action: () => void | Promise<void>): Promise<void> {
  const failure = fileFailureOf(session);
  failure.value = null;
  try {
    await action();
  } catch (error) {
    if (!(error instanceof ChainruleError)) throw error;
    failure.value = error.message;
  }
}
