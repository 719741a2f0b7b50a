import { describe, expect, it } from "vitest";
import { Dataset } from "../../../src/data/dataset.js";
import { measureScaler } from "../../../src/data/scalers.js";
import { checkGradients } from "../../../src/explain/checkGradients.js";
import { trace } from "../../../src/explain/trace.js";
import { prepared } from "../../../src/network/scaling.js";
import { crossValidate } from "../../../src/train/search/crossValidate.js";
import { Network } from "../../../src/train/network.js";
import { expectClose } from "../../compare.js";
import { failure } from "../readers/failure.js";

const rows = Array.from({ length: 60 }, (_, i) => [
  Math.sin(i),
  i % 7,
  i % 2,
  i % 11 === 3 ? Number.NaN : (i * i) % 53,
]);
const answers = rows.map(([a, b, c, d]) => [a! * b! + (c! > 0 ? 2 : Number.isNaN(d!) ? 1 : d! / 50)]);
const table = Dataset.from(rows, answers, { flags: [0, 0, 1, 0], allowMissing: true });
const layers = [4, { units: 5, activation: "tanh" as const }, { units: 1, activation: "identity" as const }];
const inputBins = [6, 3, 0, 4];
const settings = { layers, optimizer: "adam", epochs: 5, batchSize: 7, scaling: "robust" } as const;

const kinds = [
  { scaling: "none" },
  { scaling: "standard" },
  { scaling: "robust" },
  { scaling: "quantileNormal" },
  { scaling: "robust", inputBins: 5 },
  { scaling: "standard", inputBins },
] as const;

describe.each(kinds)("a network with %j", (preparation) => {
  const config = { ...settings, ...preparation, precision: "float64" as const };

  it("trains and answers as one without it does with columns that were prepared before, to the bit", async () => {
    const network = Network.create(config);
    await network.fit(table);
    const width = network.config.layers[0]!.inputs;
    const outside = prepared(table.inputs, 4, network.scalers.inputs);
    const plain = Network.create({
      ...config,
      layers: [width, ...layers.slice(1)],
      scaling: "none",
      inputBins: 0,
    });
    await plain.fit(Dataset.from(outside, answers, { columns: width }));
    expect(await network.weightsSha256()).toBe(await plain.weightsSha256());
    expect(network.predict(table)).toEqual(plain.predict(Dataset.from(outside, null, { columns: width })));
    expect([network.inputs, width]).toEqual([
      4,
      "inputBins" in preparation ? (preparation.inputBins === 5 ? 20 : 14) : 4,
    ]);
  });

  it("is the same after save and load, and as a clone", async () => {
    const network = Network.create(config);
    await network.fit(table);
    const loaded = Network.load(network.save({ training: true }));
    expect(loaded.config).toEqual(network.config);
    expect(loaded.scalers).toEqual(network.scalers);
    for (const other of [loaded, network.clone()]) {
      expect(other.predict(table)).toEqual(network.predict(table));
      expect(other.evaluate(table)).toEqual(network.evaluate(table));
      expect(other.gradients(table)).toEqual(network.gradients(table));
    }
    await Promise.all([network.fit(table), loaded.fit(table)]);
    expect(await loaded.weightsSha256()).toBe(await network.weightsSha256());
  });

  it("has the gradients of finite differences", async () => {
    const network = Network.create(config);
    await network.fit(table);
    expect(checkGradients(network, table, { most: 60 })).toMatchObject({ passed: true });
  });

  it("gives the same bits in every build and for any number of threads", async () => {
    const hashes = [{ build: "scalar" }, { build: "simd" }, { build: "simd-threads", threads: 2 }].map(
      async (host) => {
        const network = Network.create({ ...config, ...host, batchSize: 30 });
        await network.fit(table);
        const hash = await network.weightsSha256();
        network.dispose();
        return hash;
      },
    );
    expect(new Set(await Promise.all(hashes)).size).toBe(1);
  });
});

