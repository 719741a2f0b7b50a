/**
 * A small tree for formulas. The records of activations and losses build it; a trace, the documents and the exported
 * programs print it. Nothing is simplified: what is written is what is calculated. The symbols are the caller's: the
 * names of a trace, or the variables of a program.
 */

export type Expression<S> =
  | { readonly kind: "symbol"; readonly symbol: S }
  /** A constant; `text` is how it is written where that is not its digits: ½. */
  | { readonly kind: "number"; readonly value: number; readonly text?: string }
  | { readonly kind: "sum"; readonly terms: readonly Expression<S>[] }
  | { readonly kind: "product"; readonly factors: readonly Expression<S>[] }
  | { readonly kind: "difference"; readonly from: Expression<S>; readonly minus: Expression<S> }
  | { readonly kind: "quotient"; readonly of: Expression<S>; readonly by: Expression<S> }
  | { readonly kind: "negate"; readonly of: Expression<S> }
  | { readonly kind: "power"; readonly base: Expression<S>; readonly exponent: number }
  | { readonly kind: "call"; readonly name: FunctionName; readonly of: Expression<S> };

/** `ln1p(x)` is ln(1 + x), `max0(x)` is max(0, x). */
export type PlainFunction = "exp" | "ln" | "ln1p" | "tanh" | "abs" | "erfc" | "max0";
/**
 * Functions that have a name, because programs must compute them with care: `expm1(x)` is eˣ − 1, `sigmoid(x)` is
 * 1 / (1 + e⁻ˣ), `normal(x)` is the part of a normal distribution below x. `writtenOut` replaces them.
 */
export type NamedFunction = "expm1" | "sigmoid" | "normal";
export type FunctionName = PlainFunction | NamedFunction;

/** `left relation right`. */
export interface Condition<S> {
  readonly left: Expression<S>;
  readonly relation: Relation;
  readonly right: Expression<S>;
}
export type Relation = "<" | ">" | "≤" | "≥" | "=";

/** Which side of a bend a number lies on; null where a function has no bend. */
export type Branch = "above" | "between" | "below" | null;

/** One piece of a formula, and where it holds: at the first piece whose condition is true; `null` is always true. */
export interface Piece<S> {
  readonly when: Condition<S> | null;
  readonly value: Expression<S>;
  readonly side: Branch;
}

/** A formula in pieces; the last one has no condition. */
export type Formula<S> = readonly Piece<S>[];

export const symbol = <S>(of: S): Expression<S> => ({ kind: "symbol", symbol: of });
/* @__NO_SIDE_EFFECTS__ */
export const number = (value: number, text?: string): Expression<never> =>
  text === undefined ? { kind: "number", value } : { kind: "number", value, text };
export const sum = <S>(...terms: Expression<S>[]): Expression<S> =>
  terms.length === 1 ? terms[0]! : { kind: "sum", terms };
/** A product of products is one product. */
export const product = <S>(...factors: Expression<S>[]): Expression<S> => {
  const flat = factors.flatMap((factor) => (factor.kind === "product" ? factor.factors : [factor]));
  return flat.length === 1 ? flat[0]! : { kind: "product", factors: flat };
};
export const difference = <S>(from: Expression<S>, minus: Expression<S>): Expression<S> => ({
  kind: "difference",
  from,
  minus,
});
export const quotient = <S>(of: Expression<S>, by: Expression<S>): Expression<S> => ({
  kind: "quotient",
  of,
  by,
});
export const negate = <S>(of: Expression<S>): Expression<S> => ({ kind: "negate", of });
export const power = <S>(base: Expression<S>, exponent: number): Expression<S> => ({
  kind: "power",
  base,
  exponent,
});
export const call = <S>(name: FunctionName, of: Expression<S>): Expression<S> => ({ kind: "call", name, of });
/** A product with a factor that may be the number 1, which is then left out. */
export const scaled = <S>(factor: Expression<S>, of: Expression<S>): Expression<S> =>
  factor.kind === "number" && factor.value === 1 ? of : product(factor, of);

/** A formula in one piece. */
export const smooth = <S>(value: Expression<S>): Formula<S> => [{ when: null, value, side: null }];
/** A piece that holds where `left relation right`. */
export const piece = <S>(
  [left, relation, right]: readonly [Expression<S>, Relation, Expression<S>],
  value: Expression<S>,
  side: Branch = null,
): Piece<S> => ({ when: { left, relation, right }, value, side });
/** The piece that holds everywhere else. */
export const otherwise = <S>(value: Expression<S>, side: Branch = null): Piece<S> => ({
  when: null,
  value,
  side,
});

const one = number(1);

const definitions: Record<NamedFunction, <S>(x: Expression<S>) => Expression<S>> = {
  expm1: (x) => difference(call("exp", x), one),
  sigmoid: (x) => quotient(one, onePlusPower(x)),
  normal: (x) => product(number(0.5, "½"), call("erfc", quotient(negated(x), number(Math.SQRT2, "√2")))),
};

/** 1 + e⁻ˣ */
const onePlusPower = <S>(x: Expression<S>): Expression<S> => sum<S>(one, call("exp", negated(x)));
const negated = <S>(x: Expression<S>): Expression<S> => (x.kind === "negate" ? x.of : negate(x));
export const isNamed = (name: FunctionName): name is NamedFunction => name in definitions;

/**
 * The same with definitions in place of named functions; x · σ(x) becomes x / (1 + e⁻ˣ).
 *
 * @param names the functions to replace (default: all that have a definition)
 */
export function writtenOut<S>(
  expression: Expression<S>,
  names: (name: NamedFunction) => boolean = () => true,
): Expression<S> {
  const of = (part: Expression<S>): Expression<S> => writtenOut(part, names);
  switch (expression.kind) {
    case "symbol":
    case "number":
      return expression;
    case "sum":
      return sum(...expression.terms.map(of));
    case "product": {
      const factors = expression.factors.slice(0, -1);
      const last = expression.factors.at(-1)!;
      return last.kind === "call" && last.name === "sigmoid" && names("sigmoid")
        ? quotient(product(...factors.map(of)), onePlusPower(of(last.of)))
        : product(...expression.factors.map(of));
    }
    case "difference":
      return difference(of(expression.from), of(expression.minus));
    case "quotient":
      return quotient(of(expression.of), of(expression.by));
    case "negate":
      return negate(of(expression.of));
    case "power":
      return power(of(expression.base), expression.exponent);
    case "call": {
      const { name } = expression;
      const inner = of(expression.of);
      return isNamed(name) && names(name) ? definitions[name](inner) : call(name, inner);
    }
  }
}
