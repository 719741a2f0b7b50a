/**
 * What the pointer does to `session.place`, alike in all panels: pointing shows a place, leaving goes back to the
 * place that is held, a click holds a place or lets go of it.
 */
import type { Place, Session } from "../sessionTypes.js";

const held = new WeakMap<Session, Place>();

/** Shows a place as long as the pointer is there. */
export function pointAt(session: Session, place: Place): void {
  forgetIfGone(session);
  if (!samePlace(session.place.peek(), place)) session.place.value = place;
}

/** The pointer has left: back to what is held, or to nothing. */
export function pointAway(session: Session): void {
  forgetIfGone(session);
  session.place.value = held.get(session) ?? null;
}

/** Holds a place, also when the pointer leaves. */
export function hold(session: Session, place: Place): void {
  pointAt(session, place);
  held.set(session, place);
}

/** Lets go of what is held, and points at nothing. */
export function letGo(session: Session): void {
  held.delete(session);
  session.place.value = null;
}

/** Whether a place is held. */
export function isHeld(session: Session, place: Place | null): boolean {
  return place !== null && samePlace(held.get(session) ?? null, place);
}

/** While a place is held, some place is shown: where there is none, a reset has taken it away. */
function forgetIfGone(session: Session): void {
  if (session.place.peek() === null) held.delete(session);
}

export function samePlace(a: Place | null, b: Place | null): boolean {
  if (a === null || b === null) return a === b;
  return a.layer === b.layer && a.unit === b.unit && a.from === b.from;
}
