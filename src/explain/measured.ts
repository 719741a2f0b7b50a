/**
 * The numbers of one round, calculated by the wasm kernels in double precision and compared with the reference.
 */
import { ConfigError, DataError } from "../errors.js";
import { settingOfFactors } from "../settings/members.js";
import type { NetworkConfig } from "../settings/generated/types.js";
import type { GivenParameters } from "../network/parameters.js";
import type { Samples } from "../network/placing.js";
import type { Plan } from "../network/plan.js";
import { type ReferenceConfig, ReferenceNetwork } from "../reference/referenceNetwork.js";
import { Engine } from "../train/engine.js";

/** Numbers of one layer, copied. */
export interface MeasuredLayer {
  /** [units] */
  netInputs: Float64Array;
  activations: Float64Array;
  /** ∂E/∂net */
  deltas: Float64Array;
  /** [inputs × units] row-major. */
  weights: Float64Array;
  /** [units]; [1] if shared, [0] if there are none. */
  biases: Float64Array;
  /** Same shapes as `weights` and `biases`; also for frozen layers. */
  weightGradients: Float64Array;
  biasGradients: Float64Array;
  newWeights: Float64Array;
  newBiases: Float64Array;
}

export interface Measured {
  layers: MeasuredLayer[];
  error: number;
  newError: number;
  newOutputs: Float64Array;
}

/**
 * The configuration in double precision, without randomness: one sample, plain gradient descent.
 *
 * @throws ConfigError for members, or factors of the inputs: a trace has no steps for them
 */
export function studyConfig<Config extends NetworkConfig>(config: Config): Config {
  const setting = settingOfFactors(config);
  if (setting) {
    const advice = "Use a network without, as the preset textbook makes it.";
    throw new ConfigError(`trace: there are no steps for ${setting}. ${advice}`);
  }
  return {
    ...config,
    precision: "float64",
    reduction: "sum",
    labelSmoothing: 0,
    inputDropout: 0,
    layers: config.layers.map((layer) => ({ ...layer, dropout: 0 })),
    build: config.build === "fast" ? "auto" : config.build,
  };
}

/** Samples in the form that a plan takes. */
export function samplesOf(inputs: Float64Array, targets: Float64Array, rows = 1): Samples {
  return { inputs, targets, rows, labels: null };
}

/**
 * One round: forward, backward, update by plain gradient descent.
 *
 * @param config     from `studyConfig`
 * @param parameters by layer, in the layout of `Network.parameters`
 * @throws DataError for numbers that are not finite; Error if the kernels and the reference disagree, which would be a bug of ours
 */
export function measureRound(
  config: NetworkConfig,
  parameters: readonly GivenParameters[],
  sample: Samples,
  learningRate: number,
): Measured {
  const everything = {
    ...config,
    trainBiases: true,
    layers: config.layers.map((layer) => ({ ...layer, trainable: true })),
  };
  const gradients = withEngine(everything, parameters, (engine) =>
    engine.run({ batch: 1, pass: "gradients", answers: 0, netInputs: true }, (plan) => {
      plan.use(plan.place(sample));
      plan.lossSum = 0;
      const sums = plan.gradients(0, 1).map(({ weights, biases }) => ({
        weightGradients: copy(weights),
        biasGradients: copy(biases),
      }));
      return { sums, traces: tracesOf(plan), error: plan.lossSum };
    }),
  );
  const before = parameters.map(({ weights, biases = [] }) => ({
    weights: Float64Array.from(weights),
    biases: Float64Array.from(biases),
  }));
  const after = withEngine(config, parameters, (engine) => {
    engine.run({ batch: 1, pass: "train", answers: 0 }, (plan) => {
      plan.use(plan.place(sample));
      plan.learningRate = learningRate;
      plan.run("train", 0, 1);
    });
    const layers = engine.parameters.views().map(({ weights, biases }) => ({
      newWeights: copy(weights),
      newBiases: copy(biases),
    }));
    return { layers, ...evaluate(engine, sample) };
  });
  const measured: Measured = {
    layers: config.layers.map((_, l) => ({
      ...gradients.traces[l]!,
      ...before[l]!,
      ...gradients.sums[l]!,
      ...after.layers[l]!,
    })),
    error: gradients.error,
    newError: after.error,
    newOutputs: after.outputs,
  };
  agreeWithReference(measured, config, sample, learningRate);
  return measured;
}

export function withEngine<Result>(
  config: NetworkConfig,
  parameters: readonly GivenParameters[],
  work: (engine: Engine) => Result,
): Result {
  const engine = new Engine(config, {});
  try {
    engine.parameters.set(parameters);
    return work(engine);
  } finally {
    engine.close();
  }
}

