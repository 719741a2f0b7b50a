import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { keyOf } from "../../../src/explain/symbol.js";
import { substitutedText, symbolsOf } from "../../../src/explain/expression.js";
import { presetNetwork, presetOf, type PresetName } from "../../../src/explain/presets.js";
import { trace, type TraceOptions } from "../../../src/explain/trace.js";
import { Network } from "../../../src/train/network.js";
import { formatNumber } from "../../../src/report/trace/numberText.js";
import { expectClose } from "../../compare.js";
import { mazur, three } from "../../golden/golden.js";
import { study } from "./networks.js";
import { valueOfText } from "./parse.js";

const made: Network[] = [];
afterEach(() => {
  for (const network of made.splice(0)) network.dispose();
});

function tracePreset(name: PresetName, options: TraceOptions = {}, variant?: string) {
  const preset = presetOf(name, variant);
  const network = presetNetwork(preset);
  made.push(network);
  const [inputs, targets] = [preset.inputs[0]!, preset.targets[0]!];
  return trace(network, { inputs, targets }, { names: preset.names, ...options });
}

describe("every golden figure under its key, relative 1e-12", () => {
  it("2-2-2: 57 steps, and the error after the round", () => {
    const traced = tracePreset("mazur");
    const found = new Map(traced.steps.map(({ key, value }) => [key, value]));
    found.set("error_after_1", traced.rounds[1]!.error);
    expect(mazur.values).toHaveLength(58);
    for (const { key, value } of mazur.values) {
      expectClose(found.get(key) ?? NaN, value, { relative: 1e-12 }, key);
    }
  });

  it.each([
    ["printed", three[0]!],
    ["consistent", three[1]!],
  ])("3-3-2, %s: 64 steps", (variant, example) => {
    const found = new Map(tracePreset("matrix", {}, variant).steps.map(({ key, value }) => [key, value]));
    expect(example.values).toHaveLength(64);
    for (const { key, value } of example.values) {
      expectClose(found.get(key) ?? NaN, value, { relative: 1e-12 }, key);
    }
  });
});

describe("what a step says is what it gives", () => {
  it("numbers put in, all digits: every line reads back as the value, relative 1e-12 or 1e-14 of its terms", () => {
    fc.assert(
      fc.property(study, (make) => {
        const { network, sample } = make();
        try {
          const traced = trace(network, sample);
          for (const step of traced.steps) {
            for (const { substituted } of [step, ...step.equivalents]) {
              const largest = Math.max(...(substituted.match(/\d+(\.\d+)?(e-?\d+)?/g) ?? []).map(Number), 1);
              const bounds = { relative: 1e-12, absolute: 1e-14 * largest };
              expectClose(valueOfText(substituted), step.value, bounds, `${step.key} = ${substituted}`);
            }
          }
        } finally {
          network.dispose();
        }
      }),
      { numRuns: 150 },
    );
  });

  it("numbers put in, 9 places: every line reads back to 1e-7", () => {
    const traced = tracePreset("mazur");
    for (const step of traced.steps) {
      const text = substitutedText(step.expression, traced.values, (value) => formatNumber(value, 9));
      expectClose(valueOfText(text), step.value, { absolute: 1e-7 }, `${step.key} = ${text}`);
    }
  });

  it("a step uses only what was given or found before it, no key stands twice", () => {
    for (const name of ["mazur", "matrix", "xor", "autoencoder"] as const) {
      const { network, steps, inputSymbols, targetSymbols } = tracePreset(name);
      const given = [...inputSymbols, ...targetSymbols, ...network.parameters.map(({ symbol }) => symbol)];
      const known = new Set([...given.map(keyOf), "eta"]);
      for (const { key, expression } of steps) {
        for (const used of symbolsOf(expression).map(keyOf))
          expect(known, `${key} uses ${used}`).toContain(used);
        expect(known, "no key stands twice").not.toContain(key);
        known.add(key);
      }
    }
  });

  it("gelu, which no calculator has: kernels, reference and formula agree", () => {
    const network = Network.create({
      layers: [2, { units: 3, activation: "gelu" }, 1],
      precision: "float64",
    });
    made.push(network);
    const { steps } = trace(network, { inputs: [0.4, -0.7], targets: [1] });
    const slope = steps.find(({ key }) => key === "dout_h1/dnet_h1")!;
    expect(slope.formula).toBe("½·erfc(−net_h1/√2) + net_h1·(e^(−net_h1²/2)/√(2π))");
  });

  it("the hidden deltas use the weights from before the update", () => {
    const traced = tracePreset("mazur");
    const step = traced.steps.find(({ key }) => key === "dnet_o1/dout_h1")!;
    expect([step.formula, step.substituted]).toEqual(["w5", "0.4"]);
    expect(traced.values.get("w5_new")).not.toBe(0.4);
  });

  it("both signs of delta lead to the same new weight", () => {
    const step = tracePreset("mazur").steps.find(({ key }) => key === "w5_new")!;
    expect(step.formula).toBe("w5 − η·∂E_total/∂w5");
    expect(step.equivalents.map(({ formula }) => formula)).toEqual(["w5 + η·δ⁻_o1·out_h1"]);
    const texts = [step, ...step.equivalents].map(({ substituted }) => valueOfText(substituted));
    expectClose(texts[1]!, texts[0]!, { relative: 1e-15 }, "w5_new");
  });

  it("names units of several hidden layers, and each way of an error back", () => {
    const network = Network.create({ layers: [2, 2, 3, 1], precision: "float64", seed: 3 });
    made.push(network);
    const keys = trace(network, { inputs: [0.1, 0.9], targets: [1] }).steps.map(({ key }) => key);
    expect(keys).toContain("net_h1.2");
    expect(keys).toContain("dE_total/dout_h1.1@h2.3");
    expect(keys).toContain("dE_o1/dout_h2.3");
    expect(keys).toContain("dE_total/dw13");
  });
});

