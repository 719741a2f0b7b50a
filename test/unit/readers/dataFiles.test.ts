import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { DataError } from "../../../src/errors.js";
import { openDataFile, readForModel, readToTrain } from "../../../src/readers/dataFiles.js";
import type { KnownModel } from "../../../src/readers/reader.js";
import { Network } from "../../../src/train/network.js";
import { failure } from "./failure.js";

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const open = (content: string | Uint8Array, name = "d.csv") =>
  openDataFile(typeof content === "string" ? text(content) : content, name);
const images = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 255, 0, 0, 255);
const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 1, 0);
const fruit = "mass,skin,kind\n173,smooth,apple\n82,rough,plum\n";

describe("openDataFile", () => {
  it.each([
    ["a table", text(fruit)],
    ["a table", Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)],
    ["a table", Uint8Array.of(0xff, 0xfe, 0x61, 0)],
    ["a table", new Uint8Array(gzipSync(fruit))],
    ["IDX images", images],
    ["IDX images", new Uint8Array(gzipSync(images))],
  ])("recognises %s by its bytes", async (kind, bytes) => {
    expect((await open(bytes)).reader.kind).toBe(kind);
  });

  it.each([
    ["the file is empty.", new Uint8Array()],
    ["the file is empty.", new Uint8Array(gzipSync(""))],
    [
      "expected a table (CSV, JSON, NPZ, NPY, Parquet), IDX images, PNG or JPEG images, got other binary data.",
      Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 0),
    ],
    [
      "expected a table (CSV, JSON, NPZ, NPY, Parquet), IDX images, PNG or JPEG images, got other binary data.",
      Uint8Array.of(0, 0, 8),
    ],
    [
      "expected a table (CSV, JSON, NPZ, NPY, Parquet), IDX images, PNG or JPEG images, got a model (safetensors).",
      Network.create({ layers: [2, 1] }).save(),
    ],
  ])("refuses what no reader knows: %s", async (problem, bytes) => {
    expect(await failure(() => open(bytes, "x"))).toBe(`DataError: x: ${problem}`);
  });
});

describe("readToTrain", () => {
  it("reads a table with what a model must remember of it", async () => {
    const { dataset, notes } = await readToTrain(await open(fruit), { target: "kind", separator: "," });
    expect(dataset.inputNames).toEqual(["mass", "skin=smooth"]);
    expect(notes).toMatchObject({ separator: ",", classes: ["apple", "plum"] });
    expect(notes.schema!.target).toMatchObject({ name: "kind", kind: "class", classes: ["apple", "plum"] });
  });

  it("finds the separator and takes the last column, where it is asked to", async () => {
    const file = await open(fruit.replaceAll(",", ";"));
    const { dataset, notes } = await readToTrain(file, { lastIsTarget: true });
    expect(dataset.classNames).toEqual(["apple", "plum"]);
    expect(notes.separator).toBe(";");
  });

  it("reads images with their labels, which tell themselves apart", async () => {
    const [samples, own] = [await open(images, "images"), await open(labels, "labels")];
    expect([samples, own].map((file) => file.reader.hasLabels!(file))).toEqual([false, true]);
    const { dataset, notes } = await readToTrain(samples, { labels: own });
    expect([...dataset.labels!]).toEqual([1, 0]);
    expect(notes).toEqual({ classes: ["0", "1"], image: [1, 2] });
  });

  it("takes the inputs for targets where it is asked to", async () => {
    const { dataset, notes } = await readToTrain(await open(images, "images"), { autoencoder: true });
    expect([dataset.isAutoencoder, dataset.outputs]).toEqual([true, 2]);
    expect(notes.autoencoder).toBe(true);
  });

  it.each([
    [
      fruit,
      { labels: { name: "l", bytes: labels } },
      "labels: does not go with a table. Drop it: the target is a column of the file.",
    ],
    [fruit, {}, "target: expected the column of d.csv to learn, got nothing. Columns: mass, skin, kind."],
    [
      fruit,
      { autoencoder: true, target: "kind" },
      "target: does not go with an autoencoder. Drop it. To leave the column out of the inputs, name it with --drop.",
    ],
    [images, { target: "kind" }, "target: does not go with IDX images. Drop it: the labels are the target."],
    [
      images,
      { sampleWeights: "w" },
      "sampleWeights: does not go with IDX images. Drop it: images have no columns.",
    ],
    [images, {}, "labels: expected the IDX labels of d.csv, got nothing."],
  ])("refuses options that a kind cannot use, or lacks", async (content, options, problem) => {
    const file = await open(content);
    expect(await failure(() => readToTrain(file, options))).toBe(`ConfigError: ${problem}`);
  });
});

