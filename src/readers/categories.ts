/** Columns of text: which of their values become inputs, and which columns are no categories but text or identifiers. */
import { sortedNames } from "../data/classNames.js";

/** At most this many values of a column become inputs of their own. */
export const mostCategories = 100;
/** Columns with no more different texts than this are categories, however many rows there are. */
const fewTexts = 9;

/** The values that become inputs, sorted, and how many rows have other values. */
export interface ChosenValues {
  readonly values: readonly string[];
  readonly other: number;
}

/**
 * Chooses the values of a category. A value seen once or twice among hundreds of rows has no weight of its own to learn, so such
 * values share one. Of the rest the most frequent ones are taken: one for 20 rows, at least 20 and at most 100.
 *
 * @param counts rows of each value
 * @param rows   of the table
 */
export function chooseValues(counts: ReadonlyMap<string, number>, rows: number): ChosenValues {
  const most = Math.min(mostCategories, Math.max(20, Math.floor(rows / 20)));
  const isRare = (count: number) => count <= 2 && count * 100 < rows;
  const frequent = [...counts].filter(([, count]) => !isRare(count));
  // a stable sort: of values that are as frequent, the first ones of the table
  frequent.sort(([, a], [, b]) => b - a);
  const chosen = frequent.slice(0, most);
  const taken = chosen.reduce((sum, [, count]) => sum + count, 0);
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return { values: sortedNames(chosen.map(([value]) => value)), other: all - taken };
}

/** Whether texts repeat too seldom to be categories: more than half as many different ones as rows. */
export function isFreeText(different: number, present: number): boolean {
  return different > fewTexts && 2 * different > present;
}

const grouped = String.raw`\d[\d.,'’\s_]*`;
const numberLike = new RegExp(
  String.raw`^[-+(]?\s*(?:\p{Sc}|[A-Z]{3})?\s*[-+]?${grouped}\s*(?:%|\p{Sc}|\p{L}{1,4}\.?)?\)?$`,
  "u",
);

/**
 * Whether most texts look like numbers in some notation: `1.234,50 €`, `12 kg`. Such a column is no category, for its values have
 * an order.
 */
export function looksLikeNumbers(texts: readonly string[]): boolean {
  if (texts.length <= fewTexts) return false;
  return texts.filter((text) => numberLike.test(text.trim())).length > 0.9 * texts.length;
}
