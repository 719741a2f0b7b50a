import { describe, expect, it } from "vitest";
import { Dataset } from "../../../src/data/dataset.js";
import { fromRecords } from "../../../src/readers/records.js";
import { Network } from "../../../src/train/network.js";
import { failure } from "../readers/failure.js";

/** Rows of two clouds, with a category and gaps, and two numbers to learn. */
function people(rows = 120) {
  return Array.from({ length: rows }, (_, i) => {
    const isOld = i % 3 === 0;
    const age = (isOld ? 60 : 25) + ((i * 7) % 11);
    return {
      age: i % 10 === 9 ? null : age,
      job: ["clerk", "nurse", "smith", "farmer"][i % 4]!,
      born: new Date(Date.UTC(2000 - age, i % 12, 1 + (i % 28))),
      rich: isOld ? "yes" : "no",
      income: 1000 * age + 10 * (i % 4),
      tax: 200 * age,
    };
  });
}

async function trained(target: string | string[], settings: object = {}) {
  const records = people();
  const others = ["rich", "income", "tax"].filter((name) => ![target].flat().includes(name));
  const { dataset, schema } = fromRecords(records, { target, drop: others });
  const network = Network.for(dataset, { seed: 1, epochs: 5, hidden: [8], ...settings });
  network.notes.schema = schema;
  await network.fit(dataset);
  return { network, records, dataset, schema };
}

const asked = { age: 62, job: "clerk", born: "1938-05-17" };

