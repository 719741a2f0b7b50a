/**
 * Model files: a network's configuration, scalers, notes and parameters in a safetensors container.
 *
 * Tensors `layers.0.weights` [inputs × units], `layers.0.biases` [units] or [1], …; everything else is JSON
 * under `chainrule` in the metadata. Where there are members, the last layer has [members × inputs × units] and
 * [members × units]; factors of the inputs are `layers.0.inputFactors` [members × inputs]. Tied weights are written out, transposed, so that a reader that does not know them
 * reads every layer in the same way. That they still agree is checked when they are put into a network.
 */
import { ModelError } from "../errors.js";
import { show } from "../wording.js";
import type { Scaler } from "./scaling.js";
import { readSafetensors, type Tensor, type TensorData, writeSafetensors } from "./safetensors.js";

/**
 * Version of what stands under `chainrule`. A reader refuses a later one. A file has the earliest version that says all
 * that is in it: 2 is for factors of the inputs and members.
 */
export const modelVersion = 2;

export interface Model {
  /** The effective configuration, as `checkConfig` takes it. */
  config: Record<string, unknown>;
  inputScaler: Scaler | null;
  targetScaler: Scaler | null;
  /** `Network.notes`: names of columns and classes, image size. */
  notes: Record<string, unknown>;
  layers: ModelLayer[];
}

export interface ModelLayer {
  inputs: number;
  units: number;
  /** How many weights and biases there are, one behind the other: one for each member in the last layer. */
  copies: number;
  weights: TensorData;
  biases: TensorData;
  inputFactors?: TensorData;
}

export function writeModel(model: Model): Uint8Array {
  const tensors = new Map<string, Tensor>();
  model.layers.forEach(({ inputs, units, copies, weights, biases, inputFactors }, index) => {
    const each = copies > 1 ? [copies] : [];
    tensors.set(`layers.${index}.weights`, { shape: [...each, inputs, units], data: weights });
    if (biases.length > 0)
      tensors.set(`layers.${index}.biases`, { shape: [...each, biases.length / copies], data: biases });
    if (inputFactors) {
      const shape = [inputFactors.length / inputs, inputs];
      tensors.set(`layers.${index}.inputFactors`, { shape, data: inputFactors });
    }
  });
  const { config, inputScaler, targetScaler, notes } = model;
  const version = model.layers.some((layer) => layer.inputFactors) ? 2 : 1;
  const about = { version, config, inputScaler, targetScaler, notes };
  return writeSafetensors({ tensors, metadata: { format: "chainrule", chainrule: JSON.stringify(about) } });
}

/**
 * Bytes of a file → model. That the tensors fit the configuration is checked where both are used.
 *
 * @throws ModelError for a file that is damaged, of another program, or of a later version
 */
export function readModel(bytes: Uint8Array, name = "model"): Model {
  const { tensors, metadata } = readSafetensors(bytes, name);
  const text = metadata.chainrule;
  if (text === undefined) {
    throw new ModelError(
      `${name}: a safetensors file, but not one of chainrule's: it has no "chainrule" metadata.`,
    );
  }
  let about: Partial<Model> & { version?: unknown };
  try {
    about = JSON.parse(text) as typeof about;
  } catch {
    throw new ModelError(`${name}: its "chainrule" metadata is not JSON.`);
  }
  const version = about?.version;
  if (!(Number.isInteger(version) && 1 <= (version as number) && (version as number) <= modelVersion)) {
    throw new ModelError(
      `${name}: expected model version 1 to ${modelVersion}, got ${show(about?.version)}. Update chainrule.`,
    );
  }
  const layers: Model["layers"] = [];
  for (let tensor; (tensor = tensors.get(`layers.${layers.length}.weights`));) {
    const [units = 0, inputs = 0, copies = 1] = tensor.shape.toReversed();
    const empty = tensor.data.slice(0, 0);
    const biases = tensors.get(`layers.${layers.length}.biases`)?.data ?? empty;
    const inputFactors = tensors.get(`layers.${layers.length}.inputFactors`)?.data;
    layers.push({
      inputs,
      units,
      copies,
      weights: tensor.data,
      biases,
      ...(inputFactors && { inputFactors }),
    });
  }
  const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
  if (!isObject(about.config) || layers.length === 0)
    throw new ModelError(`${name}: it describes no network.`);
  return {
    config: about.config,
    inputScaler: about.inputScaler ?? null,
    targetScaler: about.targetScaler ?? null,
    notes: isObject(about.notes) ? about.notes : {},
    layers,
  };
}
