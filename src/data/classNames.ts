/** Names of classes: which of them are numbers, and their order, which does not depend on that of the rows. */

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/**
 * The number that a text denotes, else null. Only finite decimal numbers count: not "", "NaN", "inf",
 * "0x10", "1,5" or "1e999".
 */
export function parseNumber(text: string): number | null {
  if (!decimal.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

/** The names that occur, each once: in the order of their numbers where all are numbers, else by code point. */
export function sortedNames(names: Iterable<string>): string[] {
  const found = [...new Set(names)];
  const areNumbers = found.every((name) => parseNumber(name) !== null);
  return areNumbers ? found.sort((a, b) => Number(a) - Number(b)) : found.sort(byCodePoint);
}

/** Order by code point; `sort()` alone goes by UTF-16 units and puts 😀 before ﬁ. */
function byCodePoint(a: string, b: string): number {
  const left = Array.from(a, (character) => character.codePointAt(0)!);
  const right = Array.from(b, (character) => character.codePointAt(0)!);
  const at = left.findIndex((point, index) => point !== right[index]);
  return at < 0 ? left.length - right.length : left[at]! - (right[at] ?? -1);
}
