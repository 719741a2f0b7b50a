/**
 * Fuzzes model files: changes good ones in their bytes, their header, their metadata and their tensors. A file must be refused
 * by one of our errors, or give a network that answers and is saved again; nothing may be asked of memory that the file
 * does not justify. A short run is a test; `scripts/fuzz-models.mjs` makes a long one, and runs the commands too.
 */
import { readFileSync } from "node:fs";
import { ChainruleError } from "../../src/errors.js";
import { Dataset } from "../../src/data/dataset.js";
import { toC } from "../../src/export/c.js";
import { toJavaScript } from "../../src/export/javascript.js";
import { toOnnx } from "../../src/export/onnx/onnx.js";
import { toTorchSafetensors } from "../../src/export/torch.js";
import { dataNotesOf } from "../../src/readers/notes.js";
import { readCsv } from "../../src/readers/csv.js";
import { encode } from "../../src/readers/encode.js";
import { inferSchema } from "../../src/readers/schema.js";
import type { TrainingInput } from "../../src/settings/generated/types.js";
import { Network } from "../../src/train/network.js";

/** Random whole numbers below a limit. [Marsaglia 2003, xorshift32] */
export type Random = (limit: number) => number;
export function randomOf(seed: number): Random {
  let state = seed >>> 0 || 1;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

/** A table with every kind of column; the models with a schema were made for it. */
export const table = `size,colour,smooth,day,kind
1.5,red,yes,2024-01-03,dog
2.5,blue,no,2024-02-04,cat
,green,yes,2024-03-05,dog
4.5,red,no,2024-04-06,owl
5.5,blue,yes,2024-05-07,cat
6.5,green,no,2024-06-08,owl
`;

/** Good model files, by what is in them. */
export async function seeds(): Promise<Record<string, Uint8Array>> {
  const csv = readCsv(table, "pets.csv");
  const schema = inferSchema(csv, "kind");
  const pets = encode(csv, schema, { target: true });
  const ofTable = Network.create({
    layers: [pets.columns, { units: 4, activation: "relu" }, { units: 3, activation: "softmax" }],
    scaling: "robust",
    inputBins: Array.from({ length: pets.columns }, (_, column) => (column === 0 ? 3 : 0)),
    epochs: 2,
  });
  await ofTable.fit(pets);
  ofTable.notes = { ...ofTable.notes, schema, separator: "," };
  const numbers = Network.create({
    layers: [2, 3, { units: 1, activation: "identity" }],
    precision: "float64",
    biases: "shared",
    scaling: "standard",
    targetScaling: "minMax",
    optimizer: { kind: "adam", learningRate: 0.01 },
    schedule: "cosine",
    epochs: 2,
  });
  await numbers.fit(
    [
      [1, 2],
      [3, 5],
      [4, 4],
    ],
    [[1], [2], [4]],
  );
  const images = Network.create({ layers: [4, { units: 2, name: "code" }, 4], tiedWeights: true });
  images.notes = { image: [2, 2], autoencoder: true };
  const members = Network.create({ layers: [2, 3, 2], members: 3, loss: "crossEntropy" });
  members.notes = { classes: ["a", "ü"] };
  const bare = Network.create({ layers: [1, 1], biases: "none" });
  return Object.fromEntries(
    Object.entries({ ofTable, numbers, images, members, bare }).map(([name, network]) => {
      const bytes = network.save();
      network.dispose();
      return [name, bytes];
    }),
  );
}

/** What the models with a training state were trained on. */
const pairs = Dataset.from(
  Array.from({ length: 12 }, (_, i) => [i % 3, i % 4]),
  Array.from({ length: 12 }, (_, i) => i % 2),
  { columns: 2, classes: 2 },
);

/** Good model files that carry the state of a training: of several optimisers, in the middle of an epoch too. */
export async function checkpoints(): Promise<Record<string, Uint8Array>> {
  const layers = [2, { units: 3, activation: "tanh" as const }, { units: 2, activation: "softmax" as const }];
  const settings: Record<string, TrainingInput> = {
    adam: { optimizer: "adam", batchSize: 4, validation: 0.25, earlyStopping: 3, schedule: "plateau" },
    "adam in an epoch": { optimizer: "adam", batchSize: 2, weightAverage: 0.9, stepLimit: 8 },
    momentum: { optimizer: "momentum", batchSize: 4, trainingMetrics: true, inputNoise: 0.1 },
    irpropMinus: { optimizer: "irpropMinus", batchSize: "full" },
    lbfgs: { optimizer: "lbfgs", batchSize: "full" },
  };
  const files: Record<string, Uint8Array> = {};
  for (const [name, own] of Object.entries(settings)) {
    const network = Network.create({ layers, scaling: "standard", ...own } as never);
    await network.fit(pairs, { epochs: 3 });
    files[name] = network.save({ training: true });
    network.dispose();
  }
  return files;
}

/** Values that readers do not expect. */
const odd: readonly ((random: Random) => unknown)[] = [
  () => null,
  () => true,
  () => 0,
  () => -1,
  () => 0.5,
  () => 1e308,
  () => 2 ** 53,
  () => 4294967297,
  () => 1_000_000,
  () => "",
  () => "__proto__",
  () => "constructor",
  () => "standard",
  () => "\u001b[2J\u0000\ud800",
  () => "x".repeat(5000),
  () => [],
  () => ({}),
  () => [null],
  () => [[]],
  () => ({ kind: "sgd" }),
  () => ({ length: 3 }),
  (random) => random(1000),
  (random) => nested(1 + random(200)),
  (random) => Array.from({ length: 1 + random(300) }, () => random(9)),
];

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = i % 2 ? { a: value } : [value];
  return value;
}

