/**
 * How well a score ranks the samples of one class above all others, whatever the threshold: ROC curves and the
 * area under them. [Fawcett, "An introduction to ROC analysis", Pattern Recognition Letters 27, 2006]
 */
import { requireLabels, requireNumbers, requireRows } from "./givenAnswers.js";

/** Points of a curve from (0, 0) to (1, 1), one for each threshold, the greatest threshold first. */
export interface RocCurve {
  /** Fraction of the other samples whose score is at least the threshold; NaN if there are no others. */
  falsePositiveRate: Float64Array;
  /** Fraction of the class's samples whose score is at least the threshold; NaN if it has no samples. */
  truePositiveRate: Float64Array;
  /** The first threshold is ∞, which no sample reaches; the others are scores that occur. */
  thresholds: Float64Array;
}

/**
 * The curve of one class against the rest. Samples of equal score enter at one threshold. Points
 * halfway between their neighbours are left out, but never the first two, as `roc_curve` of scikit-learn does.
 *
 * @param labels   [rows] class indices
 * @param scores   [rows] greater means more likely of the class; NaN counts as less than all others
 * @param positive index of the class (default: 1)
 * @returns points from (0, 0) to (1, 1)
 * @throws {ShapeError} for lists of different lengths
 * @throws {DataError} for anything that is not a number
 *
 * @example
 * ```js
 * import { rocCurve } from "chainrule";
 *
 * const curve = rocCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]);
 * console.log(curve.falsePositiveRate.join(" ")); // → 0 0 0.5 0.5 1
 * console.log(curve.truePositiveRate.join(" ")); // → 0 0.5 0.5 1 1
 * console.log(curve.thresholds.join(" ")); // → Infinity 0.8 0.4 0.35 0.1
 * ```
 */
export function rocCurve(labels: ArrayLike<number>, scores: ArrayLike<number>, positive = 1): RocCurve {
  requireScores(labels, scores);
  const { hits, alarms, thresholds } = countsOf(labels, scores, positive);
  const kept = thresholds.map((_, at) => at).filter((at) => at < 2 || !isHalfway(at));
  const [allHits, allAlarms] = [hits.at(-1)!, alarms.at(-1)!];
  return {
    falsePositiveRate: Float64Array.from(kept, (at) => alarms[at]! / allAlarms),
    truePositiveRate: Float64Array.from(kept, (at) => hits[at]! / allHits),
    thresholds: Float64Array.from(kept, (at) => thresholds[at]!),
  };

  function isHalfway(at: number): boolean {
    const even = (counts: number[]) => counts[at + 1]! - counts[at]! === counts[at]! - counts[at - 1]!;
    return at + 1 < thresholds.length && even(hits) && even(alarms);
  }
}

/**
 * The area under the ROC curve, by trapezia: the probability that a sample of the class has a greater score
 * than one of the rest, where a tie counts half. 1 is a perfect ranking, ½ a random one.
 * [Hanley & McNeil, Radiology 143, 1982]
 *
 * @param labels   [rows] class indices
 * @param scores   [rows] greater for what is rather of the class
 * @param positive index of the class (default: 1)
 * @returns 0 to 1; NaN if all samples are of the class, or no sample is, or a score is NaN
 * @throws {ShapeError} for lists of different lengths
 * @throws {DataError} for anything that is not a number
 *
 * @example
 * ```js
 * import { rocAuc } from "chainrule";
 *
 * console.log(rocAuc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])); // → 0.75
 * ```
 */
export function rocAuc(labels: ArrayLike<number>, scores: ArrayLike<number>, positive = 1): number {
  requireScores(labels, scores);
  for (let row = 0; row < labels.length; row++) if (Number.isNaN(scores[row]!)) return Number.NaN;
  const { hits, alarms } = countsOf(labels, scores, positive);
  let twice = 0; // whole numbers: exact up to 2⁵³
  for (let at = 1; at < hits.length; at++) {
    twice += (alarms[at]! - alarms[at - 1]!) * (hits[at]! + hits[at - 1]!);
  }
  return twice / (2 * hits.at(-1)! * alarms.at(-1)!);
}

/**
 * The area under the ROC curve of a network's outputs: for two classes that of the second by its own output,
 * for more the mean over the classes that occur, each by its own output against the rest. NaN where fewer than
 * two occur.
 * As `roc_auc_score(…, multi_class="ovr")` of scikit-learn, which refuses labels that lack a class.
 *
 * @param labels  [rows] class indices
 * @param outputs [rows × classes] row-major
 * @param classes number of classes
 * @returns 0 to 1; NaN where fewer than two classes occur
 * @throws {ShapeError} for lists that do not have the same rows
 * @throws {DataError} for a label that is no class
 *
 * @example
 * ```js
 * import { rocAucOfOutputs } from "chainrule";
 *
 * const outputs = [0.8, 0.1, 0.1, 0.2, 0.5, 0.3, 0.1, 0.6, 0.3]; // 3 rows of 3
 * console.log(rocAucOfOutputs([0, 1, 2], outputs, 3).toFixed(3)); // → 0.750
 * ```
 */
export function rocAucOfOutputs(
  labels: ArrayLike<number>,
  outputs: ArrayLike<number>,
  classes: number,
): number {
  requireLabels("labels", labels, classes, requireRows("outputs", outputs, classes));
  if (classes === 2) return rocAuc(labels, scoresOf(outputs, classes, 1), 1);
  const present = [...new Set(Array.from(labels))].sort((a, b) => a - b);
  const areas = present.map((index) => rocAuc(labels, scoresOf(outputs, classes, index), index));
  return areas.reduce((sum, area) => sum + area, 0) / areas.length;
}

function requireScores(labels: ArrayLike<number>, scores: ArrayLike<number>): void {
  requireNumbers("labels", labels);
  requireNumbers("scores", scores, labels.length);
}

/** The output of one class in each row. @param outputs [rows × classes] row-major @returns [rows] */
export function scoresOf(outputs: ArrayLike<number>, classes: number, index: number): Float64Array {
  return Float64Array.from({ length: outputs.length / classes }, (_, row) => outputs[row * classes + index]!);
}

/**
 * How many samples of the class (hits) and of the rest (alarms) have at least each score that occurs, from
 * the greatest score down. Both kinds are sorted apart and merged: typed arrays sort without a callback.
 */
function countsOf(labels: ArrayLike<number>, scores: ArrayLike<number>, positive: number) {
  const sorted = (ofClass: boolean) => {
    const own: number[] = [];
    for (let row = 0; row < labels.length; row++) {
      const score = scores[row]!;
      if ((labels[row] === positive) === ofClass) own.push(Number.isNaN(score) ? -Infinity : score);
    }
    return Float64Array.from(own).sort().reverse();
  };
  const [ours, others] = [sorted(true), sorted(false)];
  const [hits, alarms, thresholds] = [[0], [0], [Infinity]];
  let [hit, alarm] = [0, 0];
  while (hit < ours.length || alarm < others.length) {
    const threshold = Math.max(ours[hit] ?? -Infinity, others[alarm] ?? -Infinity);
    while (ours[hit] === threshold) hit++;
    while (others[alarm] === threshold) alarm++;
    hits.push(hit);
    alarms.push(alarm);
    thresholds.push(threshold);
  }
  return { hits, alarms, thresholds };
}
