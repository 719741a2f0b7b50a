import { describe, expect, it } from "vitest";
import { DivergenceError } from "../../../src/errors.js";
import { Dataset } from "../../../src/data/dataset.js";
import { Network } from "../../../src/train/network.js";
import type { ConfigInput } from "../../../src/settings/generated/types.js";
import { expectClose, expectSameBits } from "../../compare.js";
import { abortAfterTurns } from "../../turns.js";
import { handClock } from "./handClock.js";
import { numbers } from "../kernels/variants.js";

const rows = 301; // three slices, the last one short
const inputs = numbers(rows * 7, 1);
const labels = Array.from({ length: rows }, (_, row) =>
  inputs[row * 7]! > 0.3 ? 2 : inputs[row * 7 + 1]! > 0 ? 1 : 0,
);
const classes = Dataset.from(inputs, labels, { columns: 7, classes: 3 });
const values = Dataset.from(inputs, numbers(rows * 2, 3), { columns: 7 });
const softmax = { units: 3, activation: "softmax" } as const;

const create = (config: Partial<ConfigInput> = {}) =>
  Network.create({
    layers: [7, { units: 6, activation: "tanh" }, softmax],
    optimizer: "lbfgs",
    precision: "float64",
    epochs: 30,
    ...config,
  });

describe("what it minimises", () => {
  const settings: Partial<ConfigInput>[] = [
    {},
    { reduction: "sum", l2: 0.3 },
    { biases: "shared", l2: 0.01 },
    { biases: "none" },
    { trainBiases: false, l2: 0.01 },
    { layers: [7, { units: 6, activation: "sigmoid", trainable: false }, softmax] },
    { layers: [7, { units: 6, activation: "sigmoid" }, { ...softmax, trainable: false }] },
  ];
  it.each(settings)("has the gradient 0 at the end, penalty and all, to 1e-7 a row: %j", async (setting) => {
    const network = create({ l2: 0.001, epochs: 5000, ...setting });
    const before = network.parameters().map(({ weights, biases }) => [weights.slice(), biases.slice()]);
    const history = await network.fit(classes);
    expect(history.stopped).toBe("converged");
    const { l2, reduction } = network.config;
    const bound = { absolute: reduction === "sum" ? rows * 1e-7 : 1e-7 };
    const found = network.gradients(classes);
    network.parameters().forEach(({ weights, biases }, layer) => {
      const own = found[layer]!;
      if (own.weights.length === 0) expectSameBits(weights, before[layer]![0]!, "frozen weights");
      if (own.biases.length === 0) expectSameBits(biases, before[layer]![1]!, "frozen biases");
      const slopes = own.weights.map((slope, index) => slope + l2 * weights[index]!);
      expectClose(
        slopes,
        slopes.map(() => 0),
        bound,
        `layer ${layer + 1}: weights`,
      );
      expectClose(
        own.biases,
        own.biases.map(() => 0),
        bound,
        `layer ${layer + 1}: biases`,
      );
    });
    expectClose(history.loss.at(-1)!, network.evaluate(classes).loss, { relative: 1e-12 }, "loss");
  });

  it("is the loss over all rows, cut into calls: the first step is along their gradient, to 1e-12", async () => {
    const network = create({ epochs: 1 });
    const flat = (layers: readonly { weights: ArrayLike<number>; biases: ArrayLike<number> }[]) =>
      layers.flatMap(({ weights, biases }) => [...Array.from(weights), ...Array.from(biases)]);
    const before = flat(network.parameters());
    const gradient = flat(network.gradients(classes));
    await network.fit(classes);
    const step = flat(network.parameters()).map((value, index) => value - before[index]!);
    const factor = step[0]! / gradient[0]!;
    expect(factor).toBeLessThan(0);
    const along = gradient.map((slope) => factor * slope);
    expectClose(step, along, { absolute: 1e-12 }, "step");
  });

  it("counts a row of weight 2 twice and one of weight 0 not at all, to 1e-7 of the weights", async () => {
    const weighted = Dataset.from(inputs.slice(0, 70), values.targets!.slice(0, 20), {
      columns: 7,
      sampleWeights: [2, 0, 1, 1, 1, 1, 1, 1, 1, 1],
    });
    const twice = values.select([0, 0, 2, 3, 4, 5, 6, 7, 8, 9]);
    const train = async (data: Dataset) => {
      const layers = [7, { units: 2, activation: "identity" as const }];
      const network = create({ layers, l2: 0.1, epochs: 200, reduction: "sum" });
      await network.fit(data);
      return network.parameters()[0]!.weights;
    };
    expectClose(await train(weighted), await train(twice), { absolute: 1e-7 }, "weights");
  });
});

describe("its bits", () => {
  it.each([{ precision: "float64" }, { precision: "float32", biases: "shared" }] as const)(
    "are the same for 1, 2 and 3 threads, scalar and simd: %j",
    async (setting) => {
      const train = async (more: object) => {
        const network = create({ validation: 0.2, ...setting, ...more });
        const history = await network.fit(classes);
        const hash = await network.weightsSha256();
        network.dispose();
        return { hash, loss: history.loss, validation: history.validation };
      };
      const scalar = await train({ build: "scalar" });
      expect(scalar.loss.length).toBeGreaterThan(10);
      expect(await train({ build: "simd" })).toEqual(scalar);
      for (const threads of [1, 2, 3]) expect(await train({ threads })).toEqual(scalar);
    },
  );
});

