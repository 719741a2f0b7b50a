/** Headings of a trace as text, and the options of all its parts. */
import type { Language } from "../../explain/language/language.js";
import type { Phase } from "../../explain/step.js";
import type { Trace } from "../../explain/trace.js";
import { displayWidth, paint } from "../terminal.js";

export interface TraceTextOptions {
  language: Language;
  /** Decimal places; 17 for all digits. */
  digits: number;
  width: number;
  colour: boolean;
  view: "scalar" | "matrix";
}

/** Columns of the longest heading. */
const widest = 100;

/** "── Forward pass · hidden layer ──────". */
export function heading(
  phase: Phase,
  layer: string | null,
  { language, width, colour }: TraceTextOptions,
): string {
  const text = `── ${language.headings.phases[phase]}${layer ? ` · ${layer}` : ""} `;
  const rest = Math.min(width, widest) - displayWidth(text);
  return paint(text + "─".repeat(Math.max(2, rest)), "cyan", colour);
}

/** @param layer from 1 */
export function layerName({ network }: Trace, layer: number, { headings }: Language): string {
  const hidden = network.sizes.length - 2;
  return layer > hidden ? headings.outputLayer : headings.hiddenLayer(layer, hidden);
}
