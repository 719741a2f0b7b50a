/** What each layer of Keras does, as steps: `kinds` has an entry for every class of layer that is known. */
import { type ActivationName, activationNames } from "../functions/activations.js";
import { kerasNames } from "../functions/kerasNames.js";
import { oneOf, show } from "../wording.js";
import { isObject, isSize, outOfScope, type Refuse } from "./refusal.js";
import type { Floats, Step } from "./steps.js";

/** A layer of the description. */
export interface KerasLayer {
  /** Its own name, such as "dense_1". */
  readonly name: string;
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Its place in the file. */
  readonly index: number;
}

/** How messages call a layer. */
export function placeOf({ name, className }: KerasLayer): string {
  return `layer ${show(name)} (${className})`;
}

/** Whose file it is: some names and defaults differ. */
export type Dialect = "tfjs" | "keras";

export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Floats;
}

/** The tensors of a layer. @param names of them, in the order in which the layer makes them */
export type TensorsOf = (layer: KerasLayer, names: readonly string[]) => Tensor[];

interface Context {
  readonly dialect: Dialect;
  readonly tensorsOf: TensorsOf;
  readonly refuse: Refuse;
  /** Grows. */
  readonly remarks: string[];
}

/** Sizes of a sample behind the layers so far; null while they are not known. */
interface State {
  shape: readonly number[] | null;
}

type Kind = (layer: KerasLayer, state: State, context: Context) => Step[];

/** The steps of a layer. @throws ModelError for a class that is not known, by its name */
export function stepsOf(layer: KerasLayer, state: State, context: Context): Step[] {
  const kind = Object.hasOwn(kinds, layer.className) ? kinds[layer.className] : undefined;
  if (!kind) {
    const known = Object.keys(kinds).join(", ");
    throw context.refuse(placeOf(layer), `one of ${known}`, layer.className, outOfScope);
  }
  const { batch_input_shape: older, batch_shape: shape = older } = layer.config;
  if (Array.isArray(shape) && state.shape === null) {
    const sizes = (shape as unknown[]).slice(1);
    if (!sizes.every(isSize)) throw context.refuse(placeOf(layer), "sizes of the inputs", show(shape));
    state.shape = sizes;
  }
  return kind(layer, state, context);
}

const kinds: Readonly<Record<string, Kind>> = {
  InputLayer: () => [],
  Dense: dense,
  Activation: (layer, _state, context) => [activationStep(layer, layer.config.activation, context)],
  ReLU: (layer, _state, context) => {
    const { max_value: most, negative_slope: slope, threshold } = layer.config;
    if ((most ?? null) !== null || (threshold ?? 0) !== 0) {
      const got = (most ?? null) === null ? `threshold ${show(threshold)}` : `max_value ${show(most)}`;
      throw context.refuse(placeOf(layer), "no max_value and no threshold", got, outOfScope);
    }
    const alpha = numberOf(layer, "negative_slope", slope ?? 0, context);
    return [withAlpha(layer, alpha === 0 ? "relu" : "leakyRelu", alpha, context)];
  },
  LeakyReLU: (layer, _state, context) => {
    const given = layer.config.negative_slope ?? layer.config.alpha ?? 0.3;
    return [withAlpha(layer, "leakyRelu", numberOf(layer, "alpha", given, context), context)];
  },
  ELU: (layer, _state, context) => {
    const alpha = numberOf(layer, "alpha", layer.config.alpha ?? 1, context);
    return [withAlpha(layer, "elu", alpha, context)];
  },
  Softmax: (layer, _state, { refuse }) => {
    const { axis = -1 } = layer.config;
    if (axis !== -1 && axis !== 1) throw refuse(placeOf(layer), "axis -1", show(axis), outOfScope);
    return [{ kind: "activation", where: placeOf(layer), activation: "softmax" }];
  },
  Dropout: (layer, _state, context) => {
    const { rate, noise_shape: shape } = layer.config;
    if ((shape ?? null) !== null)
      throw context.refuse(placeOf(layer), "no noise_shape", show(shape), outOfScope);
    return [{ kind: "dropout", where: placeOf(layer), rate: numberOf(layer, "rate", rate, context) }];
  },
  BatchNormalization: batchNormalization,
  Flatten: (layer, state, { refuse }) => {
    const { shape } = state;
    if (shape && shape.length > 1 && layer.config.data_format === "channels_first") {
      throw refuse(placeOf(layer), 'data_format "channels_last"', '"channels_first"', outOfScope);
    }
    state.shape = shape && [shape.reduce((product, size) => product * size, 1)];
    return [];
  },
  Rescaling: (layer, _state, context) => {
    const [scale, offset] = ["scale", "offset"].map((name) =>
      Float64Array.of(numberOf(layer, name, layer.config[name] ?? 0, context)),
    ) as [Float64Array, Float64Array];
    return [
      { kind: "affine", where: placeOf(layer), what: "rescaling", scale, shift: offset, isScaling: true },
    ];
  },
  Normalization: normalization,
};

function dense(layer: KerasLayer, state: State, context: Context): Step[] {
  const { refuse, tensorsOf } = context;
  const {
    units,
    use_bias: useBias = true,
    activation = "linear",
    kernel_regularizer: penalty,
  } = layer.config;
  const where = placeOf(layer);
  if (!isSize(units)) throw refuse(where, "units", show(units));
  if (state.shape && state.shape.length !== 1) {
    throw refuse(where, "inputs of one dimension", `${state.shape.length}`, "Put a Flatten layer before it.");
  }
  const [kernel, bias] = tensorsOf(layer, useBias ? ["kernel", "bias"] : ["kernel"]) as [Tensor, Tensor?];
  const inputs = state.shape ? state.shape[0]! : kernel.shape[0]!;
  refuseShape(where, "kernel", kernel, [inputs, units], refuse);
  if (bias) refuseShape(where, "bias", bias, [units], refuse);
  if ((penalty ?? null) !== null) {
    context.remarks.push(`${where}: its kernel_regularizer was left out. Set l1 or l2 for further training.`);
  }
  state.shape = [units];
  return [
    { kind: "dense", where, inputs, units, weights: kernel.data, biases: bias?.data ?? null },
    activationStep(layer, activation, context),
  ];
}

