import { afterEach, describe, expect, it } from "vitest";
import { expectClose } from "../../compare.js";
import { defaultsOf } from "../../../playground/choices.js";
import { readLink, writeLink } from "../../../playground/link.js";
import { createSession } from "../../../playground/session.js";
import type { Choices } from "../../../playground/sessionTypes.js";
import { columnOf, courseOf } from "../../../playground/worked/course.js";
import { presetFor, workedNames, type WorkedName } from "../../../playground/worked/examples.js";
import { numberOf, steppedText } from "../../../playground/worked/numberField.js";
import { withNumber, writtenParameters } from "../../../playground/worked/ownNumbers.js";
import { areComparable, changedKeys, studyOf, type WorkedChoices } from "../../../playground/worked/study.js";
import { runRounds } from "../../../src/explain/rounds.js";
import { presetNetwork } from "../../../src/explain/presets.js";
import { trace } from "../../../src/explain/trace.js";

const sessions: { dispose(): void }[] = [];
afterEach(() => sessions.splice(0).forEach((session) => session.dispose()));

const choicesOf = (data: WorkedName, own: Partial<Choices> = {}) =>
  ({ ...defaultsOf(data), ...own }) as WorkedChoices;

describe("the study of a worked example", () => {
  it.each(workedNames)("has the numbers of the library's trace, for every sample: %s", (data) => {
    const study = studyOf(choicesOf(data));
    const preset = presetFor(data);
    const network = presetNetwork(preset);
    preset.inputs.forEach((inputs, row) => {
      const own = trace(network, { inputs, targets: preset.targets[row]! }, { names: preset.names });
      expect(study.traces[row]!.steps).toEqual(own.steps);
    });
    const { states } = runRounds(
      network,
      preset.inputs.map((inputs, row) => ({ inputs, targets: preset.targets[row]! })),
      { rounds: 0 },
    );
    expectClose(study.error, states[0]!.error, { relative: 1e-14 }, data);
    network.dispose();
  });

  it("follows a changed weight, and marks what depends on it and nothing else", () => {
    const before = studyOf(choicesOf("mazur"));
    const weights = withNumber(before.numbers.weights, 4, 0.5);
    const after = studyOf(choicesOf("mazur", { weights }));
    expect(after.numbers).toEqual({ weights, biases: [0.35, 0.6] });
    const preset = presetFor("mazur");
    const parameters = structuredClone(preset.parameters!) as { weights: number[][][] };
    parameters.weights[1]![0]![0] = 0.5;
    const network = presetNetwork({ ...preset, parameters });
    const own = trace(network, { inputs: [0.05, 0.1], targets: [0.01, 0.99] });
    network.dispose();
    expect(after.traces[0]!.steps).toEqual(own.steps);
    expect(after.error).toBe(own.rounds[0]!.error);
    expect(after.error).toBeGreaterThan(before.error);
    const changed = changedKeys(before, after, 0);
    for (const key of ["w5", "net_o1", "out_o1", "E_o1", "E_total", "delta_o1", "delta_h1", "w1_new"]) {
      expect(changed).toContain(key);
    }
    for (const key of ["w6", "net_h1", "out_h1", "net_o2", "out_o2", "E_o2", "delta_o2", "w7_new"]) {
      expect(changed).not.toContain(key);
    }
    expect(changedKeys(before, studyOf(choicesOf("mazur")), 0).size).toBe(0);
  });

  it("puts every number where it belongs: each one changes its own symbol first", () => {
    for (const data of workedNames) {
      const before = studyOf(choicesOf(data));
      const { parameters } = before.traces[0]!.network;
      for (const [list, kind] of [
        ["weights", "weight"],
        ["biases", "bias"],
      ] as const) {
        const own = parameters.filter((one) => one.kind === kind);
        expect(own.map((one) => one.before)).toEqual(before.numbers[list]);
        own.forEach((_, index) => {
          const changed = withNumber(before.numbers[list], index, 0.123);
          const after = studyOf(choicesOf(data, { [list]: changed }));
          const now = after.traces[0]!.network.parameters.filter((one) => one.kind === kind);
          expect(now.map((one) => one.before)).toEqual(changed);
        });
      }
    }
  }, 120_000);

  it("compares only studies with the same symbols", () => {
    const [mazur, matrix] = [studyOf(choicesOf("mazur")), studyOf(choicesOf("matrix"))];
    expect(areComparable(mazur, studyOf(choicesOf("mazur", { inputs: [1, 2] })))).toBe(true);
    expect(areComparable(mazur, matrix)).toBe(false);
  });

  it("is that of the network that the page trains, from a link", async () => {
    const own = choicesOf("matrix", {
      targets: [0.3, 0.7],
      weights: Array.from({ length: 15 }, (_, at) => at / 10),
    });
    const { choices, complaints } = readLink(`#${writeLink(own, "en")}`);
    expect([choices, complaints]).toEqual([own, []]);
    const session = await createSession(choices, { nextFrame: (callback) => setTimeout(callback, 1) });
    sessions.push(session);
    const { traces, error } = studyOf(choices as WorkedChoices);
    expect(session.network.value.evaluate(session.samples.value.train).loss).toBeCloseTo(error, 14);
    await session.trainBatch();
    const { weights } = writtenParameters(session.network.value.config, {
      weights: traces[0]!.network.parameters.map(({ after }) => after),
      biases: [],
    });
    expect(session.network.value.parameters()[1]!.weights[0]).toBe(weights[1]![0]![0]);
  });
});

