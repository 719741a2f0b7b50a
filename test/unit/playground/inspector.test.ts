import { describe, expect, it } from "vitest";
import type { Place, Samples } from "../../../playground/sessionTypes.js";
import { equationRows } from "../../../playground/networkDrawing/equations.js";
import { explain, mostTraced } from "../../../playground/networkDrawing/explain.js";
import { explainPlainly } from "../../../playground/networkDrawing/plainExplanation.js";
import { sampleText } from "../../../playground/networkDrawing/sampleChooser.js";
import { words } from "../../../playground/panels/inspector.words.js";
import { formulaText } from "../../../src/explain/expression.js";
import { presetNetwork, presetOf } from "../../../src/explain/presets.js";
import { keyOf } from "../../../src/explain/symbol.js";
import { Dataset } from "../../../src/data/dataset.js";
import { Network } from "../../../src/train/network.js";
import { expectClose } from "../../compare.js";

const preset = presetOf("mazur");
const mazur = presetNetwork(preset);
const sample = Dataset.from(preset.inputs, preset.targets);
const told = (network: Network, one: Dataset, place: Place, rate: number) =>
  explain(network, one, place, rate).steps.map(
    ({ symbol, expression }) => `${keyOf(symbol)} = ${expression ? formulaText(expression) : "…"}`,
  );
const valuesOf = (network: Network, one: Dataset, place: Place, rate: number, how = explain) =>
  how(network, one, place, rate).steps.map(({ value }) => value);

describe("the explanation of a small network", () => {
  it("of an output's weight is delta, gradient, update, with the published numbers of the example to 1e-8", () => {
    const w5 = { layer: 2, unit: 0, from: 0 };
    expect(told(mazur, sample, w5, 0.5)).toEqual([
      "delta_o1 = −(target_o1 − out_o1)·out_o1·(1 − out_o1)",
      "dE_total/dw5 = δ_o1·out_h1",
      "w5_new = w5 − η·∂E_total/∂w5",
    ]);
    const printed = [0.138498562, 0.082167041, 0.35891648];
    expectClose(valuesOf(mazur, sample, w5, 0.5), printed, { absolute: 1e-8 }, "w5");
  });

  it("of a hidden weight writes the delta out over its paths", () => {
    const w1 = { layer: 1, unit: 0, from: 0 };
    expect(told(mazur, sample, w1, 0.5)[0]).toBe("delta_h1 = (δ_o1·w5 + δ_o2·w7)·out_h1·(1 − out_h1)");
    expectClose(
      valuesOf(mazur, sample, w1, 0.5).slice(1),
      [0.000438568, 0.149780716],
      { absolute: 1e-8 },
      "w1",
    );
  });

  it("of the matrix example has the names that it is written in", () => {
    const { inputs, targets, names, ...own } = presetOf("matrix");
    const matrix = presetNetwork(own);
    const { steps } = explain(
      matrix,
      Dataset.from(inputs, targets),
      { layer: 2, unit: 0, from: 1 },
      0.5,
      names,
    );
    expect(steps.map(({ symbol }) => keyOf(symbol))).toEqual([
      "dE1/dX_output1",
      "dE/dw'_{2,1}",
      "w'_{2,1}_new",
    ]);
    matrix.dispose();
  });

  it("of a unit is net input, activation and delta, and the bias where it has its own", () => {
    const keys = (network: Network) =>
      explain(network, sample, { layer: 1, unit: 1 }, 0.5).steps.map(({ symbol }) => keyOf(symbol));
    expect(keys(mazur)).toEqual(["net_h2", "out_h2", "delta_h2"]);
    const own = Network.create({ layers: [2, 2, 2], precision: "float64", seed: 1 });
    expect(keys(own)).toEqual(["net_h2", "out_h2", "delta_h2", "dE_total/db_h2", "b_h2_new"]);
  });

  it("omits formulas of many paths, and has no steps for an input", () => {
    const wide = Network.create({ layers: [2, 2, 7], seed: 1 });
    const one = Dataset.from([[1, 2]], [[0, 0, 0, 0, 0, 0, 0]]);
    expect(told(wide, one, { layer: 1, unit: 0 }, 0.5)[2]).toBe("delta_h1 = …");
    expect(told(wide, one, { layer: 0, unit: 0 }, 0.5)).toEqual([]);
  });

  it("reads the parameters once, because threads may change them meanwhile", () => {
    const network = Network.create({ layers: [2, 2, 1], precision: "float64", seed: 1 });
    let reads = 0;
    const restless = new Proxy(network, {
      get(target, name) {
        if (name !== "parameters") return Reflect.get(target, name, target);
        return () => {
          reads++;
          return target.parameters();
        };
      },
    });
    explain(restless, Dataset.from([[1, 2]], [[0]]), { layer: 1, unit: 0 }, 0.1);
    expect(reads).toBe(1);
  });

  it.each(["halfSquaredError", "hinge"] as const)("takes classes as %s does, to 1e-12", (loss) => {
    const layers = [1, { units: 3, activation: "identity" as const }];
    const network = Network.create({ layers, loss, precision: "float64", seed: 4 });
    const one = Dataset.from([[0.3]], [2], { classes: 3 });
    const { biases } = network.gradients(one)[0]!;
    const gradients = [0, 1, 2].map((unit) => {
      const { steps } = explain(network, one, { layer: 1, unit }, 0.1);
      return steps.find(({ reason }) => reason?.id === "biasGradient")!.value;
    });
    gradients.forEach((value, unit) => expect(Math.abs(value - biases[unit]!)).toBeLessThan(1e-12));
  });
});