describe("readForModel", () => {
  const model = (notes: KnownModel["notes"], inputs = 2): KnownModel => ({
    notes,
    name: "the model",
    inputs,
    outputs: 2,
  });

  it("reads with the columns, classes and separator of the model", async () => {
    const { notes } = await readToTrain(await open(fruit.replaceAll(",", ";")), {
      separator: ";",
      target: "kind",
    });
    const file = await open("skin;mass;kind\nrough;90;plum\n");
    const { dataset } = await readForModel(file, model(notes), {}, true);
    expect([...dataset.inputs]).toEqual([90, -1]);
    expect([...dataset.labels!]).toEqual([1]);
    expect((await readForModel(file, model(notes), {}, false)).dataset.labels).toBe(null);
  });

  it.each([
    [fruit, { image: [1, 2] as const }, "DataError: d.csv: the model was trained on images, not on columns."],
    [fruit, {}, "DataError: d.csv: the model remembers no CSV columns, so it cannot find them here."],
    [
      images,
      { schema: { inputs: [], target: null } },
      "DataError: d.csv: the model was trained on columns, not on IDX images.",
    ],
    [
      images,
      { image: [2, 2] as const },
      "ShapeError: d.csv: expected images of 2 × 2 pixels, as the model takes them, got images of 1 × 2 pixels.",
    ],
    [
      images,
      {},
      "ShapeError: d.csv: expected 3 input columns, as the model takes them, got images of 1 × 2 pixels.",
    ],
  ])("refuses a file of another kind or size", async (content, notes, problem) => {
    const file = await open(content);
    const options = content === images ? { labels: { name: "l", bytes: labels } } : {};
    expect(await failure(() => readForModel(file, model(notes, 3), options, true))).toBe(problem);
  });
});

describe("errors of a file", () => {
  const errorOf = async (content: string | Uint8Array, options = {}): Promise<unknown> =>
    open(content)
      .then((file) => readToTrain(file, { target: "y", ...options }))
      .catch((error: unknown) => error);

  it.each([
    ["a cell", "x,y\n1,2\nwide,3\n3,4\n4,5\n", { line: 3, column: "x" }],
    ["a short row", "x,y\n1,2\n3\n", { line: 3, column: undefined }],
    ["an open quote", 'x,y\n1,"2\n', { line: 2, column: undefined }],
    ["a column", "x,y\n1,a\n2,a\n", { line: undefined, column: "y" }],
    ["the whole file", "x,y\n", { line: undefined, column: undefined }],
    ["a file cut short", images.subarray(0, 12), { line: undefined, column: undefined }],
  ])("carry file, line and column: %s", async (_, content, place) => {
    const options =
      content instanceof Uint8Array ? { target: undefined, labels: { name: "l", bytes: labels } } : {};
    const error = await errorOf(content, options);
    expect(error).toBeInstanceOf(DataError);
    expect(error).toMatchObject({ file: "d.csv", ...place });
    const { line, column } = place;
    const where = `d.csv${line === undefined ? "" : ` line ${line}`}${column === undefined ? "" : `, column ${JSON.stringify(column)}`}: `;
    expect((error as Error).message.startsWith(where)).toBe(true);
  });

  it("carry the option that they are about", async () => {
    const error = await errorOf(images, { target: "y" });
    expect(error).toMatchObject({ setting: "target", advice: "Drop it: the labels are the target." });
  });
});
