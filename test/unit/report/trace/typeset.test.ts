import { describe, expect, it } from "vitest";
import { type Expression, symbol } from "../../../../src/explain/expression.js";
import { derivative, name } from "../../../../src/explain/symbol.js";
import {
  call,
  difference,
  negate,
  number,
  power,
  product,
  quotient,
  sum,
} from "../../../../src/functions/expression.js";
import { katex } from "../../../../src/report/trace/katex.js";
import { mathml } from "../../../../src/report/trace/mathml.js";
import { written, writtenText } from "../../../../src/report/trace/rounded.js";
import { typeset, typesetParts } from "../../../../src/report/trace/typeset.js";

const [x, y] = [symbol(name("net", "h1", "underscore")), symbol(name("w", 5))];
const values = new Map([
  ["net_h1", -0.25],
  ["w5", 2.5e-7],
]);
const inSymbols = (expression: Expression) =>
  typeset(expression, { notation: katex, values: null, digits: 9 });
const inNumbers = (expression: Expression) => typeset(expression, { notation: katex, values, digits: 9 });

describe("an expression in KaTeX", () => {
  it("has fraction bars, raised exponents and no more parentheses than it needs", () => {
    const sigmoid = quotient(number(1), sum(number(1), call("exp", negate(x))));
    expect(inSymbols(sigmoid)).toBe("\\frac{1}{1 + e^{-\\mathrm{net}_{h1}}}");
    const error = product(number(0.5, "½"), power(difference(y, x), 2));
    expect(inSymbols(error)).toBe("\\frac{1}{2} \\cdot (w_{5} - \\mathrm{net}_{h1})^{2}");
    const slope = product(sum(x, y), difference(number(1), x));
    expect(inSymbols(slope)).toBe("(\\mathrm{net}_{h1} + w_{5}) \\cdot (1 - \\mathrm{net}_{h1})");
    expect(inSymbols(power(quotient(x, y), 2))).toBe("\\left(\\frac{\\mathrm{net}_{h1}}{w_{5}}\\right)^{2}");
  });

  it("puts negative numbers in parentheses wherever a sign stands before them", () => {
    expect(inNumbers(sum(x, x))).toBe("-0.25 + (-0.25)");
    expect(inNumbers(product(x, x))).toBe("-0.25 \\cdot (-0.25)");
    expect(inNumbers(negate(product(x, y)))).toBe("-(-0.25 \\cdot (2.5 \\cdot 10^{-7}))");
    expect(inNumbers(sum(y, product(x, x)))).toBe("2.5 \\cdot 10^{-7} + (-0.25 \\cdot (-0.25))");
    expect(inNumbers(power(x, 2))).toBe("(-0.25)^{2}");
    expect(inNumbers(call("exp", negate(x)))).toBe("e^{-(-0.25)}");
  });

  it("spells functions and constants", () => {
    expect(inSymbols(call("ln1p", call("exp", x)))).toBe("\\ln(1 + e^{\\mathrm{net}_{h1}})");
    expect(inSymbols(call("max0", x))).toBe("\\max(0, \\mathrm{net}_{h1})");
    expect(inSymbols(call("abs", x))).toBe("|\\mathrm{net}_{h1}|");
    expect(inSymbols(call("erfc", x))).toBe("\\mathrm{erfc}(\\mathrm{net}_{h1})");
    expect(inSymbols(number(Math.sqrt(2 * Math.PI), "√(2π)"))).toBe("\\sqrt{2\\pi}");
  });

  it("refuses a symbol that has no value", () => {
    const unknown = symbol(name("w", 9));
    expect(() => inNumbers(unknown)).toThrow(new Error("no value for w9"));
  });
});

describe("an expression in MathML", () => {
  const set = (expression: Expression) => typeset(expression, { notation: mathml, values: null, digits: 9 });

  it("is well-formed, and the same formula", () => {
    const slope = symbol(derivative(name("E", "total", "underscore"), name("w", 5)));
    const part = (of: string) => `<mrow><mo form="prefix" lspace="0" rspace="0">∂</mo>${of}</mrow>`;
    expect(set(slope)).toBe(
      `<mfrac>${part("<msub><mi>E</mi><mi>total</mi></msub>")}${part("<msub><mi>w</mi><mn>5</mn></msub>")}</mfrac>`,
    );
    const marked = symbol({ ...name("w", "1,2", "braces"), primes: 1, mark: "new" });
    expect(set(marked)).toBe(
      '<msubsup><mi>w</mi><mrow><mn>1</mn><mo>,</mo><mn>2</mn></mrow><mrow><mo form="prefix">′</mo><mo form="prefix">+</mo></mrow></msubsup>',
    );
  });

  it("escapes what is not a sign of its own", () => {
    expect(set(symbol(name("<i>", "&", "underscore")))).toBe("<msub><mi>&lt;i&gt;</mi><mo>&amp;</mo></msub>");
  });

  it("breaks lines before the signs of a sum or product", () => {
    const parts = typesetParts(sum(x, product(y, x), y), { notation: katex, values: null, digits: 9 });
    expect(parts).toEqual(["\\mathrm{net}_{h1}", " + w_{5} \\cdot \\mathrm{net}_{h1}", " + w_{5}"]);
  });
});

describe("numbers", () => {
  it("have the given number of decimals, and a power of ten where decimals would show little", () => {
    expect(writtenText(0.5932699921, 9)).toBe("0.593269992");
    expect(writtenText(-0.15, 9)).toBe("−0.15");
    expect(writtenText(0.008771354, 6)).toBe("0.008771");
    expect(writtenText(0.008771354, 3)).toBe("8.77⋅10⁻³");
    expect(writtenText(2.25435798775e-7, 9)).toBe("2.254358⋅10⁻⁷");
    expect(written(-2.5e-7, 9)).toEqual({ isNegative: true, digits: "2.5", exponent: -7 });
    expect(written(-0, 9)).toEqual({ isNegative: false, digits: "0", exponent: 0 });
  });
});
