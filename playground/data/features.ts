/**
 * Input features of points of a plane: what the network gets of x and y. The functions use IEEE arithmetic and the
 * library's sine, so the bits are the same in every engine.
 */
import { Dataset } from "../../src/data/dataset.js";
import { sinOfTurns } from "../../src/network/elementary.js";
import { type FeatureName, featureNames } from "../sessionTypes.js";

/** The sine of an angle, with the same bits everywhere. */
export const sine = (angle: number) => sinOfTurns(angle / (2 * Math.PI));

interface Feature {
  /** The name of the input. */
  label: string;
  of: (x: number, y: number) => number;
}

export const features: Readonly<Record<FeatureName, Feature>> = {
  x: { label: "x", of: (x) => x },
  y: { label: "y", of: (_, y) => y },
  x2: { label: "x²", of: (x) => x * x },
  y2: { label: "y²", of: (_, y) => y * y },
  xy: { label: "xy", of: (x, y) => x * y },
  sinx: { label: "sin x", of: (x) => sine(x) },
  siny: { label: "sin y", of: (_, y) => sine(y) },
};

/** The features of a point without a choice: the point itself. */
export const plainFeatures: readonly FeatureName[] = ["x", "y"];

const isPlain = (names: readonly FeatureName[]) => names.join() === plainFeatures.join();

/** Adds a feature, or takes it away. The last one stays. */
export function toggled(names: readonly FeatureName[], name: FeatureName): readonly FeatureName[] {
  const kept = featureNames.filter((one) => names.includes(one) !== (one === name));
  return kept.length > 0 ? kept : names;
}

/**
 * The network's inputs at points.
 *
 * @param points [points × 2] x and y
 * @returns [points × names]; the points themselves for x and y
 */
export function featuresAt<Points extends Float32Array | Float64Array>(
  names: readonly FeatureName[],
  points: Points,
): Points | Float64Array {
  if (isPlain(names)) return points;
  const functions = names.map((name) => features[name].of);
  const inputs = new Float64Array((points.length / 2) * names.length);
  for (let from = 0, to = 0; from < points.length; from += 2) {
    for (const of of functions) inputs[to++] = of(points[from]!, points[from + 1]!);
  }
  return inputs;
}

/** Samples of a plane with features as their inputs. @param plane inputs x and y */
export function withFeatures(plane: Dataset, names: readonly FeatureName[]): Dataset {
  if (isPlain(names)) return plane;
  const { inputs, labels, targets, outputs } = plane;
  const options = { columns: names.length, inputNames: names.map((name) => features[name].label) };
  const own = featuresAt(names, inputs as Float64Array);
  return labels
    ? Dataset.from(own, labels, { ...options, classes: outputs })
    : Dataset.from(own, targets, options);
}
