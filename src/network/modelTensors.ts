/** The tensors of a model file: which belong to which layer, and whether they have the shapes that the configuration says. */
import { ConfigError, ShapeError } from "../errors.js";
import type { Config } from "../settings/generated/types.js";
import { copiesOf, factorCount } from "../settings/members.js";
import { plural, show } from "../wording.js";
import { biasCount } from "./parameters.js";
import type { Tensor, TensorData } from "./safetensors.js";

/** Parameters of one layer in a model file. */
export interface ModelLayer {
  inputs: number;
  units: number;
  /** How many weights and biases there are, one behind the other: one for each member in the last layer. */
  copies: number;
  weights: TensorData;
  biases: TensorData;
  inputFactors?: TensorData;
}

type Tensors = ReadonlyMap<string, Tensor>;

const ofLayer = /^layers\.(0|[1-9]\d{0,8})\.(weights|biases|inputFactors)$/;
const ofTraining = /^training\../;

/** How many layers have weights, without a gap from the first. */
export function layerCount(tensors: Tensors): number {
  let count = 0;
  while (tensors.has(`layers.${count}.weights`)) count++;
  return count;
}

/**
 * Refuses a configuration of another number of layers.
 *
 * @throws ConfigError
 */
export function refuseOtherCount({ layers }: Record<string, unknown>, count: number): void {
  if (!Array.isArray(layers) || layers.length === count + 1 || layers.length === count) return;
  throw new ConfigError({
    setting: "layers",
    expected: `the inputs and ${count} layers, as there are tensors`,
    got: `a list of ${layers.length}`,
  });
}

/**
 * The parameters by layer.
 *
 * @throws ShapeError for a tensor that is missing, has another shape, or belongs to no layer
 */
export function layersOf(tensors: Tensors, config: Config): ModelLayer[] {
  const { layers, biases } = config;
  for (const name of tensors.keys()) {
    const index = ofLayer.exec(name)?.[1];
    if (index === undefined ? ofTraining.test(name) : Number(index) < layers.length) continue;
    throw new ShapeError(
      `tensor ${show(name)}: expected one of ${plural(layers.length, "layer")}, or of a training.`,
    );
  }
  return layers.map(({ inputs, units }, index) => {
    const copies = copiesOf(config, index);
    const each = copies > 1 ? [copies] : [];
    const tensor = (kind: string, shape: readonly number[]) => {
      const found = tensors.get(`layers.${index}.${kind}`);
      refuseShape(`layer ${index + 1}: ${kind}`, found, shape);
      return found?.data;
    };
    const ofBiases = biasCount(biases, units);
    const factors = index === 0 ? factorCount(config) : 0;
    const weights = tensor("weights", [...each, inputs, units])!;
    const inputFactors = tensor("inputFactors", factors === 0 ? [] : [factors / inputs, inputs]);
    return {
      inputs,
      units,
      copies,
      weights,
      biases: tensor("biases", ofBiases === 0 ? [] : [...each, ofBiases]) ?? weights.slice(0, 0),
      ...(inputFactors && { inputFactors }),
    };
  });
}

/** @param shape [] for a tensor that must not be there */
function refuseShape(name: string, tensor: Tensor | undefined, shape: readonly number[]): void {
  const text = (sizes: readonly number[] | undefined) =>
    sizes ? (sizes.length <= 4 ? `[${sizes.join(" × ")}]` : `${sizes.length} dimensions`) : "none";
  const expected = shape.length === 0 ? undefined : shape;
  if (tensor?.shape.join() === expected?.join()) return;
  throw new ShapeError(`${name}: expected ${text(expected)}, got ${text(tensor?.shape)}.`);
}
