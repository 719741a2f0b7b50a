/** What the column to learn means: one of a set of classes, or a number; or several columns of numbers. */
import { sortedNames } from "../data/classNames.js";
import { ConfigError, DataError } from "../errors.js";
import { show } from "../wording.js";
import { looksLikeNumbers, mostCategories } from "./categories.js";
import { cellsError } from "./cells.js";
import type { TargetColumn } from "../data/columns/columns.js";
import { numberCounts, type Survey, surveyColumn, valuesOf } from "./survey.js";
import type { Table } from "./table.js";

/** Whole numbers with more different values than this are quantities, not classes. */
const mostNumericClasses = 20;

/**
 * Decides what the target means.
 *
 * @param table   rows that all have a target
 * @param columns of the target, at least 1
 * @param kind    what the user says it is
 * @throws {DataError} for cells that do not fit, one class only, or more than 100 classes that nobody asked for
 * @throws {ConfigError} for several targets that should be classes
 */
export function inferTarget(
  table: Table,
  columns: readonly number[],
  kind: "class" | "number" | undefined,
  missing: readonly string[],
): TargetColumn {
  const surveys = columns.map((column) => surveyColumn(table, column, missing));
  if (surveys.length > 1) return severalTargets(table, surveys, kind);
  const survey = surveys[0]!;
  const { name, numbers, present, least, most, mean, deviation } = survey;
  const isNumeric = 2 * numbers >= present;
  if (kind === "number" || (kind === undefined && isNumeric)) refuseTexts(table, [survey]);
  if (kind === "number" || (kind === undefined && isNumeric && !fewWholeNumbers(table, survey, missing))) {
    return { name, kind: "number", least, most, mean, deviation };
  }
  const counts = valuesOf(table, survey, missing);
  if (kind === undefined) refuseManyTexts(table, survey, counts.size);
  const classes = sortedNames(counts.keys());
  if (classes.length < 2) {
    throw new DataError(
      `expected at least 2 different classes, got only ` +
        `${show(classes[0])}. Choose another target, or add rows of other classes.`,
      { file: table.name, column: name },
    );
  }
  return { name, kind: "class", classes, counts: classes.map((one) => counts.get(one)!) };
}

function severalTargets(table: Table, surveys: readonly Survey[], kind: "class" | "number" | undefined) {
  if (kind === "class") {
    throw new ConfigError({
      setting: "targetKind",
      reason: "several targets are numbers, or labels of 0 and 1",
      advice: "Drop it, or name one target.",
    });
  }
  refuseTexts(table, surveys);
  const names = surveys.map(({ name }) => name);
  const areLabels = surveys.every(({ isWhole, least, most }) => isWhole && least >= 0 && most <= 1);
  const type = areLabels && kind === undefined ? ("labels" as const) : ("numbers" as const);
  return { name: names.join(", "), kind: type, names };
}

/** Refuses targets with cells that are no numbers. */
function refuseTexts(table: Table, surveys: readonly Survey[]): void {
  const wrong = surveys.flatMap(({ texts, column }) => {
    if (texts.length === 0) return [];
    const count = texts.reduce((sum, one) => sum + one.count, 0);
    return [{ column, count, first: Math.min(...texts.map(({ first }) => first)) }];
  });
  if (wrong.length === 0) return;
  const advice =
    "Correct the cells, remove the rows, or name the texts that mean a missing value (--missing-values).";
  throw cellsError(table, wrong, "a number", advice);
}

function refuseManyTexts(table: Table, { name, texts }: Survey, different: number): void {
  const areNumbers = looksLikeNumbers(texts.map(({ text }) => text));
  if (different <= mostCategories && !areNumbers) return;
  const what = areNumbers
    ? ` that look like numbers: ${texts
        .slice(0, 3)
        .map(({ text }) => show(text))
        .join(", ")}. Write them as plain numbers, ` + "say how they are written (--decimal),"
    : `: it looks like an identifier. Choose another target,`;
  throw new DataError(
    `expected at most ${mostCategories} different texts in a class column, got ${different}${what} ` +
      `or say that its kind is "class" (--target-kind class).`,
    { file: table.name, column: name },
  );
}

function fewWholeNumbers(table: Table, survey: Survey, missing: readonly string[]): boolean {
  if (!survey.isWhole) return false;
  const different = numberCounts(table, survey, missing, mostNumericClasses).size;
  return different <= mostNumericClasses && 2 * different <= table.rows;
}