describe("inputBins", () => {
  it("is a number for each column, or one for all", async () => {
    const expected = "ConfigError: inputBins: expected 4 numbers, one for each input column, got 2.";
    expect(await failure(() => Network.create({ layers, inputBins: [3, 1] }))).toBe(expected);
    expect(await failure(() => Network.create({ layers, inputBins: -1 as never }))).toBe(
      "ConfigError: inputBins: expected a number of bins from 0 to 1000, or a list with one for each input column, got -1.",
    );
  });

  it("of 0 for all columns is the network without bins", () => {
    const config = Network.create({ layers, inputBins: [0, 0, 0, 0] }).config;
    expect(config.layers).toEqual(Network.create({ layers }).config.layers);
  });

  it("can be changed in a complete configuration", () => {
    const { config } = Network.create({ layers, inputBins: 3 });
    expect(config.layers[0]).toMatchObject({ inputs: 12, columns: 4 });
    const again = Network.create({ ...config, inputBins: [2, 0, 0, 2] }).config;
    expect(again.layers[0]).toMatchObject({ inputs: 6, columns: 4 });
  });

  it("asks for a training before it answers", async () => {
    const network = Network.create({ layers, inputBins: 2 });
    expect(await failure(() => network.predict([[1, 2, 3, 4]]))).toBe(
      "ConfigError: inputBins: the network has no edges of bins yet. Train it first: `fit` measures them on the training rows.",
    );
  });

  it("works in cross-validation, whose folds measure their own training rows", async () => {
    const { mean } = await crossValidate(
      { ...settings, inputBins, epochs: 60, optimizer: { kind: "adam", learningRate: 0.03 } },
      table,
      { folds: 3 },
    );
    expect(mean.metrics.r2).toBeGreaterThan(0.5);
  });

  it("shows in a trace as the inputs of the first layer", async () => {
    const network = Network.create({ ...settings, inputBins: [2, 0, 0, 2], precision: "float64" });
    await network.fit(table);
    const { inputs, rounds } = trace(network, { inputs: rows[0]!, targets: answers[0]! });
    expect(inputs).toEqual([...prepared(Float64Array.from(rows[0]!), 4, network.scalers.inputs)]);
    expectClose(rounds[0]!.outputs, network.predict([rows[0]!])[0]!, { relative: 1e-14 }, "outputs");
  });
});

describe("missing numbers", () => {
  it("are refused where the network knows no mean, with the place", async () => {
    const network = Network.create({ ...settings, scaling: "none", precision: "float64" });
    await network.fit(Dataset.from([[1, 2, 3, 4]], [[1]]));
    const gap = Dataset.from(
      [
        [1, 2, 3, 4],
        [1, 2, NaN, 4],
      ],
      null,
      { allowMissing: true },
    );
    expect(await failure(() => network.predict(gap))).toBe(
      "DataError: inputs: row 1, column 2: expected a number, got a missing one, but the network was trained without missing numbers. Fill it first.",
    );
    const bins = Network.create({ ...settings, scaling: "none", inputBins: [2, 0, 0, 2] });
    await bins.fit(
      Dataset.from(
        [
          [1, 2, 3, 4],
          [2, 2, 2, 2],
        ],
        [[1], [2]],
      ),
    );
    expect(bins.predict(gap)).toHaveLength(2);
  });

  it("in rows without the option are refused as before", async () => {
    const network = Network.create({ ...settings });
    await network.fit(table);
    expect(await failure(() => network.predict([[1, 2, NaN, 4]]))).toBe(
      "DataError: inputs: row 0, column 2: expected a finite number, got NaN.",
    );
  });
});