/** Error, summed over the samples, and the outputs [rows × outputs]. */
export function evaluate(engine: Engine, samples: Samples): { error: number; outputs: Float64Array } {
  const { rows } = samples;
  return engine.run({ batch: rows, pass: "forward", answers: rows }, (plan) => {
    plan.use(plan.place(samples));
    plan.keepsAnswers = true;
    plan.lossSum = 0;
    plan.run("evaluate", 0, rows);
    return { error: plan.lossSum, outputs: copy(plan.answers(rows)) };
  });
}

function tracesOf(plan: Plan): Pick<MeasuredLayer, "netInputs" | "activations" | "deltas">[] {
  const fields = { "net inputs": "netInputs", activations: "activations", deltas: "deltas" } as const;
  const layers: Pick<MeasuredLayer, "netInputs" | "activations" | "deltas">[] = [];
  for (const { layer, name, values } of plan.traces(1)) {
    (layers[layer - 1] ??= {} as never)[fields[name as keyof typeof fields]] = copy(values);
  }
  return layers;
}

function agreeWithReference(
  measured: Measured,
  config: NetworkConfig,
  sample: Samples,
  learningRate: number,
): void {
  const { layers, loss, huberDelta, quantile, biases, trainBiases } = config;
  const settings: ReferenceConfig = {
    inputs: layers[0]!.inputs,
    layers: layers.map(({ units, activation, alpha, trainable }) => ({
      units,
      activation,
      alpha,
      trainable,
    })),
    loss,
    huberDelta,
    quantile,
    biases,
    trainBiases,
    reduction: "sum",
  };
  const reference = new ReferenceNetwork(settings);
  reference.setParameters(measured.layers);
  const inputs = Float64Array.from(sample.inputs);
  const targets = Float64Array.from(sample.targets!);
  const pairs: [what: string, ours: ArrayLike<number>, theirs: ArrayLike<number>][] = [];
  reference.gradients(inputs, targets, 1);
  reference.layers.forEach((layer, l) => {
    const own = measured.layers[l]!;
    const where = (what: string) => `layer ${l + 1}: ${what}`;
    pairs.push(
      [where("net inputs"), own.netInputs, layer.netInput.slice(0, layer.units)],
      [where("activations"), own.activations, layer.activation.slice(0, layer.units)],
      [where("deltas"), own.deltas, layer.delta.slice(0, layer.units)],
      [where("gradients of weights"), own.weightGradients, layer.weightGradient.slice()],
      [where("gradients of biases"), own.biasGradients, layer.biasGradient.slice()],
    );
  });
  pairs.push(["error", [measured.error], [reference.step(inputs, targets, 1, learningRate)]]);
  reference.layers.forEach(({ weights, biases: own }, l) => {
    pairs.push([`layer ${l + 1}: new weights`, measured.layers[l]!.newWeights, weights]);
    pairs.push([`layer ${l + 1}: new biases`, measured.layers[l]!.newBiases, own]);
  });
  pairs.push(["error after the update", [measured.newError], [reference.loss(inputs, targets, 1)]]);
  // the largest number may be cancelled in the next one, and leaves its rounding there
  let largest = 1;
  for (const [what, ours, theirs] of pairs) {
    largest = Math.max(largest, ...Array.from(theirs, Math.abs));
    requireAgreement(what, ours, theirs, 1e-14 * largest);
  }
}

/**
 * @throws DataError for numbers that are not finite; Error unless all numbers agree to a relative 1e-12, or to an absolute bound
 */
function requireAgreement(
  what: string,
  ours: ArrayLike<number>,
  theirs: ArrayLike<number>,
  absolute: number,
): void {
  const wrong = Array.prototype.findIndex.call(theirs, (value) => !Number.isFinite(value));
  if (wrong >= 0) {
    throw new DataError(
      `trace: ${what}[${wrong}] is ${theirs[wrong]}, too large for float64. Give smaller numbers: scale inputs and targets.`,
    );
  }
  for (let i = 0; i < theirs.length; i++) {
    const bound = Math.max(1e-12 * Math.abs(theirs[i]!), absolute);
    if (!(Math.abs(ours[i]! - theirs[i]!) <= bound)) {
      throw new Error(`trace: ${what}[${i}]: the kernels give ${ours[i]}, the reference ${theirs[i]}`);
    }
  }
}

function copy(values: ArrayLike<number> | null): Float64Array {
  return Float64Array.from(values ?? []);
}
