/** Weights as curves between the drawn units: which are drawn, their shape, and the curve nearest to a point. */
import type { Floats } from "../../src/wasm/kernels.js";
import type { Layout } from "./drawingLayout.js";

/** At most this many lines are drawn: those of the largest weights. */
export const mostLines = 600;
/** Straight pieces that approximate a curve when its distance is measured. */
const pieces = 12;

/** The line of a weight: a curve from (x1, y1) to (x2, y2) that is horizontal at both ends. */
export interface Line {
  readonly layer: number;
  readonly from: number;
  readonly unit: number;
  /** Index of the weight in the layer's row-major matrix [inputs × units]. */
  readonly index: number;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** Lines between all drawn units. There are none from an image, which stands for many inputs. */
export function linesOf({ columns }: Layout, sizes: readonly number[]): Line[] {
  return columns.slice(1).flatMap(({ layer, spots }) => {
    const before = columns[layer - 1]!;
    if (before.isPicture) return [];
    return before.spots.flatMap((source) =>
      spots.map((target): Line => {
        const [from, unit] = [source.unit, target.unit];
        const x1 = source.x + source.side;
        const [y1, y2] = [source.y + source.side / 2, target.y + target.side / 2];
        return { layer, from, unit, index: from * sizes[layer]! + unit, x1, y1, x2: target.x, y2 };
      }),
    );
  });
}

/** The lines of the `mostLines` largest weights. @param weights by layer, without the inputs */
export function largestLines(lines: readonly Line[], weights: readonly Floats[]): readonly Line[] {
  if (lines.length <= mostLines) return lines;
  const size = ({ layer, index }: Line) => Math.abs(weights[layer - 1]![index]!);
  return [...lines].sort((a, b) => size(b) - size(a)).slice(0, mostLines);
}

/** Horizontal distance of the curve's control points from its ends. */
export function bend({ x1, x2 }: Pick<Line, "x1" | "x2">): number {
  return (x2 - x1) * 0.45;
}

/** A point of the curve. @param t from 0 to 1 */
export function pointOf(line: Line, t: number): readonly [x: number, y: number] {
  const { x1, y1, x2, y2 } = line;
  const [s, d] = [1 - t, bend(line)];
  const along = (a: number, b: number, c: number, e: number) =>
    s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * e;
  return [along(x1, x1 + d, x2 - d, x2), along(y1, y1, y2, y2)];
}

/** The line nearest to a point; null where no line is within `within` pixels. */
export function lineAt(lines: readonly Line[], x: number, y: number, within = 7): Line | null {
  let nearest: Line | null = null;
  let least = within * within;
  for (const line of lines) {
    if (x < line.x1 - within || x > line.x2 + within) continue;
    const [low, high] = line.y1 < line.y2 ? [line.y1, line.y2] : [line.y2, line.y1];
    if (y < low - within || y > high + within) continue;
    const distance = squaredDistance(line, x, y);
    if (distance < least) [nearest, least] = [line, distance];
  }
  return nearest;
}

function squaredDistance(line: Line, x: number, y: number): number {
  let least = Infinity;
  let [ax, ay] = pointOf(line, 0);
  for (let piece = 1; piece <= pieces; piece++) {
    const [bx, by] = pointOf(line, piece / pieces);
    const [dx, dy] = [bx - ax, by - ay];
    const along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1);
    const t = Math.max(0, Math.min(1, along));
    least = Math.min(least, (ax + t * dx - x) ** 2 + (ay + t * dy - y) ** 2);
    [ax, ay] = [bx, by];
  }
  return least;
}
