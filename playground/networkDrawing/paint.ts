/** Draws the network on a canvas: weights as lines, squares with their contents and frames, and biases as dots. */
import type { LayerParameters } from "../../src/network/parameters.js";
import type { Colours } from "../drawing/colours.js";
import type { Place } from "../sessionTypes.js";
import type { Activity } from "./activity.js";
import { type Faces, largest } from "./faces.js";
import type { Layout, Spot } from "./drawingLayout.js";
import { bend, largestLines, type Line } from "./weightLines.js";

/** Width of the thickest and of the thinnest line. */
const [thick, thin] = [5, 0.5];
/** Opacity of lines and units that are not highlighted. */
const [faintLine, faintUnit] = [0.08, 0.25];
/** Radius of the dot of the largest and of the smallest bias. */
const [largeMark, smallMark] = [5, 2];

export interface Scene {
  layout: Layout;
  lines: readonly Line[];
  parameters: readonly LayerParameters[];
  activity: Activity;
  faces: Faces;
  place: Place | null;
  colours: Colours;
}

/** @param context cleared, scaled to the pixels of the layout */
export function paintNetwork(context: CanvasRenderingContext2D, scene: Scene): void {
  const { layout, lines, parameters, activity, faces, place, colours } = scene;
  const weights = parameters.map((layer) => layer.weights);
  const drawn = largestLines(lines, weights);
  paintFan(context, scene);
  paintLines(context, drawn, weights, scene);
  // squares cover the ends of lines, also squares that are drawn with low opacity
  context.fillStyle = colours.card;
  for (const { x, y, side } of layout.columns.flatMap(({ spots }) => spots)) {
    context.fillRect(x, y, side, side);
  }
  const alphaOf = (spot: Spot) => (isUnitLit(spot, place, isPictureAt(layout, spot)) ? 1 : faintUnit);
  faces.draw(context, layout, activity, parameters, { colours, alphaOf });
  for (const { spots } of layout.columns) for (const spot of spots) paintFrame(context, spot, scene);
  paintBiases(context, scene);
  context.globalAlpha = 1;
}

/** Whether a unit is highlighted: it is the place or leads to it. Without a place all are. */
export function isUnitLit(
  { layer, unit }: Pick<Spot, "layer" | "unit">,
  place: Place | null,
  isPicture = false,
): boolean {
  if (place === null || (layer === place.layer && (unit === place.unit || isPicture))) return true;
  return layer === place.layer - 1 && (place.from === undefined || place.from === unit);
}

/** Whether a weight is highlighted. For an input, the weights that start there are. */
export function isLineLit({ layer, unit, from }: Line, place: Place | null): boolean {
  if (place === null) return true;
  if (place.layer === 0) return layer === 1 && from === place.unit;
  if (place.from !== undefined && place.from !== from) return false;
  return layer === place.layer && unit === place.unit;
}

/** Width of a line. The thickest stands for the largest |w|, or for 1 if all are smaller. */
export function lineWidth(weight: number, most: number): number {
  return thin + (thick - thin) * Math.sqrt(Math.min(1, Math.abs(weight) / Math.max(1, most)));
}

function paintLines(
  context: CanvasRenderingContext2D,
  lines: readonly Line[],
  weights: readonly ArrayLike<number>[],
  { place, colours }: Scene,
): void {
  const valueOf = ({ layer, index }: Line) => weights[layer - 1]![index]!;
  const most = largest([lines.map(valueOf)]);
  for (const isLit of [false, true]) {
    for (const line of lines) {
      if (isLineLit(line, place) !== isLit) continue;
      const value = valueOf(line);
      context.globalAlpha = isLit
        ? 0.35 + 0.65 * Math.min(1, Math.abs(value) / Math.max(1, most))
        : faintLine;
      if (isLit && place !== null) context.globalAlpha = 1;
      context.strokeStyle = value < 0 ? colours.negative : colours.positive;
      context.lineWidth = lineWidth(value, most);
      strokeCurve(context, line);
    }
  }
}

