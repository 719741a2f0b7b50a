import { describe, expect, it } from "vitest";
import { ModelError } from "../../../src/errors.js";
import { readSafetensors, writeSafetensors } from "../../../src/network/safetensors.js";
import { Dataset } from "../../../src/data/dataset.js";
import { Network } from "../../../src/train/network.js";

async function trained(precision: "float32" | "float64", biases: "perNeuron" | "shared" | "none") {
  const network = Network.create({
    layers: [3, 4, { units: 2, activation: "identity", trainable: false }],
    precision,
    biases,
    scaling: "standard",
    targetScaling: "minMax",
    seed: 9,
  });
  const data = Dataset.from(
    [
      [1, 20, 5],
      [2, 10, 5],
      [3, 40, 5],
      [5, 5, 5],
    ],
    [
      [1, 9],
      [3, 5],
      [5, 7],
      [7, 1],
    ],
  );
  await network.fit(data, { epochs: 3 });
  network.notes = { classes: ["a", "ü"] };
  return network;
}

const messageOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(ModelError);
    return (error as Error).message;
  }
  return "accepted";
};

/** The bytes of a container with another JSON header in place of its own. */
function withHeader(bytes: Uint8Array, change: (header: Record<string, never>) => unknown): Uint8Array {
  const size = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + size))) as Record<string, never>;
  const json = new TextEncoder().encode(JSON.stringify(change(header) ?? header));
  const changed = new Uint8Array(8 + json.length + bytes.length - 8 - size);
  new DataView(changed.buffer).setBigUint64(0, BigInt(json.length), true);
  changed.set(json, 8);
  changed.set(bytes.subarray(8 + size), 8 + json.length);
  return changed;
}

describe.each(["float32", "float64"] as const)("a model file, %s", (precision) => {
  it.each(["perNeuron", "shared", "none"] as const)("with biases %s comes back as it was", async (biases) => {
    const network = await trained(precision, biases);
    const copy = Network.load(network.save());
    expect(await copy.weightsSha256()).toBe(await network.weightsSha256());
    expect(copy.config).toEqual(network.config);
    expect(copy.scalers).toEqual(network.scalers);
    expect(copy.notes).toEqual(network.notes);
    expect(copy.predict([[2, 3, 5]])).toEqual(network.predict([[2, 3, 5]]));
    expect(copy.save()).toEqual(network.save());
  });
});

describe("a damaged model file", () => {
  it("is read from a Buffer too, as Node's readFile gives it", async () => {
    const network = await trained("float32", "perNeuron");
    const loaded = Network.load(Buffer.from(network.save()));
    expect(await loaded.weightsSha256()).toBe(await network.weightsSha256());
  });

  it("is refused at every length it can be cut to, and when bytes follow", async () => {
    const bytes = (await trained("float32", "perNeuron")).save();
    for (let length = 0; length < bytes.length; length++) {
      expect(() => Network.load(bytes.subarray(0, length))).toThrow(ModelError);
    }
    const longer = new Uint8Array(bytes.length + 1);
    longer.set(bytes);
    expect(() => Network.load(longer)).toThrow(ModelError);
  });

  it("is refused with its name and the reason", async () => {
    const bytes = (await trained("float32", "perNeuron")).save();
    const load = (changed: Uint8Array) => () => Network.load(changed, "m.safetensors");
    const not = "m.safetensors: not a readable safetensors file: ";
    expect(messageOf(load(bytes.subarray(0, 3)))).toBe(`${not}expected at least 8 bytes, got 3.`);
    expect(messageOf(load(new TextEncoder().encode("a,b,c\n1,2,3\n")))).toBe(
      `${not}it does not begin with the length of a header.`,
    );
    expect(messageOf(load(withHeader(bytes, () => [1])))).toBe(`${not}its header is not a JSON object.`);
    expect(
      messageOf(
        load(
          withHeader(
            bytes,
            (header) => void ((header["layers.0.weights"] as { dtype: string }).dtype = "BF16"),
          ),
        ),
      ),
    ).toBe(`${not}tensor "layers.0.weights" has type "BF16", expected F32 or F64.`);
    expect(
      messageOf(
        load(
          withHeader(
            bytes,
            (header) => void ((header["layers.0.weights"] as { shape: number[] }).shape = [3, 5]),
          ),
        ),
      ),
    ).toBe(`${not}tensor "layers.0.weights" should have 60 bytes, its offsets give 48.`);
    expect(messageOf(load(withHeader(bytes, (header) => void delete header["layers.1.weights"])))).toMatch(
      /^m\.safetensors: not a readable safetensors file: tensor "layers\.1\.biases" leaves a gap before it: expected it at byte 64 of the data, got 96\.$/,
    );
  });

  it("of another program, or of a later version, is said to be so", () => {
    const foreign = writeSafetensors({ tensors: new Map(), metadata: {} });
    expect(messageOf(() => Network.load(foreign, "x"))).toBe(
      'x: a safetensors file, but not one of chainrule\'s: it has no "chainrule" metadata.',
    );
    const later = writeSafetensors({ tensors: new Map(), metadata: { chainrule: '{"version":99}' } });
    expect(messageOf(() => Network.load(later, "x"))).toBe(
      "x: expected model version 1 to 3, got 99. Update chainrule.",
    );
  });

  it("whose parts do not fit each other is refused, naming the layer", async () => {
    const network = await trained("float32", "perNeuron");
    const container = readSafetensors(network.save());
    const weights = container.tensors.get("layers.1.weights")!;
    container.tensors.set("layers.1.weights", { shape: [4, 1], data: weights.data.slice(0, 4) });
    expect(messageOf(() => Network.load(writeSafetensors(container), "x"))).toBe(
      "x: its parts do not fit each other: layer 2: weights: expected [4 × 2], got [4 × 1].",
    );
  });
});

describe("safetensors", () => {
  it("begins its data at a multiple of 8 and keeps empty tensors", () => {
    const tensors = new Map([
      ["a", { shape: [3], data: Float32Array.of(1, 2, 3) }],
      ["none", { shape: [0], data: new Float64Array(0) }],
    ]);
    const bytes = writeSafetensors({ tensors, metadata: { k: "v" } });
    const header = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect((8 + header) % 8).toBe(0);
    expect(bytes.length).toBe(8 + header + 12);
    expect(readSafetensors(bytes)).toEqual({ tensors, metadata: { k: "v" } });
  });
});
