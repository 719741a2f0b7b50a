/**
 * How to read a network's outputs: as classes, as one of two classes by a single output, or as numbers. The targets of the
 * samples decide it, not the output layer.
 */
import { activations } from "../../src/functions/activations.js";
import { losses, type LossName } from "../../src/functions/losses.js";
import type { NetworkConfig } from "../../src/settings/generated/types.js";
import type { Dataset } from "../../src/data/dataset.js";
import { argmax } from "../../src/train/evaluation/metrics.js";
import type { Samples } from "../sessionTypes.js";

export interface Reading {
  /** classes: one output per class. two: one output whose targets have two values. numbers: anything else. */
  kind: "classes" | "two" | "numbers";
  /** Names of the classes, or of the outputs where they are numbers. */
  names: readonly string[];
  /** The least and the greatest target. */
  low: number;
  high: number;
}

/** @param loss determines the targets of classes: −1 and 1 for hinge, 0 and 1 for others */
export function readingOf(
  { train, classNames }: Pick<Samples, "train" | "classNames">,
  loss: LossName,
): Reading {
  const { labels, targets, outputs } = train;
  if (labels) {
    const names = classNames ?? train.classNames ?? [];
    return { kind: "classes", names, low: losses[loss].offTarget ?? 0, high: 1 };
  }
  const { low, high, areTwo } = extremes(targets ?? []);
  if (outputs > 1 && classNames?.length === outputs) return { kind: "classes", names: classNames, low, high };
  if (outputs === 1 && areTwo) {
    const names = classNames?.length === 2 ? classNames : [String(low), String(high)];
    return { kind: "two", names, low, high };
  }
  const names = Array.from({ length: outputs }, (_, output) => String(output + 1));
  return { kind: "numbers", names, low, high };
}

/** Whether the outputs predict a class. */
export function hasClasses({ kind, names }: Reading): boolean {
  return kind !== "numbers" && names.length > 1;
}

/** Whether outputs are probabilities, to be written in percent. */
export function areParts({ low, high }: Reading, { layers }: Pick<NetworkConfig, "layers">): boolean {
  const { activation } = layers.at(-1)!;
  return low >= 0 && high <= 1 && activations[activation].isProbability === true;
}

/** The predicted class of a row of outputs; NaN where outputs are numbers. */
export function saidClass(reading: Reading, outputs: ArrayLike<number>, from = 0): number {
  if (reading.kind === "classes") return argmax(outputs, from, reading.names.length);
  if (reading.kind === "numbers") return Number.NaN;
  return outputs[from]! > (reading.low + reading.high) / 2 ? 1 : 0;
}

/** The output for a class. A single output belongs to the second of two classes; the first gets the complement. */
export function outputOf(reading: Reading, outputs: ArrayLike<number>, from: number, index: number): number {
  if (reading.kind !== "two") return outputs[from + index]!;
  return index === 1 ? outputs[from]! : reading.low + reading.high - outputs[from]!;
}

/** All outputs with their names; only the three greatest where there are more than four classes. */
export function greatestOutputs(
  { kind, names }: Reading,
  outputs: ArrayLike<number>,
): [name: string, value: number][] {
  const all = Array.from(outputs, (value, index): [string, number] => [names[index]!, value]);
  if (kind !== "classes" || all.length <= 4) return all;
  return all.toSorted(([, one], [, other]) => other - one).slice(0, 3);
}

/** The actual class of a sample; NaN where targets are numbers. */
export function actualClass(reading: Reading, dataset: Dataset, row: number): number {
  if (dataset.labels) return dataset.labels[row]!;
  return saidClass(reading, dataset.targets!, row * dataset.outputs);
}

/**
 * How clear a row of outputs is. Two classes: from −1 (the first) over 0 to 1 (the second). More classes: the lead of the
 * best over the second best, 0 … 1. Numbers: the output within their span, −1 … 1.
 *
 * @param output the output to use, where outputs are numbers
 */
export function clarity(reading: Reading, outputs: ArrayLike<number>, from = 0, output = 0): number {
  const { kind, names, low, high } = reading;
  if (kind === "two") return limited((2 * outputs[from]! - low - high) / (high - low));
  if (kind === "numbers") {
    const { centre, reach } = spanOfNumbers(reading);
    return limited((outputs[from + output]! - centre) / reach);
  }
  if (names.length === 2) return limited((outputs[from + 1]! - outputs[from]!) / (high - low));
  return leadOf(outputs, from, names.length) / (high - low);
}

/** The numbers that have the colours of −1 and 1 are centre ± reach. The centre is 0 where targets are on both sides of it. */
export function spanOfNumbers({ low, high }: Pick<Reading, "low" | "high">): {
  centre: number;
  reach: number;
} {
  const centre = low < 0 && high > 0 ? 0 : (low + high) / 2;
  return { centre, reach: Math.max(high - centre, centre - low) || 1 };
}

/** How far the output for `actual` is below the best of the others; negative where it is the best. */
export function lagOf(reading: Reading, outputs: ArrayLike<number>, from: number, actual: number): number {
  if (reading.kind === "two") return -(2 * actual - 1) * clarity(reading, outputs, from);
  let best = -Infinity;
  for (let index = 0; index < reading.names.length; index++) {
    if (index !== actual) best = Math.max(best, outputs[from + index]!);
  }
  return best - outputs[from + actual]!;
}

function leadOf(outputs: ArrayLike<number>, from: number, count: number): number {
  let [first, second] = [-Infinity, -Infinity];
  for (let index = 0; index < count; index++) {
    const value = outputs[from + index]!;
    if (value > first) [first, second] = [value, first];
    else if (value > second) second = value;
  }
  return Math.min(1, first - second);
}

function limited(value: number): number {
  return Math.max(-1, Math.min(1, value));
}

function extremes(values: ArrayLike<number>): { low: number; high: number; areTwo: boolean } {
  let [low, high] = [Infinity, -Infinity];
  for (let at = 0; at < values.length; at++) {
    low = Math.min(low, values[at]!);
    high = Math.max(high, values[at]!);
  }
  let areTwo = low < high;
  for (let at = 0; at < values.length; at++) areTwo &&= values[at] === low || values[at] === high;
  return { low, high, areTwo };
}
