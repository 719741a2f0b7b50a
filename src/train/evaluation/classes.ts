/**
 * Scores of answers class by class: precision, recall and F1 of each class, their averages, and all that a report shows.
 * `src/report` decides how it looks.
 */
import { ShapeError } from "../../errors.js";
import { show } from "../../wording.js";
import { type RocCurve, rocAuc, rocCurve, scoresOf } from "./curves.js";
import { requireLabels, requireRows, requireSquare } from "./givenAnswers.js";
import { accuracyOf, confusionMatrix, predictedClasses } from "./metrics.js";

/** Scores from 0 to 1. A score is 0 if its divisor is 0. */
export interface Scores {
  /** Fraction of the samples predicted as the class that belong to it: TP / (TP + FP). */
  precision: number;
  /** Fraction of the samples of the class that were predicted as it: TP / (TP + FN). */
  recall: number;
  /** Harmonic mean of both: 2 TP / (2 TP + FP + FN). */
  f1: number;
}

/** Scores of one class, with the numbers of samples. */
export interface ClassScores extends Scores {
  /** Number of samples of the class: TP + FN. */
  support: number;
  /** Number of samples predicted as the class: TP + FP. */
  predicted: number;
}

/** Averages of the scores over classes. */
export interface AverageScores {
  /** Over all samples together: with one class for each sample, all three are the accuracy. */
  micro: Scores;
  /** Mean over the classes that occur, as actual or as predicted classes. */
  macro: Scores;
  /** Mean over the classes, weighted by their support. */
  weighted: Scores;
}

/** Everything that reports show about answers that are classes. */
export interface ClassReport extends AverageScores {
  /** In the order of the outputs. */
  classes: (ClassScores & {
    /** As given to `classReport` (default: its index as text). */
    name: string;
    /** ROC AUC of the class against the rest, by its own output; NaN if all samples are of the class, or no sample is. */
    rocAuc: number;
    /** ROC curve of the class against the rest, by its own output. */
    roc: RocCurve;
  })[];
  /** confusion[actual][predicted] = number of samples. */
  confusion: number[][];
  /** Fraction of the samples whose class was predicted right, 0 to 1; NaN without samples. */
  accuracy: number;
  /** Number of samples. */
  rows: number;
}

/**
 * Precision, recall and F1 of each class. As `precision_recall_fscore_support(…, zero_division=0)` of
 * scikit-learn with all classes as `labels`: a class without samples has recall 0, a class that was never predicted
 * has precision 0.
 *
 * @param confusion [classes × classes] numbers of samples, rows actual, columns predicted
 * @returns [classes]
 * @throws {ShapeError} for counts that are not square
 * @throws {DataError} for anything that is not a number
 *
 * @example
 * ```js
 * import { classScores } from "chainrule";
 *
 * const [apple, plum] = classScores([[8, 2], [1, 9]]);
 * console.log(apple.precision.toFixed(3), apple.recall, apple.support); // → 0.889 0.8 10
 * console.log(plum.f1.toFixed(3)); // → 0.857
 * ```
 */
export function classScores(confusion: readonly (readonly number[])[]): ClassScores[] {
  requireSquare("confusion", confusion);
  return confusion.map((row, index) => {
    const right = row[index]!;
    const support = sum(row);
    const predicted = sum(confusion.map((other) => other[index]!));
    return {
      precision: part(right, predicted),
      recall: part(right, support),
      f1: part(2 * right, support + predicted),
      support,
      predicted,
    };
  });
}

/**
 * Micro, macro and weighted averages of class scores, as scikit-learn computes them without `labels`: classes that are
 * neither actual nor predicted in any row are left out. 0 without rows.
 *
 * @param confusion [classes × classes] numbers of samples, rows actual, columns predicted
 * @param scores    [classes] from `classScores`
 * @returns micro, macro and weighted precision, recall and F1
 * @throws {ShapeError} for counts that are not square, or scores of other classes
 *
 * @example
 * ```js
 * import { averageScores, classScores } from "chainrule";
 *
 * const confusion = [[8, 2], [10, 80]];
 * const { micro, macro, weighted } = averageScores(confusion, classScores(confusion));
 * console.log([micro, macro, weighted].map(({ f1 }) => f1.toFixed(3)));
 * // → [ '0.880', '0.751', '0.894' ]
 * ```
 */
export function averageScores(
  confusion: readonly (readonly number[])[],
  scores: readonly ClassScores[],
): AverageScores {
  requireSquare("confusion", confusion);
  if (scores?.length !== confusion.length) {
    throw new ShapeError(
      `scores: expected those of ${confusion.length} classes, got ${show(scores?.length)}.`,
    );
  }
  const rows = sum(scores.map(({ support }) => support));
  const accuracy = part(sum(confusion.map((row, index) => row[index]!)), rows);
  const occurring = scores.filter(({ support, predicted }) => support + predicted > 0);
  const average = (weight: (one: ClassScores) => number): Scores => {
    const total = sum(occurring.map(weight));
    const of = (name: keyof Scores) => part(sum(occurring.map((one) => weight(one) * one[name])), total);
    return { precision: of("precision"), recall: of("recall"), f1: of("f1") };
  };
  return {
    micro: { precision: accuracy, recall: accuracy, f1: accuracy },
    macro: average(() => 1),
    weighted: average(({ support }) => support),
  };
}

/**
 * Everything about answers that are classes: confusions, and scores and ROC curve of each class.
 *
 * @param labels  [rows] class indices
 * @param outputs [rows × classes] row-major, a network's answers one after the other
 * @param classes number of classes
 * @param names   [classes] (default: their indices)
 * @returns scores by class and averaged
 * @throws {ShapeError} for lists that do not have the same rows
 * @throws {DataError} for a label that is no class
 *
 * @example
 * ```js
 * import { classReport } from "chainrule";
 *
 * const outputs = [0.9, 0.1, 0.4, 0.6, 0.2, 0.8, 0.7, 0.3]; // 4 rows of 2
 * const report = classReport([0, 1, 1, 1], outputs, 2, ["apple", "plum"]);
 * const { accuracy, confusion, classes } = report;
 * console.log(accuracy, confusion); // → 0.75 [ [ 1, 0 ], [ 1, 2 ] ]
 * for (const { name, recall, rocAuc } of classes) console.log(name, recall, rocAuc);
 * // → apple 1 1
 * // → plum 0.666… 1
 * ```
 */
export function classReport(
  labels: ArrayLike<number>,
  outputs: ArrayLike<number>,
  classes: number,
  names?: readonly string[],
): ClassReport {
  requireLabels("labels", labels, classes, requireRows("outputs", outputs, classes));
  const confusion = confusionMatrix(labels, predictedClasses(outputs, classes), classes);
  const scores = classScores(confusion);
  return {
    classes: scores.map((one, index) => {
      const outputsOfClass = scoresOf(outputs, classes, index);
      return {
        name: names?.[index] ?? String(index),
        ...one,
        rocAuc: rocAuc(labels, outputsOfClass, index),
        roc: rocCurve(labels, outputsOfClass, index),
      };
    }),
    ...averageScores(confusion, scores),
    confusion,
    accuracy: accuracyOf(confusion),
    rows: labels.length,
  };
}

/** part / whole; 0 if whole is 0. */
function part(of: number, whole: number): number {
  return whole === 0 ? 0 : of / whole;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