describe("scalers", () => {
  const config = { ...settings, inputBins };

  it("move to another network together with the parameters", async () => {
    const [network, other] = [Network.create(config), Network.create({ ...config, seed: 5 })];
    await network.fit(table);
    other.setParameters(network.parameters());
    other.scalers = network.scalers;
    expect(other.predict(table)).toEqual(network.predict(table));
  });

  it("are measured again with new weights, and otherwise stay", async () => {
    const far = Dataset.from(
      rows.map((row) => row.map((x) => 100 * x)),
      answers,
      { allowMissing: true },
    );
    const network = Network.create(config);
    await network.fit(table);
    const before = network.scalers;
    await network.fit(far);
    expect(network.scalers).toEqual(before);
    await network.fit(far, { warmStart: false });
    expect(network.scalers.inputs!.edges![1]).toEqual(before.inputs!.edges![1]!.map((edge) => 100 * edge));
  });

  it.each([
    ["kind", "other"],
    ["shift", [0, 0]],
    ["scale", [1, 1, 1, null]],
    ["missing", [1]],
    ["limit", "abcd"],
    ["widths", [6, 3, 1, 5]],
    ["widths", [0, 9, 1, 4]],
    ["edges", [[1, 2], [2, 1], [], []]],
    ["edges", [[1], [], [], []]],
    ["edges", [[1, 2, 3, 4, 5, 6, 7, 8], [], [], []]],
    ["heights", [[1, 2, 3], [], [], []]],
    ["edges", { length: 4 }],
  ])("are refused where they do not fit: %s %j, in a file too", async (key, value) => {
    const network = Network.create(config);
    await network.fit(table);
    const { inputs, targets } = network.scalers;
    const wrong = { inputs: { ...inputs!, [key]: value }, targets };
    const message = "scalers.inputs: expected lists of numbers for 4 columns that become 14 inputs.";
    expect(await failure(() => (network.scalers = wrong as never))).toBe(`ShapeError: ${message}`);
    expect(network.scalers.inputs).toBe(inputs);
    const file = new TextDecoder("latin1").decode(network.save());
    const text = JSON.stringify(JSON.stringify(inputs)).slice(1, -1);
    const other = JSON.stringify(JSON.stringify(wrong.inputs)).slice(1, -1);
    expect(file).toContain(text);
    const length = Buffer.from(file, "latin1").readUInt32LE(0);
    const header = file.slice(8, 8 + length).replace(text, () => other);
    const size = Buffer.alloc(8);
    size.writeUInt32LE(Buffer.byteLength(header, "latin1"));
    const bytes = Buffer.concat([size, Buffer.from(header + file.slice(8 + length), "latin1")]);
    expect(await failure(() => Network.load(bytes, "m"))).toBe(
      `ModelError: m: its parts do not fit each other: ${message}`,
    );
  });
});

describe("rows that do not count", () => {
  it("of weight 0 and held out are not measured", async () => {
    const wild = Array.from({ length: 10 }, (_, i) => [i < 8 ? i : 1e9]);
    const weights = wild.map(([x]) => (x === 1e9 ? 0 : 1));
    const data = Dataset.from(
      wild,
      wild.map(() => [0]),
      { sampleWeights: weights },
    );
    const network = Network.create({ layers: [1, 1], scaling: "minMax", epochs: 1 });
    await network.fit(data);
    expect(network.scalers.inputs).toMatchObject({ shift: [0], scale: [1 / 7] });
    const held = Network.create({ layers: [1, 1], scaling: "minMax", epochs: 1, inputBins: 3 });
    const part = { train: Uint32Array.of(0, 3, 6, 7), validation: Uint32Array.of(9) };
    await held.fit(
      Dataset.from(
        wild,
        wild.map(() => [0]),
      ),
      { validation: part },
    );
    expect(held.scalers.inputs).toMatchObject({ edges: [[0, 3, 6, 7]] });
  });
});

it("bytes may have bins and curves", async () => {
  const bytes = Uint8Array.from({ length: 40 }, (_, i) => (i * 37) % 256);
  const data = Dataset.from(
    bytes,
    Array.from({ length: 20 }, (_, i) => [i % 3]),
    { columns: 2 },
  );
  const both = [{ inputBins: 3 }, { scaling: "robust" }] as const;
  for (const preparation of both) {
    const config = { layers: [2, 3, 1], epochs: 3, ...preparation } as const;
    const [ofBytes, ofNumbers] = [
      Network.create(config),
      Network.create({ ...config, ...("inputBins" in preparation && { scaling: "none" as const }) }),
    ];
    await ofBytes.fit(data);
    await ofNumbers.fit(Dataset.from(Float64Array.from(bytes), data.targets!, { columns: 2 }));
    expect(await ofBytes.weightsSha256()).toBe(await ofNumbers.weightsSha256());
    expect(ofBytes.scalers.inputs!.kind).toBe("inputBins" in preparation ? "bytes" : "robust");
    expect(measureScaler("bytes", bytes, 2, [0, 1])!.edges).toBe(undefined);
  }
});
