import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { pieceAt, valueIn } from "../../../src/explain/expression.js";
import { withFunctionTables } from "../../../scripts/describe/functionTables.js";
import {
  activationFormulas,
  activationNames,
  activations,
  hiddenActivationNames,
} from "../../../src/functions/activations.js";
import { type Formula, number, symbol } from "../../../src/functions/expression.js";
import {
  lossFormulas,
  lossNames,
  losses,
  lossesFor,
  usualLoss,
  usualOutput,
} from "../../../src/functions/losses.js";
import { isOfClasses } from "../../../src/functions/ofClasses.js";
import { expectClose } from "../../compare.js";

const points = [-20, -4, -3.5, -2.9, -1, -0.3, 0.2, 0.9, 2.7, 3.5, 4, 20];

/** The value of a formula whose symbols are names. */
function valueOf(formula: Formula<string>, values: Record<string, number>): number {
  const of = (name: string) => values[name]!;
  return valueIn(pieceAt(formula, of).value, of);
}

describe.each(hiddenActivationNames)("the formula of %s", (name) => {
  const { value, slope } = activationFormulas[name];
  const alpha = number(activations[name].alpha?.usual ?? 0);
  const at = (x: number) => valueOf(value(symbol("x"), alpha, []), { x });

  it("has the derivative that its slope says, to 1e-8", () => {
    const step = 1e-5;
    const slopes = points.map((x) => valueOf(slope!(symbol("x"), symbol("a"), alpha), { x, a: at(x) }));
    const differences = points.map((x) => (at(x + step) - at(x - step)) / (2 * step));
    expectClose(slopes, differences, { relative: 1e-8, absolute: 1e-8 }, name);
  });

  it("keeps within its range", () => {
    const [low, high] = activations[name].range;
    for (const x of [...points, -0.75, -1.28, -700, 700]) {
      expect(at(x)).toBeGreaterThanOrEqual(low);
      expect(at(x)).toBeLessThanOrEqual(high);
    }
  });
});

describe.each(lossNames)("the formula of %s", (name) => {
  const { value, exact, slope } = lossFormulas[name];
  const symbols = {
    o: symbol("o"),
    t: symbol("t"),
    x: symbol("x"),
    n: number(4),
    delta: number(1),
    quantile: number(0.3),
  };

  it("at distance 1 has the factors that the kernel multiplies by", () => {
    const { kernel, lossFactor, errorFactor } = losses[name];
    if (!["squared", "absolute"].includes(kernel.name)) {
      expect([lossFactor, errorFactor]).toEqual([undefined, undefined]);
      return;
    }
    expect(valueOf(value(symbols), { o: 1, t: 0 })).toBe(lossFactor?.(4) ?? 1);
    expect(valueOf(slope!(symbols), { o: 1, t: 0 })).toBe(errorFactor?.(4) ?? 1);
  });

  it("has the derivative that its slope says, or a partner, to 1e-8", () => {
    expect(slope === null).toBe(losses[name].partner !== undefined);
    if (!slope) return;
    const step = 1e-6;
    for (const o of [-1.7, -0.6, 0.3, 1.4]) {
      const at = (output: number) => valueOf(value(symbols), { o: output, t: 0.5 });
      const difference = (at(o + step) - at(o - step)) / (2 * step);
      expect(Math.abs(valueOf(slope(symbols), { o, t: 0.5 }) - difference)).toBeLessThanOrEqual(1e-8);
    }
  });

  it("is the same written without loss of digits, to 1e-14", () => {
    for (const t of [0, 0.3, 1]) {
      const x = 0.7;
      const o = losses[name].partner === "exponential" ? Math.exp(x) : 1 / (1 + Math.exp(-x));
      if (exact) {
        const same = valueOf(exact(symbols), { o, t, x });
        expect(Math.abs(same - valueOf(value(symbols), { o, t, x }))).toBeLessThanOrEqual(1e-14);
      }
    }
  });
});

it("a loss goes with its partner alone, which is its usual output; softmax has crossEntropy by default", () => {
  expect(lossesFor("softmax")).toContain("crossEntropy");
  expect(lossesFor("softmax")).not.toContain("binaryCrossEntropy");
  expect(lossesFor("tanh").filter((name) => losses[name].partner)).toEqual([]);
  expect(activationNames.map(usualLoss).filter((name) => name !== "halfSquaredError")).toEqual([
    "crossEntropy",
  ]);
  expect([usualOutput("crossEntropy"), usualOutput("huber"), usualOutput(undefined)]).toEqual([
    "softmax",
    "sigmoid",
    "sigmoid",
  ]);
});

it("the tables of docs/settings.md are those of the records: node scripts/functions.mjs writes them", () => {
  const page = readFileSync("docs/settings.md", "utf8");
  expect(withFunctionTables(page)).toBe(page);
});

it("losses of classes are those whose partner is an activation of a whole row", () => {
  const ofRows = lossNames.filter((name) => {
    const { partner } = losses[name];
    return partner !== undefined && activations[partner].isOfRow;
  });
  expect(lossNames.filter(isOfClasses)).toEqual(ofRows);
});