function strokeCurve(context: CanvasRenderingContext2D, line: Pick<Line, "x1" | "y1" | "x2" | "y2">): void {
  const { x1, y1, x2, y2 } = line;
  const d = bend(line);
  context.beginPath();
  context.moveTo(x1, y1);
  context.bezierCurveTo(x1 + d, y1, x2 - d, y2, x2, y2);
  context.stroke();
}

/**
 * Draws lines from an image: grey, since each stands for the weights of all pixels. While a pixel is pointed at, they are
 * the lines of its weights.
 */
function paintFan(
  context: CanvasRenderingContext2D,
  { layout, parameters, activity, place, colours }: Scene,
): void {
  const [first, second] = layout.columns;
  if (!first?.isPicture) return;
  const source = first.spots[0]!;
  const { weights } = parameters[0]!;
  const units = activity.network.config.layers[0]!.units;
  const pixel = place?.layer === 0 ? place.unit : null;
  const own = second!.spots.map(({ unit }) => (pixel === null ? 0 : weights[pixel * units + unit]!));
  const most = largest([own]);
  second!.spots.forEach((spot, index) => {
    const isLit = place === null || (place.layer === 1 && place.unit === spot.unit);
    const value = own[index]!;
    context.strokeStyle = pixel === null ? colours.quiet : value < 0 ? colours.negative : colours.positive;
    context.lineWidth = pixel === null ? 1 : thin + (thick - thin) * Math.sqrt(Math.abs(value) / most);
    context.globalAlpha = pixel !== null ? 1 : isLit ? 0.5 : faintLine;
    const [y1, y2] = [source.y + source.side / 2, spot.y + spot.side / 2];
    const ends = { x1: source.x + source.side, y1, x2: spot.x, y2 };
    strokeCurve(context, ends);
  });
}

function paintFrame(context: CanvasRenderingContext2D, spot: Spot, { place, colours, layout }: Scene): void {
  const isPicture = isPictureAt(layout, spot);
  const isPlace = place !== null && place.from === undefined && isSame(spot, place, isPicture);
  context.globalAlpha = isUnitLit(spot, place, isPicture) ? 1 : 0.5;
  context.strokeStyle = isPlace ? colours.text : colours.quiet;
  context.lineWidth = isPlace ? 2 : 1;
  const half = isPlace ? 0 : 0.5;
  const side = spot.side - 2 * half;
  context.strokeRect(spot.x + half, spot.y + half, side, side);
}

/** Draws a dot at the lower left corner of each unit with a bias: its colour shows the sign, its size the size. */
function paintBiases(context: CanvasRenderingContext2D, { layout, parameters, place, colours }: Scene): void {
  const most = Math.max(1, largest(parameters.map(({ biases }) => biases)));
  for (const { layer, spots } of layout.columns) {
    const biases = parameters[layer - 1]?.biases ?? [];
    if (biases.length === 0) continue;
    for (const spot of spots) {
      const bias = biases[biases.length === 1 ? 0 : spot.unit]!;
      const scale = Math.min(1, spot.side / 28);
      const radius = (smallMark + (largeMark - smallMark) * Math.sqrt(Math.abs(bias) / most)) * scale;
      context.globalAlpha = isUnitLit(spot, place) && place?.layer !== spot.layer + 1 ? 1 : faintUnit;
      context.beginPath();
      context.arc(spot.x, spot.y + spot.side, radius, 0, 2 * Math.PI);
      context.fillStyle = bias === 0 ? colours.quiet : bias < 0 ? colours.negative : colours.positive;
      context.fill();
      context.strokeStyle = colours.card;
      context.lineWidth = 1;
      context.stroke();
    }
  }
}

function isPictureAt({ columns }: Layout, { layer }: Spot): boolean {
  return columns[layer]!.isPicture;
}

/** Whether a place is at this spot. The spot of an image stands for all its pixels. */
function isSame({ layer, unit }: Spot, place: Place, isPicture: boolean): boolean {
  return layer === place.layer && (isPicture || unit === place.unit);
}
