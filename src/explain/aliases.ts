/** Finds the key of a symbol, however people write it: w5⁺, w5_new, ∂E_total/∂w5, dE/dw5, δ_o1, delta_o1 … */
import { didYouMean } from "../nearest.js";
import { symbolsOf } from "./expression.js";
import { namesOf, readAfterRounds } from "./fingerprints.js";
import { keyOf, type MathSymbol, type Name, textOf } from "./symbol.js";
import type { Trace } from "./trace.js";

/** Reads symbols of one trace. */
export interface SymbolReader {
  /** Keys in the order of the calculation: what is given, then the steps. */
  readonly keys: readonly string[];
  /** The symbol as text: w5⁺. */
  textOf(key: string): string;
  keyOf(written: string): string | null;
  /** For an error message: ` Did you mean "net_h1"?`, or an empty string. */
  hint(written: string): string;
}

export function symbolReader(trace: Trace): SymbolReader {
  const known = new Map<string, MathSymbol>();
  const add = (symbol: MathSymbol) => {
    if (!known.has(keyOf(symbol))) known.set(keyOf(symbol), symbol);
  };
  givenSymbols(trace).forEach(add);
  for (const { symbol, expression } of trace.steps) {
    symbolsOf(expression).forEach(add);
    add(symbol);
  }
  const steps = new Set(trace.steps.map(({ key }) => key));
  const keys = [...[...known.keys()].filter((key) => !steps.has(key)), ...steps];
  const aliases = new Map<string, string>();
  const alias = (written: string, key: string) => {
    const form = plain(written);
    if (!aliases.has(form)) aliases.set(form, key);
  };
  for (const key of keys) alias(key, key);
  for (const key of keys) alias(textOf(known.get(key)!), key);
  for (const [written, key] of otherWords(trace)) if (known.has(key)) alias(written, key);
  return {
    keys,
    textOf: (key) => (known.has(key) ? textOf(known.get(key)!) : key),
    keyOf: (written) => {
      const form = plain(written);
      const after = /^(error|e|etotal|out(.+?))after(\d+)$/.exec(form);
      if (!after) return aliases.get(form) ?? null;
      const [, , unit, rounds] = after;
      const key = unit === undefined ? `error_after_${rounds}` : `out_${unit}_after_${rounds}`;
      return readAfterRounds(key, trace) ? key : null;
    },
    hint: (written) => didYouMean(written, [...keys, "error_after_1"]),
  };
}

/** Inputs, parameters, learning rate and targets. */
function givenSymbols(trace: Trace): MathSymbol[] {
  const names = namesOf(trace);
  return [
    ...trace.inputs.map((_, j) => names.out(0, j)),
    ...trace.network.parameters.map(({ symbol }) => symbol),
    ...trace.targets.map((_, k) => names.target(k)),
    names.rate,
  ];
}

/** Other names of some symbols, and their keys. */
function* otherWords(trace: Trace): Iterable<[string, string]> {
  const names = namesOf(trace);
  const total = keyOf(names.total);
  const last = names.sizes.length - 1;
  for (const word of ["E", "error", "total error", "error before", "误差", "总误差"]) yield [word, total];
  for (const word of ["learning rate", "alpha", "α", "ε", "学习率"]) yield [word, keyOf(names.rate)];
  for (let k = 0; k < trace.targets.length; k++) {
    for (const word of ["t", "target", "目标"]) {
      yield [word + names.unit(last, k), keyOf(names.target(k))];
      yield [word + (k + 1), keyOf(names.target(k))];
    }
  }
  for (const { symbol } of trace.network.parameters) {
    const by = `dE/d${keyOf(symbol)}`;
    yield [by, `d${total}/d${keyOf(symbol)}`];
    yield [`${by}_shared`, `d${total}/d${keyOf(symbol)}_shared`];
  }
  for (let l = 1; l <= last; l++) {
    for (let k = 0; k < names.sizes[l]!; k++) {
      const delta = keyOf(names.delta(l, k, l === last));
      const [net, out] = [keyOf(names.net(l, k)), keyOf(names.out(l, k))];
      yield [`delta_${names.unit(l, k)}`, delta];
      for (const error of ["E", total, l === last ? keyOf(names.error(k)) : total]) {
        yield [`d${error}/d${net}`, delta];
        yield [`d${error}/d${out}`, `d${total}/d${out}`];
      }
    }
  }
  for (const { key, symbol } of trace.steps) {
    if (symbol.kind === "name" && symbol.mark === "new") {
      const old = keyOf({ ...symbol, mark: null } satisfies Name);
      for (const after of ["+", "^+", "'", "′", " new", "*", "新"]) yield [old + after, key];
      yield [`new ${old}`, key];
    }
  }
}

/** Normalises a symbol, so that different spellings become equal. */
function plain(written: string): string {
  return written
    .normalize("NFKC")
    .replaceAll("∂", "d")
    .replaceAll("δ", "delta")
    .replaceAll("η", "eta")
    .replace(/[’′]/g, "'")
    .replace(/delta[−⁻-]/g, "deltaminus")
    .replace(/[\s_{}\\()$^]/g, "")
    .toLowerCase();
}
