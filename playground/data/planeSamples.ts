/**
 * Generates points of a plane, in two classes or with a number each, and the points of a wave. The bits are the same in every
 * engine, since only IEEE + − × ÷ √ and the library's elementary functions are used. Sample i depends on the seed and i
 * alone, so more rows keep the first ones.
 */
import { cosOfTurns, ln, sinOfTurns } from "../../src/network/elementary.js";
import { Random } from "../../src/network/random.js";
import { Dataset } from "../../src/data/dataset.js";
import type { PlaneName } from "../choices.js";
import { sine } from "./features.js";

/** The stream of random numbers. src/network/random.ts lists those below 20. */
const stream = 20;

/** The range that a picture shows, for both axes. Points without noise are within ±5. */
export const planeRange = [-6, 6] as const;

type Point = readonly [x: number, y: number];

/** A uniform random number from `low` to `high`. */
const between = (random: Random, low: number, high: number) => low + (high - low) * random.uniform();

/** Two independent normal random numbers [Box & Muller 1958]. */
function normals(random: Random): Point {
  const radius = Math.sqrt(-2 * ln(1 - random.uniform()));
  const turns = random.uniform();
  return [radius * cosOfTurns(turns), radius * sinOfTurns(turns)];
}

const onCircle = (radius: number, turns: number): Point => [
  radius * cosOfTurns(turns),
  radius * sinOfTurns(turns),
];

/** The position of a sample without noise, where classes are to be learnt. */
const places = {
  /** Class 1 where the signs differ; a gap along the axes. */
  xor(random: Random, label: number) {
    const x = between(random, 0.4, 5);
    const y = between(random, 0.4, 5);
    const side = random.uniform() < 0.5 ? 1 : -1;
    return [side * x, (label === 1 ? -side : side) * y];
  },
  /** Class 1 is inside, class 0 is the ring around it. */
  circles(random: Random, label: number) {
    const radius = label === 1 ? 2.5 * Math.sqrt(random.uniform()) : between(random, 3.5, 5);
    return onCircle(radius, random.uniform());
  },
  /** One and a half turns per class, half a turn apart. */
  spirals(random: Random, label: number) {
    const way = Math.sqrt(random.uniform()); // even density along the spiral
    return onCircle(5 * way, 1.5 * way + 0.5 * label);
  },
  clouds: (_: Random, label: number) => (label === 1 ? [2, 2] : [-2, -2]),
} satisfies Partial<Record<PlaneName, (random: Random, label: number) => Point>>;

/** Three hills (1) and three hollows (−1) in two rows. */
const tops = [-4, 0, 4].flatMap((x, index) => {
  const height = index % 2 === 0 ? 1 : -1;
  return [
    { x, y: 2.5, height },
    { x, y: -2.5, height: -height },
  ];
});

/** The number at a place, −1 … 1, where numbers are to be learnt. */
const numbers = {
  slope: (x: number, y: number) => (x + y) / 10,
  hills: (x: number, y: number) => {
    const heights = tops.map((top) => {
      const distance = Math.sqrt((x - top.x) * (x - top.x) + (y - top.y) * (y - top.y));
      return top.height * Math.max(0, 1 - distance / 2);
    });
    return heights.reduce((sum, height) => sum + height, 0);
  },
} satisfies Partial<Record<PlaneName, (x: number, y: number) => number>>;

/** Standard deviation of a noise of 1, and of the clouds without noise. */
const spread = 2;
const cloudSpread = 0.8;

/**
 * Generates points of two alternating classes, or with a number each. Noise moves a point; a number stays that of the place
 * without noise.
 *
 * @param noise 0 … 1: standard deviation added to both coordinates, in units of 2
 * @param rows ≥ 1
 * @returns inputs [rows × 2] f64; labels [rows] of the classes "0" and "1", or targets [rows] f64
 */
export function makePlaneSamples(name: PlaneName, noise: number, rows: number, seed: number): Dataset {
  if (name === "slope" || name === "hills") return makeNumbers(numbers[name], noise, rows, seed);
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

function makeNumbers(
  of: (x: number, y: number) => number,
  noise: number,
  rows: number,
  seed: number,
): Dataset {
  const inputs = new Float64Array(2 * rows);
  const targets = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const random = new Random(seed, stream, row);
    const [dx, dy] = normals(random);
    const [x, y] = [between(random, -5, 5), between(random, -5, 5)];
    inputs.set([x + spread * noise * dx, y + spread * noise * dy], 2 * row);
    targets[row] = of(x, y);
  }
  return Dataset.from(inputs, targets, { columns: 2, inputNames: ["x", "y"] });
}

/**
 * Generates points of y = sin x, with noise in y.
 *
 * @param noise 0 … 1: its standard deviation
 * @returns inputs [rows × 1] and targets [rows] f64
 */
export function makeWave(noise: number, rows: number, seed: number): Dataset {
  const inputs = new Float64Array(rows);
  const targets = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const random = new Random(seed, stream, row);
    const [dy] = normals(random);
    inputs[row] = between(random, -5, 5);
    targets[row] = sine(inputs[row]!) + noise * dy;
  }
  return Dataset.from(inputs, targets, { columns: 1, inputNames: ["x"] });
}