describe("predictRecords", () => {
  it("gives the class and the probabilities of all classes, as predict has them for the same rows", async () => {
    const { network, records, dataset } = await trained("rich");
    const answers = network.predictRecords(records);
    const rows = network.predict(dataset);
    expect(answers.map(({ probabilities }) => Object.values(probabilities!))).toEqual(
      rows.map((row) => Array.from(row)),
    );
    expect(Object.keys(answers[0]!.probabilities!)).toEqual(["no", "yes"]);
    expect(answers.map((answer) => answer.class)).toEqual(network.classify(dataset));
    expect(Object.keys(answers[0]!)).toEqual(["class", "probabilities"]);
  });

  it("gives numbers in the units of the targets, by the names of one or several", async () => {
    const one = await trained("income");
    const { numbers } = one.network.predictRecords([asked])[0]!;
    expect(Object.keys(numbers!)).toEqual(["income"]);
    expect(Math.abs(numbers!.income! - 62_000)).toBeLessThan(20_000);
    const two = await trained(["income", "tax"]);
    const [row] = two.network.predict(fromRecords([asked], { schema: two.schema }).dataset);
    expect(two.network.predictRecords([asked])).toEqual([{ numbers: { income: row![0], tax: row![1] } }]);
  });

  it("gives both classes of one sigmoid output", async () => {
    const { dataset, schema } = fromRecords(people(), { target: "rich", drop: "income,tax" });
    const network = Network.create({ layers: [dataset.columns, 4, 1], scaling: "standard", seed: 1 });
    network.notes.schema = schema;
    await network.fit(dataset, { epochs: 3 });
    const [answer] = network.predictRecords([asked]);
    const { no, yes } = answer!.probabilities!;
    expect(no! + yes!).toBe(1);
    expect(answer!.class).toBe(yes! > 0.5 ? "yes" : "no");
    const encoded = fromRecords([asked], { schema }).dataset;
    expect(yes).toBe(network.predict(encoded)[0]![0]);
  });

  it("gives scores where the outputs are no probabilities, and numbers where there are no names", async () => {
    const { dataset, schema } = fromRecords(people(), { target: "rich", drop: "income,tax" });
    const layers = [dataset.columns, { units: 2, activation: "identity" as const }];
    const network = Network.create({ layers, loss: "hinge", scaling: "standard", seed: 1 });
    network.notes.schema = schema;
    await network.fit(dataset, { epochs: 1 });
    expect(Object.keys(network.predictRecords([asked])[0]!)).toEqual(["class", "scores"]);
    const plain = Network.create({ layers: [2, 3, 2], seed: 1 });
    plain.notes.inputNames = ["a", "b"];
    const [row] = plain.predict([[1, 2]]);
    expect(plain.predictRecords([{ b: 2, a: 1 }])).toEqual([{ numbers: { 0: row![0], 1: row![1] } }]);
  });

  it("keeps names such as __proto__", async () => {
    const names = { inputNames: ["x"], classes: ["__proto__", "b"] };
    const network = Network.create({ layers: [1, { units: 2, activation: "softmax" }], seed: 1 });
    await network.fit(Dataset.from([[0], [1]], [0, 1], names), { epochs: 1 });
    const { probabilities } = network.predictRecords([{ x: 1 }])[0]!;
    expect(Object.keys(probabilities!)).toEqual(["__proto__", "b"]);
  });

  it("survives saving, and takes records of other order, with gaps and unknown values", async () => {
    const { network } = await trained("rich");
    const loaded = Network.load(network.save());
    const records = [asked, { born: null, job: "pilot", age: undefined, name: "Ann" }];
    expect(loaded.predictRecords(records)).toEqual(network.predictRecords(records));
    expect(loaded.predictRecords([])).toEqual([]);
  });

  it("refuses records that do not fit, by record and column; nothing that only one record lacks", async () => {
    const { network } = await trained("rich");
    expect(await failure(() => network.predictRecords([asked, { ...asked, age: "old" }]))).toBe(
      'DataError: records: row 1, column "age": expected a number, got "old". Correct it, or give null if it is not known.',
    );
    expect(await failure(() => network.predictRecords([{ age: 3, born: null }]))).toBe(
      'DataError: records: row 0, column "job": expected the value that the model was trained with, got a record with "age" and "born". Add it; null means that it is not known.',
    );
    const two = network.predictRecords([asked, { age: 3, born: null }]);
    expect(two[1]).toEqual(network.predictRecords([{ age: 3, born: null, job: null }])[0]);
    expect(await failure(() => network.predictRecords(asked as never))).toMatch(
      /^DataError: records: expected a list of records, got .*\.$/,
    );
    expect(await failure(() => network.predictRecords([{ ...asked, job: "x" }], { unseen: "refuse" }))).toBe(
      'DataError: records: row 0, column "job": expected a known value ("clerk", "farmer", "nurse" and "smith"), got "x". Correct it, or give null if it is not known.',
    );
  });

  it("refuses notes without columns, or with other ones", async () => {
    const network = Network.create({ layers: [2, 1] });
    expect(await failure(() => network.predictRecords([{}]))).toMatch(
      /^ConfigError: notes\.schema: expected the schema of a table, got none/,
    );
    network.notes.schema = "iris v2";
    expect(await failure(() => network.predictRecords([{}]))).toBe(
      'ConfigError: notes.schema: expected what inferSchema makes, got "iris v2".',
    );
    network.notes.schema = { inputs: [{ name: "x", kind: "number" }], target: null };
    expect(await failure(() => network.predictRecords([{}]))).toMatch(
      /^ConfigError: notes\.schema: expected columns that become 2 inputs, got 1\./,
    );
    expect(await failure(() => network.predictor({ unseen: "x" as never }).predictRecord({}))).toBe(
      'ConfigError: unseen: expected "other" or "refuse", got "x".',
    );
  });
});