describe("the course of it", () => {
  it("is one epoch for each iteration, the loss that of the point accepted; data held out are evaluated", async () => {
    const network = create({ validation: 0.2, epochs: 12 });
    const seen: [number, number][] = [];
    const history = await network.fit(classes, {
      onEpoch: ({ epoch, loss }) => void seen.push([epoch, loss]),
    });
    expect(history).toMatchObject({ epochs: 12, updates: 12, stopped: "epochs" });
    expect(history.validation).toHaveLength(12);
    expect(seen).toEqual(history.loss.map((loss, index) => [index + 1, loss]));
    for (let i = 1; i < 12; i++) expect(history.loss[i]!).toBeLessThan(history.loss[i - 1]!);
  });

  it("goes on from where it was; epochs 0 change nothing", async () => {
    const network = create({ epochs: 0 });
    const before = await network.weightsSha256();
    expect((await network.fit(classes)).epochs).toBe(0);
    expect(await network.weightsSha256()).toBe(before);
  });

  it("ends at targetLoss, stepLimit, timeLimit and an abort, with the weights of the last step", async () => {
    const whole = await create().fit(classes);
    const ends = async (more: object) => {
      const network = create({ epochs: 1e6 });
      const history = await network.fit(classes, more);
      expect(network.evaluate(classes).loss).toBeCloseTo(history.loss.at(-1)!, 12);
      expectSameBits(history.loss.slice(0, 30), whole.loss.slice(0, history.epochs), "loss");
      return [history.stopped, history.epochs];
    };
    expect(await ends({ targetLoss: whole.loss[7] })).toEqual(["targetLoss", 8]);
    expect(await ends({ stepLimit: 5 })).toEqual(["stepLimit", 5]);
    const controller = new AbortController();
    const onEpoch = ({ epoch }: { epoch: number }) => void (epoch === 4 && controller.abort());
    expect(await ends({ signal: controller.signal, onEpoch })).toEqual(["aborted", 4]);
    const pass = handClock();
    expect(await ends({ timeLimit: 0.1, onEpoch: () => pass(30) })).toEqual(["timeLimit", 4]);
  });

  it("stops early and brings the best weights back", async () => {
    const noisy = Dataset.from(
      inputs,
      labels.map((label, row) => (row % 4 ? label : row % 3)),
      {
        columns: 7,
        classes: 3,
      },
    );
    const network = create({ validation: 0.3, epochs: 1000, earlyStopping: 5, layers: [7, 12, softmax] });
    const history = await network.fit(noisy);
    expect(history.stopped).toBe("earlyStopping");
    expect(history.bestEpoch).toBe(history.epochs - 5);
    const again = create({ validation: 0.3, epochs: history.bestEpoch!, layers: [7, 12, softmax] });
    await again.fit(noisy);
    expect(await network.weightsSha256()).toBe(await again.weightsSha256());
  });

  it("leaves the event loop running: timers end a training that would go on for 30 s", async () => {
    const many = 20_000;
    const data = Dataset.from(numbers(many * 20, 4), numbers(many, 5), { columns: 20 });
    const network = create({ layers: [20, 64, 1], threads: 1, epochs: 1e9, timeLimit: 30 });
    expect((await network.fit(data, { signal: abortAfterTurns(20) })).stopped).toBe("aborted");
  });

  it("backs off from a wall, and refuses a start that is not finite, naming the large column", async () => {
    const far = Dataset.from(
      [
        [1e200, 1],
        [2e200, 0],
      ],
      [[1], [0]],
      { inputNames: ["pressure", "x"] },
    );
    const layers = [2, { units: 1, activation: "identity" as const }];
    const network = create({ layers });
    const before = await network.weightsSha256();
    const failure = await network.fit(far).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DivergenceError);
    expect((failure as Error).message).toBe(
      'before the first step: the loss is Infinity. Set scaling to "standard" (column "pressure" reaches 2e+200), or start from smaller weights. The weights did not change.',
    );
    expect(await network.weightsSha256()).toBe(before);
    // steep enough that a step of 1 leaves what float32 can hold
    const steep = Dataset.from([[1e15], [2e15]], [[1e15], [2e15]]);
    const climber = create({ layers: [1, layers[1]!], precision: "float32", initializer: "zeros" });
    const { loss } = await climber.fit(steep);
    expect(loss.length).toBeGreaterThan(0);
    expect(loss.every(Number.isFinite)).toBe(true);
    expect(loss.at(-1)!).toBeLessThan(1e24);
  });

  it.each([
    [{ l1: 0.1 }, "l1: does not go with lbfgs. Set it to 0."],
    [
      { optimizer: { kind: "lbfgs", learningRate: 0.5 } },
      "optimizer.learningRate: lbfgs finds its steps, got 0.5. Drop it.",
    ],
    [{ clipNorm: 1 }, "clipNorm: does not go with lbfgs. Set it to 0."],
    [{ batchSize: 16 }, 'batchSize: lbfgs takes all samples at once, got 16. Set it to "full".'],
  ] as const)("refuses %j", (setting, message) => {
    expect(() => create(setting as Partial<ConfigInput>)).toThrow(message);
  });
});
