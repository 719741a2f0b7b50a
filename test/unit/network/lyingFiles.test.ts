import vm from "node:vm";
import { describe, expect, it } from "vitest";
import { ConfigError, ModelError } from "../../../src/errors.js";
import { readSafetensors, writeSafetensors } from "../../../src/network/safetensors.js";
import { Network } from "../../../src/train/network.js";
import { apart, together, withAbout, withHeader } from "./modelBytes.js";

const network = Network.create({ layers: [2, 3, { units: 2, activation: "softmax" }], seed: 4 });
const bytes = network.save();

/** The message of the ModelError; "accepted" without one. Any other error fails the test. */
function refusal(given: unknown): string {
  try {
    Network.load(given as Uint8Array, "m.st").dispose();
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return error.message
      .replace("m.st: its parts do not fit each other: ", "")
      .replace("m.st: not a readable safetensors file: ", "");
  }
  return "accepted";
}

type Entry = { dtype: string; shape: number[]; data_offsets: [number, number] };
const entry = (header: Record<string, unknown>, name: string) => header[name] as Entry;

describe("tensors", () => {
  it.each([
    [[3, 2], "layer 1: weights: expected [2 × 3], got [3 × 2]."],
    [[6], "layer 1: weights: expected [2 × 3], got [6]."],
    [[1, 2, 3], "layer 1: weights: expected [2 × 3], got [1 × 2 × 3]."],
    [[1, 1, 1, 2, 3], "layer 1: weights: expected [2 × 3], got 5 dimensions."],
  ])("of the shape %j are refused for a layer of 2 → 3", (shape, message) => {
    expect(
      refusal(withHeader(bytes, (header) => void (entry(header, "layers.0.weights").shape = shape))),
    ).toBe(message);
  });

  it("that are missing are refused, naming the layer", () => {
    const { tensors, metadata } = readSafetensors(bytes);
    tensors.delete("layers.1.biases");
    expect(refusal(writeSafetensors({ tensors, metadata }))).toBe("layer 2: biases: expected [2], got none.");
  });

  it("that overlap, or leave a gap, are refused", () => {
    const moved = (name: string, by: number) => (header: Record<string, unknown>) => {
      const { data_offsets: at } = entry(header, name);
      at[0] += by;
      at[1] += by;
    };
    expect(refusal(withHeader(bytes, moved("layers.1.biases", -8)))).toBe(
      'tensor "layers.1.biases" overlaps with the one before: expected it at byte 60 of the data, got 52.',
    );
    expect(refusal(withHeader(bytes, moved("layers.0.biases", 4)))).toBe(
      'tensor "layers.0.biases" leaves a gap before it: expected it at byte 24 of the data, got 28.',
    );
  });

  it("may be in any order in the header, and empty ones anywhere", async () => {
    const turned = withHeader(bytes, (header) => Object.fromEntries(Object.entries(header).toReversed()));
    expect(await Network.load(turned).weightsSha256()).toBe(await network.weightsSha256());
  });

  it("of other names are refused, but those of a training", () => {
    const { tensors, metadata } = readSafetensors(bytes);
    const extra = { shape: [1], data: Float32Array.of(1) };
    const withExtra = (name: string) =>
      writeSafetensors({ tensors: new Map([...tensors, [name, extra]]), metadata });
    for (const name of [
      "layers.2.weights",
      "layers.00.weights",
      "layers.0.gamma",
      "extra",
      "__proto__",
      "",
    ]) {
      expect(refusal(withExtra(name))).toMatch(/^tensor ".*": expected one of 2 layers, or of a training\.$/);
    }
    expect(refusal(withExtra("training.updates"))).toBe("accepted");
  });

  it.each(["constructor", "__proto__", "F16", null])("of the type %j are refused", (dtype) => {
    expect(
      refusal(
        withHeader(bytes, (header) => void (entry(header, "layers.0.weights").dtype = dtype as string)),
      ),
    ).toBe(`tensor "layers.0.weights" has type ${JSON.stringify(dtype)}, expected F32 or F64.`);
  });
});

