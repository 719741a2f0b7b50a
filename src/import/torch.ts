/**
 * Models of PyTorch as safetensors: the state of an `nn.Sequential` of Linear modules. The file has the weights only, so the
 * activations are given beside it, or the whole module as text; files that Chainrule exported have it in their metadata.
 */
import { ConfigError } from "../errors.js";
import { bytesOf, type GivenBytes } from "../network/givenArrays.js";
import { mostHeaderBytes, readHeader } from "../network/safetensors.js";
import type { Scaler } from "../network/scaling.js";
import { strictJson } from "../network/strictJson.js";
import type { HostOptions } from "../train/engine.js";
import type { Network } from "../train/network.js";
import { plural, show } from "../wording.js";
import { type ImportOptions, nameOf, networkOf } from "./network.js";
import { outOfScope, own, type Refuse, refusalOf } from "./refusal.js";
import type { AffineStep, DenseStep, Floats, GivenModel, Step } from "./steps.js";
import { activationNamed, modulesIn, type TorchModule } from "./torchModules.js";

/** Options of `importTorch`. */
export interface TorchOptions extends ImportOptions {
  /**
   * [Linear modules] the activation behind each of them, "identity" for none: a name of Chainrule's, or a module of PyTorch's such
   * as "LeakyReLU(0.2)".
   */
  activations?: readonly string[];
  /**
   * The module as text, in place of `activations`: what `print(model)` prints, or the Python that made it, such as
   * `nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 3))` (default: the metadata of the file).
   */
  module?: string;
}

/**
 * Reads the state of an `nn.Sequential` of PyTorch from a safetensors file: `0.weight`, `0.bias`, `2.weight` and so on. What is
 * between the Linear modules is not in such a file. Say it by `activations`, or by `module`, which also knows BatchNorm1d, Dropout
 * and Flatten.
 *
 * @param bytes   the whole file; read and not kept
 * @param options what is between the weights; names, scaling, settings (default: none)
 * @param host    as in `Network.create`
 * @returns a network in the precision of the file, with untrained state
 * @throws {ModelError} for a file that is damaged, a tensor or a module that perceptrons do not have, by its name, and where
 *   nothing says what is between the weights
 * @throws {ConfigError} for options that do not fit the network
 *
 * @example
 * ```js
 * import { importTorch, Network, toTorchSafetensors } from "chainrule";
 *
 * const network = Network.create({ layers: [2, { units: 3, activation: "relu" }, 1], seed: 5 });
 * const bytes = toTorchSafetensors(network); // or what save_file(model.state_dict(), "model.safetensors") wrote
 * const imported = importTorch(bytes, { activations: ["ReLU()", "Sigmoid()"] });
 * console.log(imported.predict([[1, 2]])[0][0] === network.predict([[1, 2]])[0][0]); // → true
 * ```
 */
export function importTorch(bytes: GivenBytes, options: TorchOptions = {}, host: HostOptions = {}): Network {
  const refuse = refusalOf(nameOf(options));
  const { tensors, metadata } = tensorsOf(bytes, refuse);
  const groups = groupsOf(tensors, refuse);
  const text = options.module ?? (options.activations ? undefined : metadata.module);
  const modules =
    text === undefined ? ofActivations(groups, options.activations, refuse) : modulesIn(text, refuse);
  const remarks: string[] = [];
  const steps = stepsOf(modules, groups, refuse);
  if (text === undefined)
    remarks.push(`The activations are those that were given: ${options.activations!.join(", ")}.`);
  const beside = metadataOf(metadata, remarks);
  return networkOf({ from: "PyTorch", steps, remarks, ...beside }, options, host);
}

/** The names and the scaling that `toTorchSafetensors` writes beside the weights. */
function metadataOf(metadata: Readonly<Record<string, string>>, remarks: string[]): Partial<GivenModel> {
  const jsonOf = (key: string): unknown => {
    const text = Object.hasOwn(metadata, key) ? metadata[key]! : "null";
    const read = strictJson(text);
    return "value" in read ? read.value : null;
  };
  const namesOf = (key: string) => {
    const value = jsonOf(key);
    return Array.isArray(value) && value.every((name) => typeof name === "string")
      ? (value as string[])
      : null;
  };
  const inputs = jsonOf("inputScaler") as Scaler | null;
  const hasBins = own(inputs, "widths") !== undefined;
  if (hasBins)
    remarks.push("The inputs were prepared in bins, outside of the layers: give it inputs in bins.");
  const [inputNames, classes, temperature] = [namesOf("inputs"), namesOf("classes"), jsonOf("temperature")];
  return {
    scalers: {
      inputs: hasBins ? null : inputs,
      targets: jsonOf("targetScaler") as Scaler | null,
      ...(typeof temperature === "number" && { temperature }),
    },
    ...(inputNames && !hasBins && { inputNames }),
    ...(classes && { classes }),
  };
}

/** Whether a file is safetensors. */
export function isSafetensors(bytes: Uint8Array): boolean {
  return bytes.length > 9 && bytes[8] === 0x7b && bytes.subarray(5, 8).every((byte) => byte === 0);
}

interface Tensor {
  name: string;
  shape: readonly number[];
  data: Floats;
}

const types = { F32: Float32Array, F64: Float64Array, I64: BigInt64Array } as const;

