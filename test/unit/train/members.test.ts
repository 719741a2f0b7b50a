import { describe, expect, it } from "vitest";
import { Dataset } from "../../../src/data/dataset.js";
import { checkGradients } from "../../../src/explain/checkGradients.js";
import { trace } from "../../../src/explain/trace.js";
import { readSafetensors } from "../../../src/network/safetensors.js";
import type { ConfigInput } from "../../../src/settings/generated/types.js";
import { Network } from "../../../src/train/network.js";
import { expectClose } from "../../compare.js";
import { memberSituation } from "../kernels/situation.js";
import { builds, numbers, precisions } from "../kernels/variants.js";
import { expectToFollow } from "./reference-run.js";

const rows = 90;
const x = numbers(rows * 5, 3);
const labels = Array.from({ length: rows }, (_, row) => (x[5 * row]! + x[5 * row + 1]! > 0 ? 2 : row % 2));
const classes = Dataset.from(x, labels, { columns: 5, classes: 3 });
const values = Dataset.from(x, numbers(rows * 2, 4), { columns: 5 });
const layers: ConfigInput["layers"] = [
  5,
  { units: 9, activation: "tanh" },
  { units: 3, activation: "softmax" },
];
const four: ConfigInput = { layers, members: 4, seed: 7 };

describe("random trainings with members follow the reference over 3 epochs", () => {
  it.each([0, 1, 2, 3])("float64 to 1e-10: twenty, set %i", async (set) => {
    for (let seed = 20 * set; seed < 20 * set + 20; seed++) {
      await expectToFollow(memberSituation(seed, "float64"), seed, { relative: 1e-10, absolute: 1e-10 });
    }
  });

  it.each([0, 1, 2, 3])("float32 to 1e-4: twenty, set %i", async (set) => {
    for (let seed = 20 * set; seed < 20 * set + 20; seed++) {
      await expectToFollow(memberSituation(seed, "float32"), seed, { relative: 1e-4, absolute: 1e-4 });
    }
  });
});

