/**
 * Checks a schema that does not come from `inferSchema` but from a file or from a caller's notes, which may hold anything.
 */
import { show } from "../../wording.js";
import { missingPolicies } from "./columns.js";
import { areTexts, isCount, isInputColumn, isMaybeNumber, isObject, isOneOf } from "./inputColumnCheck.js";

/** What is wrong with a value as a schema: `inputs[2]: expected an input column, got 5`. Null for nothing. */
export function schemaProblem(value: unknown): string | null {
  if (!isObject(value)) return `expected what inferSchema makes, got ${show(value)}`;
  const { version, rows, inputs, target, omitted = [] } = value;
  const wrong = (name: string, expected: string, got: unknown) =>
    `${name}: expected ${expected}, got ${show(got)}`;
  if (version !== undefined && version !== 2) return wrong("version", "2", version);
  if (rows !== undefined && !isCount(rows)) return wrong("rows", "a number of rows", rows);
  if (!Array.isArray(inputs) || inputs.length === 0) return wrong("inputs", "a list of columns", inputs);
  const bad = inputs.findIndex((input) => !isInputColumn(input));
  if (bad >= 0) return wrong(`inputs[${bad}]`, "an input column", inputs[bad]);
  if (target !== null && !isTarget(target)) return wrong("target", "a target column or null", target);
  if (!Array.isArray(omitted) || !omitted.every(isOmitted)) {
    return wrong("omitted", "a list of columns with reasons", omitted);
  }
  for (const name of ["ids", "texts", "missingValues"]) {
    const list = value[name];
    if (list !== undefined && !areTexts(list)) return wrong(name, "a list of texts", list);
  }
  const { missing = missingPolicies[0] } = value;
  return isOneOf(missingPolicies, missing) ? null : wrong("missing", missingPolicies.join(", "), missing);
}

function isTarget(value: unknown): boolean {
  if (!isObject(value) || typeof value.name !== "string") return false;
  const { kind, classes, counts, names } = value;
  if (kind === "class") {
    return (
      areTexts(classes) && classes.length > 0 && (counts === undefined || areCounts(counts, classes.length))
    );
  }
  if (kind === "number")
    return ["least", "most", "mean", "deviation"].every((key) => isMaybeNumber(value[key]));
  return (kind === "numbers" || kind === "labels") && areTexts(names) && names.length > 1;
}

function isOmitted(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { name, reason, detail } = value;
  return areTexts([name, reason]) && (detail === undefined || typeof detail === "string");
}

function areCounts(value: unknown, length: number): boolean {
  return Array.isArray(value) && value.length === length && value.every(isCount);
}
