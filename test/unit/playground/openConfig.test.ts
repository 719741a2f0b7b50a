/** That a config file of `trace`, opened on the page, shows the numbers that `trace` shows. */
import { afterEach, describe, expect, it } from "vitest";
import { defaultsOf } from "../../../playground/choices.js";
import { createSession, type PlaygroundSession } from "../../../playground/session.js";
import { studyOf, type WorkedChoices } from "../../../playground/worked/study.js";
import { presetNetwork, presetOf } from "../../../src/explain/presets.js";
import { trace } from "../../../src/explain/trace.js";

const sessions: PlaygroundSession[] = [];
afterEach(() => sessions.splice(0).forEach((session) => session.dispose()));

async function opening(config: unknown, name = "own.json") {
  const session = await createSession(defaultsOf("circles"));
  sessions.push(session);
  const text = typeof config === "string" ? config : JSON.stringify(config);
  await session.open([new File([text], name)]);
  return session;
}

const stepsOn = (session: PlaygroundSession) =>
  studyOf(session.choices.value as WorkedChoices).traces.map(({ steps }) => steps);

const mazur = presetOf("mazur");
const own = {
  layers: [2, 2, 2],
  biases: "shared",
  trainBiases: false,
  optimizer: { learningRate: 0.25 },
  weights: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, -0.8],
  biasValues: [0.1, -0.2],
  inputs: [0.5, 0.25],
  targets: [0.125, 0.75],
};

describe("a config file on the page", () => {
  it("with its own numbers shows the steps of trace", async () => {
    const session = await opening(own);
    expect(session.choices.value).toMatchObject({ data: "mazur", learningRate: 0.25 });
    const { weights, biasValues, inputs, targets, ...config } = own;
    const network = presetNetwork({
      config: { ...config, biases: "shared", precision: "float64" },
      parameters: { weights, biases: biasValues },
    });
    expect(stepsOn(session)).toEqual([trace(network, { inputs, targets }).steps]);
    network.dispose();
  });

  it("over an example changes what it says, and keeps the rest", async () => {
    const targets = [0.2, 0.8];
    const session = await opening({ example: "mazur", targets, loss: "squaredError" });
    const network = presetNetwork({ ...mazur, config: { ...mazur.config, loss: "squaredError" } });
    expect(stepsOn(session)).toEqual([trace(network, { inputs: mazur.inputs[0]!, targets }).steps]);
    network.dispose();
  });

  it("takes the variant, the names of weights and other layers", async () => {
    const printed = await opening({ example: "matrix", variant: "printed" });
    const { values } = studyOf(printed.choices.value as WorkedChoices).traces[0]!;
    expect(values.get("X_hidden3")).toBeCloseTo(1.45, 12);
    const { weights: flat, biasValues, ...rest } = own;
    const weights = Object.fromEntries(flat.map((weight, at) => [`w${at + 1}`, weight]));
    const named = await opening({ ...rest, weights: { ...weights, b1: biasValues[0], b2: biasValues[1] } });
    expect(stepsOn(named)).toEqual(stepsOn(await opening(own)));
    const wide = await opening({ example: "xor", layers: [2, 3, 1] });
    expect(wide.choices.value).toMatchObject({ data: "xor4", hidden: [{ units: 3 }], weights: null });
  });

  it("can be trained", async () => {
    const session = await opening(own);
    await session.trainEpoch();
    expect(session.frame.value).toMatchObject({ epoch: 1, message: null });
  });

  const { inputs: _, ...noInputs } = own;
  it.each<[string, unknown, string]>([
    ["no JSON", '{ "layers": [2, }', "own.json: expected JSON: "],
    ["a typing error", { ...own, los: "x" }, "own.json: los: there is no such setting. Drop it."],
    ["a wrong value", { ...own, seed: -1 }, "own.json: seed: expected an integer ≥ 0"],
    ["a file", { ...own, data: "a.csv" }, "own.json: data: the page does not take it. Drop it."],
    ["no example", { example: "xro" }, 'own.json: example: expected "mazur", "matrix", "xor" or'],
    ["no such variant", { example: "xor", variant: "x" }, "own.json: variant: expected"],
    ["short weights", { ...own, weights: [[0.1], [0.2]] }, "own.json: weights[0]: expected"],
    ["no samples", noInputs, "own.json: expected samples and a network of the size of a worked example"],
    ["another width", { ...own, layers: [2, 2, 3] }, "own.json: expected samples and a network of the size"],
    [
      "other biases",
      { example: "xor", variant: "listing" },
      'own.json: biases: expected "perNeuron", as the page trains the example, got "shared".',
    ],
    ["an optimiser's detail", { ...own, l1: 0.5, clipNorm: 1 }, "own.json: l1: expected 0, as the page"],
    [
      "too many weights",
      { example: "xor", layers: [2, 40, 1] },
      "own.json: expected at most 64 weights in at most 7 layers, got 120 in 2.",
    ],
  ])("is refused with %s, and nothing changes", async (__, config, message) => {
    const session = await createSession(defaultsOf("circles"));
    sessions.push(session);
    const before = session.choices.value;
    const text = typeof config === "string" ? config : JSON.stringify(config);
    await expect(session.open([new File([text], "own.json")])).rejects.toThrow(message);
    expect(session.choices.value).toBe(before);
  });
});
