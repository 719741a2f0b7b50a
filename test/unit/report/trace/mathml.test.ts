import { describe, expect, it } from "vitest";
import { matrixLine } from "../../../../src/report/trace/matrices.js";
import { markedMathml, mathml } from "../../../../src/report/trace/mathml.js";
import { placedNumber, typesetParts } from "../../../../src/report/trace/typeset.js";
import { traceOf } from "./traces.js";

const setting = { notation: markedMathml, values: null, digits: 9 };

/** Rows in which a parenthesis or bracket stands without its partner. */
function halfRows(markup: string): string[] {
  const open: string[][] = [];
  const found: string[] = [];
  for (const [, slash, name, text] of markup.matchAll(/<(\/?)(mrow|mo)[^>]*>([([\])]?)/g)) {
    if (name === "mrow" && !slash) open.push([]);
    else if (name === "mrow") {
      const row = open.pop()!.join("");
      if (!["", "()", "[]"].includes(row)) found.push(row);
    } else if (text) (open.at(-1) ?? found).push(text);
  }
  return found;
}

describe("mathematics in MathML", () => {
  it.each(["mazur", "matrix", "autoencoder"] as const)(
    "brackets stand in a row of their own with what they enclose, so that they are as tall: %s",
    (name) => {
      const traced = traceOf(name);
      for (const step of traced.matrices) {
        const { formula, substituted, value } = matrixLine(step, setting);
        for (const markup of [formula, ...substituted, value]) {
          expect(halfRows(`<mrow>${markup}</mrow>`)).toEqual([]);
        }
        expect(value).toMatch(/^<mrow><mo form="prefix">\[<\/mo><mtable>/);
      }
    },
  );

  it("has the dot of a product, never the middle dot, which Chinese fonts draw wide", () => {
    for (const { expression } of traceOf("mazur").steps) {
      const markup = typesetParts(expression, setting).join("");
      expect(markup).not.toContain("\u00b7");
      if (expression.kind === "product") expect(markup).toContain('<mo form="infix">\u22c5</mo>');
    }
  });

  it("marks calculated numbers so that they can be written again, with their parentheses", () => {
    const traced = traceOf("autoencoder");
    const product = traced.steps.find(({ reason }) => reason.id === "netInput")!;
    const markup = typesetParts(product.expression, { ...setting, values: traced.values }).join("");
    const marked = [
      ...markup.matchAll(/<mrow data-value="([^"]+)"(?: data-least="(\d)")?>(.*?)<\/mrow>(?=<|$)/g),
    ];
    expect(marked.length).toBeGreaterThan(4);
    const three = { notation: mathml, values: null, digits: 3 };
    expect(placedNumber(-0.5, 4, three)).toBe(
      '<mrow><mo form="prefix">(</mo><mrow><mo form="prefix">−</mo><mn>0.5</mn></mrow><mo form="postfix">)</mo></mrow>',
    );
    expect(placedNumber(0.0004386, 0, three)).toContain("<msup><mn>10</mn>");
    expect(placedNumber(0.0004386, 0, { ...three, digits: 9 })).toBe("<mn>0.0004386</mn>");
  });
});
