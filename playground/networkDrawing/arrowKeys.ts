/**
 * Walking through the drawing by the arrow keys. From a unit, ↑ and ↓ go to its neighbours, ← to the weights that
 * lead to it, → to those that lead on; along a weight ← and → go to its ends, ↑ and ↓ to the next weight of the unit
 * one has come from.
 */
import { samePlace } from "../drawing/pointing.js";
import type { Place } from "../sessionTypes.js";
import type { Layout } from "./drawingLayout.js";
import type { Line } from "./weightLines.js";

/** A place, and of a weight the end that stays when one goes to the next. */
export interface KeyboardCursor {
  readonly place: Place;
  readonly pivot: "from" | "to";
}

/** Where a key leads; null where it leads nowhere, which is also so for keys that are none of these. */
export function moveByKey(
  { place, pivot }: KeyboardCursor,
  key: string,
  layout: Layout,
  lines: readonly Line[],
): KeyboardCursor | null {
  const { layer, unit, from } = place;
  const spots = layout.columns[layer]?.spots ?? [];
  const at = (to: Place): KeyboardCursor => ({ place: to, pivot: "to" });
  if (from !== undefined) {
    if (key === "ArrowLeft") return at({ layer: layer - 1, unit: from });
    if (key === "ArrowRight") return at({ layer, unit });
    const fan = lines.filter(
      (line) => line.layer === layer && (pivot === "to" ? line.unit === unit : line.from === from),
    );
    const next = neighbour(fan.map(placeOf), place, key);
    return next && { place: next, pivot };
  }
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const isBack = key === "ArrowLeft";
    const line = lines.find((one) =>
      isBack ? one.layer === layer && one.unit === unit : one.layer === layer + 1 && one.from === unit,
    );
    if (line) return { place: placeOf(line), pivot: isBack ? "to" : "from" };
    // no lines from a picture: straight to the layer beside it
    const beside = layout.columns[layer + (isBack ? -1 : 1)]?.spots[0];
    return beside ? at({ layer: beside.layer, unit: beside.unit }) : null;
  }
  const next = neighbour(
    spots.map((spot) => ({ layer, unit: spot.unit })),
    place,
    key,
  );
  return next && at(next);
}

/** The place of a weight. */
export function placeOf({ layer, unit, from }: Line): Place {
  return { layer, unit, from };
}

function neighbour(places: readonly Place[], place: Place, key: string): Place | null {
  const now = places.findIndex((one) => samePlace(one, place));
  const last = places.length - 1;
  const to = { ArrowUp: now - 1, ArrowDown: now + 1, Home: 0, End: last }[key];
  return to === undefined || to === now ? null : (places[to] ?? null);
}
