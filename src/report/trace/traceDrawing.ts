/**
 * Draws the network of a trace: layers are columns, weights stand beside their lines, and each neuron shows its numbers.
 * Without `still`, the script of a lesson page shows each number from the step on that calculates it. With `still`, the
 * drawing shows one step. Blue and orange are signs, as in all reports.
 */
import { keyOf, type MathSymbol } from "../../explain/symbol.js";
import type { Trace } from "../../explain/trace.js";
import { escape } from "../page/markup.js";
import { connections } from "./drawingConnections.js";
import { type DrawingState, known, labelOf, round, type Spot, stateOf, type Still } from "./drawingState.js";
import { knownFrom } from "./known.js";
import { writtenText } from "./rounded.js";

export { type Still } from "./drawingState.js";

/** Decimals of the numbers beside the circles; more than five do not fit. */
const decimals = 5;
/** Distance of the columns, and with more connections than `fewConnections`, whose labels need more width. */
const [columnWidth, wideColumnWidth] = [196, 244];
const fewConnections = 12;
const [leftMargin, rightMargin] = [56, 132];
/** Layers with more units are drawn small and without numbers. */
const mostLabelled = 8;
/** With at most this many connections, all are drawn clearly; otherwise only the highlighted ones. */
const mostClear = 200;
const mostDrawn = 44;

/**
 * @param labels title and description, for screen readers
 * @param still  what a drawing shows that does not change; left out for one that a script changes
 */
export function traceDrawing(
  trace: Trace,
  labels: { title: string; text: string },
  still: Still | null = null,
): string {
  const { network } = trace;
  const state = stateOf(trace, still);
  const most = Math.max(...network.sizes);
  const row = network.biases === "perNeuron" ? 122 : 104;
  const height =
    most <= mostLabelled ? Math.max(250, most * row) : Math.max(420, Math.min(most, mostDrawn) * 18);
  const pitch = network.parameters.length > fewConnections ? wideColumnWidth : columnWidth;
  const width = leftMargin + rightMargin + pitch * (network.sizes.length - 1) + 56;
  const layout = network.sizes.map((size, layer) => columnOf(size, leftMargin + layer * pitch, height));
  const surroundings = { height, columnWidth: pitch, state };
  const { lines, labels: labelled, areSpread } = connections(trace, layout, surroundings);
  const bottom = network.biases === "shared" ? 54 : 14;
  const units = network.units.flatMap((names, layer) =>
    names.map((name, index) => unitMarkup(trace, layer, index, name, layout[layer]![index]!, state)),
  );
  return `<svg ${opening(labels, width, height + bottom, state)}
<g${network.parameters.length > mostClear ? ' class="dense"' : ""}>${lines}</g>
${errorsMarkup(trace, layout.at(-1)!, width, state)}
<g>${units.join("\n")}</g>
<g class="weights${areSpread ? "" : " many"}">${labelled}</g>
</svg>`;
}

/** The start of the element. One that a script changes has ids, and its size as variables of the style. */
function opening(
  { title, text }: { title: string; text: string },
  width: number,
  height: number,
  state: DrawingState,
): string {
  const box = `class="drawing" viewBox="0 0 ${width} ${height}"`;
  if (!state.isStill) {
    return `id="drawing" ${box} style="--width:${width};--height:${height}" role="img" aria-labelledby="drawing-title drawing-text">
<title id="drawing-title">${escape(title)}</title><desc id="drawing-text">${escape(text)}</desc>`;
  }
  const size = `width="${width}" height="${height}"`;
  return `${box} ${size} data-phase="${state.phase}" role="img" aria-label="${escape(title)}">
<title>${escape(title)}</title><desc>${escape(text)}</desc>`;
}

function columnOf(size: number, x: number, height: number): Spot[] {
  const shown = Math.min(size, mostDrawn);
  const gap = height / shown;
  const r = size <= mostLabelled ? 21 : Math.max(3, Math.min(12, gap * 0.38));
  return Array.from({ length: size }, (_, index) =>
    index < shown ? { x, y: round(gap * (index + 0.5)), r } : { x, y: height, r: 0 },
  );
}

