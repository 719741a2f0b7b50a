/** Numbers that people write as bounds: "10 or more", "<5", "90+". They count as the number itself. */
import { parseNumber } from "../classNames.js";

const before = /^(?:[<>≤≥]=?|under|below|up to|less than|at most|over|above|more than|at least)\s*([\d.]+)$/i;
const after = /^([\d.]+)\s*(?:\+|(?:or|and) (?:more|over|above|greater|less|fewer|under|below))$/i;

/** The number in a text such as "<5" or "10 or more"; null for any other text. */
export function boundOf(text: string): number | null {
  const found = before.exec(text.trim()) ?? after.exec(text.trim());
  return found && parseNumber(found[1]!);
}