describe("members", () => {
  it.each<[Partial<ConfigInput>]>([
    [{ batchSize: 29 }],
    [{ batchSize: 64, optimizer: "adam", dropout: 0.2, inputNoise: 0.1 }],
    [{ batchSize: 7, optimizer: "momentum", clipNorm: 0.1, maxNorm: 0.9, l2: 1e-3, validation: 0.2 }],
    [{ optimizer: "lbfgs", epochs: 5, precision: "float64" }],
    [{ members: 1, inputScale: true, optimizer: "adam", inputScaleRate: 6, weightAverage: 0.9 }],
  ])("give the same bits in every build, for 1, 2, 3 threads and any cut: %j", async (more) => {
    const train = async (where: Partial<ConfigInput>, hooks = {}) => {
      const network = Network.create({ ...four, epochs: 3, ...more, ...where });
      const { loss, validation } = await network.fit(classes, hooks);
      const hash = await network.weightsSha256();
      network.dispose();
      return { loss, validation, hash };
    };
    const expected = await train({ build: "scalar" });
    for (const build of builds) expect(await train({ build, threads: 1 })).toEqual(expected);
    for (const threads of [2, 3]) expect(await train({ threads })).toEqual(expected);
    expect(await train({}, { onBatch: () => {} })).toEqual(expected);
  });

  it("begin with factors of 1 or −1 and different last layers", () => {
    const network = Network.create(four);
    const [first, last] = network.parameters();
    expect(first!.inputFactors).toHaveLength(4 * 5);
    expect([...new Set(first!.inputFactors)].sort()).toEqual([-1, 1]);
    expect(last!.weights).toHaveLength(4 * 9 * 3);
    expect(last!.biases).toHaveLength(4 * 3);
    expect(new Set(last!.weights).size).toBeGreaterThan(100);
    // the layers that all share are those of the network without members
    const alone = Network.create({ layers, seed: 7 });
    expect(first!.weights).toEqual(alone.parameters()[0]!.weights);
    expect(last!.weights.slice(0, 27)).toEqual(alone.parameters()[1]!.weights);
    expect(alone.parameters()[0]).not.toHaveProperty("inputFactors");
  });

  it("begin with one sign for all bins of a column", () => {
    const network = Network.create({ ...four, inputBins: [3, 1, 4, 1, 2] });
    const { inputFactors } = network.parameters()[0]!;
    expect(inputFactors).toHaveLength(4 * 11);
    const columns = [0, 0, 0, 1, 2, 2, 2, 2, 3, 4, 4];
    const first = Array.from(inputFactors!.subarray(0, 11));
    expect(first).toEqual(columns.map((column) => first[columns.indexOf(column)]));
    expect([...new Set(inputFactors)].sort()).toEqual([-1, 1]);
  });

  it.each(precisions)(
    "answer with the mean of the answers that they would give by themselves, %s",
    (precision) => {
      const network = Network.create({ ...four, precision });
      const [first, last] = network.parameters();
      const sum = new Float64Array(rows * 3);
      for (let member = 0; member < 4; member++) {
        const one = Network.create({ layers, precision });
        const factor = (i: number) => first!.inputFactors![5 * member + Math.floor(i / 9)]!;
        one.setParameters([
          { weights: first!.weights.map((w, i) => w * factor(i)), biases: first!.biases },
          {
            weights: last!.weights.slice(27 * member, 27 * (member + 1)),
            biases: last!.biases.slice(3 * member, 3 * (member + 1)),
          },
        ]);
        one.predict(classes).forEach((row, at) => row.forEach((p, k) => (sum[3 * at + k]! += p)));
      }
      const small = precision === "float32" ? 1e-6 : 1e-14;
      const answers = network.predict(classes).flatMap((row) => [...row]);
      expectClose(
        answers,
        sum.map((s) => s / 4),
        { relative: small, absolute: small },
        "answers",
      );
    },
  );

  it("are judged by their mean answer, and train by the mean of their losses", async () => {
    const network = Network.create({
      ...four,
      layers: [5, 6, { units: 2, activation: "identity" }],
      members: 3,
    });
    const answers = network.predict(values);
    const error = (row: ArrayLike<number>, at: number) =>
      [0, 1].reduce((sum, k) => sum + (row[k]! - values.targets![2 * at + k]!) ** 2 / 2, 0);
    const ofMean = answers.reduce((sum, row, at) => sum + error(row, at), 0) / rows;
    expect(network.evaluate(values).loss).toBeCloseTo(ofMean, 6);
    const before = network.trainingLoss(values);
    expect(before).toBeGreaterThan(ofMean);
    const { loss } = await network.fit(values, { epochs: 1, batchSize: "full" });
    expect(loss[0]).toBeCloseTo(before, 6);
  });

  it("have a loss that is finite where all are sure and wrong", () => {
    const network = Network.create({ layers: [1, { units: 2, activation: "softmax" }], members: 2 });
    network.setParameters([{ weights: [900, 0, 800, 0], biases: [0, 0, 0, 0], inputFactors: [1, 1] }]);
    const { loss } = network.evaluate(Dataset.from([[1]], [1], { classes: 2 }));
    expect(loss).toBeGreaterThan(100);
    expect(loss).toBeLessThan(1000);
  });

  it("pass the check of gradients, their factors too", () => {
    const { passed, layers: checked } = checkGradients(Network.create(four), classes, { most: 400 });
    expect(passed).toBe(true);
    expect(checked[0]!.inputFactors!.checked).toBe(20);
    expect(checked[1]).not.toHaveProperty("inputFactors");
    const found = checkGradients(Network.create(four), classes, {
      gradients: (network, data) => {
        const wrong = network.gradients(data);
        wrong[0]!.inputFactors![3]! += 1e-3;
        return wrong;
      },
    });
    expect(found).toMatchObject({ passed: false, where: "layer 1: inputFactors[3]" });
  });

  it("keep their factors where the first layer is frozen", async () => {
    const network = Network.create({
      ...four,
      layers: [5, { units: 4, trainable: false }, { units: 3, activation: "softmax" }],
      optimizer: "adam",
    });
    const before = network.parameters().map(({ inputFactors, weights }) => [...(inputFactors ?? weights)]);
    await network.fit(classes, { epochs: 2 });
    const after = network.parameters().map(({ inputFactors, weights }) => [...(inputFactors ?? weights)]);
    expect(after[0]).toEqual(before[0]);
    expect(after[1]).not.toEqual(before[1]);
    expect(network.gradients(classes)[0]!.inputFactors).toHaveLength(0);
  });

  it.each<[ConfigInput["optimizer"]]>([[{ kind: "adam", learningRate: 0.02 }], ["lbfgs"]])(
    "learn, with their factors: %j",
    async (optimizer) => {
      const network = Network.create({ ...four, optimizer });
      const factors = [...network.parameters()[0]!.inputFactors!];
      const before = network.evaluate(classes).loss;
      await network.fit(classes, { epochs: 60 });
      expect(network.evaluate(classes).loss).toBeLessThan(before / 2);
      expect(network.parameters()[0]!.inputFactors!.some((r, at) => r === factors[at])).toBe(false);
    },
  );

  it("are saved, loaded, copied and trained on with the same bits", async () => {
    const network = Network.create({ ...four, optimizer: "adam", shuffle: false });
    await network.fit(classes, { epochs: 2 });
    const bytes = network.save();
    const { tensors, metadata } = readSafetensors(bytes, "model");
    expect([...tensors].map(([name, { shape }]) => [name, shape])).toEqual([
      ["layers.0.weights", [5, 9]],
      ["layers.0.biases", [9]],
      ["layers.0.inputFactors", [4, 5]],
      ["layers.1.weights", [4, 9, 3]],
      ["layers.1.biases", [4, 3]],
    ]);
    expect(JSON.parse(metadata.chainrule!).version).toBe(2);
    const withState = Network.load(network.save({ training: true }));
    const others = [withState, network.clone(), Network.create(four), Network.load(bytes)];
    others[2]!.setParameters(network.parameters());
    const hash = await network.weightsSha256();
    for (const other of others) expect(await other.weightsSha256()).toBe(hash);
    expect(Buffer.compare(others[0]!.save(), bytes)).toBe(0);
    for (const other of [network, ...others.slice(0, 2)]) await other.fit(classes, { epochs: 1 });
    expect(await others[0]!.weightsSha256()).toBe(await network.weightsSha256());
    expect(await others[1]!.weightsSha256()).toBe(await network.weightsSha256());
  });

  it("leave the version of other files as it was", () => {
    const { metadata } = readSafetensors(Network.create({ layers }).save(), "model");
    expect(JSON.parse(metadata.chainrule!).version).toBe(1);
  });

  it.each<[object, string]>([
    [{ members: 0 }, "members: expected an integer ≥ 1, got 0."],
    [
      { members: 2, inputScale: true },
      "inputScale: does not go with members, which have factors of the inputs always. Drop it.",
    ],
    [
      { members: 2, biases: "shared" },
      'members: goes with biases "perNeuron" or "none", got "shared". Take one of these.',
    ],
    [
      { members: 2, layers: [3, 2, 3], tiedWeights: true },
      "members: does not go with tied weights. Drop one of them.",
    ],
    [
      { inputScale: true, layers: [3, 2, 3], tiedWeights: true },
      "inputScale: does not go with tied weights. Drop one of them.",
    ],
  ])("that do not go with the rest are refused: %j", (settings, message) => {
    expect(() => Network.create({ ...four, members: 1, ...settings } as never)).toThrow(message);
  });

  it("refuse parameters that do not fit, and what has no place for them", () => {
    const network = Network.create(four);
    const [first, last] = network.parameters();
    const plain = { weights: first!.weights, biases: first!.biases };
    expect(() => network.setParameters([plain, last!])).toThrow(
      "layer 1: inputFactors: expected 20 numbers, got 0.",
    );
    expect(() => network.setParameters([first!, { ...last!, weights: [1] }])).toThrow(
      "layer 2: weights: expected 108 numbers",
    );
    expect(() => Network.create({ layers }).setParameters([first!, last!])).toThrow(
      "layer 1: inputFactors: expected 0 numbers, got 20.",
    );
    expect(() => network.encode(classes, 1)).toThrow(
      "layer: expected the last one, 2, got 1. The other layers have an answer for each of the network's members.",
    );
    expect(network.encode(classes, 2)).toEqual(network.predict(classes));
    expect(() => trace(network, { inputs: [1, 2, 3, 4, 5], targets: [1, 0, 0] })).toThrow(
      "trace: there are no steps for members. Use a network without, as the preset textbook makes it.",
    );
  });

  it("that diverge are told by member", async () => {
    const wild = Network.create({
      ...four,
      layers: [5, { units: 4, activation: "identity" }, { units: 3, activation: "identity" }],
    });
    await expect(wild.fit(values.select([0, 1, 2]), { epochs: 1 })).rejects.toThrow();
    const own = Dataset.from(x, numbers(rows * 3, 4), { columns: 5 });
    await expect(
      wild.fit(own, { optimizer: { kind: "sgd", learningRate: 1e30 }, epochs: 5 }),
    ).rejects.toThrow(/epoch \d+, batch \d+.*(layer \d|loss)/s);
    expect(wild.parameters().every(({ weights }) => weights.every(Number.isFinite))).toBe(true);
  });
});