/** A circle with its name, its signals under it and its delta above. */
function unitMarkup(
  trace: Trace,
  layer: number,
  index: number,
  name: string,
  { x, y, r }: Spot,
  state: DrawingState,
): string {
  if (r === 0) return "";
  const isSmall = r < 20;
  const circle = `<circle class="halo" cx="${x}" cy="${y}" r="${r}"/><circle class="unit" cx="${x}" cy="${y}" r="${r}"/>`;
  const parts = [isSmall ? `<title>${escape(name)}</title>` : "", circle];
  const end = outcomeStep(trace, state);
  const add = (text: string, at: number, step: number, kind: string, symbol: MathSymbol) =>
    parts.push(known({ text, x, y: at, from: step, until: step && end, kind, key: keyOf(symbol) }, state));
  /** An output as it is after the round. */
  const addAfter = (word: string, at: number) => {
    if (end === 0 || layer < trace.network.sizes.length - 1) return;
    const text = `${word} ${writtenText(trace.rounds[1]!.outputs[index]!, decimals)}`;
    parts.push(known({ text, x, y: at, from: end, until: 0, kind: "signal", key: "" }, state));
  };
  if (!isSmall) {
    parts.push(`<text class="name" x="${x}" y="${y}" dy=".35em">${escape(shortName(name))}</text>`);
    if (layer === 0) {
      const value = writtenText(trace.inputs[index]!, decimals);
      add(value, y + r + 15, 0, "signal", trace.inputSymbols[index]!);
    } else {
      const values = knownFrom(trace, layer, name);
      const texts = [
        [values.net, values.net?.base, r + 15],
        [values.out, values.out?.base, r + 29],
        [values.delta, "δ", -r - 8],
      ] as const;
      for (const [value, word, offset] of texts) {
        if (!value) continue;
        const kind = word === "δ" ? `delta ${value.value < 0 ? "negative" : "positive"}` : "signal";
        const text = `${word} ${writtenText(value.value, decimals)}`;
        add(text, y + offset, value.step, kind, value.symbol);
        if (word === "out" || word === "O") addAfter(word, y + offset);
      }
      if (values.bias) {
        const text = `b ${writtenText(values.bias.before, decimals)}`;
        add(text, y + r + 43, 0, "signal", values.bias.symbol);
      }
    }
  }
  return `<g ${state.place(`u${layer}-${index}`, "node")}>${parts.join("")}</g>`;
}

/** Target and error beside each output, and the total error. */
function errorsMarkup(trace: Trace, outputs: readonly Spot[], width: number, state: DrawingState): string {
  const { steps, targets, targetSymbols, network } = trace;
  const end = outcomeStep(trace, state);
  const isLabelled = network.sizes.at(-1)! <= mostLabelled;
  const errors = steps
    .map((step, index) => ({ step, number: index + 1 }))
    .filter(({ step }) => step.phase === "error");
  const each = outputs.map((spot, index) => {
    if (spot.r === 0 || !isLabelled) return "";
    const x = spot.x + spot.r + 14;
    const error = errors[index];
    const common = { x, kind: "signal start" };
    const target = `${labelOf("target")} ${writtenText(targets[index]!, decimals)}`;
    const lines = [
      known(
        { ...common, text: target, y: spot.y - 6, from: 0, until: 0, key: keyOf(targetSymbols[index]!) },
        state,
      ),
    ];
    if (error && error.step.unit !== null) {
      const { step, number } = error;
      const text = `E ${writtenText(step.value, decimals)}`;
      lines.push(known({ ...common, text, y: spot.y + 12, from: number, until: end, key: step.key }, state));
    }
    const halo = `<rect class="halo" x="${x - 6}" y="${spot.y - 22}" width="104" height="42" rx="5"/>`;
    return `<g ${state.place(`x${index}`, "error")}>${halo}${lines.join("")}</g>`;
  });
  const total = errors.at(-1);
  if (!total || total.step.unit !== null) return each.join("");
  const { key, value } = total.step;
  const [x, y] = [width - 12, 18];
  const text = (of: number) => `${labelOf(key)} = ${writtenText(of, decimals)}`;
  const common = { x, y, kind: "total end", key };
  const before = known({ ...common, text: text(value), from: total.number, until: end }, state);
  const after = end && known({ ...common, text: text(trace.rounds[1]!.error), from: end, until: 0 }, state);
  const label = `${before}${after || ""}`;
  const halo = `<rect class="halo" x="${x - 146}" y="${y - 16}" width="154" height="24" rx="5"/>`;
  return `${each.join("\n")}<g ${state.place("x", "error")}>${halo}${label}</g>`;
}

/** The step of a lesson that shows the error after the round; 0 in a drawing that does not change. */
const outcomeStep = ({ steps }: Trace, { isStill }: DrawingState): number => (isStill ? 0 : steps.length + 1);

/** "hidden1" does not fit into a circle: H1. */
function shortName(name: string): string {
  return name.replace(/^hidden/, "H").replace(/^output/, "O");
}
