/** Models in ONNX files: perceptrons of Gemm, MatMul, Add and activations, written by any program. `onnx/` reads the graph. */
import { ConfigError } from "../errors.js";
import { bytesOf, type GivenBytes } from "../network/givenArrays.js";
import { strictJson } from "../network/strictJson.js";
import type { HostOptions } from "../train/engine.js";
import type { Network } from "../train/network.js";
import { show } from "../wording.js";
import { type ImportOptions, nameOf, networkOf } from "./network.js";
import { readOnnx } from "./onnx/messages.js";
import { stepsOf } from "./onnx/walk.js";
import { refusalOf } from "./refusal.js";

/**
 * Reads an ONNX model: a chain of Gemm or MatMul and Add, activations, BatchNormalization, Dropout, Softmax, and scaling of
 * columns, with one input [batch × columns], as PyTorch, skl2onnx and `toOnnx` write them. An activation may be one node or many: it
 * is recognised by what the nodes compute. Scaling at the inputs and at the answers becomes the network's scalers.
 *
 * @param bytes   the whole file; read and not kept
 * @param options names, scaling, settings (default: none)
 * @param host    as in `Network.create`
 * @returns a network in the precision of the weights, with untrained state
 * @throws {ModelError} for a file that is damaged, and for an operator, a function or a type that perceptrons do not have, by its
 *   name
 * @throws {ConfigError} for options that do not fit the network
 *
 * @example
 * ```js
 * import { importOnnx, Network, toOnnx } from "chainrule";
 *
 * const network = Network.create({ layers: [4, { units: 8, activation: "gelu" }, 3], seed: 4 });
 * const imported = importOnnx(toOnnx(network)); // or the bytes of a file
 * console.log(imported.config.layers.map(({ activation }) => activation)); // → [ 'gelu', 'sigmoid' ]
 * ```
 */
export function importOnnx(bytes: GivenBytes, options: ImportOptions = {}, host: HostOptions = {}): Network {
  const refuse = refusalOf(nameOf(options));
  const given = bytesOf(bytes);
  if (!given) throw new ConfigError(`import: expected the bytes of an ONNX file, got ${show(bytes)}.`);
  const { graph, operatorSet, metadata } = readOnnx(given, refuse);
  const steps = stepsOf(graph, operatorSet, refuse);
  const [inputNames, classes] = [namesIn(metadata.get("inputs")), namesIn(metadata.get("classes"))];
  return networkOf(
    { from: "ONNX", steps, remarks: [], ...(inputNames && { inputNames }), ...(classes && { classes }) },
    options,
    host,
  );
}

/** Whether a file may be ONNX: it begins with the version of the format, a field of one byte. */
export function isOnnx(bytes: Uint8Array): boolean {
  return bytes.length > 16 && bytes[0] === 0x08 && bytes[1]! > 0 && bytes[1]! < 32;
}

/** A list of names that `toOnnx` wrote; null for none. */
function namesIn(text: string | undefined): string[] | null {
  const read = strictJson(text ?? "null");
  const value = "value" in read ? read.value : null;
  return Array.isArray(value) && value.every((name) => typeof name === "string") ? (value as string[]) : null;
}
