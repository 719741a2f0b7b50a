/**
 * Looks for targets from which the network cannot learn what they say: those that the loss is not defined for, and those that
 * its outputs cannot reach. `fit` does it before anything changes. Which targets a loss takes stands in its record
 * (`targets`), which outputs a network gives in that of the activation (`range`).
 */
import { ConfigError, DataError } from "../../errors.js";
import { activations } from "../../functions/activations.js";
import { losses, type LossName } from "../../functions/losses.js";
import type { TargetDomain } from "../../functions/loss.js";
import type { Dataset } from "../../data/dataset.js";
import { scaledNumber, type Scaler } from "../../network/scaling.js";
import type { NetworkConfig } from "../../settings/generated/types.js";

/** Rounding of scaled targets. */
const tolerance = 1e-5;
/** Probabilities that were rounded to two digits sum to 1 up to this. */
const sumTolerance = 0.02;
/** Targets beyond this are called large. */
const large = 1000;
/** More different targets than this are no classes. */
const mostKinds = 20;

/** The numbers that a loss takes, and how the two of a yes-or-no target are written. */
const domains: Readonly<Record<TargetDomain, { range: Range; off: string; on: string; expected: string }>> = {
  probabilities: { range: [0, 1], off: "0", on: "1", expected: "a number 0 to 1" },
  distribution: { range: [0, 1], off: "0", on: "1", expected: "a number 0 to 1" },
  signs: { range: [-1, 1], off: "−1", on: "1", expected: "−1 or 1" },
  counts: { range: [0, Infinity], off: "0", on: "1", expected: "a number ≥ 0" },
};

type Range = readonly [low: number, high: number];

/** Targets that are numbers, and what is expected of them. */
interface Checked {
  readonly dataset: Dataset;
  readonly values: Float32Array | Float64Array;
  readonly scaler: Scaler | null;
  readonly loss: LossName;
  readonly activation: string;
  readonly domain: TargetDomain | undefined;
}

/**
 * Checks the targets of the rows that train; classes are always right.
 *
 * @param rows   indices of the rows that train
 * @param scaler of the targets
 * @returns warnings, each a sentence on the targets and one on the cure: some targets lie beyond the outputs, or rows do not
 *   sum to 1
 * @throws ConfigError for a single softmax unit, which is always 1; DataError for a target that the loss is not defined for, or if no target lies within the outputs
 */
export function checkTargets(
  dataset: Dataset,
  rows: ArrayLike<number>,
  { loss, layers }: Pick<NetworkConfig, "loss" | "layers">,
  scaler: Scaler | null,
): string[] {
  refuseSingle(layers);
  const { targets: values, inputs, isAutoencoder, outputs } = dataset;
  if (!values) return [];
  const { activation } = layers.at(-1)!;
  const domain = losses[loss].targets;
  const [low, high] = domain ? domains[domain].range : activations[activation].range;
  if (low === -Infinity && high === Infinity) return largeTargets(values, outputs, rows, scaler);
  const areBytes = isAutoencoder && inputs instanceof Uint8Array && scaler?.kind === "bytes";
  if (areBytes && !domain) return [];
  const checked: Checked = { dataset, values, scaler, loss, activation, domain };
  let [outside, unequal] = [0, 0];
  let [firstOutside, firstUnequal] = [
    { row: 0, column: 0 },
    { row: 0, sum: 1 },
  ];
  for (let i = rows.length - 1; i >= 0; i--) {
    const row = rows[i]!;
    let sum = 0;
    for (let column = outputs - 1; column >= 0; column--) {
      const target = scaled(checked, row, column);
      sum += target;
      const isIn = target >= low - tolerance && target <= high + tolerance;
      if (isIn && (domain !== "signs" || Math.abs(target) >= 1 - tolerance)) continue;
      outside++;
      firstOutside = { row, column };
    }
    if (domain !== "distribution" || Math.abs(sum - 1) <= sumTolerance) continue;
    unequal++;
    firstUnequal = { row, sum };
  }
  const advice = outside + unequal > 0 ? cure(checked) : "";
  if (outside > 0) {
    const { row, column } = firstOutside;
    const got = gotText(checked, row, column);
    const giver = domain ? `${loss} takes` : `the ${activation} outputs of the last layer give`;
    const expected = domain ? domains[domain].expected : rangeText(low, high);
    const count = rows.length * outputs;
    if (domain || outside === count) {
      const place = { matrix: "targets", row, column };
      throw new DataError(`expected ${expected}, as ${giver}, got ${got}. ${advice}`, place);
    }
    return [
      `targets: ${outside} of ${count} cannot be reached: ${giver} ${expected}; ` +
        `row ${row}, column ${column} is ${got}. ${advice}`,
    ];
  }
  if (unequal === 0) return [];
  const { row, sum } = firstUnequal;
  return [
    `targets: ${unequal} of ${rows.length} rows do not sum to 1, as ${loss} takes them; ` +
      `row ${row} sums to ${Number(sum.toPrecision(6))}${scaledText(scaler)}. ${advice}`,
  ];
}

