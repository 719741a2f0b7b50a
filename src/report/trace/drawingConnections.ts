/** The connections of a drawn network: lines of weights and shared biases, and their labels, which are drawn on top. */
import { keyOf } from "../../explain/symbol.js";
import type { Trace, TracedParameter } from "../../explain/trace.js";
import { type DrawingState, known, labelOf, round, type Spot } from "./drawingState.js";
import { updatedAt } from "./known.js";
import { writtenText } from "./rounded.js";

const decimals = 5;
/** Labels of one layer stand in a column. Closer ones overlap, so then only those of highlighted connections are shown. */
const leastGap = 11;
/** Labels that are this far apart stay at their usual place. */
const easyGap = 18;
/** From the middle of a unit to the middle of a label, so that the label does not cover the numbers of the unit. */
const besideUnits = 84;
/** With at most this many parameters all labels are shown, if they do not overlap. */
const mostWeights = 40;

interface Surroundings {
  height: number;
  columnWidth: number;
  state: DrawingState;
}

/** @returns `areSpread`: whether no labels overlap */
export function connections(
  trace: Trace,
  layout: readonly (readonly Spot[])[],
  { height, columnWidth, state }: Surroundings,
): { lines: string; labels: string; areSpread: boolean } {
  const { parameters, units, biases } = trace.network;
  const largest = Math.max(...parameters.map(({ before }) => Math.abs(before)), 1e-9);
  const isMany = parameters.length > mostWeights;
  const margin = besideUnits / columnWidth;
  const spreads = layout.slice(1).map((ends, layer) => spread(layout[layer]!, ends, isMany ? 0.5 : margin));
  const texts: string[] = [];
  const label = (index: number, x: number, y: number, anchor: string) => {
    const { symbol, before, after } = parameters[index]!;
    const text = (value: number) => `${labelOf(keyOf(symbol))} ${writtenText(value, decimals)}`;
    const at = updatedAt(trace, symbol);
    const common = { x, y, kind: anchor, key: keyOf(symbol) };
    const now = known({ ...common, text: text(before), from: 0, until: at }, state);
    const next = at > 0 ? known({ ...common, text: text(after), from: at, until: 0 }, state) : "";
    texts.push(`<g ${state.place(`e${index}w`, `weight ${signOf(parameters[index]!)}`)}>${now}${next}</g>`);
  };
  const lines = parameters.map((parameter, index) => {
    const { layer, from, to, kind, before } = parameter;
    const ends = to.map((name) => layout[layer]![units[layer]!.indexOf(name)]!).filter(({ r }) => r > 0);
    if (ends.length === 0) return "";
    const wide = (0.8 + 2.2 * Math.sqrt(Math.abs(before) / largest)).toFixed(1);
    const edge = (name: string, start: Spot, end: Spot, own = "") =>
      `<g ${state.place(name, `edge ${own}${signOf(parameter)}`)}>${line(start, end, wide)}</g>`;
    if (kind === "bias") {
      if (biases !== "shared") return "";
      const start: Spot = { x: ends[0]!.x - columnWidth * 0.52, y: height + 22, r: 15 };
      const drawn = to.map((name) => {
        const unit = units[layer]!.indexOf(name);
        const end = layout[layer]![unit]!;
        return end.r === 0 ? "" : edge(`e${index}-${unit}`, start, end, "bias ");
      });
      label(index, start.x + 20, start.y + 4, "start");
      return `${drawn.join("")}<g ${state.place(`e${index}`, `edge bias ${signOf(parameter)}`)}><circle class="unit" cx="${start.x}" cy="${start.y}" r="13"/><text class="name" x="${start.x}" y="${start.y}" dy=".35em">1</text></g>`;
    }
    const start = layout[layer - 1]![units[layer - 1]!.indexOf(from!)]!;
    if (start.r === 0) return "";
    const [end] = ends as [Spot];
    const { part } = spreads[layer - 1]!;
    label(index, start.x + (end.x - start.x) * part, start.y + (end.y - start.y) * part - 5, "middle");
    return edge(`e${index}`, start, end);
  });
  const areSpread = !isMany && spreads.every(({ gap }) => gap >= leastGap);
  return { lines: lines.join("\n"), labels: texts.join("\n"), areSpread };
}

const signOf = ({ before }: TracedParameter) => (before < 0 ? "negative" : "positive");

/**
 * Where along their lines the labels of a layer are farthest apart, and how far.
 *
 * @param margin the least part of a line before a label and behind it
 */
function spread(
  starts: readonly Spot[],
  ends: readonly Spot[],
  margin: number,
): { part: number; gap: number } {
  const at = (part: number) => {
    const heights = starts.flatMap(({ y }) => ends.map((end) => y + (end.y - y) * part));
    heights.sort((a, b) => a - b);
    return { part, gap: Math.min(...heights.slice(1).map((y, index) => y - heights[index]!), Infinity) };
  };
  const usual = at(0.4);
  if (usual.gap >= easyGap) return usual;
  const count = Math.max(0, Math.floor(100 * (1 - 2 * margin)));
  const others = Array.from({ length: count }, (_, index) => at(margin + index / 100));
  return others.reduce((best, one) => (one.gap > best.gap ? one : best), usual);
}

/** A connection with its halo, and arrow heads for both directions. */
function line(start: Spot, end: Spot, wide: string): string {
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  const length = Math.hypot(dx, dy);
  const at = (distance: number) => [start.x + (dx * distance) / length, start.y + (dy * distance) / length];
  const [x1, y1] = at(start.r).map(round);
  const [x2, y2] = at(length - end.r).map(round);
  const angle = round((Math.atan2(dy, dx) * 180) / Math.PI);
  const ends = `x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"`;
  const head = (kind: string, x: number, y: number, turn: number) =>
    `<path class="head ${kind}" d="M0 0L-11 5.5V-5.5z" transform="translate(${x} ${y}) rotate(${turn})"/>`;
  return `<line class="halo" ${ends}/><line class="wire" stroke-width="${wide}" ${ends}/>${head("forth", x2!, y2!, angle)}${head("back", x1!, y1!, round(angle + 180))}`;
}
