/**
 * Formulas as code: the walk over the tree that C, JavaScript and Python have in common. How a language writes numbers,
 * calls and choices is its `Dialect`, beside the exports and lessons that use it.
 */
import type { Expression, Formula, FunctionName, Relation } from "./expression.js";

/** How a programming language writes formulas. */
export interface Dialect {
  readonly number: (value: number) => string;
  /** Constants that the language has a better name for than their digits, by the text of their number: √2. */
  readonly constants?: Readonly<Record<string, string>>;
  readonly calls: Readonly<Record<FunctionName, DialectFunction>>;
  /** @param base code that needs no parentheses */
  readonly power: (base: string, exponent: number) => string;
  readonly choice: (condition: string, then: string, otherwise: string) => string;
  readonly equal: string;
}

export interface DialectFunction {
  /** A call. @param x code of the argument, without parentheses around it */
  readonly write: (x: string) => string;
  /** Source of the function that the call needs, where the language does not have it. */
  readonly helper?: string;
}

/** How tightly code binds. */
const levels = { choice: 0, sum: 2, product: 3, negate: 4, power: 5, atom: 6 } as const;

interface Code {
  text: string;
  level: number;
}

/** The code of a formula. Its symbols are code. */
export function codeOf(formula: Formula<string>, dialect: Dialect): string {
  return formula.reduceRight((rest, { when, value }) => {
    const { text } = codeOfExpression(value, dialect);
    if (!when) return text;
    const [left, right] = [when.left, when.right].map((one) => codeOfExpression(one, dialect).text);
    return dialect.choice(`${left} ${relationOf(when.relation, dialect)} ${right}`, text, rest);
  }, "");
}

function relationOf(relation: Relation, { equal }: Dialect): string {
  return { "<": "<", ">": ">", "≤": "<=", "≥": ">=", "=": equal }[relation];
}

function codeOfExpression(expression: Expression<string>, dialect: Dialect): Code {
  const at = (one: Expression<string>, least: number): string => {
    const { text, level } = codeOfExpression(one, dialect);
    return level < least ? `(${text})` : text;
  };
  const joined = (parts: readonly Expression<string>[], sign: string, level: number): Code => ({
    text: parts.map((one, index) => at(one, index === 0 ? level : level + 1)).join(` ${sign} `),
    level,
  });
  switch (expression.kind) {
    case "symbol":
      return { text: expression.symbol, level: levels.atom };
    case "number": {
      const { value, text } = expression;
      const named = text === undefined ? undefined : dialect.constants?.[text];
      return { text: named ?? dialect.number(value), level: value < 0 ? levels.negate : levels.atom };
    }
    case "sum":
      return joined(expression.terms, "+", levels.sum);
    case "difference":
      return joined([expression.from, expression.minus], "-", levels.sum);
    case "product":
      return joined(expression.factors, "*", levels.product);
    case "quotient":
      return joined([expression.of, expression.by], "/", levels.product);
    case "negate": {
      const { of } = expression;
      // −(a − b) is b − a
      if (of.kind === "difference") return joined([of.minus, of.from], "-", levels.sum);
      return { text: `-${at(of, levels.atom)}`, level: levels.negate };
    }
    case "power":
      return {
        text: dialect.power(at(expression.base, levels.atom), expression.exponent),
        level: levels.power,
      };
    case "call": {
      const { text } = codeOfExpression(expression.of, dialect);
      return { text: dialect.calls[expression.name].write(text), level: levels.atom };
    }
  }
}

/** Sources of the functions that the code of some formulas calls, each once. */
export function helpersOf(formulas: readonly Formula<string>[], { calls }: Dialect): string[] {
  const names = new Set(formulas.flatMap(functionsOf));
  const sources = [...names].map((name) => calls[name].helper).filter((source) => source !== undefined);
  return [...new Set(sources)];
}

/** The functions that a formula calls, in the order in which they appear. */
export function functionsOf(formula: Formula<string>): FunctionName[] {
  const found: FunctionName[] = [];
  const visit = (expression: Expression<string>): void => {
    if (expression.kind === "call") found.push(expression.name);
    for (const part of partsOf(expression)) visit(part);
  };
  for (const { when, value } of formula) {
    if (when) [when.left, when.right].forEach(visit);
    visit(value);
  }
  return found;
}

function partsOf(expression: Expression<string>): readonly Expression<string>[] {
  switch (expression.kind) {
    case "symbol":
    case "number":
      return [];
    case "sum":
      return expression.terms;
    case "product":
      return expression.factors;
    case "difference":
      return [expression.from, expression.minus];
    case "quotient":
      return [expression.of, expression.by];
    case "negate":
    case "call":
      return [expression.of];
    case "power":
      return [expression.base];
  }
}
