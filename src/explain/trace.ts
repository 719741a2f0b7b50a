/**
 * Every number of one round: forward pass, error, backward pass, update, as an ordered list of steps. The wasm
 * kernels calculate the numbers in double precision; they are compared with the reference and with the formulas
 * themselves.
 */
import { ConfigError, DataError, ShapeError } from "../errors.js";
import { checkIsNetwork, checkOptions } from "../arguments.js";
import { show } from "../wording.js";
import type { ActivationName } from "../functions/activations.js";
import type { LossName } from "../functions/losses.js";
import type { BiasMode, Config } from "../settings/generated/types.js";
import { prepared, refuseNotFinite, type Scaler } from "../network/scaling.js";
import type { Network } from "../train/network.js";
import { activeWith } from "../settings/records.js";
import { isOwn, traceBackward } from "./backwardSteps.js";
import type { Values } from "./expression.js";
import { aboutSteps, mostSteps } from "./extent.js";
import { traceError, traceForward } from "./forwardSteps.js";
import type { MatrixStep } from "./matrix.js";
import { matrixView } from "./matrixView.js";
import { measureRound, samplesOf, studyConfig } from "./measured.js";
import { makeNames, type Names, type NameStyle } from "./names.js";
import type { Reason, TraceStep } from "./step.js";
import type { MathSymbol } from "./symbol.js";
import { Tracing } from "./tracing.js";
import { traceUpdate } from "./updateSteps.js";

/** One sample: inputs and targets, in the units of the data. */
export interface Sample {
  /** [inputs] */
  inputs: ArrayLike<number>;
  /** [outputs] */
  targets: ArrayLike<number>;
}

/** A weight or bias: the units that it connects, and its value. */
export interface TracedParameter {
  /** Its name, in parts. */
  readonly symbol: MathSymbol;
  /** Which of both it is. */
  readonly kind: "weight" | "bias";
  /** The layer it leads into, from 1. */
  readonly layer: number;
  /** The input or unit it comes from; null for a bias. */
  readonly from: string | null;
  /** The units it leads to: one unit, or all units of the layer for a shared bias. */
  readonly to: readonly string[];
  /** Before the update. */
  readonly before: number;
  /** Value after the update; equal to `before` if it does not train. */
  readonly after: number;
}

/** The network that was traced. */
export interface TracedNetwork {
  /** Units of each layer, inputs first. */
  readonly sizes: readonly number[];
  /** Names of the units by layer, inputs first: i1 i2 | h1 h2 | o1 o2. */
  readonly units: readonly (readonly string[])[];
  /** By layer, from the first that computes. */
  readonly activations: readonly ActivationName[];
  /** The loss that training minimises. */
  readonly loss: LossName;
  /** One bias per unit, one per layer, or none. */
  readonly biases: BiasMode;
  /** Whether training changes biases. */
  readonly trainBiases: boolean;
  /** η of the update. */
  readonly learningRate: number;
  /** Weights layer by layer, row = destination, then that layer's biases. */
  readonly parameters: readonly TracedParameter[];
}

/** Error and outputs after some number of rounds. */
export interface RoundState {
  /** How many updates were made; 0 before the first. */
  readonly round: number;
  /** The loss, summed over samples. */
  readonly error: number;
  /** [outputs] of the first sample. */
  readonly outputs: readonly number[];
}

/** The part of a network that a trace needs. */
export type Traceable = Pick<Network, "config" | "inputs" | "outputs" | "scalers" | "parameters">;

/** Every number of one round. */
export interface Trace {
  /** The network that was traced. */
  readonly network: TracedNetwork;
  /** [inputs], scaled if the network scales. */
  readonly inputs: readonly number[];
  /** [outputs], scaled if the network scales. */
  readonly targets: readonly number[];
  /** Symbols of the inputs: i1. */
  readonly inputSymbols: readonly MathSymbol[];
  /** Symbols of the targets: target_o1. */
  readonly targetSymbols: readonly MathSymbol[];
  /** One step for each number, in the order of the calculation. */
  readonly steps: readonly TraceStep[];
  /** The same round in matrices, a line for each layer; empty if only one unit was traced. */
  readonly matrices: readonly MatrixStep[];
  /** Values of all symbols in the steps, by key: given and calculated numbers. */
  readonly values: Values;
  /** Before the round and after it. */
  readonly rounds: readonly RoundState[];
  /** Differences between the trace and the training of the network. */
  readonly notes: readonly Reason[];
}

/** Options of `trace`. */
export interface TraceOptions {
  /** How the numbers are named (default: "neurons"). */
  names?: NameStyle;
  /** Learning rate of the update, > 0 (default: that of the network). */
  learningRate?: number;
  /** Only the steps of this unit, as in "h1", for networks that have too many steps. */
  unit?: string;
  /** How the user wrote the name of an option, for messages. */
  label?: (option: string) => string;
}

