/**
 * A network as a safetensors file with PyTorch's names, for `torch.nn.Sequential(…).load_state_dict`. `Network.save` writes
 * Chainrule's own model files.
 */
import { ConfigError } from "../errors.js";
import { type ActivationName, activationFormulas } from "../functions/activations.js";
import { type Tensor, writeSafetensors } from "../network/safetensors.js";
import type { Network } from "../train/network.js";
import { byUnit, portableModel, type PortableModel } from "./portable.js";

/**
 * The Python expression of the module that the tensors belong to, such as
 * `nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 3), nn.Softmax(dim=-1))`, with `.double()` after it for a
 * network of float64. An identity is written too, so that layer l of the network is always module 2l − 2.
 *
 * @param network a trained one; read
 * @returns a line of Python
 * @throws {ConfigError} for members, layers that share weights, or an activation that PyTorch does not have
 *
 * @example
 * ```js
 * import { Network, torchModule } from "chainrule";
 *
 * const network = Network.create({ layers: [4, { units: 8, activation: "tanh" }, 3] });
 * console.log(torchModule(network));
 * // → nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 3), nn.Sigmoid())
 * ```
 */
export function torchModule(network: Network): string {
  return moduleOf(portableModel(network));
}

/**
 * Writes the parameters as PyTorch names them: `0.weight` [units × inputs] and `0.bias` [units] of the first
 * layer, `2.weight`, `2.bias` of the second, and so on, in the network's precision. A shared bias is written once for
 * each unit. For a layer without biases, the module has `nn.Linear(…, bias=False)`.
 *
 * Only the layers are written. Metadata: `format` "pt"; `module`, the Python expression of `torchModule`; `inputs`,
 * `outputs`, `classes` (JSON lists of names, if there are names); `inputScaler` and `targetScaler` (JSON
 * `{ shift, scale }` by column, or null): scale the inputs as (x − shift) · scale, and the answers as y / scale + shift, of
 * which e^ is to be taken where the `kind` is "log", and e^ − 1 where it is "log1p". An input
 * scaler with `missing`, `limit`, `edges`, `heights` or `widths` prepares columns as the type `Scaler` says. `temperature` of a
 * calibrated network: of its answers p take p^(1/T), divided by their sum in the row (of a sigmoid, of p and 1 − p).
 *
 * @param network a trained one; read
 * @returns the bytes of a .safetensors file
 * @throws {ConfigError} for members, layers that share weights, or an activation that PyTorch does not have
 *
 * @example
 * ```js
 * import { Network, toTorchSafetensors } from "chainrule";
 *
 * const bytes = toTorchSafetensors(Network.create({ layers: [4, 8, 3] }));
 * const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
 * const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
 * console.log(header["0.weight"].shape, header["2.bias"].shape); // → [ 8, 4 ] [ 3 ]
 * ```
 */
export function toTorchSafetensors(network: Network): Uint8Array {
  const model = portableModel(network);
  const { layers, inputNames, outputNames, classes, inputScaler, targetScaler } = model;
  const module = moduleOf(model);
  const tensors = new Map<string, Tensor>();
  layers.forEach((layer, index) => {
    const { inputs, units, biases } = layer;
    tensors.set(`${2 * index}.weight`, { shape: [units, inputs], data: byUnit(layer) });
    if (biases) tensors.set(`${2 * index}.bias`, { shape: [units], data: biases });
  });
  const metadata = {
    format: "pt",
    producer: `chainrule ${model.version}`,
    module,
    ...(inputNames && { inputs: JSON.stringify(inputNames) }),
    ...(outputNames && { outputs: JSON.stringify(outputNames) }),
    ...(classes && { classes: JSON.stringify(classes) }),
    inputScaler: JSON.stringify(inputScaler),
    targetScaler: JSON.stringify(targetScaler),
    ...(model.temperature !== 1 && { temperature: String(model.temperature) }),
  };
  return writeSafetensors({ tensors, metadata });
}

/** @throws ConfigError for an activation that PyTorch does not have */
function moduleText(activation: ActivationName, alpha: number): string {
  const { torch } = activationFormulas[activation];
  if (torch) return torch(alpha);
  throw new ConfigError(
    `torch: PyTorch has no module for ${activation}. Export the network to onnx, js or c.`,
  );
}

/** @throws ConfigError for members, which no sequence of PyTorch's modules computes */
function moduleOf({ layers, inputFactors, precision }: PortableModel): string {
  if (inputFactors) {
    throw new ConfigError(
      "torch: PyTorch has no module for a network with members. Export the network to onnx, js or c.",
    );
  }
  const parts = layers.flatMap(({ inputs, units, biases, activation, alpha }) => [
    `Linear(${inputs}, ${units}${biases ? "" : ", bias=False"})`,
    moduleText(activation, alpha),
  ]);
  const module = `nn.Sequential(${parts.map((part) => `nn.${part}`).join(", ")})`;
  return precision === "float64" ? `${module}.double()` : module;
}
