/**
 * Model files: a network's configuration, scalers, notes and parameters in a safetensors container.
 *
 * Tensors `layers.0.weights` [inputs × units], `layers.0.biases` [units] or [1], …; everything else is JSON
 * under `chainrule` in the metadata. Where there are members, the last layer has [members × inputs × units] and
 * [members × units]; factors of the inputs are `layers.0.inputFactors` [members × inputs]. Tied weights are written out, transposed, so that a reader that does not know them
 * reads every layer in the same way. That they still agree is checked when they are put into a network. Names that begin with
 * `training.` are for the state of a training.
 */
import { ConfigError, ModelError, ShapeError } from "../errors.js";
import { checkConfig } from "../settings/configuration.js";
import type { Config } from "../settings/generated/types.js";
import { columnsOf } from "../settings/inputColumns.js";
import { show } from "../wording.js";
import type { GivenBytes } from "./givenArrays.js";
import { addedBeforeLog } from "./logarithm.js";
import { layerCount, layersOf, type ModelLayer, refuseOtherCount } from "./modelTensors.js";
import { refuseScaler } from "./scalerCheck.js";
import type { Scaler } from "./scaling.js";
import { readSafetensors, type Tensor, writeSafetensors } from "./safetensors.js";
import { jsonProblem, strictJson } from "./strictJson.js";

/**
 * Version of what stands under `chainrule`. A reader refuses a later one. A file has the earliest version that says all
 * that is in it: 2 is for factors of the inputs and members, 3 for logarithms of targets and for a
 * temperature.
 */
export const modelVersion = 3;

export interface Model {
  /** The effective configuration, as `checkConfig` takes it. */
  config: Record<string, unknown>;
  inputScaler: Scaler | null;
  targetScaler: Scaler | null;
  /** Of its probabilities; none where it was not calibrated. */
  temperature?: number | undefined;
  /** `Network.notes`: names of columns and classes, image size. */
  notes: Record<string, unknown>;
  layers: ModelLayer[];
  /** The state of its training, where the file carries one. */
  training?: StateParts;
}

/** The state of a training in a model file; `train/state/stateFile.ts` knows what it means. */
export interface StateParts {
  /** JSON under `training` in the metadata. */
  about: Record<string, unknown>;
  /** Tensors whose names begin with `training.`. */
  tensors: Map<string, Tensor>;
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
  const { config, inputScaler, targetScaler, temperature, notes } = model;
  const hasLog = targetScaler !== null && addedBeforeLog(targetScaler.kind) !== null;
  const version = hasLog || temperature ? 3 : model.layers.some((layer) => layer.inputFactors) ? 2 : 1;
  const about = { version, config, inputScaler, targetScaler, ...(temperature && { temperature }), notes };
  const metadata: Record<string, string> = { format: "chainrule", chainrule: textOf(about) };
  if (model.training) {
    metadata.training = JSON.stringify(model.training.about);
    for (const [name, tensor] of model.training.tensors) tensors.set(name, tensor);
  }
  return writeSafetensors({ tensors, metadata });
}

/** @throws ConfigError for notes that are no JSON, or that `readModel` would refuse */
function textOf(about: object): string {
  let [text, problem]: [string, string | null] = ["", "is not JSON"];
  try {
    text = JSON.stringify(about);
    problem = jsonProblem(text);
  } catch {
    // a value that contains itself, a BigInt, or thousands of lists in each other
  }
  if (problem === null) return text;
  throw new ConfigError({
    setting: "notes",
    expected: "JSON that fits into a model file",
    got: `a value that ${problem}`,
    advice: "Set network.notes to a smaller or simpler value.",
  });
}

/** A model that was read from a file: its parts fit each other. */
export interface ReadModel extends Model {
  /** `config`, checked and complete. */
  checked: Config;
}

/**
 * Bytes of a file → model.
 *
 * @throws ModelError for a file that is damaged, of another program or of a later version, or whose configuration, tensors,
 *   scalers and notes do not fit each other
 */
export function readModel(bytes: GivenBytes, name = "model"): ReadModel {
  const { tensors, metadata } = readSafetensors(bytes, name);
  if (!Object.hasOwn(metadata, "chainrule")) {
    throw new ModelError(
      `${name}: a safetensors file, but not one of chainrule's: it has no "chainrule" metadata.`,
    );
  }
  const about = aboutOf(metadata.chainrule!, name);
  const { config, inputScaler = null, targetScaler = null, temperature, notes = {} } = about;
  const count = layerCount(tensors);
  if (!isObject(config) || count === 0) throw new ModelError(`${name}: it describes no network.`);
  try {
    refuseOtherCount(config, count); // before a list of a million layers is checked one by one
    const checked = checkConfig(config);
    const layers = layersOf(tensors, checked);
    const columns = columnsOf(checked);
    const { units } = checked.layers.at(-1)!;
    refuseScaler("inputs", inputScaler, columns, checked.layers[0]!.inputs);
    refuseScaler("targets", targetScaler, units, units);
    if (!isObject(notes))
      throw new ConfigError({ setting: "notes", expected: "an object", got: show(notes) });
    const state = stateOf(metadata.training, tensors, name);
    return { config, checked, inputScaler, targetScaler, temperature, notes, layers, ...state };
  } catch (error) {
    throw error instanceof ConfigError || error instanceof ShapeError ? misfit(name, error) : error;
  }
}

/** The error about a file whose parts do not fit each other. */
export function misfit(name: string, error: Error): ModelError {
  return new ModelError(`${name}: its parts do not fit each other: ${error.message}`);
}

type About = Partial<Model> & { version?: unknown };

/** What stands under `chainrule`. */
function aboutOf(text: string, name: string): About {
  const read = strictJson(text);
  if ("problem" in read) throw new ModelError(`${name}: its "chainrule" metadata ${read.problem}.`);
  const about = (isObject(read.value) ? read.value : {}) as About;
  const { version } = about;
  if (!(Number.isInteger(version) && 1 <= (version as number) && (version as number) <= modelVersion)) {
    throw new ModelError(
      `${name}: expected model version 1 to ${modelVersion}, got ${show(version)}. Update chainrule.`,
    );
  }
  return about;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The state of a training, where the file carries one. */
function stateOf(
  text: string | undefined,
  tensors: ReadonlyMap<string, Tensor>,
  name: string,
): Pick<Model, "training"> {
  if (text === undefined) return {};
  const read = strictJson(text);
  const problem = "problem" in read ? read.problem : isObject(read.value) ? null : "is not a JSON object";
  if (problem !== null) throw new ModelError(`${name}: its "training" metadata ${problem}.`);
  const { value } = read as { value: StateParts["about"] };
  const own = [...tensors].filter(([tensor]) => tensor.startsWith("training."));
  return { training: { about: value, tensors: new Map(own) } };
}
