/**
 * Points of a plane in two classes, drawn by seed: quadrants, circles, spirals and clouds. The same bits in
 * every engine: only IEEE + − × ÷ √ and the library's own elementary functions; sample i depends on (seed, i)
 * alone, so that more rows keep those there are.
 */
import { cosOfTurns, ln, sinOfTurns } from "../../src/network/elementary.js";
import { Random } from "../../src/network/random.js";
import { Dataset } from "../../src/data/dataset.js";
import type { PlaneName } from "../choices.js";

/** The stream that samples are drawn from; those below are in src/network/random.ts. */
const stream = 20;

/** What a picture shows, on both axes; points without noise keep within ±5. */
export const planeRange = [-6, 6] as const;

type Point = readonly [x: number, y: number];

/** A number from `low` to `high`, uniform. */
const between = (random: Random, low: number, high: number) => low + (high - low) * random.uniform();

/** Two independent normal numbers, by Box and Muller's method. */
function normals(random: Random): Point {
  const radius = Math.sqrt(-2 * ln(1 - random.uniform()));
  const turns = random.uniform();
  return [radius * cosOfTurns(turns), radius * sinOfTurns(turns)];
}

const onCircle = (radius: number, turns: number): Point => [
  radius * cosOfTurns(turns),
  radius * sinOfTurns(turns),
];

/** Where a sample of a class stands without noise. */
const places: Record<PlaneName, (random: Random, label: number) => Point> = {
  /** Class 1 where the signs differ; a gap along the axes. */
  xor(random, label) {
    const x = between(random, 0.4, 5);
    const y = between(random, 0.4, 5);
    const side = random.uniform() < 0.5 ? 1 : -1;
    return [side * x, (label === 1 ? -side : side) * y];
  },
  /** Class 1 inside, class 0 around it. */
  circles(random, label) {
    const radius = label === 1 ? 2.5 * Math.sqrt(random.uniform()) : between(random, 3.5, 5);
    return onCircle(radius, random.uniform());
  },
  /** One and a half turns each, half a turn apart. */
  spirals(random, label) {
    const way = Math.sqrt(random.uniform()); // further out there is more to cover
    return onCircle(5 * way, 1.5 * way + 0.5 * label);
  },
  clouds: (_, label) => (label === 1 ? [2, 2] : [-2, -2]),
};

/** How far a noise of 1 spreads points, and what clouds have without any. */
const spread = 2;
const cloudSpread = 0.8;

/**
 * Draws points in two classes, alternating.
 *
 * @param noise 0 … 1: standard deviation of what is added to both coordinates, in units of 2
 * @param rows ≥ 1
 * @returns inputs [rows × 2] f64, labels [rows] of the classes "0" and "1"
 */
export function makePlaneSamples(name: PlaneName, noise: number, rows: number, seed: number): Dataset {
  const inputs = new Float64Array(2 * rows);
  const labels = new Uint8Array(rows);
  const deviation = spread * noise + (name === "clouds" ? cloudSpread : 0);
  for (let row = 0; row < rows; row++) {
    const random = new Random(seed, stream, row);
    const label = row % 2;
    const [dx, dy] = normals(random);
    const [x, y] = places[name](random, label);
    inputs[2 * row] = x + deviation * dx;
    inputs[2 * row + 1] = y + deviation * dy;
    labels[row] = label;
  }
  return Dataset.from(inputs, labels, { columns: 2, classes: 2, inputNames: ["x", "y"] });
}
