/**
 * How far the probabilities of classes can be trusted: confidence against accuracy, and the one temperature that brings
 * them together [Guo, Pleiss, Sun & Weinberger 2017, "On calibration of modern neural networks"].
 */
import { activations } from "../../functions/activations.js";
import { exp, ln } from "../../network/elementary.js";
import { temper } from "../../network/temperature.js";
import type { NetworkConfig } from "../../settings/generated/types.js";
import type { Dataset } from "../../data/dataset.js";
import { argmax, leastProbability, logLoss } from "./metrics.js";
import { requireCount, requireLabels, requireRows } from "./givenAnswers.js";

/** Answers of about the same confidence. */
export interface ReliabilityBin {
  /** Least confidence of the bin; the confidence of an answer is the probability of its class. */
  from: number;
  /** Greatest confidence of the bin; an answer at this edge is in the next bin. */
  to: number;
  /** Number of answers in it. */
  rows: number;
  /** Mean confidence of its answers; NaN without answers. */
  confidence: number;
  /** Fraction of its answers that are right; NaN without answers. */
  accuracy: number;
}

/** Confidence against accuracy. */
export interface Reliability {
  /** By confidence, the least first. */
  bins: ReliabilityBin[];
  /** Mean over the answers of |confidence − accuracy| of their bin: the expected calibration error, 0 to 1. */
  calibrationError: number;
}

/** Probabilities before and after a temperature was fitted to them. */
export interface Calibration {
  /** By which net inputs of the last layer are divided: above 1 where the network was too sure. */
  temperature: number;
  /** Rows that it was fitted to. */
  rows: number;
  /** Log loss and calibration error of these rows at temperature 1. */
  before: CalibrationFigures;
  /** The same at the temperature. */
  after: CalibrationFigures;
}

/** How good probabilities are. */
export interface CalibrationFigures {
  /** Mean of −ln of the probability of what is right. */
  logLoss: number;
  /** As in `Reliability`. */
  calibrationError: number;
}

/** Bins of a reliability diagram. */
const usualBins = 10;

/**
 * Compares how sure answers are with how often they are right, in bins of equal width by confidence.
 *
 * @param labels  [rows] class indices
 * @param outputs [rows × classes] probabilities, row-major
 * @param classes number of classes
 * @param bins    number of bins between 0 and 1 (default: 10)
 * @returns bins without answers too, and the expected calibration error; NaN without rows
 * @throws {ShapeError} for lists that do not have the same rows
 * @throws {DataError} for a label that is no class
 * @throws {ConfigError} for a wrong number of classes or bins
 *
 * @example
 * ```js
 * import { reliability } from "chainrule";
 *
 * const { bins, calibrationError } = reliability([0, 0, 1], [0.92, 0.08, 0.94, 0.06, 0.96, 0.04], 2);
 * const { rows, confidence, accuracy } = bins[9];
 * console.log(rows, confidence.toFixed(2), accuracy.toFixed(2), calibrationError.toFixed(2)); // → 3 0.94 0.67 0.27
 * ```
 */
export function reliability(
  labels: ArrayLike<number>,
  outputs: ArrayLike<number>,
  classes: number,
  bins = usualBins,
): Reliability {
  requireLabels("labels", labels, classes, requireRows("outputs", outputs, classes));
  requireCount("bins", bins);
  const [count, sure, right] = [0, 1, 2].map(() => new Float64Array(bins)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let row = 0; row < labels.length; row++) {
    const said = argmax(outputs, row * classes, classes);
    const confidence = outputs[row * classes + said]!;
    const bin = Math.max(0, Math.min(bins - 1, Math.floor(confidence * bins))) || 0;
    count[bin]!++;
    sure[bin]! += confidence;
    right[bin]! += Number(said === labels[row]);
  }
  let error = 0;
  const found = Array.from(count, (rows, bin): ReliabilityBin => {
    error += Math.abs(sure[bin]! - right[bin]!);
    const [confidence, accuracy] = [sure[bin]! / rows, right[bin]! / rows];
    return { from: bin / bins, to: (bin + 1) / bins, rows, confidence, accuracy };
  });
  return { bins: found, calibrationError: error / labels.length };
}

