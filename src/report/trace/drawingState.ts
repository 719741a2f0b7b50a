/**
 * What a drawing of the network shows: everything, dated for a script, or one step that stays. Also the small pieces of
 * markup that depend on it: places with their ids, and numbers with the steps from which they are known.
 */
import type { Phase, TraceStep } from "../../explain/step.js";
import type { Trace } from "../../explain/trace.js";
import { escape } from "../page/markup.js";
import { type Place, Places } from "./places.js";

/** A drawing that shows one step and does not change. It has no ids. */
export interface Still {
  /** Number of the last step whose result is shown, from 1 (default: the last one before the update). */
  step?: number;
  /** The step whose places are highlighted (default: none). */
  lit?: TraceStep;
  /** Keys of numbers to mark (default: none). */
  changed?: ReadonlySet<string>;
}

/** Where a unit is drawn. */
export interface Spot {
  x: number;
  y: number;
  /** Radius of its circle; 0 if the unit is not drawn. */
  r: number;
}

export interface DrawingState {
  isStill: boolean;
  /** Of the highlighted step: decides which way the arrows point. */
  phase: Phase | "";
  /** Attributes of a place: its id or its highlight, and its class. */
  place: (place: Place, kind: string) => string;
  /** Whether a number is shown; null if a script decides. */
  isShown: (from: number, until: number) => boolean | null;
  isChanged: (key: string) => boolean;
}

export function stateOf(trace: Trace, still: Still | null): DrawingState {
  if (!still) {
    const place = (name: Place, kind: string) => `id="${name}" class="${kind}"`;
    return { isStill: false, phase: "", place, isShown: () => null, isChanged: () => false };
  }
  const { step = trace.steps.findLastIndex(({ phase }) => phase !== "update") + 1, lit, changed } = still;
  const places = new Set(lit ? new Places(trace).lit(lit) : []);
  return {
    isStill: true,
    phase: lit?.phase ?? "",
    place: (name, kind) => `class="${kind}${places.has(name.replace(/w$/, "")) ? " lit" : ""}"`,
    isShown: (from, until) => from <= step && (until === 0 || step < until),
    isChanged: (key) => changed?.has(key) ?? false,
  };
}

interface Label {
  text: string;
  x: number;
  y: number;
  /** The step from which the number is known; 0 if it is given. */
  from: number;
  /** The step that replaces it; 0 if none does. */
  until: number;
  kind: string;
  key: string;
}

/** A number in the drawing, visible from one step until another. */
export function known(label: Label, { isShown, isChanged, isStill }: DrawingState): string {
  const { text, x, y, from, until, kind, key } = label;
  if (isShown(from, until) === false) return "";
  const dated = isStill || (from === 0 && until === 0) ? "" : ` data-from="${from}" data-until="${until}"`;
  const named = isStill ? ` data-key="${escape(key)}"` : "";
  const classes = `${kind}${isChanged(key) ? " changed" : ""}`;
  return `<text class="${classes}" x="${round(x)}" y="${round(y)}"${dated}${named}>${escape(text)}</text>`;
}

/** "w_{1,2}" as w₁,₂ would be hard to read so small: w1,2. */
export function labelOf(key: string): string {
  return key
    .replace(/_\{(.*)\}/, "$1")
    .replace("_", " ")
    .replaceAll("'", "′");
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
