/** Models of Keras 3: `.keras`, a zip archive of `config.json` and `model.weights.h5`. */
import { ConfigError, DataError } from "../errors.js";
import { bytesOf, type GivenBytes } from "../network/givenArrays.js";
import { unzip, type ZipEntry } from "../readers/zip.js";
import type { HostOptions } from "../train/engine.js";
import type { Network } from "../train/network.js";
import { show } from "../wording.js";
import { type Hdf5Data, isHdf5, readHdf5 } from "./hdf5.js";
import { jsonOf } from "./json.js";
import { layersOf, modelOf } from "./keras.js";
import { type KerasLayer, placeOf, type TensorsOf } from "./kerasLayers.js";
import { type ImportOptions, nameOf, networkOf } from "./network.js";
import { type Refuse, refusalOf } from "./refusal.js";

const config = "config.json";
const weights = "model.weights.h5";
/** Keras packs nothing; another program may have packed the archive again. */
const mostTimes = 2;
const slack = 4_000_000;

/**
 * Reads a model of Keras 3 (`model.save("model.keras")`): a Sequential or a chain of the layers that `importTfjs` knows. Batch
 * normalisation is folded into the weights beside it, dropout becomes a setting, and Rescaling and Normalization at the inputs become
 * the network's scaler; `network.notes.imported` says what was changed.
 *
 * @param bytes   the whole file; read and not kept
 * @param options names, scaling, settings (default: none)
 * @param host    as in `Network.create`
 * @returns a network in the precision of the weights that answers as the given one does, with untrained state
 * @throws {ModelError} for a file that is damaged or of another version, and for a layer, activation or type that perceptrons do
 *   not have, by its name; the promise rejects with it
 * @throws {ConfigError} for options that do not fit the network
 *
 * @example
 * ```js
 * import { importKeras } from "chainrule";
 *
 * const bytes = new TextEncoder().encode("these are the bytes of a file");
 * await importKeras(bytes, { name: "model.keras" }).catch((error) => console.log(error.message.slice(0, 55)));
 * // → model.keras: expected a .keras file, a zip archive, got
 * ```
 */
export async function importKeras(
  bytes: GivenBytes,
  options: ImportOptions = {},
  host: HostOptions = {},
): Promise<Network> {
  const refuse = refusalOf(nameOf(options));
  const given = bytesOf(bytes);
  if (!given) throw new ConfigError(`import: expected the bytes of a .keras file, got ${show(bytes)}.`);
  const entries = await filesOf(given, refuse);
  const json = jsonOf(fileOf(entries, config, refuse), config, refuse);
  const data = readHdf5(fileOf(entries, weights, refuse), weights, refuse);
  const layers = layersOf(json, refuse);
  const { steps, remarks } = modelOf(layers, "keras", tensorsIn(data, layers, refuse), refuse);
  return networkOf({ from: "Keras", steps, remarks }, options, host);
}

async function filesOf(bytes: Uint8Array, refuse: Refuse): Promise<ZipEntry[]> {
  const what = "a .keras file, a zip archive";
  if (isHdf5(bytes)) {
    throw refuse("", what, "an HDF5 file", 'Save the model with model.save("model.keras") of Keras 3.');
  }
  try {
    return await unzip(bytes, "archive", mostTimes * bytes.length + slack);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw refuse("", what, `one that cannot be read (${error.message})`);
  }
}

function fileOf(entries: readonly ZipEntry[], name: string, refuse: Refuse): Uint8Array {
  const entry = entries.find((one) => one.name === name);
  if (entry) return entry.bytes;
  throw refuse(
    "",
    `${name} in the archive`,
    "none",
    'Save the model with model.save("model.keras") of Keras 3.',
  );
}

/** Where Keras keeps the layers; the second in its first versions. */
const roots = ["layers", "_layer_checkpoint_dependencies"];

/**
 * The tensors of a layer: `layers/dense_1/vars/0` and so on, in the order in which the layer makes them. Keras numbers the layers of
 * each class, whatever their names are.
 */
function tensorsIn(
  data: ReadonlyMap<string, Hdf5Data>,
  layers: readonly KerasLayer[],
  refuse: Refuse,
): TensorsOf {
  const keys = new Map<KerasLayer, string>();
  const counts = new Map<string, number>();
  for (const layer of layers.toSorted((a, b) => a.index - b.index)) {
    const name = snakeCase(layer.className);
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    keys.set(layer, count === 0 ? name : `${name}_${count}`);
  }
  return (layer, names) => {
    const places = roots.flatMap((root) =>
      [keys.get(layer)!, layer.name].map((key) => `${root}/${key}/vars`),
    );
    const place = places.find((one) => data.has(`${one}/0`)) ?? places[0]!;
    return names.map((name, index) => {
      const path = `${place}/${index}`;
      const found = data.get(path);
      if (!found) throw refuse(`${placeOf(layer)}, ${name}`, `${path} in ${weights}`, "none");
      // the counter of a Normalization is no float, and not used
      return name === "count"
        ? { shape: [], data: new Float32Array(0) }
        : { shape: found.shape, data: found.read() };
    });
  };
}

/** `BatchNormalization` → `batch_normalization`, as Keras does it. */
function snakeCase(className: string): string {
  return className
    .replaceAll(/\W+/g, "")
    .replaceAll(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replaceAll(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();
}