/**
 * Every number of one round on one sample, with the current weights of the network. The network does not change.
 *
 * The update is always plain gradient descent; `notes` lists all differences from the training of the network. A
 * network in float32 is calculated in float64 from its weights.
 *
 * @param network a network of at most about 5000 steps; for a larger one give `options.unit`
 * @param sample  [inputs] and [outputs], in the units of the data: the network's scaling is applied
 * @param options names of the numbers, learning rate, a single unit
 * @returns for every number its formula, the formula with numbers, and the result
 * @throws {ConfigError} for tied weights, too many steps, an unknown unit, or an invalid learning rate
 * @throws {ShapeError} for a sample of another size
 * @throws {DataError} for a number that is not finite, or becomes so in the round
 *
 * @example
 * ```js
 * import { presetNetwork, presetOf, trace } from "chainrule";
 *
 * const { config, parameters, inputs, targets } = presetOf("mazur");
 * const network = presetNetwork({ config, parameters });
 * const { steps } = trace(network, { inputs: inputs[0], targets: targets[0] });
 * for (const key of ["net_h1", "dE_total/dw5", "w5_new"]) {
 *   const step = steps.find((one) => one.key === key);
 *   console.log(`${key} = ${step?.formula} = ${step?.value}`);
 * }
 * // → net_h1 = w1·i1 + w2·i2 + b1 = 0.3775
 * // → dE_total/dw5 = ∂E_total/∂out_o1 · ∂out_o1/∂net_o1 · ∂net_o1/∂w5 = 0.08216704056423078
 * // → w5_new = w5 − η·∂E_total/∂w5 = 0.35891647971788465
 * ```
 */
export function trace(network: Traceable, sample: Sample, options: TraceOptions = {}): Trace {
  checkIsNetwork(network, "trace");
  checkOptions(sample, "trace, sample");
  checkOptions(options, "trace");
  const { names: style = "neurons", label = (option) => option } = options;
  const { learningRate = network.config.optimizer.learningRate } = options;
  if (!(Number.isFinite(learningRate) && learningRate > 0)) {
    throw new ConfigError(
      `${label("learningRate")}: expected a finite number > 0, got ${show(learningRate)}.`,
    );
  }
  refuseTied(network.config);
  const config = studyConfig(network.config);
  const sizes = [config.layers[0]!.inputs, ...config.layers.map(({ units }) => units)];
  const names = makeNames(style, sizes);
  const only = options.unit === undefined ? null : findUnit(names, options.unit, label("unit"));
  refuseTooMany(config, only, label("unit"));
  const inputs = scaledRow("inputs", sample.inputs, network.inputs, network.scalers.inputs);
  const targets = scaledRow("targets", sample.targets, network.outputs, network.scalers.targets);
  const parameters = network.parameters();
  const measured = measureRound(config, parameters, samplesOf(inputs, targets), learningRate);
  const tracing = new Tracing(config, names, measured, targets, learningRate, only);
  const traced = tellKnown(tracing, inputs);
  traceForward(tracing);
  traceError(tracing);
  traceBackward(tracing);
  traceUpdate(tracing);
  return {
    network: {
      sizes,
      units: sizes.map((_, l) => tracing.units(l).map((k) => names.unit(l, k))),
      activations: config.layers.map(({ activation }) => activation),
      loss: config.loss,
      biases: config.biases,
      trainBiases: config.trainBiases,
      learningRate,
      parameters: traced,
    },
    inputs: Array.from(inputs),
    targets: Array.from(targets),
    inputSymbols: tracing.units(0).map((j) => names.out(0, j)),
    targetSymbols: tracing.units(tracing.last).map((k) => names.target(k)),
    steps: tracing.steps,
    matrices: only ? [] : matrixView(tracing),
    values: tracing.values,
    rounds: [
      { round: 0, error: measured.error, outputs: Array.from(measured.layers.at(-1)!.activations) },
      { round: 1, error: measured.newError, outputs: Array.from(measured.newOutputs) },
    ],
    notes: notesOf(network, options),
  };
}

