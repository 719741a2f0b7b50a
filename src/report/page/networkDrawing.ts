/**
 * Draws the network: layers are columns of circles. Between small layers each weight is a line, blue for positive
 * and orange for negative; thicker lines are larger weights. The middle of a large layer is left out, and lines to
 * it only show that the layers are connected.
 */
import { cut } from "../terminal.js";
import type { LayerFigures } from "./pageData.js";
import { escape } from "./markup.js";
import { countText } from "./numbers.js";
import { percent } from "./plot.js";

/** Layers with at most this many units are drawn whole. */
export const mostUnits = 40;
/** Circles above and below the gap of a larger layer. */
const kept = 5;
/** Most lines between two layers; the largest weights are drawn. */
const mostLines = 700;
/** Layers with at most this many units have names beside them. */
const mostNamed = 14;
const longestName = 14;
/** Width of a character of the names in pixels, and the height of the drawing. */
const characterWidth = 6.6;
const [least, greatest] = [150, 420];

export interface DrawingNames {
  /** Names of the input columns and of the outputs, drawn beside small layers. */
  inputs?: readonly string[];
  outputs?: readonly string[];
}

/** One column: which units have circles, and where. */
interface Column {
  layer: LayerFigures;
  place: number;
  circles: { unit: number; y: number }[];
  radius: number;
  /** Middle of the gap, in pixels; null if the layer is drawn whole. */
  gap: number | null;
}

export function networkDrawing(layers: readonly LayerFigures[], names: DrawingNames = {}): string {
  const rows = Math.max(...layers.map(({ units }) => (units > mostUnits ? 2 * kept + 2 : units)));
  const height = Math.max(least, Math.min(greatest, rows * 22));
  const columns = layers.map((layer, index) =>
    columnOf(layer, layers.length > 1 ? index / (layers.length - 1) : 0.5, height),
  );
  const pairs = columns.slice(1).map((to, index) => linesBetween(columns[index]!, to));
  const [left, right] = [
    labelsOf(columns[0]!, names.inputs, "end"),
    labelsOf(columns.at(-1)!, names.outputs, "start"),
  ];
  const circles = columns.map(({ layer, place, circles: shown, radius, gap }) => {
    const x = percent(place);
    const cut =
      gap === null
        ? ""
        : ["⋮", countText(layer.units), "⋮"]
            .map(
              (text, line) =>
                `<text class="cut" x="${x}" y="${gap + 17 * (line - 1)}" dy=".35em">${text}</text>`,
            )
            .join("");
    return shown.map(({ y }) => `<circle class="unit" cx="${x}" cy="${y}" r="${radius}"/>`).join("") + cut;
  });
  const captions = columns.map(({ layer, place }, index) => {
    const what = layer.name ?? (index === 0 ? "input" : index === layers.length - 1 ? "output" : "hidden");
    const line = (text: string, dy: number, kind: string) =>
      `<text class="${kind}" x="${percent(place)}" y="${height}" dy="${dy}">${escape(text)}</text>`;
    return (
      line(countText(layer.units), 22, "count") +
      line(cut(what, 12), 38, "what") +
      (layer.activation ? line(layer.activation, 53, "what") : "")
    );
  });
  const description = `${layers.length} layers: ${layers.map(({ units, activation }) => `${units}${activation ? ` ${activation}` : " inputs"}`).join(", then ")}.`;
  const margins = `margin:0 ${Math.max(36, right.width)}px 0 ${Math.max(36, left.width)}px`;
  const widest = `min-width:${64 * (layers.length - 1) + left.width + right.width + 72}px`;
  return `<div class="scroll" tabindex="0" role="region" aria-label="Drawing of the network"><div style="${widest}"><div style="${margins}"><svg class="network" height="${height + 60}" role="img" aria-label="The network"><title>The network</title><desc>${escape(description)}</desc>
${pairs.join("\n")}
<g>${circles.join("\n")}</g>
<g aria-hidden="true">${captions.join("\n")}${left.text}${right.text}</g>
</svg></div></div></div>`;
}

