/** A step of an explanation as equations: symbol = formula, = numbers, = value. Lines can break between parts. */
import { symbol } from "../../src/explain/expression.js";
import {
  equalTo,
  type EquationRow,
  equationsMarkup,
  mathLine,
  mathml,
} from "../../src/report/trace/mathml.js";
import { type Setting, typesetNumber, typesetParts } from "../../src/report/trace/typeset.js";
import type { ExplainedStep, Explanation } from "./explanation.js";

/** Decimals of all numbers. */
const digits = 6;

/** The rows of a step. Rows for formula and numbers are omitted where nothing is calculated. */
export function equationRows(step: ExplainedStep, values: Explanation["values"]): EquationRow[] {
  const { expression, value } = step;
  const setting: Setting = { notation: mathml, values: null, digits };
  const left = mathLine(typesetParts(symbol(step.symbol), setting));
  const rights: string[] = [];
  if (expression) {
    rights.push(equalTo(typesetParts(expression, setting)));
    const isAlone = expression.kind === "symbol" || expression.kind === "number";
    if (!isAlone) rights.push(equalTo(typesetParts(expression, { ...setting, values })));
  }
  rights.push(equalTo([typesetNumber(value, setting)]));
  const sign = value < 0 ? "negative" : value > 0 ? "positive" : "";
  return rights.map((right, row) => ({
    left: row === 0 ? left : "",
    right,
    kind: row === rights.length - 1 ? `result ${sign}` : "",
  }));
}

export function Equations({ step, values }: { step: ExplainedStep; values: Explanation["values"] }) {
  return <div dangerouslySetInnerHTML={{ __html: equationsMarkup(equationRows(step, values)) }} />;
}
