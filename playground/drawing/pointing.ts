/**
 * How the pointer sets `session.place`, the same in all panels: pointing shows a place, leaving returns to the pinned
 * place, and a click pins or unpins a place.
 */
import type { Place, Session } from "../sessionTypes.js";

const pinned = new WeakMap<Session, Place>();

/** Shows a place while the pointer is there. */
export function pointAt(session: Session, place: Place): void {
  forgetIfGone(session);
  if (!samePlace(session.place.peek(), place)) session.place.value = place;
}

/** The pointer has left: shows the pinned place, or none. */
export function pointAway(session: Session): void {
  forgetIfGone(session);
  session.place.value = pinned.get(session) ?? null;
}

/** Pins a place: it stays when the pointer leaves. */
export function pin(session: Session, place: Place): void {
  pointAt(session, place);
  pinned.set(session, place);
}

/** Unpins, and shows no place. */
export function unpin(session: Session): void {
  pinned.delete(session);
  session.place.value = null;
}

export function isPinned(session: Session, place: Place | null): boolean {
  return place !== null && samePlace(pinned.get(session) ?? null, place);
}

/** A pinned place is shown. If none is shown, a reset has removed it, so nothing is pinned any more. */
function forgetIfGone(session: Session): void {
  if (session.place.peek() === null) pinned.delete(session);
}

export function samePlace(a: Place | null, b: Place | null): boolean {
  if (a === null || b === null) return a === b;
  return a.layer === b.layer && a.unit === b.unit && a.from === b.from;
}
