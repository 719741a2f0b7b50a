/** Calibrates a network: finds the temperature of its probabilities on samples that did not train. */
import { checkIsNetwork } from "../../arguments.js";
import { ConfigError } from "../../errors.js";
import type { NetworkConfig } from "../../settings/generated/types.js";
import type { Dataset } from "../../data/dataset.js";
import { countingRows, requireDataset } from "../../data/datasetChecks.js";
import type { Network } from "../network.js";
import { knownNames, samplesOf } from "../networkData.js";
import { type Calibration, calibrationOf, classRows, hasProbabilities } from "./calibration.js";

/**
 * Finds the temperature at which a network's probabilities have the least log loss on samples that did not train, and sets
 * `temperature` of `network.scalers` to it. The class of a row stays the same. Where all samples are answered right, nothing can be known of
 * it: it becomes 1. [Guo, Pleiss, Sun & Weinberger 2017]
 *
 * @param network whose temperature is set; its weights do not change
 * @param samples a data set with classes, or with targets 0 and 1 for sigmoid outputs; rows of weight 0 do not count
 * @returns the temperature, 0.1 to 10, with log loss and calibration error before and after it
 * @throws {ConfigError} for outputs that are no probabilities of what the targets say, during a training, or where the
 *   network was disposed of
 * @throws {ShapeError} for data of other widths
 * @throws {DataError} for data without targets
 *
 * @example
 * ```js
 * import { calibrate, Dataset, Network } from "chainrule";
 *
 * const network = Network.create({ layers: [1, { units: 2, activation: "softmax" }] });
 * network.setParameters([{ weights: [-3, 3], biases: [0, 0] }]); // too sure
 * const held = Dataset.from([[1], [1], [1], [-1]], [1, 1, 0, 0], { classes: 2 });
 * const { temperature, before, after } = calibrate(network, held);
 * console.log(temperature > 1, after.logLoss < before.logLoss); // → true true
 * console.log(network.predict([[1]])[0][1].toFixed(2)); // → 0.75
 * ```
 */
export function calibrate(network: Network, samples: Dataset): Calibration {
  checkIsNetwork(network, "calibrate");
  requireDataset(samples, "samples");
  const { config } = network;
  const { dataset } = samplesOf(samples, undefined, config, knownNames(network.notes, config));
  const counting = countingRows(dataset);
  refuseWithoutProbabilities(counting, config);
  const { inputs, targets, ...others } = network.scalers;
  network.scalers = { inputs, targets };
  try {
    const answers = network.predict(counting).flatMap((row) => Array.from(row));
    const found = calibrationOf(classRows(counting, answers, config)!, counting.rows);
    network.scalers = { inputs, targets, temperature: found.temperature };
    return found;
  } catch (error) {
    network.scalers = { inputs, targets, ...others };
    throw error;
  }
}

/** Refuses samples and outputs for which there is no temperature. @throws ConfigError */
export function refuseWithoutProbabilities(samples: Dataset, config: NetworkConfig): void {
  if (hasProbabilities(samples, config)) return;
  throw new ConfigError({
    setting: "calibrate",
    reason: "goes with softmax outputs for classes, or with sigmoid outputs for targets 0 and 1",
    advice: "Drop it.",
  });
}
