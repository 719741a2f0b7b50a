/**
 * Fuzzes importers of other programs' models: changes good files in their bytes, and JSON and the files of an archive from inside. A
 * file must be refused by one of our errors, or give a network that answers. A short run is a test; `scripts/fuzz-readers.mjs` makes a
 * long one, and measures memory.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { zipSync } from "fflate";
import { ChainruleError } from "../../src/errors.js";
import { toOnnx } from "../../src/export/onnx/onnx.js";
import { toTfjs } from "../../src/export/tfjs.js";
import { toTorchSafetensors } from "../../src/export/torch.js";
import { importBrain } from "../../src/import/brain.js";
import { importKeras } from "../../src/import/kerasFile.js";
import { importOnnx } from "../../src/import/onnx.js";
import { importTfjs } from "../../src/import/tfjs.js";
import { importTorch } from "../../src/import/torch.js";
import { unzip } from "../../src/readers/zip.js";
import { Network } from "../../src/train/network.js";
import { type Random, randomOf } from "./models.js";

/** A file, or the files of one model. */
type Files = Record<string, Uint8Array>;

interface Importer {
  /** Good files. */
  readonly seeds: () => Files[];
  readonly read: (files: Files) => Network | Promise<Network>;
  /** Files that are JSON, and are changed as such half of the time. */
  readonly json: readonly string[];
}

const encoder = new TextEncoder();

function example(activation: "relu" | "gelu" | "leakyRelu" | "tanh"): Network {
  const network = Network.create({
    layers: [
      { units: 3, dropout: 0.1 },
      { units: 4, activation, dropout: 0.2 },
      { units: 2, activation: "softmax" },
    ],
  });
  const list = [1, 2, 3];
  network.scalers = { inputs: { kind: "standard", shift: list, scale: list }, targets: null };
  network.notes = { classes: ["a", "b"], inputNames: ["x", "y", "z"] };
  return network;
}

const examples = () => [example("relu"), example("gelu"), example("leakyRelu")];

let kerasFiles: Files[] = [];

/** Reads the .keras archives of a folder as seeds. */
export async function loadKeras(folder: string): Promise<void> {
  const archives = ["normalised", "functional", "gelu"].map((name) => join(folder, `keras-${name}.keras`));
  const unpacked = await Promise.all(archives.map((path) => unzip(readFileSync(path), path)));
  kerasFiles = unpacked.map((entries) =>
    Object.fromEntries(entries.map((entry) => [entry.name, entry.bytes])),
  );
}

export const importers: Readonly<Record<string, Importer>> = {
  tfjs: {
    seeds: () =>
      examples().map((network) => {
        const { json, weights } = toTfjs(network);
        return { "model.json": encoder.encode(json), "weights.bin": weights };
      }),
    read: (files) => importTfjs(files["model.json"]!, { weights: files["weights.bin"]! }),
    json: ["model.json"],
  },
  brain: {
    seeds: () => [
      {
        "net.json": encoder.encode(
          JSON.stringify({
            sizes: [2, 3, 1],
            layers: [
              {},
              { weights: [[1, 2], [3, 4], [5, 6]], biases: [1, 2, 3] }, // prettier-ignore
              { weights: [[1, 2, 3]], biases: [4] },
            ],
            inputLookup: { a: 0, b: 1 },
            trainOpts: { activation: "leaky-relu", leakyReluAlpha: 0.1, learningRate: 0.3 },
          }),
        ),
      },
      {
        "net.json": encoder.encode(
          JSON.stringify({
            sizes: [2, 2],
            layers: [
              { a: {}, b: {} },
              { x: { bias: 1, weights: { a: 2, b: 3 } }, y: { bias: 1, weights: { a: 2, b: 3 } } },
            ],
            inputLookup: true,
            outputLookup: true,
            activation: "leaky-relu",
          }),
        ),
      },
    ],
    read: (files) => importBrain(files["net.json"]!),
    json: ["net.json"],
  },
  torch: {
    seeds: () => examples().map((network) => ({ "model.safetensors": toTorchSafetensors(network) })),
    read: (files) => importTorch(files["model.safetensors"]!),
    json: [],
  },
  onnx: {
    seeds: () => examples().map((network) => ({ "model.onnx": toOnnx(network) })),
    read: (files) => importOnnx(files["model.onnx"]!),
    json: [],
  },
  keras: {
    seeds: () => kerasFiles,
    // stored and with right sums, so that what is in the archive is read
    read: (files) => importKeras(zipSync(files, { level: 0 })),
    json: ["config.json"],
  },
};

