/**
 * Finds the key of a symbol, however people write it: w5⁺, w5_new, ∂E_total/∂w5, dE/dw5, δ_o1, delta_o1 … Some documents use
 * one symbol for several numbers (w_{1,1} in both matrices, o_1 for the output of h1): such a symbol has several keys.
 */
import { didYouMean } from "../nearest.js";
import { symbolsOf } from "./expression.js";
import { namesOf, readAfterRounds } from "./fingerprints.js";
import type { Names } from "./names.js";
import { keyOf, type MathSymbol, type Name, textOf } from "./symbol.js";
import type { Trace } from "./trace.js";

/** Reads symbols of one trace. */
export interface SymbolReader {
  /** Keys in the order of the calculation: what is given, then the steps. */
  readonly keys: readonly string[];
  /** The symbol as text: w5⁺. */
  textOf(key: string): string;
  /** The keys that a symbol can mean, the usual one first; empty if it is unknown. */
  keysOf(written: string): string[];
  /** For an error message: ` Did you mean "net_h1"?` or how a column is written, or an empty string. */
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
    const form = plainSymbol(written);
    if (!aliases.has(form)) aliases.set(form, key);
  };
  for (const key of keys) alias(key, key);
  for (const key of keys) alias(textOf(known.get(key)!), key);
  for (const [written, key] of otherWords(trace)) if (known.has(key)) alias(written, key);
  const further = new Map<string, Set<string>>();
  for (const [written, key] of ambiguousWords(trace)) {
    const form = plainSymbol(written);
    if (known.has(key)) further.set(form, (further.get(form) ?? new Set()).add(key));
  }
  const columns = columnsOf(trace);
  return {
    keys,
    textOf: (key) => (known.has(key) ? textOf(known.get(key)!) : key),
    keysOf: (written) => {
      const form = plainSymbol(written);
      const after = afterRounds(form);
      if (after !== null) return readAfterRounds(after, trace) ? [after] : [];
      const first = aliases.get(form);
      return [...new Set([...(first === undefined ? [] : [first]), ...(further.get(form) ?? [])])];
    },
    hint: (written) => {
      const size = columns.get(plainSymbol(written));
      if (size === undefined) return didYouMean(written, [...keys, "error_after_1"]);
      const values = Array.from({ length: size }, (_, k) => `0.${k + 1}`).join(" ");
      return ` ${written} is a column of ${size} numbers: write ${written},${values}, or each alone: ${written}1.`;
    },
  };
}

/** The key of a result after some rounds; null for other symbols. @param form a symbol as `plainSymbol` makes it */
function afterRounds(form: string): string | null {
  const chinese = /^第?(\d+)(?:轮|次迭代)之?后的?总?误差$/.exec(form);
  if (chinese) return `error_after_${chinese[1]}`;
  const after = /^(?:(?:total)?error|e|etotal|out(.+?))after(\d+)(?:rounds?)?$/.exec(form);
  if (!after) return null;
  const [, unit, rounds] = after;
  return unit === undefined ? `error_after_${rounds}` : `out_${unit}_after_${rounds}`;
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
  for (const word of ["learning rate", "alpha", "α", "epsilon", "ε", "学习率", "学习速率", "学习步长"])
    yield [word, keyOf(names.rate)];
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
      for (const after of newMarks) yield [old + after, key];
      yield [`new ${old}`, key];
    }
  }
}

/** Symbols that documents use for several numbers, and the keys of these numbers. */
function* ambiguousWords(trace: Trace): Iterable<[string, string]> {
  const names = namesOf(trace);
  const last = names.sizes.length - 1;
  for (let l = 1; l <= last; l++) {
    for (let k = 0; k < names.sizes[l]!; k++) {
      for (let j = 0; j < names.sizes[l - 1]!; j++) yield* weightWords(names, l, j, k);
    }
  }
  // the last layer first: o_1 is its output, in one document also that of a hidden neuron
  for (let l = last; l >= 0; l--) {
    for (let k = 0; k < names.sizes[l]!; k++) {
      const out = keyOf(names.out(l, k));
      yield [names.unit(l, k), out];
      yield [`o_${names.unit(l, k)}`, out];
      if (l === 0) for (const word of ["x", "i"]) yield [word + (k + 1), out];
      else yield [`o${k + 1}`, out];
    }
  }
}

/** w_{j,k} from j to k, in every matrix; w_jk as well; and W_hidden[k][j], the row first. */
function* weightWords(names: Names, l: number, j: number, k: number): Iterable<[string, string]> {
  const weight = names.weight(l, j, k);
  const total = keyOf(names.total);
  const primes = "'".repeat(l - 1);
  const indices = [`${j + 1},${k + 1}`, `${j + 1}${k + 1}`];
  const below = l === 1 ? "input" : names.group(l - 1);
  const words = [names.group(l), `${below}_${names.group(l)}`].map((of) => `W_${of}[${k + 1}][${j + 1}]`);
  for (const index of indices) words.push(`w_{${index}}`, `w${primes}_{${index}}`);
  for (const word of words) {
    yield [word, keyOf(weight)];
    for (const after of newMarks) yield [word + after, keyOf({ ...weight, mark: "new" })];
    for (const error of ["E", total]) yield [`d${error}/d${word}`, `d${total}/d${keyOf(weight)}`];
  }
}

/** What people write behind a symbol for its value after the update. */
const newMarks = ["_new", "+", "^+", "'", "′", " new", "*", "新"];

/** How many numbers the columns of a trace have, by their symbols: X_hidden, out_h. */
function columnsOf(trace: Trace): Map<string, number> {
  const names = namesOf(trace);
  const columns = new Map<string, number>();
  names.sizes.forEach((size, l) => {
    for (const { base } of l === 0 ? [names.out(0, 0)] : [names.net(l, 0), names.out(l, 0)]) {
      columns.set(plainSymbol(l === 0 ? base : `${base}_${names.group(l)}`), size);
    }
  });
  return columns;
}

/** Normalises a symbol, so that different spellings become equal. */
export function plainSymbol(written: string): string {
  return written
    .normalize("NFKC")
    .replace(/\\d?frac\s*\{((?:[^{}]|\{[^{}]*\})*)\}\s*\{((?:[^{}]|\{[^{}]*\})*)\}/g, "$1/$2")
    .replace(/\\(?:partial|mathrm|text|left|right)(?![a-z])/g, (command) =>
      command === "\\partial" ? "d" : "",
    )
    .replace(/\\prime/g, "'")
    .replaceAll("∂", "d")
    .replaceAll("δ", "delta")
    .replaceAll("η", "eta")
    .replace(/[’′]/g, "'")
    .replace(/delta[−⁻-]/g, "deltaminus")
    .replace(/[\s_{}\\()[\]$^-]/g, "")
    .toLowerCase()
    .replaceAll("ouput", "output");
}