/** Whether any line shows a single weight, so the colours need a legend. */
export function hasColours(layers: readonly LayerFigures[]): boolean {
  return layers.some((layer, index) => index > 0 && hasWeights(layers[index - 1]!, layer));
}

function hasWeights(from: LayerFigures, to: LayerFigures): boolean {
  const small = from.units <= mostUnits && to.units <= mostUnits;
  return small && to.drawing?.length === from.units * to.units;
}

function columnOf(layer: LayerFigures, place: number, height: number): Column {
  const isCut = layer.units > mostUnits;
  const slots = isCut ? 2 * kept + 2 : layer.units;
  const spacing = Math.min(34, height / slots);
  const radius = Number(Math.min(8, 0.36 * spacing).toFixed(1));
  const y = (slot: number) => Number((height / 2 + (slot - (slots - 1) / 2) * spacing).toFixed(1));
  const circles = Array.from({ length: isCut ? 2 * kept : layer.units }, (_, index) =>
    isCut && index >= kept
      ? { unit: layer.units - 2 * kept + index, y: y(index + 2) }
      : { unit: index, y: y(index) },
  );
  return { layer, place, circles, radius, gap: isCut ? height / 2 : null };
}

/** The lines between two columns, in an SVG of their own that is as wide as the distance between them. */
function linesBetween(from: Column, to: Column): string {
  const width = percent(to.place - from.place);
  const open = `<svg x="${percent(from.place)}" width="${width}" height="100%" style="overflow:visible" aria-hidden="true">`;
  if (!hasWeights(from.layer, to.layer)) {
    const lines = from.circles.flatMap((start) =>
      to.circles.map((end) => `<line y1="${start.y}" x2="100%" y2="${end.y}"/>`),
    );
    // many lines together should not be darker than a few
    const opacity = Math.min(0.5, 6 / Math.sqrt(lines.length) / 2).toFixed(2);
    const every = Math.ceil(lines.length / mostLines);
    const shown = lines.filter((_, index) => index % every === 0);
    return `${open}<g class="schematic" style="opacity:${opacity}">${shown.join("")}</g></svg>`;
  }
  const weights = to.layer.drawing!;
  const units = to.layer.units;
  const lines = from.circles.flatMap((start) =>
    to.circles.map((end) => ({ start, end, weight: weights[start.unit * units + end.unit]! })),
  );
  const known = lines.filter(({ weight }) => Number.isFinite(weight) && weight !== 0);
  known.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  const strongest = Math.abs(known[0]?.weight ?? 1);
  // the largest weights are drawn last, on top of the others
  const shown = known.slice(0, mostLines).reverse();
  const crowd = Math.min(1, 12 / Math.sqrt(shown.length || 1));
  const drawn = shown.map(({ start, end, weight }) => {
    const strength = Math.abs(weight) / strongest;
    const stroke = `stroke-width="${(0.4 + 3 * crowd * strength).toFixed(1)}" opacity="${(0.06 + 0.9 * strength ** 1.5).toFixed(2)}"`;
    const title =
      shown.length <= 200
        ? `<title>${start.unit + 1} → ${end.unit + 1}: ${weight.toPrecision(3)}</title>`
        : "";
    return `<line class="${weight < 0 ? "negative" : "positive"}" y1="${start.y}" x2="100%" y2="${end.y}" ${stroke}>${title}</line>`;
  });
  return `${open}${drawn.join("")}</svg>`;
}

function labelsOf(
  { circles, place, layer }: Column,
  names: readonly string[] | undefined,
  anchor: "start" | "end",
) {
  if (!names || names.length !== layer.units || layer.units > mostNamed) return { text: "", width: 0 };
  const short = names.map((name) => cut(name, longestName));
  const text = circles.map(
    ({ unit, y }) =>
      `<text class="beside ${anchor}" x="${percent(place)}" dx="${anchor === "end" ? -14 : 14}" y="${y}" dy=".35em">${escape(short[unit]!)}</text>`,
  );
  const longest = Math.max(...short.map((name) => [...name].length));
  return { text: text.join(""), width: Math.ceil(20 + characterWidth * longest) };
}
