/** A step of an explanation as equations: symbol = formula, = numbers, = value. Lines can break between parts. */
import { symbol } from "../../src/explain/expression.js";
import { mathElements, mathml } from "../../src/report/trace/mathml.js";
import { type Setting, typesetNumber, typesetParts } from "../../src/report/trace/typeset.js";
import type { ExplainedStep, Explanation } from "./explanation.js";

/** Decimals of all numbers. */
const digits = 6;

export interface EquationRow {
  /** MathML. */
  left: string;
  right: string;
  isResult: boolean;
}

/** The rows of a step. Rows for formula and numbers are omitted where nothing is calculated. */
export function equationRows(step: ExplainedStep, values: Explanation["values"]): EquationRow[] {
  const { expression, value } = step;
  const setting: Setting = { notation: mathml, values: null, digits };
  const left = mathElements(typesetParts(symbol(step.symbol), setting));
  const rights: string[] = [];
  if (expression) {
    rights.push(equalTo(typesetParts(expression, setting)));
    const isAlone = expression.kind === "symbol" || expression.kind === "number";
    if (!isAlone) rights.push(equalTo(typesetParts(expression, { ...setting, values })));
  }
  rights.push(equalTo([typesetNumber(value, setting)]));
  return rights.map((right, row) => ({
    left: row === 0 ? left : "",
    right,
    isResult: row === rights.length - 1,
  }));
}

export function Equations({ step, values }: { step: ExplainedStep; values: Explanation["values"] }) {
  const sign = step.value < 0 ? "negative" : step.value > 0 ? "positive" : "";
  return (
    <div class="equations">
      {equationRows(step, values).map(({ left, right, isResult }, row) => (
        <div key={row} class={`equation ${isResult ? `result ${sign}` : ""}`}>
          <span class="left" dangerouslySetInnerHTML={{ __html: left }} />
          <span class="right" dangerouslySetInnerHTML={{ __html: right }} />
        </div>
      ))}
    </div>
  );
}

/** Parts after an equals sign, which does not break from the first part. */
function equalTo(parts: readonly string[]): string {
  const [first, ...others] = parts;
  return mathElements([mathml.row([mathml.sign("=", "between"), first!]), ...others]);
}