/** γ · (x − mean) / √(variance + ε) + β, with the means of the training. */
function batchNormalization(layer: KerasLayer, state: State, context: Context): Step[] {
  const { refuse } = context;
  const { axis = -1, epsilon = 0.001, center = true, scale: hasScale = true } = layer.config;
  const where = placeOf(layer);
  const places = Array.isArray(axis) ? (axis as unknown[]) : [axis];
  if (places.length !== 1 || (places[0] !== -1 && places[0] !== 1) || (state.shape?.length ?? 1) !== 1) {
    throw refuse(where, "normalisation by column, axis -1", `axis ${show(axis)}`, outOfScope);
  }
  const names = [
    ...(hasScale ? ["gamma"] : []),
    ...(center ? ["beta"] : []),
    "moving_mean",
    "moving_variance",
  ];
  const tensors = context.tensorsOf(layer, names);
  const columns = state.shape ? state.shape[0]! : tensors[0]!.shape[0]!;
  tensors.forEach((tensor, index) => refuseShape(where, names[index]!, tensor, [columns], refuse));
  const of = (name: string) => tensors[names.indexOf(name)]?.data;
  const added = numberOf(layer, "epsilon", epsilon, context);
  const [gamma, beta] = [of("gamma"), of("beta")];
  const [mean, variance] = [of("moving_mean")!, of("moving_variance")!];
  const scale = Float64Array.from(variance, (one, column) => (gamma?.[column] ?? 1) / Math.sqrt(one + added));
  const shift = scale.map((one, column) => (beta?.[column] ?? 0) - mean[column]! * one);
  refuseInfinite(where, scale, shift, refuse);
  return [{ kind: "affine", where, what: "batch normalisation", scale, shift, isScaling: false }];
}

/** (x − mean) / max(√variance, 10⁻⁷) */
function normalization(layer: KerasLayer, state: State, { tensorsOf, refuse }: Context): Step[] {
  const where = placeOf(layer);
  const { mean: givenMean, variance: givenVariance, invert } = layer.config;
  if (invert) throw refuse(where, "invert false", show(invert), outOfScope);
  const given = [givenMean, givenVariance].map((list) => (Array.isArray(list) ? list.flat(3) : list));
  const isGiven = given.every((list) => Array.isArray(list) && list.every(Number.isFinite));
  const [mean, variance] = isGiven
    ? given.map((list) => Float64Array.from(list as number[]))
    : tensorsOf(layer, ["mean", "variance", "count"]).map(({ data }) => data);
  const columns = state.shape?.[0] ?? mean!.length;
  if (mean!.length !== columns || variance!.length !== columns || (state.shape?.length ?? 1) !== 1) {
    throw refuse(where, `a mean and a variance for each of ${columns} columns`, String(mean!.length));
  }
  const scale = Float64Array.from(variance!, (one) => 1 / Math.max(Math.sqrt(one), 1e-7));
  const shift = scale.map((one, column) => -mean![column]! * one);
  refuseInfinite(where, scale, shift, refuse);
  return [{ kind: "affine", where, what: "normalisation", scale, shift, isScaling: true }];
}

/** A name, or { class_name: "function", config: name }. */
function activationStep(layer: KerasLayer, given: unknown, context: Context): Step {
  const name = isObject(given) ? (given.class_name === "function" ? given.config : given.class_name) : given;
  const known = activationNames.find((one) => {
    const keras = kerasNames[one];
    if (!keras || typeof name !== "string") return false;
    return context.dialect === "tfjs" ? keras.tfjs === name : keras.name === name || keras.older === name;
  });
  if (!known) {
    const names = activationNames.flatMap((one) => {
      const { name: inKeras, tfjs } = kerasNames[one] ?? {};
      return (context.dialect === "tfjs" ? tfjs : inKeras) ?? [];
    });
    throw context.refuse(`${placeOf(layer)}, activation`, oneOf(names), show(name), outOfScope);
  }
  const { alpha } = kerasNames[known]!;
  return { kind: "activation", where: placeOf(layer), activation: known, alpha };
}

function withAlpha(layer: KerasLayer, activation: ActivationName, alpha: number, { refuse }: Context): Step {
  const where = placeOf(layer);
  if (!(alpha >= 0)) throw refuse(where, "alpha ≥ 0", String(alpha), outOfScope);
  return { kind: "activation", where, activation, alpha };
}

function numberOf(layer: KerasLayer, name: string, value: unknown, { refuse }: Context): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw refuse(placeOf(layer), `a number for ${name}`, show(value));
}

function refuseShape(
  where: string,
  name: string,
  { shape }: Tensor,
  wanted: readonly number[],
  refuse: Refuse,
): void {
  if (shape.join() === wanted.join()) return;
  throw refuse(`${where}, ${name}`, `[${wanted.join(" × ")}]`, `[${shape.slice(0, 8).join(" × ")}]`);
}

function refuseInfinite(where: string, scale: Float64Array, shift: Float64Array, refuse: Refuse): void {
  for (const list of [scale, shift]) {
    const bad = list.findIndex((one) => !Number.isFinite(one));
    if (bad >= 0) throw refuse(where, "finite numbers", `${list[bad]} in column ${bad}`);
  }
}
