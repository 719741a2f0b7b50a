/** Checks input columns that come from a file or from a caller's notes, which may hold anything. */
import { dateFormats, dateParts, type InputColumn } from "./columns.js";

/** Whether a value is an input column. */
export function isInputColumn(value: unknown): value is InputColumn {
  if (!isObject(value)) return false;
  const { name, kind, values, parts, format, first, missing, missingTexts, other, least, most, decimal } =
    value;
  const isBase =
    typeof name === "string" &&
    (missing === undefined || isCount(missing)) &&
    (missingTexts === undefined || areTexts(missingTexts));
  if (!isBase) return false;
  switch (kind) {
    case "number":
      return [least, most].every(isMaybeNumber) && (decimal === undefined || decimal === ",");
    case "category":
      return areTexts(values) && (other === undefined || isCount(other));
    case "yes/no":
      return areTexts(values) && values.length === 2;
    case "date":
      return (
        isOneOf(dateFormats, format) &&
        Array.isArray(parts) &&
        parts.every((part) => isOneOf(dateParts, part)) &&
        Number.isFinite(first)
      );
    default:
      return false;
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function areTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

export function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

export function isMaybeNumber(value: unknown): boolean {
  return value === undefined || Number.isFinite(value);
}

export function isOneOf(list: readonly string[], value: unknown): boolean {
  return list.includes(value as string);
}
