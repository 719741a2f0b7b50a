/** Columns that only name the rows: an index, a customer number. A network would learn them by heart, so they are no inputs. */
import type { Survey } from "./survey.js";
import type { Table } from "./table.js";

/** Fewer rows than this may count up by accident. */
const fewestRows = 10;

const caseMatters = /[a-z](?:Id|ID|Uuid|UUID|Key|Idx)$|^[A-Z]{1,3}ID$/;
const anyCase =
  /^(?:id|ids|uid|uuid|guid|key|idx|index|rownames?|row[ _.-]?(?:id|nr|no|num(?:ber)?|index)|unnamed: ?\d+|nr|no|#|)$|[ _.-](?:id|uuid|guid|key|idx|nr)$/i;

/** Whether a name is that of an identifier: `Id`, `customer_id`, `PassengerId`, `PID`, `Unnamed: 0`, or none at all. */
export function isIdentifierName(name: string): boolean {
  return anyCase.test(name.trim()) || caseMatters.test(name.trim());
}

/**
 * Why a column of numbers is an identifier; null if it is not. It holds whole numbers that all differ, and it counts the rows in
 * any order, or its name says so.
 */
export function identifierReason(table: Table, survey: Survey): string | null {
  const { numbers, present, isWhole, texts, name, least, most, column } = survey;
  if (!isWhole || texts.length > 0 || numbers !== present || present < 2) return null;
  const counts = present >= fewestRows && most - least === present - 1;
  const isNamed = isIdentifierName(name);
  if (!counts && !isNamed) return null;
  const areDifferent = table.summary?.areDifferent(column) ?? allDifferent(table.columns[column]!.numbers);
  if (!areDifferent) return null;
  return counts
    ? `counts from ${least} to ${most}`
    : "all values differ, and its name is that of an identifier";
}

function allDifferent(values: Float64Array): boolean {
  const seen = new Set<number>();
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (seen.has(value)) return false;
    seen.add(value);
  }
  return true;
}