describe("a predictor", () => {
  const kinds: [string, object][] = [
    ["a plain network", { layers: [3, 5, 2] }],
    ["float64", { layers: [3, 5, 2], precision: "float64" }],
    ["several layers and members", { layers: [3, 17, 9, 2], members: 4 }],
    ["no hidden layer", { layers: [3, 1] }],
    ["a layer wider than the tiles", { layers: [3, 130, 2] }],
  ];
  const rows = [
    [0.1, -2, 3],
    [1e3, 0, -0],
    [5, 6, 7],
  ];

  it.each(kinds)("gives the bits of predict: %s", (_, config) => {
    const network = Network.create({ layers: [3, 1], seed: 3, ...config });
    const predictor = network.predictor();
    const all = network.predict(rows);
    for (const _turn of [1, 2]) {
      expect(rows.map((row) => predictor.predict(row))).toEqual(all);
      expect(rows.map((row) => network.predict([row])[0])).toEqual(all);
      expect(predictor.predict(Float32Array.from(rows[2]!))).toEqual(all[2]);
    }
  });

  it("lists of any length are answered as data sets are, also after rows that do not fit other scalers", async () => {
    const network = Network.create({ layers: [3, 9, 2], seed: 3, scaling: "standard", members: 2 });
    const many = Array.from({ length: 300 }, (_, i) => [i, Math.sin(i), 1e30 * (i % 2)]);
    for (const count of [1, 2, 127, 128, 129, 300, 5]) {
      const some = many.slice(0, count);
      expect(network.predict(some)).toEqual(network.predict(Dataset.from(some, null)));
    }
    // 1e30 times this scale is no float32, but those rows are not asked
    network.scalers = { inputs: { kind: "standard", shift: [0, 0, 0], scale: [1, 1, 1e30] }, targets: null };
    const [one, two] = [many[0]!, many[2]!];
    expect(network.predict([one, two])).toEqual(network.predict(Dataset.from([one, two], null)));
    const wrong = await failure(() => network.predict(many.slice(0, 200)));
    expect(wrong).toBe(await failure(() => network.predict(Dataset.from(many.slice(0, 200), null))));
    expect(wrong).toMatch(/^DataError: inputs: row 1, column 2: 1e\+30 becomes Infinity/);
  });

  it("gives the bits of predict with bins, curves, limits and scaled targets", async () => {
    const inputs = Array.from({ length: 90 }, (_, i) => [i, Math.sin(i), i % 2]);
    const targets = inputs.map(([a, b]) => [a! * 1000 + b!]);
    for (const settings of [
      { inputBins: 6 },
      { scaling: "robust" },
      { scaling: "quantileNormal" },
    ] as const) {
      const network = Network.create({
        layers: [3, 4, { units: 1, activation: "identity" }],
        ...settings,
        targetScaling: "standard",
      });
      await network.fit(inputs, targets, { epochs: 1 });
      const predictor = network.predictor();
      expect(inputs.map((row) => predictor.predict(row))).toEqual(network.predict(inputs));
    }
  });

  it("stays right after anything that changes the network or uses its memory", async () => {
    const network = Network.create({ layers: [2, 6, 1], seed: 1, scaling: "standard" });
    const predictor = network.predictor();
    const data = Dataset.from(
      Array.from({ length: 400 }, (_, i) => [i % 7, i % 5]),
      Array.from({ length: 400 }, (_, i) => [Number(i % 7 > i % 5)]),
    );
    const row = [3, 4];
    const agrees = () => expect(predictor.predict(row)).toEqual(network.predict([row, row])[0]);
    agrees();
    await network.fit(data, { epochs: 2 });
    agrees();
    network.evaluate(data);
    agrees();
    network.setParameters(
      network.parameters().map(({ weights, biases }) => ({ weights: weights.map((w) => -w), biases })),
    );
    agrees();
    network.parameters()[1]!.biases[0] = 3;
    agrees();
    network.scalers = { inputs: { kind: "standard", shift: [1, 1], scale: [2, 2] }, targets: null };
    agrees();
    network.predict(Array.from({ length: 5000 }, () => row)); // the memory grows
    agrees();
    await network.fit(data, { epochs: 1, warmStart: false });
    agrees();
  });

  it("answers while the network trains, with the weights of that moment, and disturbs nothing", async () => {
    const fit = async (ask: boolean) => {
      const network = Network.create({ layers: [2, 16, 1], seed: 5, optimizer: "adam", batchSize: 4 });
      const predictor = network.predictor();
      const data = Dataset.from(
        Array.from({ length: 64 }, (_, i) => [i % 8, i >> 3]),
        Array.from({ length: 64 }, (_, i) => [i % 2]),
      );
      let asked = 0;
      await network.fit(data, {
        epochs: 6,
        onEpoch: () => {
          if (!ask) return;
          const answer = predictor.predict([1, 2]);
          expect(answer).toEqual(
            network.predict([
              [1, 2],
              [0, 0],
            ])[0],
          );
          expect(predictor.predict([1, 2])).toEqual(answer);
          asked++;
        },
      });
      return { sha: await network.weightsSha256(), asked };
    };
    const [plain, asking] = [await fit(false), await fit(true)];
    expect(asking.asked).toBe(6);
    expect(asking.sha).toBe(plain.sha);
  });

  it("takes no memory of its own: two of them and their network in turns keep it as it is", () => {
    const memory = new WebAssembly.Memory({ initial: 32, maximum: 32 });
    const bytes = 32 * 65536 - 1024;
    const config = { layers: [2, 8, 1], build: "simd" as const };
    const network = Network.create(config, { memory: { memory, base: 1024, bytes } });
    const [first, second] = [network.predictor(), network.predictor()];
    const answers = new Set<number>();
    for (let turn = 0; turn < 200; turn++) {
      answers.add(first.predict([1, 2])[0]!);
      answers.add(second.predict([1, 2])[0]!);
      if (turn % 7 === 0)
        answers.add(
          network.predict([
            [1, 2],
            [3, 4],
          ])[0]![0]!,
        );
    }
    expect(answers.size).toBe(1);
  });

  it("gives answers that the next one does not change", () => {
    const predictor = Network.create({ layers: [1, 3, 1], seed: 1 }).predictor();
    const first = predictor.predict([1]);
    const before = first.slice();
    predictor.predict([100]);
    expect(first).toEqual(before);
  });

  it("refuses what predict refuses, with its words, and works on", async () => {
    const network = Network.create({ layers: [2, 1], seed: 1 });
    const predictor = network.predictor();
    const good = predictor.predict([1, 2]);
    const bad: unknown[] = [
      [1],
      [1, 2, 3],
      [1, Number.NaN],
      [1, "2"],
      [1, null],
      [Infinity, 1],
      null,
      5,
      "12",
      [[1, 2]],
    ];
    for (const row of bad) {
      const words = await failure(() => network.predict([row, row] as never));
      const own = await failure(() => predictor.predict(row as never));
      expect(own.split(":")[0]).toBe(words.split(":")[0]);
    }
    expect(await failure(() => predictor.predict([1, 2, 3]))).toBe(
      "ShapeError: inputs: the network takes 2 columns, the data have 3. Set layers[0] to 3, or give other data.",
    );
    expect(await failure(() => predictor.predict([1e39, 1]))).toBe(
      await failure(() =>
        network.predict([
          [1e39, 1],
          [1, 1],
        ]),
      ),
    );
    expect(predictor.predict([1, 2])).toEqual(good);
  });

  it("refuses everything once the network is disposed of", async () => {
    const { network } = await trained("rich");
    const predictor = network.predictor();
    predictor.predictRecord(asked);
    network.dispose();
    const words = "ConfigError: network: it was disposed. Create or load another one.";
    expect(await failure(() => predictor.predictRecord(asked))).toBe(words);
    expect(await failure(() => predictor.predict([1]))).toBe(words);
    expect(await failure(() => network.predictor())).toBe(words);
    expect(await failure(() => network.predictRecords([asked]))).toBe(words);
  });

  it("predictRecord gives what predictRecords gives, and follows the notes", async () => {
    const { network, records } = await trained("rich");
    const predictor = network.predictor();
    expect(records.map((record) => predictor.predictRecord(record))).toEqual(network.predictRecords(records));
    network.notes = { ...network.notes, classes: ["poor", "wealthy"] };
    expect(Object.keys(predictor.predictRecord(asked).probabilities!)).toEqual(["poor", "wealthy"]);
    expect(await failure(() => predictor.predictRecord({ ...asked, age: "old" }))).toBe(
      'DataError: record, column "age": expected a number, got "old". Correct it, or give null if it is not known.',
    );
  });
});