describe("the explanation of a large network", () => {
  const large = Network.create({
    layers: [50, { units: 60, activation: "tanh" }, 3],
    seed: 2,
    loss: "crossEntropy",
  });
  const inputs = Array.from({ length: 50 }, (_, i) => Math.sin(i));
  const one = Dataset.from([inputs], [1], { classes: 3 });

  it("has only short formulas", () => {
    expect(50 * 60).toBeGreaterThan(mostTraced);
    expect(told(large, one, { layer: 1, unit: 4 }, 0.1)).toEqual([
      "net_h5 = …",
      "out_h5 = tanh(net_h5)",
      "delta_h5 = …",
      "dE_total/db_h5 = δ_h5",
      "b_h5_new = b_h5 − η·∂E_total/∂b_h5",
    ]);
    expect(told(large, one, { layer: 2, unit: 1, from: 7 }, 0.1)).toEqual([
      "delta_o2 = …",
      "dE_total/dw3068 = δ_o2·out_h8",
      "w3068_new = w3068 − η·∂E_total/∂w3068",
    ]);
  });

  it.each([true, false])(
    "agrees with the trace of a small one, biases of their own: %s, to 1e-6",
    (areOwn) => {
      const network = Network.create({
        layers: [3, { units: 4, activation: "relu" }, 2],
        biases: areOwn ? "perNeuron" : "shared",
        loss: "halfSquaredError",
        seed: 3,
      });
      const row = Dataset.from([[0.3, -0.7, 0.9]], [[0, 1]]);
      const places: Place[] = [
        { layer: 1, unit: 0 },
        { layer: 2, unit: 1 },
        { layer: 1, unit: 2, from: 1 },
        { layer: 2, unit: 0, from: 3 },
      ];
      for (const place of places) {
        const [traced, plain] = [explain, explainPlainly].map((how) => how(network, row, place, 0.1).steps);
        const byKey = new Map(traced!.map(({ symbol, value }) => [keyOf(symbol), value]));
        expect(plain!.length).toBeGreaterThan(2);
        for (const { symbol, value } of plain!) {
          expectClose(value, byKey.get(keyOf(symbol))!, { absolute: 1e-6 }, keyOf(symbol));
        }
      }
    },
  );
});

describe("what the inspector writes", () => {
  it("is symbol = formula, = numbers, = value", () => {
    const { steps, values } = explain(mazur, sample, { layer: 2, unit: 0, from: 0 }, 0.5);
    const rows = equationRows(steps[1]!, values);
    expect(rows.map(({ kind }) => kind)).toEqual(["", "", "result positive"]);
    const text = (markup: string) => markup.replace(/<[^>]+>/g, "").replace(/\s+/g, "");
    expect(rows.map(({ right }) => text(right))).toEqual(["=δo1⋅outh1", "=0.138499⋅0.593270", "=0.082167"]);
    expect(text(rows[0]!.left)).toBe("∂Etotal∂w5");
    expect(equationRows({ ...steps[1]!, expression: null }, values)).toHaveLength(1);
  });

  it("writes a sample on a line", () => {
    const make = (train: Dataset, kind: Samples["kind"]): Samples => ({
      all: train,
      split: null,
      train,
      kind,
      test: null,
      plane: null,
      inputNames: ["x", "y"],
      nameStyle: "neurons",
      classNames: train.classNames,
      file: null,
    });
    const plane = make(Dataset.from([[0.314, -2]], [1], { classes: ["no", "yes"] }), "plane");
    expect(sampleText(plane, 0, words.en)).toBe("x 0.31, y −2.00 → class yes");
    const table = make(Dataset.from([Array(9).fill(1)], [[0.25]]), "table");
    expect(sampleText(table, 0, words.en)).toBe(
      "x 1.00, y 1.00, i3 1.00, i4 1.00, i5 1.00, i6 1.00, … → target 0.25",
    );
    const images = make(Dataset.from([[0, 255]], [3], { classes: 10 }), "images");
    expect(sampleText(images, 0, words.zh)).toBe("类别 3");
  });
});