/** Probabilities of classes and the right classes. */
export interface ClassRows {
  labels: ArrayLike<number>;
  /** [rows × classes] */
  probabilities: Float64Array;
  classes: number;
}

/** Whether the outputs are probabilities of what the targets say: softmax for classes, sigmoid for targets 0 and 1. */
export function hasProbabilities(
  { labels, targets, isAutoencoder }: Dataset,
  { layers }: NetworkConfig,
): boolean {
  const { isProbability, isOfRow } = activations[layers.at(-1)!.activation];
  if (!isProbability || isAutoencoder) return false;
  return isOfRow ? labels !== null : targets !== null && targets.every((one) => one === 0 || one === 1);
}

/**
 * A network's answers as probabilities of classes: as they are for classes; for targets 0 and 1 a row of both probabilities for
 * each output.
 *
 * @param answers [rows × outputs]
 * @returns null where the outputs are no probabilities of what the targets say
 */
export function classRows(
  dataset: Dataset,
  answers: ArrayLike<number>,
  config: NetworkConfig,
): ClassRows | null {
  if (!hasProbabilities(dataset, config)) return null;
  const { labels, targets, outputs } = dataset;
  if (labels) return { labels, probabilities: Float64Array.from(answers), classes: outputs };
  const probabilities = Float64Array.from({ length: 2 * answers.length }, (_, at) =>
    at % 2 === 1 ? answers[at >> 1]! : 1 - answers[at >> 1]!,
  );
  return { labels: targets!, probabilities, classes: 2 };
}

/** Finds the temperature of answers at temperature 1, and says what it changes. */
export function calibrationOf(given: ClassRows, rows: number): Calibration {
  const { labels, probabilities, classes } = given;
  const temperature = fitTemperature(given);
  const changed = probabilities.slice();
  temper(changed, classes, temperature, true);
  const figures = (outputs: Float64Array): CalibrationFigures => ({
    logLoss: logLoss(labels, outputs, classes),
    calibrationError: reliability(labels, outputs, classes).calibrationError,
  });
  return { temperature, rows, before: figures(probabilities), after: figures(changed) };
}

/** The temperature is between 1 / this and this. */
const mostTemperature = 10;
/** Each halves an interval of ln β that is 4.6 long: enough for all digits of a double. */
const halvings = 52;

/**
 * The temperature T with the least log loss. With β = 1/T and l the logarithms of the probabilities,
 *
 *     loss(β) = mean of ln Σⱼ exp(β lⱼ) − β l[label]     loss′(β) = mean of Σⱼ qⱼ lⱼ − l[label],  q = softmax(β l)
 *
 * is convex in β, so its least value is where the derivative changes its sign, which halving finds. Where every answer is right,
 * the loss falls with β for ever, and nothing is known of the temperature: it is 1.
 */
export function fitTemperature({ labels, probabilities, classes }: ClassRows): number {
  const rows = labels.length;
  let wrong = 0;
  for (let row = 0; row < rows; row++) {
    wrong += Number(argmax(probabilities, row * classes, classes) !== labels[row]);
  }
  if (wrong === 0) return 1;
  const logs = probabilities.map((p) => ln(Math.max(p, leastProbability)));
  const slope = (beta: number) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      const start = row * classes;
      let [greatest, total, weighted] = [-Infinity, 0, 0];
      for (let at = start; at < start + classes; at++) greatest = Math.max(greatest, logs[at]!);
      for (let at = start; at < start + classes; at++) {
        const weight = exp(beta * (logs[at]! - greatest));
        total += weight;
        weighted += weight * logs[at]!;
      }
      sum += weighted / total - logs[start + labels[row]!]!;
    }
    return sum;
  };
  let [low, high] = [1 / mostTemperature, mostTemperature];
  for (let step = 0; step < halvings; step++) {
    const middle = Math.sqrt(low * high);
    if (slope(middle) < 0) low = middle;
    else high = middle;
  }
  return 1 / Math.sqrt(low * high);
}
