/**
 * Draws the network so that the script can highlight steps: layers are columns, weights stand beside their lines,
 * and each neuron shows its numbers from the step on in which they are known. Blue and orange are signs, as in all
 * reports.
 */
import { keyOf } from "../../explain/symbol.js";
import type { Trace } from "../../explain/trace.js";
import { escape } from "../page/markup.js";
import { knownFrom, updatedAt } from "./known.js";
import { writtenText } from "./rounded.js";

/** Decimals of the numbers beside the circles; more than five do not fit. */
const decimals = 5;
const columnWidth = 196;
const [leftMargin, rightMargin] = [56, 132];
/** Layers with more units are drawn small and without numbers. */
const mostLabelled = 8;
/** With at most this many connections, all weights are shown; otherwise only those of highlighted connections. */
const mostWeights = 12;
/** With at most this many connections, all are drawn clearly; otherwise only the highlighted ones. */
const mostClear = 200;
const mostDrawn = 44;

interface Spot {
  x: number;
  y: number;
  /** Radius of its circle; 0 if the unit is not drawn. */
  r: number;
}

/** @param labels title and description, for screen readers */
export function traceDrawing(trace: Trace, labels: { title: string; text: string }): string {
  const { network } = trace;
  const most = Math.max(...network.sizes);
  const row = network.biases === "perNeuron" ? 122 : 104;
  const height =
    most <= mostLabelled ? Math.max(250, most * row) : Math.max(420, Math.min(most, mostDrawn) * 18);
  const width = leftMargin + rightMargin + columnWidth * (network.sizes.length - 1) + 56;
  const layout = network.sizes.map((size, layer) => columnOf(size, layer, height));
  const { lines, labels: labelled } = connections(trace, layout, height);
  const bottom = network.biases === "shared" ? 54 : 14;
  const units = network.units.flatMap((names, layer) =>
    names.map((name, index) => unitMarkup(trace, layer, index, name, layout[layer]![index]!)),
  );
  return `<svg id="drawing" viewBox="0 0 ${width} ${height + bottom}" style="--width:${width};--height:${height + bottom}" role="img" aria-labelledby="drawing-title drawing-text">
<title id="drawing-title">${escape(labels.title)}</title><desc id="drawing-text">${escape(labels.text)}</desc>
<g${network.parameters.length > mostClear ? ' class="dense"' : ""}>${lines}</g>
${errorsMarkup(trace, layout.at(-1)!, width)}
<g>${units.join("\n")}</g>
<g class="weights${network.parameters.length > mostWeights ? " many" : ""}">${labelled}</g>
</svg>`;
}

function columnOf(size: number, layer: number, height: number): Spot[] {
  const x = leftMargin + layer * columnWidth;
  const shown = Math.min(size, mostDrawn);
  const gap = height / shown;
  const r = size <= mostLabelled ? 21 : Math.max(3, Math.min(12, gap * 0.38));
  return Array.from({ length: size }, (_, index) =>
    index < shown ? { x, y: round(gap * (index + 0.5)), r } : { x, y: height, r: 0 },
  );
}

/** Lines of weights and shared biases, and their labels, which are drawn on top. */
function connections(
  trace: Trace,
  layout: readonly Spot[][],
  height: number,
): { lines: string; labels: string } {
  const { parameters, units, biases } = trace.network;
  const largest = Math.max(...parameters.map(({ before }) => Math.abs(before)), 1e-9);
  const texts: string[] = [];
  const lines = parameters.map((parameter, index) => {
    const { layer, from, to, kind, before, after, symbol } = parameter;
    const ends = to.map((name) => layout[layer]![units[layer]!.indexOf(name)]!).filter(({ r }) => r > 0);
    if (ends.length === 0) return "";
    const wide = (0.8 + 2.2 * Math.sqrt(Math.abs(before) / largest)).toFixed(1);
    const text = (value: number) => `${labelOf(keyOf(symbol))} ${writtenText(value, decimals)}`;
    const at = updatedAt(trace, symbol);
    const sign = before < 0 ? "negative" : "positive";
    const label = (x: number, y: number, anchor: string) => {
      const now = known(text(before), round(x), round(y), 0, at, anchor);
      const next = at > 0 ? known(text(after), round(x), round(y), at, 0, anchor) : "";
      texts.push(`<g id="e${index}w" class="weight ${sign}">${now}${next}</g>`);
    };
    if (kind === "bias") {
      if (biases !== "shared") return "";
      const start: Spot = { x: ends[0]!.x - columnWidth * 0.52, y: height + 22, r: 15 };
      const drawn = to.map((name) => {
        const unit = units[layer]!.indexOf(name);
        const end = layout[layer]![unit]!;
        if (end.r === 0) return "";
        return `<g id="e${index}-${unit}" class="edge bias ${sign}" style="--wide:${wide}">${line(start, end)}</g>`;
      });
      label(start.x + 20, start.y + 4, "start");
      return `${drawn.join("")}<g id="e${index}" class="edge bias ${sign}"><circle class="unit" cx="${start.x}" cy="${start.y}" r="13"/><text class="name" x="${start.x}" y="${start.y}" dy=".35em">1</text></g>`;
    }
    const start = layout[layer - 1]![units[layer - 1]!.indexOf(from!)]!;
    if (start.r === 0) return "";
    const [end] = ends as [Spot];
    const part = 0.4;
    label(start.x + (end.x - start.x) * part, start.y + (end.y - start.y) * part - 5, "middle");
    return `<g id="e${index}" class="edge ${sign}" style="--wide:${wide}">${line(start, end)}</g>`;
  });
  return { lines: lines.join("\n"), labels: texts.join("\n") };
}

