/**
 * Arrow keys in the drawing. At a unit, ↑ and ↓ go to its neighbours, drawn or not, Page Up and Page Down as far as there
 * are squares, ← to its incoming weights, → to its outgoing weights.
 * At a weight, ← and → go to its ends, ↑ and ↓ to the next weight of the unit that the cursor came from.
 */
import { samePlace } from "../drawing/pointing.js";
import type { Place } from "../sessionTypes.js";
import type { Column, Layout } from "./drawingLayout.js";
import type { Line } from "./weightLines.js";

/** A place. For a weight also the end that it shares with the next weight. */
export interface KeyboardCursor {
  readonly place: Place;
  readonly pivot: "from" | "to";
}

/** The place after a key; null for other keys, and at the end of a row. */
export function moveByKey(
  { place, pivot }: KeyboardCursor,
  key: string,
  layout: Layout,
  lines: readonly Line[],
): KeyboardCursor | null {
  const { layer, unit, from } = place;
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
    // an image has no lines: go to the next layer
    const beside = layout.columns[layer + (isBack ? -1 : 1)]?.spots[0];
    return beside ? at({ layer: beside.layer, unit: beside.unit }) : null;
  }
  const next = unitAfter(layout.columns[layer], unit, key);
  return next === null ? null : at({ layer, unit: next });
}

function unitAfter(column: Column | undefined, unit: number, key: string): number | null {
  if (!column || column.isPicture) return null;
  const shown = column.spots.length;
  const last = shown + column.more - 1;
  const to = {
    ArrowUp: unit - 1,
    ArrowDown: unit + 1,
    PageUp: Math.max(0, unit - shown),
    PageDown: Math.min(last, unit + shown),
    Home: 0,
    End: last,
  }[key];
  return to === undefined || to === unit || to < 0 || to > last ? null : to;
}

export function placeOf({ layer, unit, from }: Line): Place {
  return { layer, unit, from };
}

function neighbour(places: readonly Place[], place: Place, key: string): Place | null {
  const now = places.findIndex((one) => samePlace(one, place));
  const last = places.length - 1;
  const to = { ArrowUp: now - 1, ArrowDown: now + 1, Home: 0, End: last }[key];
  return to === undefined || to === now ? null : (places[to] ?? null);
}