describe("JSON", () => {
  it("with a key that occurs twice is refused, however it is written", () => {
    const { header, body } = apart(bytes);
    const text = JSON.stringify(header);
    const doubled = (more: string) => refusal(together(text.replace(/\}$/, `,${more}}`), body));
    const one = JSON.stringify(header["layers.0.biases"]);
    expect(doubled(`"layers.0.biases":${one}`)).toBe('its header has the key "layers.0.biases" twice.');
    expect(doubled(`"layers.0.b\\u0069ases":${one}`)).toBe('its header has the key "layers.0.biases" twice.');
    expect(
      refusal(withAbout(bytes, (about) => JSON.stringify(about).replace('"seed":4', '"seed":4,"seed":5'))),
    ).toBe('m.st: its "chainrule" metadata has the key "seed" twice.');
  });

  it("nested deeply is refused: in the header, in the notes of a file, and in notes that are to be saved", () => {
    const nested = "[".repeat(20_000) + "]".repeat(20_000);
    const deep = "is nested more than 64 deep";
    expect(refusal(together(`{"a":${nested}}`, new Uint8Array(0)))).toBe(`its header ${deep}.`);
    const inNotes = withAbout(bytes, (about) =>
      JSON.stringify(about).replace('"notes":{}', `"notes":{"a":${nested}}`),
    );
    expect(refusal(inNotes)).toBe(`m.st: its "chainrule" metadata ${deep}.`);
    const own = Network.create({ layers: [1, 1] });
    const save = (notes: unknown) => {
      own.notes = notes as Record<string, unknown>;
      return () => own.save();
    };
    const start = "notes: expected JSON that fits into a model file, got a value that";
    const advice = "Set network.notes to a smaller or simpler value.";
    expect(save({ a: JSON.parse("[".repeat(100) + "]".repeat(100)) })).toThrow(
      new ConfigError(`${start} ${deep}. ${advice}`),
    );
    expect(save({ a: 1n })).toThrow(new ConfigError(`${start} is not JSON. ${advice}`));
    const ring: Record<string, unknown> = {};
    ring.self = ring;
    expect(save(ring)).toThrow(new ConfigError(`${start} is not JSON. ${advice}`));
    expect(save(null)).toThrow(new ConfigError("notes: expected an object, such as {}, got null."));
    expect(save({ classes: 3 })).toThrow(/^notes\.classes: expected 2 names, one for each class, got 3\./);
  });

  it("of a million objects is refused before it is read", () => {
    const many = `{"a":[${Array.from({ length: 800_000 }, () => "[]").join()}]}`;
    expect(refusal(together(many, new Uint8Array(0)))).toBe(
      "its header has more than 200000 objects and lists.",
    );
    const values = `{"a":[${Array.from({ length: 2_100_000 }, () => "0").join()}]}`;
    expect(refusal(together(values, new Uint8Array(0)))).toBe("its header has more than 2000000 values.");
  });
});

