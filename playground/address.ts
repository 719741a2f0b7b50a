/**
 * Keeps the address of the page and what it stands for in step, in both directions: the choices of the session, and the
 * view. Another tab is another entry of the browser's history; another choice changes the entry. Back and forward change
 * the tab alone: the training goes on with the choices that it has.
 */
import { effect, type Signal } from "@preact/signals";
import { setLanguage } from "./pageLanguage.js";
import { readLink, writeLink } from "./link.js";
import { defaultsOf } from "./choices.js";
import { remember, remembered } from "./remembered.js";
import type { PlaygroundSession } from "./session.js";
import { showTab, type TabName, view } from "./view.js";
import { type Choices, speedNames } from "./sessionTypes.js";

/** Pause before the address is written: browsers refuse an address that changes too often. */
const quietMs = 250;

/** The choices of a link, with the speed of the last visit where the link names none. @param text of the link */
export function withLastSpeed(choices: Choices, text: string): Choices {
  const last = speedNames.find((name) => name === remembered("speed"));
  return last && !new URLSearchParams(text.replace(/^#/, "")).has("speed")
    ? { ...choices, speed: last }
    : choices;
}

/** What the page leaves at an entry of the history. An address that a person typed has none. */
interface Entry {
  tab: TabName;
}

/** @param complaints receives what was wrong in the last address */
export function followAddress(session: PlaygroundSession, complaints: Signal<readonly string[]>): void {
  const addressNow = () => {
    const text = writeLink(
      session.choices.peek(),
      session.language.peek(),
      session.opened.peek()?.name,
      view.peek(),
    );
    return text ? `#${text}` : location.pathname + location.search;
  };
  const write = () => history.replaceState(entryNow(), "", addressNow());
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    void [session.choices.value, session.opened.value, view.value];
    setLanguage(session.language.value);
    const { data, speed } = session.choices.value;
    remember("speed", speed === defaultsOf(data).speed ? null : speed);
    clearTimeout(timer);
    if (session.linkedFile.value) return; // the link is needed until its file is open
    timer = setTimeout(write, quietMs);
  });
  let shown = view.peek().tab;
  history.replaceState(entryNow(), "");
  effect(() => {
    const { tab } = view.value;
    if (tab === shown) return;
    shown = tab;
    if (entryOf(history.state)?.tab === tab) return; // back or forward
    history.pushState(entryNow(), "", addressNow());
    scrollTo(0, 0);
  });
  let isFirst = true;
  effect(() => {
    void session.choices.value;
    if (!isFirst) complaints.value = []; // they belong to the choices before
    isFirst = false;
  });
  addEventListener("hashchange", () => {
    const entry = entryOf(history.state);
    if (entry) {
      showTab(entry.tab);
      return write();
    }
    const link = readLink(location.hash);
    history.replaceState({ tab: link.view.tab } satisfies Entry, "");
    if (link.language) session.language.value = link.language;
    view.value = link.view;
    const opened = session.opened.peek();
    const { target = null, columns = {} } = link.file?.choices ?? {};
    const isSame = JSON.stringify(opened?.table?.said) === JSON.stringify({ target, columns });
    const isOpen = link.file && opened?.name === link.file.name && (!opened.table || isSame);
    session.linkedFile.value = isOpen ? null : link.file;
    session.choose(isOpen ? { ...link.file!.choices, data: "file" } : link.choices);
    complaints.value = link.complaints;
  });
}

function entryNow(): Entry {
  return { tab: view.peek().tab };
}

function entryOf(state: unknown): Entry | null {
  return typeof state === "object" && state !== null && "tab" in state ? (state as Entry) : null;
}