/** The tensors of numbers; counters (I64) are left out. */
function tensorsOf(given: GivenBytes, refuse: Refuse) {
  const bytes = bytesOf(given);
  if (!bytes) throw new ConfigError(`import: expected the bytes of a safetensors file, got ${show(given)}.`);
  const what = "a safetensors file";
  if (bytes.length < 8) throw refuse("", what, `${bytes.length} bytes`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > Math.min(mostHeaderBytes, bytes.length - 8))
    throw refuse("", what, "no header of that length");
  const begin = 8 + length;
  const { places, metadata } = readHeader(bytes.subarray(8, begin), bytes.length - begin, types, (reason) =>
    refuse("", what, reason),
  );
  const tensors: Tensor[] = [];
  for (const { key, type, shape, begin: from, end } of places) {
    if (type === BigInt64Array) continue;
    const own = bytes.slice(begin + from, begin + end).buffer;
    tensors.push({
      name: key,
      shape,
      data: type === Float64Array ? new Float64Array(own) : new Float32Array(own),
    });
  }
  return { tensors, metadata };
}

/** The tensors of one module, by the end of their names: weight, bias, running_mean, running_var. */
type Group = { name: string } & Partial<Record<string, Tensor | string>>;

/** Groups in the order of their names; numbers in names count as numbers. */
function groupsOf(tensors: readonly Tensor[], refuse: Refuse): Group[] {
  const groups = new Map<string, Group>();
  for (const tensor of tensors) {
    const [, name = "", end = ""] =
      /^(?:(.*)\.)?(weight|bias|running_mean|running_var)$/.exec(tensor.name) ?? [];
    if (end === "") {
      throw refuse(
        `tensor ${show(tensor.name)}`,
        "a name that ends in .weight or .bias",
        "another",
        outOfScope,
      );
    }
    groups.set(name, { ...groups.get(name), name, [end]: tensor });
  }
  const order = new Intl.Collator("en", { numeric: true });
  return [...groups.values()].toSorted((a, b) => order.compare(a.name, b.name));
}

function ofActivations(
  groups: readonly Group[],
  activations: readonly string[] | undefined,
  refuse: Refuse,
): TorchModule[] {
  const advice =
    "Give activations, one for each Linear module, or the module as text (--activations, --module).";
  const other = groups.find((group) => group.running_mean);
  if (other)
    throw refuse(`module ${show(other.name)}`, "the module as text, for a BatchNorm1d", "none", advice);
  if (activations === undefined) {
    throw refuse("", "what is between the weights, which such a file does not have", "nothing", advice);
  }
  if (!Array.isArray(activations) || activations.length !== groups.length) {
    const got = Array.isArray(activations) ? String(activations.length) : show(activations);
    throw new ConfigError({
      setting: "activations",
      expected: `one for each of ${plural(groups.length, "Linear module")}`,
      got,
      advice: 'Give "identity" where there is none.',
    });
  }
  return activations.flatMap((name) => [{ name: "Linear", args: [], named: {} }, activationNamed(name)]);
}

function stepsOf(modules: readonly TorchModule[], groups: readonly Group[], refuse: Refuse): Step[] {
  let next = 0;
  const group = (name: string): Group => {
    const found = groups[next++];
    if (!found) throw refuse("module", `weights for ${name} number ${next}`, plural(groups.length, "group"));
    return found;
  };
  const steps = modules.flatMap((one): Step[] => {
    if (one.step) return [one.step];
    if (one.name === "Linear") return [linear(group("Linear"), refuse)];
    if (one.name === "BatchNorm1d") return [normalisation(group("BatchNorm1d"), one, refuse)];
    return [];
  });
  if (next < groups.length) {
    const { name } = groups[next]!;
    throw refuse(`module ${show(name)}`, "a Linear or BatchNorm1d for it in the module", "none");
  }
  return steps;
}

/** The weights are [units × inputs] there. */
function linear(group: Group, refuse: Refuse): DenseStep {
  const where = `module ${show(group.name)}`;
  const weight = group.weight as Tensor | undefined;
  const [units, inputs] = weight?.shape ?? [];
  if (!weight || !units || !inputs || weight.shape.length !== 2) {
    throw refuse(
      where,
      "a weight of two dimensions",
      weight ? `[${weight.shape.join(" × ")}]` : "none",
      outOfScope,
    );
  }
  const bias = group.bias as Tensor | undefined;
  if (bias && bias.shape.join() !== String(units)) {
    throw refuse(`${where}, bias`, `[${units}]`, `[${bias.shape.join(" × ")}]`);
  }
  const weights = weight.data.slice();
  for (let unit = 0, at = 0; unit < units; unit++) {
    for (let input = 0; input < inputs; input++) weights[input * units + unit] = weight.data[at++]!;
  }
  return { kind: "dense", where, inputs, units, weights, biases: bias?.data ?? null };
}

function normalisation(group: Group, { args, named }: TorchModule, refuse: Refuse): AffineStep {
  const where = `module ${show(group.name)}`;
  const [mean, variance] = ["running_mean", "running_var"].map((name) => group[name] as Tensor | undefined);
  const [gamma, beta] = [group.weight, group.bias] as (Tensor | undefined)[];
  const columns = mean?.data.length ?? 0;
  const all = [mean, variance, gamma ?? mean, beta ?? mean];
  if (all.some((tensor) => tensor?.shape.length !== 1 || tensor.data.length !== columns)) {
    throw refuse(where, "running_mean and running_var of a BatchNorm1d, one for each column", "others");
  }
  const epsilon = Number(named.eps ?? args[1] ?? 1e-5);
  const scale = Float64Array.from(
    variance!.data,
    (one, column) => (gamma?.data[column] ?? 1) / Math.sqrt(one + epsilon),
  );
  const shift = scale.map((one, column) => (beta?.data[column] ?? 0) - mean!.data[column]! * one);
  if (![...scale, ...shift].every(Number.isFinite)) throw refuse(where, "finite numbers", "others");
  return { kind: "affine", where, what: "batch normalisation", scale, shift, isScaling: false };
}