/** Values that readers do not expect. */
const odd: readonly unknown[] = [
  null, true, 0, -1, 0.5, 1e308, 2 ** 53, 1_000_000, "", "__proto__", "constructor", "x".repeat(3000), [], {}, [null], [[]],
  ["a", 0], { class_name: "Dense", config: {} }, { length: 3 }, "softmax", "linear", Array.from({ length: 200 }, () => 1),
]; // prettier-ignore

/** Puts an odd value, or another value of the same JSON, into one place of it. */
function changedJson(bytes: Uint8Array, random: Random): Uint8Array {
  const root = { value: JSON.parse(new TextDecoder().decode(bytes)) as unknown };
  const places: [Record<string, unknown>, string][] = [];
  const visit = (of: Record<string, unknown>): void => {
    for (const key of Object.keys(of)) {
      places.push([of, key]);
      const value = of[key];
      if (typeof value === "object" && value !== null) visit(value as Record<string, unknown>);
    }
  };
  visit(root);
  for (let times = 1 + random(3); times > 0; times--) {
    const [of, key] = places[random(places.length)]!;
    const [other, otherKey] = places[random(places.length)]!;
    const value = random(3) === 0 ? other[otherKey] : odd[random(odd.length)];
    if (random(8) === 0) delete of[key];
    else of[key] = value === undefined ? null : (JSON.parse(JSON.stringify(value)) as unknown);
    try {
      JSON.stringify(root.value);
    } catch {
      of[key] = null; // it contained itself
    }
  }
  return encoder.encode(JSON.stringify(root.value) ?? "null");
}

/** Changes bytes, takes some away, or puts some in. */
function changedBytes(bytes: Uint8Array, random: Random): Uint8Array {
  const made = Array.from(bytes);
  for (let times = 1 + random(4); times > 0 && made.length > 0; times--) {
    const at = random(made.length);
    switch (random(6)) {
      case 0:
        made.splice(at, 1 + random(Math.min(16, made.length - at)));
        break;
      case 1:
        made.splice(at, 0, ...Array.from({ length: 1 + random(8) }, () => random(256)));
        break;
      case 2:
        made.length = at;
        break;
      case 3:
        made[at] = [0, 1, 127, 128, 255][random(5)]!;
        break;
      default:
        made[at] = random(256);
    }
  }
  return Uint8Array.from(made);
}

/**
 * Fuzzes one importer.
 *
 * @param least megabytes by which a single file may let the process grow, beside four times its size; checked where it is given
 * @returns how many files gave a network, how many one of our errors, the processor time of the slowest, and the greatest growth
 * @throws Error with the files, in base64, for anything else
 */
export async function fuzz(
  name: string,
  count: number,
  seed: number,
  least?: number,
): Promise<{ networks: number; errors: number; slowestMs: number; mostGrowthMB: number }> {
  const { seeds, read, json } = importers[name]!;
  const random = randomOf(seed);
  const own = seeds();
  const counts = { networks: 0, errors: 0, slowestMs: 0, mostGrowthMB: 0 };
  for (let done = 0; done < count; done++) {
    const files = { ...own[random(own.length)]! };
    const names = Object.keys(files);
    const changed = names[random(names.length)]!;
    const change = json.includes(changed) && random(2) === 0 ? changedJson : changedBytes;
    files[changed] = change(files[changed]!, random);
    const start = process.cpuUsage();
    const before = least === undefined ? 0 : process.memoryUsage.rss();
    const failed = (cause: unknown) => {
      const texts = Object.values(files).map((bytes) => btoa(String.fromCharCode(...bytes)));
      return new Error(`${name}, file ${done} of seed ${seed}: ${texts.join(" ")}`, { cause });
    };
    try {
      const network = await read(files);
      const answers = network.predict([Array.from({ length: network.inputs }, () => 0.5)]);
      if (answers[0]!.length !== network.outputs) throw new Error("it does not answer");
      network.dispose();
      counts.networks++;
    } catch (error) {
      if (!(error instanceof ChainruleError)) throw failed(error);
      counts.errors++;
    }
    if (least !== undefined) {
      const size = Object.values(files).reduce((sum, { length }) => sum + length, 0);
      const growth = (process.memoryUsage.rss() - before - 4 * size) / 1e6;
      counts.mostGrowthMB = Math.max(counts.mostGrowthMB, Math.round(growth));
      if (growth > least) throw failed(new Error(`the process grew by ${Math.round(growth)} MB`));
    }
    const { user, system } = process.cpuUsage(start);
    counts.slowestMs = Math.max(counts.slowestMs, Math.round((user + system) / 1000));
  }
  return counts;
}
