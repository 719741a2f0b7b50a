/** Keeps the address of the page and the choices of the session in step, in both directions. */
import { effect, type Signal } from "@preact/signals";
import { setLanguage } from "./pageLanguage.js";
import { readLink, writeLink } from "./link.js";
import type { PlaygroundSession } from "./session.js";

/** Pause before the address is written: browsers refuse an address that changes too often. */
const quietMs = 250;

/** @param complaints receives what was wrong in the last address */
export function followAddress(session: PlaygroundSession, complaints: Signal<readonly string[]>): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const text = writeLink(session.choices.value, session.language.value, session.opened.value?.name);
    setLanguage(session.language.value);
    clearTimeout(timer);
    if (session.linkedFile.value) return; // the link is needed until its file is open
    timer = setTimeout(() => {
      if (location.hash.slice(1) === text) return;
      history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
    }, quietMs);
  });
  let isFirst = true;
  effect(() => {
    void session.choices.value;
    if (!isFirst) complaints.value = []; // they belong to the choices before
    isFirst = false;
  });
  addEventListener("hashchange", () => {
    const link = readLink(location.hash);
    if (link.language) session.language.value = link.language;
    const opened = session.opened.peek();
    const { target = null, columns = {} } = link.file?.choices ?? {};
    const isSame = JSON.stringify(opened?.table?.said) === JSON.stringify({ target, columns });
    const isOpen = link.file && opened?.name === link.file.name && (!opened.table || isSame);
    session.linkedFile.value = isOpen ? null : link.file;
    session.choose(isOpen ? { ...link.file!.choices, data: "file" } : link.choices);
    complaints.value = link.complaints;
  });
}