type Holder = Record<string, unknown> | unknown[];

/** All objects and lists of a value. */
function holders(value: unknown, found: Holder[] = []): Holder[] {
  if (typeof value !== "object" || value === null) return found;
  found.push(value as Holder);
  for (const one of Object.values(value)) holders(one, found);
  return found;
}

/** Changes some place of a JSON value; the value itself must be an object. */
export function changeJson(value: unknown, random: Random): void {
  const all = holders(value);
  const holder = all[random(all.length)] as Record<string, unknown>;
  const keys = Object.keys(holder);
  const key = keys.length === 0 ? "a" : keys[random(keys.length)]!;
  const set = (to: unknown, at = key) =>
    Object.defineProperty(holder, at, { value: to, enumerable: true, configurable: true, writable: true });
  switch (random(8)) {
    case 0:
      if (Array.isArray(holder)) holder.splice(Number(key) || 0, 1);
      else delete holder[key];
      break;
    case 1:
      if (Array.isArray(holder)) holder.push(holder[random(holder.length || 1)]);
      else set(holder[key], ["__proto__", "constructor", "", `${key}x`, "layers", "kind"][random(6)]);
      break;
    case 2:
      set(all[random(all.length)]);
      if (isRing(value)) set(null);
      break;
    case 3:
      if (typeof holder[key] === "number") set((holder[key] as number) + [1, -1, 0.5, 1e9, -1e9][random(5)]!);
      else set(String(holder[key]));
      break;
    case 4:
      if (typeof holder[key] === "string") set(`${holder[key] as string}${random(10)}`);
      else set([holder[key]]);
      break;
    default:
      set(odd[random(odd.length)]!(random));
  }
}

