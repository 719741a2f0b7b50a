/** Keeps the address of the page and the session the same: what is chosen is written there, what is typed there is chosen. */
import { effect, type Signal } from "@preact/signals";
import { speak } from "./pageLanguage.js";
import { readLink, writeLink } from "./link.js";
import type { PlaygroundSession } from "./session.js";

/** Browsers refuse an address that changes too often. */
const quietMs = 250;

/** @param complaints where what was wrong in an address goes */
export function followAddress(session: PlaygroundSession, complaints: Signal<readonly string[]>): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const text = writeLink(session.choices.value, session.language.value);
    speak(session.language.value);
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (location.hash.slice(1) === text) return;
      history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
    }, quietMs);
  });
  let isFirst = true;
  effect(() => {
    void session.choices.value;
    if (!isFirst) complaints.value = []; // of choices that are there no more
    isFirst = false;
  });
  addEventListener("hashchange", () => {
    const link = readLink(location.hash);
    if (link.language) session.language.value = link.language;
    session.choose(link.choices);
    complaints.value = link.complaints;
  });
}
