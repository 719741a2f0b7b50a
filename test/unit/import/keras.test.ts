import { readFileSync } from "node:fs";
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { ModelError } from "../../../src/errors.js";
import { importKeras } from "../../../src/import/kerasFile.js";
import { remarksOf } from "../../../src/import/network.js";
import { unzip } from "../../../src/readers/zip.js";
import { type Answers, expectAnswers, made, madePath } from "./made.js";

const all = made<Record<string, Answers>>("keras.json") as Record<string, Answers>;
const bytesOf = (name: string) => readFileSync(madePath(`keras-${name}.keras`));

it.each(Object.keys(all))("a model of Keras 3 answers as it should, within 10⁻⁶: %s", async (name) => {
  expectAnswers(await importKeras(bytesOf(name)), all[name]!, 1e-6);
});

it("normalisation of the inputs is a scaler, batch normalisation is folded, dropout is kept", async () => {
  const network = await importKeras(bytesOf("normalised"));
  expect(network.scalers.inputs?.kind).toBe("standard");
  expect(network.config.inputDropout).toBe(0.1);
  expect(network.config.layers.map(({ activation, alpha, dropout }) => [activation, alpha, dropout])).toEqual(
    [
      ["leakyRelu", 0.1, 0.25],
      ["tanh", 0, 0],
      ["softmax", 0, 0],
    ],
  );
  expect(remarksOf(network)).toHaveLength(2);
});

it("training goes on", async () => {
  const network = await importKeras(bytesOf("functional"), {
    settings: { optimizer: { kind: "adam", learningRate: 0.05 }, epochs: 200 },
  });
  const { inputs } = all.functional!;
  const { loss } = await network.fit(inputs, [
    [1, 0],
    [0, 1],
    [1, 1],
  ]);
  expect(loss.at(-1)!).toBeLessThan(loss[0]! / 2);
});

describe("what is not known is refused", () => {
  const name = "m.keras";
  const old = 'Save the model with model.save("model.keras") of Keras 3.';
  const again = "Save the model again with the program that made it.";

  /** The functional model, with other files. */
  async function changed(change: (files: Record<string, Uint8Array>) => void): Promise<Uint8Array> {
    const entries = await unzip(bytesOf("functional"), name);
    const files = Object.fromEntries(entries.map((entry) => [entry.name, entry.bytes]));
    change(files);
    return zipSync(files);
  }

  async function message(bytes: Uint8Array): Promise<string> {
    const error = await importKeras(bytes, { name }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ModelError);
    return (error as Error).message;
  }

  it("a file of another kind, an archive without weights, weights that are cut short", async () => {
    expect(await message(new Uint8Array(50))).toMatch(
      /^m\.keras: expected a \.keras file, a zip archive, got one that/,
    );
    expect(await message(await changed((files) => delete files["model.weights.h5"]))).toBe(
      `m.keras: expected model.weights.h5 in the archive, got none. ${old}`,
    );
    const cut = await changed((files) => {
      files["model.weights.h5"] = files["model.weights.h5"]!.slice(0, 700);
    });
    expect(await message(cut)).toBe(
      `m.keras: model.weights.h5: expected a whole HDF5 file, got an address beyond its end. ${again}`,
    );
    const hdf5 = (await unzip(bytesOf("functional"), name)).find((one) => one.name === "model.weights.h5")!;
    expect(await message(hdf5.bytes)).toBe(
      `m.keras: expected a .keras file, a zip archive, got an HDF5 file. ${old}`,
    );
  });

  it("another layer, by its name", async () => {
    const bytes = await changed((files) => {
      const text = new TextDecoder().decode(files["config.json"]);
      files["config.json"] = new TextEncoder().encode(text.replace('"Activation"', '"LSTM"'));
    });
    expect(await message(bytes)).toMatch(/^m\.keras: layer "act" \(LSTM\): expected one of .*, got LSTM\./);
  });

  it("an archive that becomes much larger", async () => {
    const bytes = await changed((files) => {
      files.more = new Uint8Array(20_000_000);
    });
    expect(bytes.length).toBeLessThan(100_000);
    expect(await message(bytes)).toContain("bytes in the archive, got more in more.");
  });
});
