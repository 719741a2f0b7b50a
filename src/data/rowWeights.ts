/** How much each sample counts in training: its own weight times that of its class. */
import { ConfigError, DataError } from "../errors.js";
import { checkIsDivisible } from "../arguments.js";
import { show } from "../wording.js";
import { didYouMean, listNames } from "../nearest.js";
import type { ClassWeights } from "../settings/generated/types.js";
import type { Dataset } from "./dataset.js";

/**
 * The weight of each row: the product of the data set's `sampleWeights` and of the weight of its class.
 * Balanced weights make all classes that occur count alike, and have mean 1 over the rows, as
 * `compute_class_weight("balanced", …)` of scikit-learn:
 *
 *     weight[class] = rows / (classes that occur · rows of the class)
 *
 * @param dataset      with labels, if classes are weighted
 * @param classWeights as the setting; undefined: no class weights
 * @returns [rows], or null if nothing is weighted
 * @throws {ConfigError} for class weights that are missing, unknown, negative or not finite, and for class weights
 *   with targets that are numbers
 * @throws {DataError} if all weights are 0
 *
 * @example
 * ```js
 * import { Dataset, rowWeights } from "chainrule";
 *
 * const classes = ["usual", "rare"];
 * const skewed = Dataset.from([[1], [2], [3], [4]], [0, 0, 0, 1], { classes });
 * console.log(rowWeights(skewed, { usual: 1, rare: 3 })); // → Float64Array(4) [ 1, 1, 1, 3 ]
 * console.log(rowWeights(skewed, "balanced")?.map((weight) => Math.round(100 * weight) / 100));
 * // → Float64Array(4) [ 0.67, 0.67, 0.67, 2 ]
 * ```
 */
export function rowWeights(dataset: Dataset, classWeights: ClassWeights | undefined): Float64Array | null {
  checkIsDivisible(dataset, "rowWeights");
  const { sampleWeights, labels, rows } = dataset;
  const ofClass = classWeights === undefined ? null : weightsByClass(dataset, classWeights);
  if (!sampleWeights && !ofClass) return null;
  const weights = Float64Array.from(
    { length: rows },
    (_, row) => (sampleWeights?.[row] ?? 1) * (ofClass?.[labels![row]!] ?? 1),
  );
  if (weights.every((weight) => weight === 0)) {
    const name = ofClass ? "classWeights" : "sampleWeights";
    throw new DataError(
      `${name}: expected a weight that is not 0 for at least 1 training sample, got 0 for all.`,
    );
  }
  return weights;
}

/** @returns [classes] */
function weightsByClass({ labels, classNames }: Dataset, given: ClassWeights): ArrayLike<number> {
  return classFactors(labels && classNames, given, (classes) => {
    const counts = new Float64Array(classes);
    for (const label of labels!) counts[label]!++;
    return counts;
  });
}

/**
 * The weight of each class, by the setting `classWeights`.
 *
 * @param classNames null for targets that are numbers
 * @param countsOf   gives the rows of each class, [classes]
 * @throws {ConfigError} as `rowWeights`
 */
export function classFactors(
  classNames: readonly string[] | null,
  given: ClassWeights,
  countsOf: (classes: number) => Float64Array,
): ArrayLike<number> {
  if (!classNames) {
    throw new ConfigError({
      setting: "classWeights",
      reason: "expected targets that are classes, got numbers. Drop it",
    });
  }
  if (given === "balanced") return balanced(countsOf(classNames.length));
  if (Array.isArray(given)) return checkList(given, classNames);
  if (typeof given !== "object" || given === null) {
    throw new ConfigError({
      setting: "classWeights",
      reason: `expected "balanced", or a weight for each class, got ${show(given)}`,
    });
  }
  return checkNamed(given as Readonly<Record<string, unknown>>, classNames);
}

function balanced(counts: Float64Array): Float64Array {
  const occurring = counts.filter((count) => count > 0).length;
  const rows = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (count > 0 ? rows / (occurring * count) : 0));
}

function checkList(given: readonly unknown[], classNames: readonly string[]): number[] {
  if (given.length !== classNames.length) {
    throw new ConfigError({
      setting: "classWeights",
      reason: `expected ${classNames.length} weights, one for each class, got ${given.length}`,
    });
  }
  return given.map((weight, index) => checkWeight(`classWeights[${index}]`, weight));
}

function checkNamed(given: Readonly<Record<string, unknown>>, classNames: readonly string[]): number[] {
  for (const name of Object.keys(given)) {
    if (classNames.includes(name)) continue;
    const advice = didYouMean(name, classNames) || ` There are: ${listNames(classNames)}.`;
    throw new ConfigError({
      setting: "classWeights",
      reason: `there is no class ${show(name)}`,
      advice: advice.trim(),
    });
  }
  return classNames.map((name) => {
    if (Object.hasOwn(given, name)) return checkWeight(`classWeights[${JSON.stringify(name)}]`, given[name]);
    throw new ConfigError({
      setting: "classWeights",
      reason:
        `expected a weight for each class, got none for ${show(name)}. ` +
        "Give 1 for a class that should keep its weight",
    });
  });
}

function checkWeight(where: string, weight: unknown): number {
  if (typeof weight === "number" && Number.isFinite(weight) && weight >= 0) return weight;
  throw new ConfigError({ setting: where, reason: `expected a finite number ≥ 0, got ${show(weight)}` });
}
