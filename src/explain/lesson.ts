/**
 * The lesson of a network: everything that a short script needs to train it from the same weights on the same
 * samples, and the errors that it should print. `lesson/` writes the scripts.
 */
import { ConfigError } from "../errors.js";
import type { ActivationName } from "../functions/activations.js";
import type { LossName } from "../functions/losses.js";
import type { PlainParameters } from "../network/parameters.js";
import { Dataset } from "../data/dataset.js";
import { Network } from "../train/network.js";
import { configInput } from "../settings/configuration.js";
import type { Config } from "../settings/generated/types.js";
import { settingOfFactors } from "../settings/members.js";
import { activeWith, offAdvice } from "../settings/records.js";

export interface LessonLayer {
  inputs: number;
  units: number;
  activation: ActivationName;
  alpha: number;
  trainable: boolean;
  /** [units][inputs]: row k has the weights into unit k. */
  weights: number[][];
  /** [units]; zeros if the layer has no biases. */
  biases: number[];
}

export interface Lesson {
  layers: LessonLayer[];
  loss: LossName;
  huberDelta: number;
  quantile: number;
  reduction: "mean" | "sum";
  /** How biases change: one for each unit, one for each layer, or not at all. */
  biases: "perNeuron" | "shared" | "fixed";
  learningRate: number;
  /** Samples between two updates. */
  batch: number;
  /** Times through all samples. */
  rounds: number;
  /** Scaled, as the network gets them. */
  inputs: number[][];
  targets: number[][];
  isScaled: boolean;
  /**
   * The total error, summed over outputs and samples, calculated by our kernels in float64: before the first round, after it,
   * and after the last.
   */
  errors: { before: number; afterFirst: number; after: number };
}

/** Larger networks and more samples are refused, because the numbers would hide the script. */
export const mostParameters = 2000;
export const mostSamples = 200;

export interface LessonSource {
  config: Config;
  /** By layer, as `network.parameters()`. */
  parameters: readonly PlainParameters[];
  /** [rows × inputs] scaled. */
  inputs: Float64Array;
  /** [rows × outputs], scaled; for classes 1 and 0, or with hinge 1 and −1. */
  targets: Float64Array;
  rows: number;
  isScaled: boolean;
  rounds: number;
}

/**
 * Makes a lesson, and trains it once to get the expected errors.
 *
 * @throws ConfigError for settings that a lesson does not support
 */
export async function lessonOf(source: LessonSource): Promise<Lesson> {
  const { config, parameters, rows, rounds, isScaled } = source;
  refuse(config, parameters, rows);
  const outputs = config.layers.at(-1)!.units;
  const smoothing = config.labelSmoothing;
  const targets = source.targets.map((t) => (1 - smoothing) * t + smoothing / outputs);
  const rowsOf = (values: Float64Array, columns: number) =>
    Array.from({ length: rows }, (_, row) => Array.from(values.subarray(row * columns, (row + 1) * columns)));
  const layers = config.layers.map(({ inputs, units, activation, alpha, trainable }, l): LessonLayer => {
    const { weights, biases } = parameters[l]!;
    const biasOf = (unit: number) => biases[biases.length === 1 ? 0 : unit] ?? 0;
    return {
      inputs,
      units,
      activation,
      alpha,
      trainable,
      weights: Array.from({ length: units }, (_, unit) =>
        Array.from({ length: inputs }, (_, input) => weights[input * units + unit]!),
      ),
      biases: Array.from({ length: units }, (_, unit) => biasOf(unit)),
    };
  });
  const { batchSize, trainBiases, biases, loss, huberDelta, quantile, reduction } = config;
  const lesson = {
    layers,
    loss,
    huberDelta,
    quantile,
    reduction,
    rounds,
    isScaled,
    biases: trainBiases && biases !== "none" ? biases : ("fixed" as const),
    learningRate: config.optimizer.learningRate,
    batch: batchSize === "full" ? rows : Math.min(batchSize, rows),
    inputs: rowsOf(source.inputs, layers[0]!.inputs),
    targets: rowsOf(targets, outputs),
  };
  return { ...lesson, errors: await errorsOf(lesson, config, parameters) };
}

async function errorsOf(
  { inputs, targets, batch, rounds }: Omit<Lesson, "errors">,
  config: Config,
  parameters: LessonSource["parameters"],
): Promise<Lesson["errors"]> {
  const network = Network.create({
    ...configInput(config),
    labelSmoothing: 0,
    precision: "float64",
    scaling: "none",
    targetScaling: "none",
    validation: 0,
    earlyStopping: false,
    shuffle: false,
    threads: 1,
    build: "auto",
    batchSize: batch,
  });
  try {
    network.setParameters(parameters);
    const dataset = Dataset.from(inputs, targets);
    const samples = config.reduction === "mean" ? dataset.rows : 1;
    const totalError = () => samples * network.evaluate(dataset).loss;
    const before = totalError();
    await network.fit(dataset, { epochs: 1 });
    const afterFirst = totalError();
    await network.fit(dataset, { epochs: rounds - 1 });
    return { before, afterFirst, after: totalError() };
  } finally {
    network.dispose();
  }
}

function refuse(config: Config, parameters: LessonSource["parameters"], rows: number): void {
  const { optimizer, schedule, layers, inputDropout } = config;
  const cannot = (what: string, advice: string) => {
    throw new ConfigError(`${what}: a lesson uses plain gradient descent without it. ${advice}`);
  };
  if (optimizer.kind !== "sgd" || optimizer.momentum) {
    const got = optimizer.kind === "sgd" ? "sgd with momentum" : optimizer.kind;
    throw new ConfigError(`optimizer: a lesson uses plain gradient descent, got ${got}. Set it to "sgd".`);
  }
  if (layers.some((layer) => layer.rateFactor ?? layer.biasRateFactor)) cannot("rateFactor", "Drop it.");
  if (inputDropout > 0 || layers.some(({ dropout }) => dropout > 0)) cannot("dropout", "Set it to 0.");
  if (schedule.kind !== "constant") cannot("schedule", "Drop it.");
  const tied = layers.findIndex((layer) => layer.tied !== undefined);
  if (tied >= 0) {
    throw new ConfigError(
      `layers[${tied + 1}].tied: a lesson does not support tied weights. Use a network without them.`,
    );
  }
  const setting = settingOfFactors(config);
  if (setting) throw new ConfigError(`${setting}: a lesson does not support it. Use a network without it.`);
  for (const name of activeWith("refusedByLesson", config)) cannot(name, offAdvice(name));
  const count = parameters.reduce((sum, { weights, biases }) => sum + weights.length + biases.length, 0);
  if (count > mostParameters) {
    throw new ConfigError(
      `export: a lesson has at most ${mostParameters} parameters, this network has ${count}. Use smaller layers.`,
    );
  }
  if (rows > mostSamples) {
    throw new ConfigError(
      `export: a lesson has at most ${mostSamples} samples, got ${rows}. Limit them, for example with --rows 20.`,
    );
  }
}