/** A connection with its halo, and arrow heads for both directions. */
function line(start: Spot, end: Spot): string {
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  const length = Math.hypot(dx, dy);
  const at = (distance: number) => [start.x + (dx * distance) / length, start.y + (dy * distance) / length];
  const [x1, y1] = at(start.r).map(round);
  const [x2, y2] = at(length - end.r).map(round);
  const angle = round((Math.atan2(dy, dx) * 180) / Math.PI);
  const ends = `x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"`;
  const head = (kind: string, x: number, y: number, turn: number) =>
    `<path class="head ${kind}" d="M0 0L-11 5.5V-5.5z" transform="translate(${x} ${y}) rotate(${turn})"/>`;
  return `<line class="halo" ${ends}/><line class="wire" ${ends}/>${head("forth", x2!, y2!, angle)}${head("back", x1!, y1!, round(angle + 180))}`;
}

/** A circle with its name, its signals under it and its delta above. */
function unitMarkup(trace: Trace, layer: number, index: number, name: string, { x, y, r }: Spot): string {
  if (r === 0) return "";
  const isSmall = r < 20;
  const circle = `<circle class="halo" cx="${x}" cy="${y}" r="${r}"/><circle class="unit" cx="${x}" cy="${y}" r="${r}"/>`;
  const parts = [isSmall ? `<title>${escape(name)}</title>` : "", circle];
  if (!isSmall) {
    parts.push(`<text class="name" x="${x}" y="${y}" dy=".35em">${escape(shortName(name))}</text>`);
    if (layer === 0) {
      parts.push(known(writtenText(trace.inputs[index]!, decimals), x, y + r + 15, 0, 0, "signal"));
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
        parts.push(
          known(`${word} ${writtenText(value.value, decimals)}`, x, y + offset, value.step, 0, kind),
        );
      }
      if (values.bias !== null) {
        parts.push(known(`b ${writtenText(values.bias, decimals)}`, x, y + r + 43, 0, 0, "signal"));
      }
    }
  }
  return `<g id="u${layer}-${index}" class="node">${parts.join("")}</g>`;
}

/** Target and error beside each output, and the total error. */
function errorsMarkup(trace: Trace, outputs: readonly Spot[], width: number): string {
  const { steps, targets, network } = trace;
  const isLabelled = network.sizes.at(-1)! <= mostLabelled;
  const errors = steps
    .map((step, index) => ({ step, number: index + 1 }))
    .filter(({ step }) => step.phase === "error");
  const each = outputs.map((spot, index) => {
    if (spot.r === 0 || !isLabelled) return "";
    const x = spot.x + spot.r + 14;
    const error = errors[index];
    const lines = [
      known(
        `${labelOf("target")} ${writtenText(targets[index]!, decimals)}`,
        x,
        spot.y - 6,
        0,
        0,
        "signal start",
      ),
    ];
    if (error && error.step.unit !== null) {
      lines.push(
        known(
          `E ${writtenText(error.step.value, decimals)}`,
          x,
          spot.y + 12,
          error.number,
          0,
          "signal start",
        ),
      );
    }
    return `<g id="x${index}" class="error"><rect class="halo" x="${x - 6}" y="${spot.y - 22}" width="104" height="42" rx="5"/>${lines.join("")}</g>`;
  });
  const total = errors.at(-1);
  if (!total || total.step.unit !== null) return each.join("");
  const [x, y] = [width - 12, 18];
  const text = `${labelOf(total.step.key)} = ${writtenText(total.step.value, decimals)}`;
  return `${each.join("\n")}<g id="x" class="error"><rect class="halo" x="${x - 146}" y="${y - 16}" width="154" height="24" rx="5"/>${known(text, x, y, total.number, 0, "total end")}</g>`;
}

/** Text that is visible from one step until another. @param until 0 for always */
function known(text: string, x: number, y: number, from: number, until: number, kind: string): string {
  const steps = from === 0 && until === 0 ? "" : ` data-from="${from}" data-until="${until}"`;
  return `<text class="${kind}" x="${round(x)}" y="${round(y)}"${steps}>${escape(text)}</text>`;
}

/** "w_{1,2}" as w₁,₂ would be hard to read so small: w1,2. */
function labelOf(key: string): string {
  return key
    .replace(/_\{(.*)\}/, "$1")
    .replace("_", " ")
    .replaceAll("'", "′");
}

/** "hidden1" does not fit into a circle: H1. */
function shortName(name: string): string {
  return name.replace(/^hidden/, "H").replace(/^output/, "O");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