function isRing(value: unknown): boolean {
  try {
    return JSON.stringify(value) === undefined;
  } catch {
    return true;
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A model file in parts. */
interface Parts {
  header: Record<string, unknown>;
  body: Uint8Array;
}

function partsOf(bytes: Uint8Array): Parts {
  const size = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(decoder.decode(bytes.subarray(8, 8 + size))) as Record<string, unknown>;
  return { header, body: bytes.slice(8 + size) };
}

function joined(header: string, body: Uint8Array): Uint8Array {
  const json = encoder.encode(header);
  const bytes = new Uint8Array(8 + json.length + body.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(body, 8 + json.length);
  return bytes;
}

/** A file with one change in its structure. */
function changeParts(bytes: Uint8Array, random: Random): Uint8Array {
  const { header, body } = partsOf(bytes);
  const metadata = header.__metadata__ as Record<string, string>;
  const names = Object.keys(header).filter((name) => name !== "__metadata__");
  const name = names[random(names.length)]!;
  const other = names[random(names.length)]!;
  switch (random(9)) {
    case 0:
      changeJson(header, random);
      break;
    case 1:
    case 2:
    case 3: {
      const kind = metadata.training !== undefined && random(2) ? "training" : "chainrule";
      const about = JSON.parse(metadata[kind]!) as Record<string, unknown>;
      const part = [about, about.config, about.notes, about.inputScaler][random(4)] ?? about;
      for (let changes = 1 + random(2); changes > 0; changes--) changeJson(part, random);
      if (!isRing(about)) metadata[kind] = JSON.stringify(about);
      break;
    }
    case 4: {
      const text = metadata.chainrule!;
      const at = random(text.length);
      metadata.chainrule =
        text.slice(0, at) +
        ["", '"', "{", "[", ",", "1", "\\u0000", text.slice(0, 40)][random(8)]! +
        text.slice(at + random(3));
      break;
    }
    case 5:
      [header[name], header[other]] = [header[other], header[name]];
      break;
    case 6:
      header[["layers.9.weights", "training.x", "x", `${name}.0`][random(4)]!] = header[name];
      if (random(2)) delete header[name];
      break;
    case 7: {
      const place = header[name] as { shape: number[]; data_offsets: number[] };
      if (random(2)) place.shape.reverse();
      else for (const index of [0, 1]) place.data_offsets[index]! += 4 * (random(5) - 2);
      break;
    }
    case 8: {
      const view = new DataView(body.buffer);
      const at = 4 * random(Math.max(1, body.length >> 2));
      if (at + 4 <= body.length)
        view.setUint32(
          at,
          [0x7fc00000, 0x7f800000, 0xff800000, 0x7f7fffff, 1, random(2 ** 32)][random(6)]!,
          true,
        );
      break;
    }
  }
  if (isRing(header)) return bytes;
  const text = JSON.stringify(header);
  const doubled =
    random(20) === 0 ? text.replace(/\}$/, `,"${name}":${JSON.stringify(header[name] ?? null)}}`) : text;
  return joined(doubled, body);
}

/** A file with one change in its bytes. */
function changeBytes(bytes: Uint8Array, random: Random): Uint8Array {
  const at = random(bytes.length || 1);
  const copy = bytes.slice();
  switch (random(6)) {
    case 0:
      copy[at]! ^= 1 << random(8);
      return copy;
    case 1:
      return copy.subarray(0, at);
    case 2:
      return Uint8Array.from([...copy, ...copy.subarray(at)]);
    case 3:
      return copy.fill(random(256), at, at + 1 + random(16));
    case 4:
      copy[random(8)] = random(256);
      return copy;
    default:
      return Uint8Array.from([...copy.subarray(0, at), ...copy.subarray(at + 1 + random(8))]);
  }
}

/** A file with one to three changes. */
export function mutated(seed: Uint8Array, random: Random): Uint8Array {
  let bytes = seed;
  for (let changes = 1 + random(2) * random(3); changes > 0; changes--) {
    try {
      bytes = random(5) === 0 ? changeBytes(bytes, random) : changeParts(bytes, random);
    } catch {
      bytes = changeBytes(bytes, random); // it can no longer be taken apart
    }
  }
  return bytes;
}

/** Large files that ask for much time or memory, by what is in them. */
export const large: Readonly<Record<string, () => Uint8Array>> = {
  "a million layers in the settings": () => withConfig(`[1${",1".repeat(1_000_000)}]`, {}),
  "300,000 tensors that belong to nothing": () =>
    joined(
      `{${Array.from({ length: 300_000 }, (_, at) => `"t${at}":${scalarAt(at)}`).join()}}`,
      new Uint8Array(1_200_000),
    ),
  "9,999 layers of one unit": () => ofLayers(9_999),
  "60,000 layers of one unit": () => ofLayers(60_000),
  "30 million opening brackets": () => joined("[".repeat(30_000_000), new Uint8Array(0)),
  "10 million empty lists": () => joined(`{"a":[${"[],".repeat(10_000_000)}0]}`, new Uint8Array(0)),
  "15 million zeros": () => joined(`{"a":[${"0,".repeat(15_000_000)}0]}`, new Uint8Array(0)),
  "a text of 10 million Chinese characters in the notes": () =>
    withConfig("[1,1]", { a: "漢".repeat(10_000_000) }),
  "a name of 30 million letters": () =>
    joined(`{"${"a".repeat(30_000_000)}":${scalarAt(0)}}`, new Uint8Array(4)),
  "a network of 20 million numbers": () => {
    const network = Network.create({ layers: [4000, 5000, 1] });
    const bytes = network.save();
    network.dispose();
    return bytes;
  },
};

function scalarAt(at: number): string {
  return `{"dtype":"F32","shape":[1,1],"data_offsets":[${4 * at},${4 * at + 4}]}`;
}

function withConfig(layers: string, notes: object): Uint8Array {
  const about = `{"version":1,"config":{"layers":${layers},"biases":"none"},"notes":${JSON.stringify(notes)}}`;
  const header = {
    __metadata__: { chainrule: about },
    "layers.0.weights": JSON.parse(scalarAt(0)) as unknown,
  };
  return joined(JSON.stringify(header), new Uint8Array(4));
}

function ofLayers(count: number): Uint8Array {
  const about = `{"version":1,"config":{"layers":[1${",1".repeat(count)}],"biases":"none"},"notes":{}}`;
  const tensors = Array.from({ length: count }, (_, at) => `"layers.${at}.weights":${scalarAt(at)}`);
  const metadata = JSON.stringify({ chainrule: about });
  return joined(`{"__metadata__":${metadata},${tensors.join()}}`, new Uint8Array(4 * count));
}

/** Loads a file. @returns its size, what became of it, and the milliseconds and bytes that it took */
export function loadFile(path: string) {
  const before = process.memoryUsage().rss;
  const start = process.cpuUsage();
  const bytes = readFileSync(path);
  let answer = "accepted";
  try {
    Network.load(bytes, "m").dispose();
  } catch (error) {
    if (!(error instanceof ChainruleError)) throw error;
    answer = error.message.slice(0, 100);
  }
  const megabyte = 1 << 20;
  const fileMB = bytes.length / megabyte;
  const MB = Math.round((1024 * process.resourceUsage().maxRSS - before) / megabyte);
  return {
    answer,
    fileMB: Math.round(fileMB),
    milliseconds: Math.round(since(start)),
    MB,
    mostMB: Math.round(4 * fileMB + 64),
  };
}

/** Milliseconds of the processor since a call of `process.cpuUsage`. */
export function since(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** What a run has found. */
export interface Found {
  accepted: number;
  refused: number;
  /** Of the processor, for one file. */
  slowestMs: number;
  /** Most bytes of WebAssembly memory beyond 4 × the file. */
  mostBytes: number;
}

/** What may go beyond four times the file. */
export const spareBytes = 64 << 20;

/**
 * Loads changed files, and uses what is accepted.
 *
 * @throws Error with the number of the first file that was treated wrongly
 */
export async function fuzz(count: number, seed: number, onFile?: (number: number) => void): Promise<Found> {
  const random = randomOf(seed);
  const files = Object.values({ ...(await seeds()), ...(await checkpoints()) });
  const found: Found = { accepted: 0, refused: 0, slowestMs: 0, mostBytes: 0 };
  const pages = countingPages();
  try {
    for (let number = 0; number < count; number++) {
      const bytes = mutated(files[number % files.length]!, random);
      pages.count = 0;
      const start = process.cpuUsage();
      try {
        await use(bytes, number % 8 === 0);
        found.accepted++;
      } catch (error) {
        if (!(error instanceof ChainruleError))
          throw new Error(`file ${number} of seed ${seed}`, { cause: error });
        found.refused++;
      }
      found.slowestMs = Math.max(found.slowestMs, since(start));
      found.mostBytes = Math.max(found.mostBytes, 65_536 * pages.count - 4 * bytes.length);
      if (found.mostBytes > spareBytes)
        throw new Error(`file ${number} of seed ${seed} took ${found.mostBytes} bytes`);
      onFile?.(number);
    }
  } finally {
    pages.restore();
  }
  return found;
}

/**
 * Loads a file, asks the network, saves it, and loads it again. One that was in training trains on.
 *
 * @param all whether to export it too
 */
async function use(bytes: Uint8Array, all: boolean): Promise<void> {
  const network = Network.load(bytes, "m");
  try {
    const notes = dataNotesOf(network.notes, network.inputs, "m");
    const rows = Dataset.from(new Float64Array(2 * network.inputs), null, { columns: network.inputs });
    network.predict(rows);
    const saved = network.save({ training: true });
    const again = Network.load(saved, "m");
    const same = Buffer.compare(again.save({ training: true }), saved) === 0;
    again.dispose();
    if (!same) throw new Error("saving it twice gives different bytes");
    if (network.training.updates > 0 && network.inputs === 2 && network.outputs === 2) {
      await network.fit(pairs, { epochs: 1, timeLimit: 1 });
      network.save({ training: true });
    }
    if (!all) return;
    if (notes.schema)
      encode(readCsv(table, "pets.csv"), notes.schema, { target: notes.schema.target !== null });
    for (const write of [toOnnx, toC, toJavaScript, toTorchSafetensors]) {
      try {
        write(network);
      } catch (error) {
        if (!(error instanceof ChainruleError)) throw error;
      }
    }
  } finally {
    network.dispose();
  }
}

/** Counts the pages by which memories grow. */
function countingPages() {
  const { prototype } = WebAssembly.Memory;
  const original = Object.getOwnPropertyDescriptor(prototype, "grow")!;
  const grow = original.value as (pages: number) => number;
  const counter = { count: 0, restore: () => Object.defineProperty(prototype, "grow", original) };
  Object.defineProperty(prototype, "grow", {
    ...original,
    value(this: WebAssembly.Memory, pages: number) {
      counter.count += pages;
      return grow.call(this, pages);
    },
  });
  return counter;
}

/** Files in which one place of the JSON has one of the odd values: every place with every value, but only each `stride`-th. */
export function* sweep(bytes: Uint8Array, stride = 1): Generator<Uint8Array> {
  const random = randomOf(1);
  let number = 0;
  for (const part of ["header", "chainrule", "training"] as const) {
    const { header, body } = partsOf(bytes);
    const metadata = header.__metadata__ as Record<string, string>;
    if (part !== "header" && metadata[part] === undefined) continue;
    const json = part === "header" ? header : (JSON.parse(metadata[part]!) as Record<string, unknown>);
    for (const holder of holders(json) as Record<string, unknown>[]) {
      for (const [key, value] of Object.entries(holder)) {
        for (const make of odd) {
          if (number++ % stride !== 0) continue;
          holder[key] = make(random);
          if (part !== "header") metadata[part] = JSON.stringify(json);
          yield joined(JSON.stringify(header), body);
          holder[key] = value;
        }
      }
    }
  }
}

/**
 * Loads and uses all files of `sweep`, for every seed.
 *
 * @throws Error naming the seed, and the number of the first file that was treated wrongly
 */
export async function fuzzSweep(stride: number): Promise<Pick<Found, "accepted" | "refused">> {
  const found = { accepted: 0, refused: 0 };
  for (const [name, bytes] of Object.entries({ ...(await seeds()), ...(await checkpoints()) })) {
    let number = 0;
    for (const file of sweep(bytes, stride)) {
      try {
        await use(file, false);
        found.accepted++;
      } catch (error) {
        if (!(error instanceof ChainruleError))
          throw new Error(`${name}: file ${number} of the sweep`, { cause: error });
        found.refused++;
      }
      number++;
    }
  }
  return found;
}