describe("the rounds of a worked example", () => {
  it("are those of the library, in every round, also where they are calculated in parts", async () => {
    const study = studyOf(choicesOf("mazur"));
    const course = (await courseOf(study, 250))!;
    expect(course.columns.map(({ symbol }) => symbol.kind === "name" && symbol.base + symbol.index)).toEqual([
      "outo1",
      "outo2",
      "w1",
      "w2",
      "w3",
      "w4",
      "w5",
      "w6",
      "w7",
      "w8",
    ]);
    const errors: number[] = [];
    const w5: number[] = [];
    runRounds(study.network, [{ inputs: [0.05, 0.1], targets: [0.01, 0.99] }], {
      rounds: 250,
      every: 1,
      onEvery: ({ error, parameters }) => {
        errors.push(error);
        w5.push(parameters[1]!.weights[0]!);
      },
    });
    expect([...course.errors]).toEqual(errors);
    expect([...columnOf(course, 6)]).toEqual(w5);
    expect(course.errors[1]).toBeCloseTo(0.291027774, 9);
  });

  it("of XOR take the four samples in turn, with trained biases", async () => {
    const study = studyOf(choicesOf("xor4"));
    const course = (await courseOf(study, 203))!;
    const samples = study.inputs.map((inputs, row) => ({ inputs, targets: study.targets[row]! }));
    const { states, parameters } = runRounds(study.network, samples, { rounds: 203 });
    expect(course.errors[203]).toBe(states.at(-1)!.error);
    expect(course.columns.at(-1)!.kind).toBe("bias");
    expect(course.values.at(-1)).toBe(parameters[1]!.biases[0]);
  });

  it("end when they are no longer wanted, and say when they diverge", async () => {
    expect(await courseOf(studyOf(choicesOf("mazur")), 1000, () => false)).toBe(null);
    const wild = choicesOf("mazur", {
      output: "identity",
      hidden: [{ units: 2, activation: "identity" }],
      learningRate: 900,
    });
    await expect(courseOf(studyOf(wild), 1000)).rejects.toThrow(/Lower the learning rate/);
  });
});

describe("a field for a number", () => {
  it("reads numbers, also with a printed minus sign, and nothing else", () => {
    for (const [text, value] of Object.entries({
      "0.4": 0.4,
      " −.5 ": -0.5,
      "1e-3": 0.001,
      "2.": 2,
      "+3": 3,
    })) {
      expect(numberOf(text, false)).toBe(value);
    }
    for (const text of ["", "-", ".", "0.4x", "1,5", "1e999", "Infinity", "0x10"]) {
      expect(numberOf(text, false)).toBe(null);
    }
    expect([numberOf("0", true), numberOf("-1", true), numberOf("0.1", true)]).toEqual([null, null, 0.1]);
  });

  it("changes the last digit, at most the second decimal", () => {
    expect(steppedText("0.4", 1)).toBe("0.5");
    expect(steppedText("0.3", -1)).toBe("0.2");
    expect(steppedText("0.45", 1)).toBe("0.46");
    expect(steppedText("0.358916479717885", -1)).toBe("0.348916479717885");
    expect(steppedText("0", -1)).toBe("-0.1");
    expect(steppedText("−1", 1)).toBe("-0.9");
  });
});