/** Refuses to train a single unit of an activation whose outputs sum to 1: it is always 1. */
function refuseSingle(layers: NetworkConfig["layers"]): void {
  const { units, activation } = layers.at(-1)!;
  if (units > 1 || !activations[activation].isOfRow) return;
  throw new ConfigError({
    setting: `layers[${layers.length}].units`,
    reason: `${activation} learns with 2 units or more, because a single one is always 1`,
    advice: 'Give it one unit for each class, or take "sigmoid" with the loss "binaryCrossEntropy".',
  });
}

/** The warning that targets are so large that first weights are far from any answer. */
function largeTargets(
  values: ArrayLike<number>,
  outputs: number,
  rows: ArrayLike<number>,
  scaler: Scaler | null,
): string[] {
  if (scaler) return [];
  let greatest = 0;
  for (let i = 0; i < rows.length; i++) {
    const start = rows[i]! * outputs;
    for (let at = start; at < start + outputs; at++) {
      if (Math.abs(values[at]!) > Math.abs(greatest)) greatest = values[at]!;
    }
  }
  if (Math.abs(greatest) <= large) return [];
  return [
    `targets: they reach ${greatest}, and training begins near 0. Set targetScaling to "standard"; ` +
      "answers stay in the units of the targets.",
  ];
}

/** A target as the network sees it. */
function scaled({ dataset, values, scaler }: Checked, row: number, column: number): number {
  const raw = values[row * dataset.outputs + column]!;
  return scaler ? scaledNumber(scaler, column, raw) : raw;
}

function rangeText(low: number, high: number): string {
  const text = high === Infinity ? `a number ≥ ${low}` : `a number ${low} to ${high}`;
  return text.replace("-", "−");
}

function gotText(checked: Checked, row: number, column: number): string {
  const { dataset, values, scaler } = checked;
  const raw = values[row * dataset.outputs + column]!;
  return scaler
    ? `${raw}, which is ${scaled(checked, row, column).toPrecision(4)}${scaledText(scaler)}`
    : `${raw}`;
}

function scaledText(scaler: Scaler | null): string {
  return scaler ? ` after the scaling "${scaler.kind}"` : "";
}

/** What to do, as a sentence. */
function cure({ dataset, values, scaler, domain, loss }: Checked): string {
  const scaling = dataset.isAutoencoder ? "scaling" : "targetScaling";
  if (!domain) {
    const other = scaler?.kind === "minMax" ? "" : `, or ${scaling} to "minMax"`;
    return `Set the activation of the last layer to "identity"${other}.`;
  }
  if (domain === "counts") {
    const advice = scaler ? `Set ${scaling} to "none"` : "Give counts";
    return `${advice}, or take another loss than ${loss}.`;
  }
  const { off, on } = domains[domain];
  const kinds = distinct(values);
  const mapped =
    domain === "distribution"
      ? "Give classes as targets, or rows of probabilities"
      : kinds.length === 2
        ? `Write ${kinds[0]} as ${off} and ${kinds[1]} as ${on}`
        : kinds.length <= mostKinds
          ? "Give classes as targets, with one output for each"
          : `Bring the targets to ${off} … ${on}`;
  const unscaled = scaler ? `Set ${scaling} to "none"` : mapped;
  return `${unscaled}, or take another loss than ${loss}.`;
}

/** The different values in order, up to one more than `mostKinds`. */
function distinct(values: Float32Array | Float64Array): number[] {
  const found = new Set<number>();
  for (const value of values) {
    found.add(value);
    if (found.size > mostKinds) break;
  }
  return [...found].sort((a, b) => a - b);
}