/** Sets the values of all symbols that have no step: given numbers, and numbers that the kernels keep. */
function tellKnown(tracing: Tracing, inputs: Float64Array): TracedParameter[] {
  const { names, config, measured, targets, last, learningRate } = tracing;
  const parameters: TracedParameter[] = [];
  inputs.forEach((value, j) => tracing.know(names.out(0, j), value));
  for (let k = 0; k < targets.length; k++) tracing.know(names.target(k), targets[k]!);
  tracing.know(names.rate, learningRate);
  for (let l = 1; l <= last; l++) {
    const own = measured.layers[l - 1]!;
    const units = tracing.units(l);
    const know = (parameter: Omit<TracedParameter, "layer">) => {
      tracing.know(parameter.symbol, parameter.before);
      parameters.push({ ...parameter, layer: l });
    };
    for (const k of units) {
      for (const j of tracing.units(l - 1)) {
        const at = j * units.length + k;
        const symbol = names.weight(l, j, k);
        const [from, to] = [names.unit(l - 1, j), [names.unit(l, k)]];
        know({ symbol, kind: "weight", from, to, before: own.weights[at]!, after: own.newWeights[at]! });
      }
      tracing.know(names.net(l, k), own.netInputs[k]!);
      tracing.know(names.out(l, k), own.activations[k]!);
      tracing.know(names.delta(l, k, l === last && isOwn(tracing)), own.deltas[k]!);
    }
    own.biases.forEach((before, k) => {
      const isShared = config.biases === "shared";
      const to = (isShared ? units : [k]).map((unit) => names.unit(l, unit));
      const symbol = names.bias(l, isShared ? null : k);
      know({ symbol, kind: "bias", from: null, to, before, after: own.newBiases[k]! });
    });
  }
  return parameters;
}

/** The differences between the trace and the training of the network. */
function notesOf({ config, scalers }: Traceable, { unit }: TraceOptions): Reason[] {
  const notes: Reason[] = [];
  const { optimizer } = config;
  if (optimizer.kind !== "sgd") notes.push({ id: "plainDescent", optimizer: optimizer.kind });
  else if (optimizer.momentum) notes.push({ id: "plainDescent", optimizer: "momentum" });
  if (config.inputDropout > 0 || config.layers.some(({ dropout }) => dropout > 0)) {
    notes.push({ id: "withoutDropout" });
  }
  const others = activeWith("notedInTrace", config);
  if (others.length > 0) notes.push({ id: "withoutPenalties", names: others.join(", ") });
  if (scalers.inputs) notes.push({ id: "scaledInputs", kind: scalers.inputs.kind });
  if (scalers.targets) notes.push({ id: "scaledTargets", kind: scalers.targets.kind });
  if (config.precision === "float32") notes.push({ id: "widened" });
  if (config.biases !== "none" && !config.trainBiases) notes.push({ id: "fixedBiases" });
  config.layers.forEach(({ trainable }, index) => {
    if (!trainable) notes.push({ id: "frozenLayer", layer: index + 1 });
  });
  if (unit !== undefined) notes.push({ id: "onlyUnit", unit });
  return notes;
}

function findUnit(names: Names, wanted: string, label: string): readonly [number, number] {
  for (let l = 1; l < names.sizes.length; l++) {
    for (let k = 0; k < names.sizes[l]!; k++) if (names.unit(l, k) === wanted) return [l, k];
  }
  const last = names.sizes.length - 1;
  const spans = names.sizes.slice(1).map((size, index) => {
    const [first, end] = [names.unit(index + 1, 0), names.unit(index + 1, size - 1)];
    return size === 1 ? first : `${first} to ${end}`;
  });
  throw new ConfigError(
    `${label}: expected ${spans.slice(0, last - 1).join(", ")}${last > 1 ? " or " : ""}${spans.at(-1)}, got ${show(wanted)}.`,
  );
}

/** A weight that is used twice would need steps that add the gradients of both uses. */
function refuseTied({ layers }: Config): void {
  const index = layers.findIndex(({ tied }) => tied !== undefined);
  if (index < 0) return;
  throw new ConfigError(
    `trace: layer ${index + 1} uses the weights of layer ${layers[index]!.tied}, and a trace has no steps for tied weights. ` +
      "Use a network without them.",
  );
}

function refuseTooMany({ layers }: Config, only: readonly [number, number] | null, label: string): void {
  const steps = aboutSteps(layers, only);
  if (steps <= mostSteps) return;
  const shape = [layers[0]!.inputs, ...layers.map(({ units }) => units)].join("-");
  const advice = only ? "Use a smaller network." : `Give ${label}, such as "o1", or use a smaller network.`;
  throw new ConfigError(
    `trace: a ${shape} network has about ${steps.toLocaleString("en")} steps; ` +
      `at most ${mostSteps.toLocaleString("en")} can be shown. ${advice}`,
  );
}

function scaledRow(
  what: string,
  given: ArrayLike<number>,
  length: number,
  scaler: Scaler | null,
): Float64Array {
  if (given?.length !== length) {
    throw new ShapeError(`${what}: expected ${length} numbers, got ${show(given?.length)}.`);
  }
  const row = Float64Array.from(given);
  const wrong = row.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    throw new DataError(`${what}[${wrong}]: expected a finite number, got ${show(given[wrong])}.`);
  }
  const scaled = prepared(row, length, scaler);
  refuseNotFinite(what, scaled, row, length, scaler, 0);
  return scaled;
}
