import { describe, expect, it } from "vitest";
import { ConfigError, ModelError } from "../../../src/errors.js";
import { importBrain } from "../../../src/import/brain.js";
import { remarksOf } from "../../../src/import/network.js";
import { expectAnswers, made } from "./made.js";

interface Made {
  json: Record<string, unknown>;
}

const small = {
  sizes: [2, 1],
  layers: [{}, { weights: [[0.5, -0.5]], biases: [0.1] }],
  trainOpts: { activation: "sigmoid" },
};

describe("networks of brain.js answer as there, within 10⁻⁶", () => {
  for (const version of [1, 2]) {
    for (const name of ["sigmoid", "relu", "leaky-relu", "tanh", "names"]) {
      it(`version ${version}, ${name}`, () => {
        const file = made<Made>(`brain${version}-${name}.json`);
        const network = importBrain(file.json);
        expectAnswers(network, file, 1e-6);
        expectAnswers(importBrain(JSON.stringify(file.json)), file, 1e-6);
        expectAnswers(importBrain(new TextEncoder().encode(JSON.stringify(file.json))), file, 1e-6);
      });
    }
  }
});

it("names of inputs and outputs come along", () => {
  for (const version of [1, 2]) {
    const { json } = made<Made>(`brain${version}-names.json`);
    const network = importBrain(json);
    expect(network.notes).toMatchObject({ classes: ["black", "white"], inputNames: ["r", "g", "b"] });
    expect(network.classify([[0.03, 0.7, 0.5]])).toEqual(["white"]);
  }
});

it("the leaky-relu of version 1 is a relu with smaller weights, and that is said", () => {
  const { json } = made<Made>("brain1-leaky-relu.json");
  const network = importBrain(json);
  expect(network.config.layers[0]!.activation).toBe("relu");
  expect(remarksOf(network).join()).toContain("0.01 · x above");
});

it("training goes on by the settings of the file", async () => {
  const file = made<Made>("brain2-names.json");
  const network = importBrain(file.json);
  expect(network.config).toMatchObject({
    loss: "halfSquaredError",
    optimizer: { kind: "momentum", learningRate: 0.2, momentum: 0.1 },
    batchSize: 1,
  });
  const history = await network.fit(file.inputs, ["black", "white", "white"], { epochs: 1000 });
  expect(history.loss.at(-1)!).toBeLessThan(history.loss[0]! / 2);
});

it("the praxis adam becomes that optimiser, with its numbers", () => {
  const trainOpts = { activation: "sigmoid", praxis: "adam", learningRate: 0.01, beta1: 0.8, beta2: 0.99 };
  expect(importBrain({ ...small, trainOpts }).config.optimizer).toMatchObject({
    kind: "adam",
    learningRate: 0.01,
    beta1: 0.8,
    beta2: 0.99,
    epsilon: 1e-8,
  });
});

it("scaling outside of the network becomes its own", () => {
  const plain = importBrain(small);
  const scaled = importBrain(small, {
    scaling: { inputs: { min: [0, 10], max: [2, 20] }, targets: { mean: 5, std: 2 } },
  });
  const [[inside]] = plain.predict([[0.5, 0.25]]) as [Float32Array];
  expect(scaled.predict([[1, 12.5]])[0]![0]).toBeCloseTo(5 + 2 * inside!, 5);
});

describe("what is not known is refused", () => {
  const cases: [string, unknown, string][] = [
    [
      "a recurrent network",
      { ...small, type: "LSTM" },
      'net.json: type: expected NeuralNetwork or NeuralNetworkGPU, got "LSTM". Chainrule has perceptrons only: take this part out of the model, or keep that part in its own program.',
    ],
    [
      "another activation",
      { ...small, trainOpts: { activation: "swish" } },
      'net.json: activation: expected "sigmoid", "relu", "leaky-relu" or "tanh", got "swish". Chainrule has perceptrons only: take this part out of the model, or keep that part in its own program.',
    ],
    [
      "a weight that is missing",
      { ...small, layers: [{}, { weights: [[0.5]], biases: [0.1] }] },
      "net.json: layers[1], unit 0: expected 2 finite weights, got [0.5]. Save the model again with the program that made it.",
    ],
    [
      "text",
      "hello",
      "net.json: expected the JSON of a brain.js network, got a file that is not JSON. Save the model again with the program that made it.",
    ],
  ];
  for (const [what, json, message] of cases) {
    it(what, () => {
      const error = failure(() => importBrain(json as object, { name: "net.json" }));
      expect(error).toBeInstanceOf(ModelError);
      expect((error as Error).message).toBe(message);
    });
  }

  it("options that do not fit", () => {
    expect(failure(() => importBrain(small, { classes: ["a"] }))).toEqual(
      new ConfigError({ setting: "classes", expected: "a list of 2 names", got: '["a"]' }),
    );
    expect(failure(() => importBrain(7 as never))).toBeInstanceOf(ConfigError);
    const limits = { min: [1], max: [2] };
    expect((failure(() => importBrain(small, { scaling: { inputs: limits } })) as Error).message).toBe(
      "scaling.inputs.min: expected a number, or a list of 2 numbers, got [1].",
    );
  });
});

function failure(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("expected an error, got none");
}