describe("metadata", () => {
  const about = (change: (about: Record<string, unknown>) => object | string | void) =>
    refusal(withAbout(bytes, change));
  it.each<[string, unknown, string]>([
    ["notes", 5, "notes: expected an object, got 5."],
    ["notes", ["a"], 'notes: expected an object, got ["a"].'],
    ["notes", { classes: 3 }, "notes.classes: expected 2 names, one for each class, got 3."],
    ["notes", { classes: ["a"] }, 'notes.classes: expected 2 names, one for each class, got ["a"].'],
    ["notes", { classes: ["a", 2] }, 'notes.classes: expected 2 names, one for each class, got ["a",2].'],
    ["targetScaler", 0, "scalers.targets: expected lists of numbers for 2 columns."],
    ["inputScaler", "", "scalers.inputs: expected lists of numbers for 2 columns."],
    ["inputScaler", 5, "scalers.inputs: expected lists of numbers for 2 columns."],
    [
      "inputScaler",
      { kind: "standard", shift: [1], scale: [1] },
      "scalers.inputs: expected lists of numbers for 2 columns.",
    ],
    [
      "targetScaler",
      { kind: "minMax", shift: [0, 0], scale: [1, 1], edges: [[0, 1], []] },
      "scalers.targets: expected lists of numbers for 2 columns.",
    ],
    ...[0, -1, null, "2", [2]].map((temperature): [string, unknown, string] => [
      "temperature",
      temperature,
      "scalers.temperature: expected a number > 0",
    ]),
    [
      "inputScaler",
      { kind: "log", shift: [0, 0], scale: [1, 1] },
      "scalers.inputs: expected lists of numbers for 2 columns.",
    ],
    ["config", [], "m.st: it describes no network."],
    ["config", { layers: 5 }, "layers: expected a list of at least 2 layers, inputs first, got 5."],
    ["config", { layers: [2, 3] }, 'tensor "layers.1.weights": expected one of 1 layer, or of a training.'],
    ["version", "1", 'm.st: expected model version 1 to 3, got "1". Update chainrule.'],
  ])("%s of %j is refused", (key, value, message) => {
    expect(about((own) => void (own[key] = value))).toContain(message);
  });

  it("that is no object is refused", () => {
    for (const text of ["null", "5", "[]", '"x"', "", "{"]) expect(about(() => text)).not.toBe("accepted");
    expect(refusal(withHeader(bytes, (header) => ({ ...header, __metadata__: [] })))).toBe(
      "its metadata are not strings.",
    );
  });

  it("of a million layers, or of billions of columns, is refused before any of them is looked at", () => {
    const layers = `[2${",1".repeat(1_000_000)}]`;
    const config = (layers: unknown) => (own: Record<string, unknown>) =>
      void ((own.config as { layers: unknown }).layers = layers);
    expect(about(config(JSON.parse(layers)))).toBe(
      "layers: expected the inputs and 2 layers, as there are tensors, got a list of 1000001.",
    );
    expect(about(config([4e9, 3, 2]))).toContain("layer 1: weights: expected [4000000000 × 3]");
  });
});

describe("the bytes of a file", () => {
  it("may be an ArrayBuffer, shared memory, or any view, of any realm", async () => {
    const hash = await network.weightsSha256();
    const buffer = bytes.slice().buffer;
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shared.set(bytes);
    const other = vm.runInNewContext("new Uint8Array(length)", { length: bytes.length }) as Uint8Array;
    expect(other instanceof Uint8Array).toBe(false);
    other.set(bytes);
    const padded = new Uint8Array(bytes.length + 3);
    padded.set(bytes, 3);
    for (const given of [
      buffer,
      shared,
      shared.buffer,
      new DataView(buffer),
      new Uint8ClampedArray(buffer),
      new Int8Array(buffer),
      other,
      other.buffer,
      padded.subarray(3),
    ]) {
      expect(await Network.load(given).weightsSha256()).toBe(hash);
    }
  });

  it("may not be anything else", () => {
    const expected = "m.st: expected the bytes of a file, as a Uint8Array or ArrayBuffer, got";
    const transferred = bytes.slice().buffer;
    structuredClone(transferred, { transfer: [transferred] });
    expect(refusal(transferred)).toBe(`${expected} an ArrayBuffer.`);
    for (const [given, got] of [
      [null, "null"],
      ["text", '"text"'],
      [[1, 2], "[1,2]"],
      [{ length: 9 }, '{"length":9}'],
      [Promise.resolve(bytes), "a Promise"],
      [new Blob([]), "a Blob"],
    ] as const) {
      expect(refusal(given)).toBe(`${expected} ${got}.`);
    }
  });
});
