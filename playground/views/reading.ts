/**
 * How a network's outputs are to be read: as a class, as one of two by a single output, or as numbers. What the
 * samples hold decides it, whatever the output layer is.
 */
import { activations } from "../../src/functions/activations.js";
import { type LossName, losses } from "../../src/functions/losses.js";
import type { NetworkConfig } from "../../src/network/config.js";
import type { Dataset } from "../../src/data/dataset.js";
import { argmax } from "../../src/train/evaluation/metrics.js";
import type { Samples } from "../sessionTypes.js";

export interface Reading {
  /** classes: an output for each; two: one output, whose targets have two values; numbers: as many as outputs. */
  kind: "classes" | "two" | "numbers";
  /** [classes], both of two, or [outputs] of numbers. */
  names: readonly string[];
  /** What outputs are meant to reach: the least and the greatest target. */
  low: number;
  high: number;
}

/** @param loss hinge wants −1 and 1 where others want 0 and 1 */
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

/** Whether the outputs tell a class. */
export function hasClasses({ kind, names }: Reading): boolean {
  return kind !== "numbers" && names.length > 1;
}

/** Whether outputs are parts of 1, and so can be said in percent. */
export function areParts({ low, high }: Reading, { layers }: Pick<NetworkConfig, "layers">): boolean {
  const { activation } = layers.at(-1)!;
  return low >= 0 && high <= 1 && activations[activation].isProbability === true;
}

/** The class that a row of outputs says; 0 or 1 of two. Of numbers: NaN. */
export function saidClass(reading: Reading, outputs: ArrayLike<number>, from = 0): number {
  if (reading.kind === "classes") return argmax(outputs, from, reading.names.length);
  if (reading.kind === "numbers") return Number.NaN;
  return outputs[from]! > (reading.low + reading.high) / 2 ? 1 : 0;
}

/** The output for a class; a single output is for the second of two, and the first has the rest. */
export function outputOf(reading: Reading, outputs: ArrayLike<number>, from: number, index: number): number {
  if (reading.kind !== "two") return outputs[from + index]!;
  return index === 1 ? outputs[from]! : reading.low + reading.high - outputs[from]!;
}

/** All outputs by name where they are few, or numbers; else the three greatest. */
export function greatestOutputs(
  { kind, names }: Reading,
  outputs: ArrayLike<number>,
): [name: string, value: number][] {
  const all = Array.from(outputs, (value, index): [string, number] => [names[index]!, value]);
  if (kind !== "classes" || all.length <= 4) return all;
  return all.toSorted(([, one], [, other]) => other - one).slice(0, 3);
}

/** The class that a sample is of; NaN of numbers. */
export function actualClass(reading: Reading, dataset: Dataset, row: number): number {
  if (dataset.labels) return dataset.labels[row]!;
  return saidClass(reading, dataset.targets!, row * dataset.outputs);
}

/**
 * How clearly a row of outputs says what it says: of two classes from −1 (the first) over 0 to 1, of more the lead
 * of the first over the second, 0 … 1, of a number its part of the greatest target, −1 … 1.
 *
 * @param output which one, of numbers
 */
export function clarity(reading: Reading, outputs: ArrayLike<number>, from = 0, output = 0): number {
  const { kind, names, low, high } = reading;
  if (kind === "two") return limited((2 * outputs[from]! - low - high) / (high - low));
  if (kind === "numbers")
    return limited(outputs[from + output]! / (Math.max(Math.abs(low), Math.abs(high)) || 1));
  if (names.length === 2) return limited((outputs[from + 1]! - outputs[from]!) / (high - low));
  return leadOf(outputs, from, names.length) / (high - low);
}

/** How much an output for `actual` is behind the best of the others; below 0 where it is before them. */
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