describe("matrices", () => {
  it("have the numbers of the steps", () => {
    const traced = tracePreset("matrix");
    const of = (key: string) => traced.matrices.find((line) => line.key === key)!.value;
    const value = (key: string) => traced.values.get(key)!;
    expect(of("X_hidden")).toEqual([1, 2, 3].map((k) => [value(`X_hidden${k}`)]));
    expect(of("δ_hidden")).toEqual([1, 2, 3].map((k) => [value(`dE/dX_hidden${k}`)]));
    const gradient = [1, 2].map((k) => [1, 2, 3].map((j) => value(`dE/dw'_{${j},${k}}`)));
    expect(of("∂E/∂W_output")).toEqual(gradient);
    expect(of("W_output⁺")).toEqual([1, 2].map((k) => [1, 2, 3].map((j) => value(`w'_{${j},${k}}_new`))));
  });
});

describe("one unit, and what is refused", () => {
  const digits = () => {
    const network = Network.create({ layers: [784, 30, 10] });
    made.push(network);
    return [network, { inputs: Array(784).fill(0.5), targets: Array(10).fill(0) }] as const;
  };

  it("steps of one unit are those of the whole trace", () => {
    const all = tracePreset("mazur");
    for (const unit of ["h2", "o1"]) {
      const some = tracePreset("mazur", { unit }).steps;
      const whole = new Map(all.steps.map((step) => [step.key, step]));
      expect(some.length).toBeGreaterThan(10);
      for (const { key, value, formula, substituted } of some) {
        expect({ key, value, formula, substituted }).toMatchObject({
          value: whole.get(key)!.value,
          formula: whole.get(key)!.formula,
          substituted: whole.get(key)!.substituted,
        });
      }
      expect(some.some(({ symbol }) => keyOf(symbol).endsWith(`net_${unit}`))).toBe(true);
    }
  });

  it("a network with too many steps, with advice", () => {
    expect(() => trace(...digits())).toThrow(
      "trace: a 784-30-10 network has about 72,380 steps; at most 5,000 can be shown. " +
        'Give unit, such as "o1", or use a smaller network.',
    );
    const [network, sample] = digits();
    expect(trace(network, sample, { unit: "o3" }).steps.length).toBeGreaterThan(90);
  });

  it("an unknown unit, a wrong learning rate, a sample of another size", () => {
    expect(() => tracePreset("mazur", { unit: "h3" })).toThrow(
      'unit: expected h1 to h2 or o1 to o2, got "h3".',
    );
    expect(() => tracePreset("mazur", { learningRate: -1 })).toThrow(
      "learningRate: expected a finite number > 0, got -1.",
    );
    const network = presetNetwork(presetOf("mazur"));
    made.push(network);
    expect(() => trace(network, { inputs: [1], targets: [0, 1] })).toThrow(
      "inputs: expected 2 numbers, got 1.",
    );
    expect(() => trace(network, { inputs: [1, NaN], targets: [0, 1] })).toThrow(
      "inputs[1]: expected a finite number, got NaN.",
    );
  });

  it("the network stays as it was, and notes tell what was taken otherwise", () => {
    const network = Network.create({ layers: [2, 2], optimizer: { kind: "adam" }, l2: 0.1 });
    made.push(network);
    const before = network.save();
    const { notes } = trace(network, { inputs: [1, 2], targets: [0, 1] });
    expect(network.save()).toEqual(before);
    expect(notes.map(({ id }) => id)).toEqual(["plainDescent", "withoutPenalties", "widened"]);
  });
});
