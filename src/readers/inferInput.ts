/** What one input column means, from what is in it and from what the user said about it. */
import { DataError } from "../errors.js";
import { plural, show } from "../wording.js";
import { sortedNames } from "../data/classNames.js";
import { boundOf } from "../data/columns/bounds.js";
import { chooseValues, isFreeText, looksLikeNumbers } from "./categories.js";
import { cellsError, type WrongCells } from "./cells.js";
import type {
  CategoryColumn,
  DateColumn,
  InputColumn,
  OmittedColumn,
  OmittedReason,
} from "../data/columns/columns.js";
import { dateFormatOf, partOf, readDate } from "../data/columns/dates.js";
import { identifierReason, isIdentifierName } from "./identifiers.js";
import { numberCounts, type Survey, valuesOf } from "./survey.js";
import type { Table } from "./table.js";

/** What the user said about columns, by index. */
export interface Roles {
  /** Columns that are no inputs. */
  readonly omitted: ReadonlyMap<number, OmittedReason>;
  readonly categorical: ReadonlySet<number>;
  readonly numeric: ReadonlySet<number>;
}

/** Cells of numeric columns that are no numbers, collected so that one error names all columns. */
export interface WrongNumbers {
  add(survey: Survey): void;
  /** @throws {DataError} if there are any */
  refuse(): void;
}

export function wrongCells(table: Table): WrongNumbers {
  const found: WrongCells[] = [];
  const columns: string[] = [];
  return {
    add({ texts, column, name }) {
      const count = texts.reduce((sum, one) => sum + one.count, 0);
      found.push({ column, count, first: Math.min(...texts.map(({ first }) => first)) });
      columns.push(name);
    },
    refuse() {
      if (found.length === 0) return;
      const flag = columns.map((name) => (/^[\w.-]+$/.test(name) ? name : show(name))).join(",");
      const advice =
        "Correct them, name the texts that mean a missing value (--missing-values), " +
        `or make it text (--categorical ${flag}).`;
      throw cellsError(table, found, "a number", advice);
    },
  };
}

/** At most one in this many cells of a numeric column may be a text. */
const cellsPerText = 20;

/**
 * Decides what a column means.
 *
 * @param missingValues texts that mean a missing value, besides the usual ones
 * @param wrong         collects cells that are no numbers
 */
export function inferInput(
  table: Table,
  survey: Survey,
  { categorical, numeric }: Roles,
  missingValues: readonly string[],
  wrong: WrongNumbers,
): InputColumn | OmittedColumn {
  const { name, column, present, missing, numbers, texts } = survey;
  if (present === 0) return { name, reason: "empty", detail: "no cell has a value" };
  const none = missing > 0 ? { missing } : {};
  if (categorical.has(column)) {
    return { name, kind: "category", ...categories(table, survey, missingValues), ...none };
  }
  const different = texts.length;
  const inTexts = present - numbers;
  if (numeric.has(column)) {
    if (inTexts > 0) wrong.add(survey);
    return { name, kind: "number", ...rangeOf(survey), ...decimalOf(table, name), ...none };
  }
  if (numbers > 0 && inTexts > 0) {
    if (inTexts < numbers && texts.every(({ text }) => boundOf(text) !== null)) {
      return { name, kind: "number", ...rangeOf(survey), ...decimalOf(table, name), ...none };
    }
    // "unknown" in many rows of a column of numbers says that there is no value
    const isGap = different === 1 && inTexts > 1 && !/\d/.test(texts[0]!.text) && numbers >= inTexts;
    if (isGap) {
      const gaps = { missing: missing + inTexts, missingTexts: [texts[0]!.text] };
      return { name, kind: "number", ...rangeOf(survey), ...decimalOf(table, name), ...gaps };
    }
    const isNumeric = inTexts * cellsPerText <= present || (numbers >= inTexts && present < cellsPerText);
    if (!isNumeric) return textColumn(table, survey, missingValues);
    wrong.add(survey);
    return { name, kind: "number", ...decimalOf(table, name) };
  }
  if (numbers === 0)
    return (
      dateColumn(
        survey,
        texts.map(({ text }) => text),
      ) ?? textColumn(table, survey, [])
    );
  return numberColumn(table, survey, missingValues);
}

function numberColumn(
  table: Table,
  survey: Survey,
  missingValues: readonly string[],
): InputColumn | OmittedColumn {
  const { name, missing, least, most, isWhole } = survey;
  const none = missing > 0 ? { missing } : {};
  if (least === most && missing === 0 && table.rows > 1) {
    return { name, reason: "constant", detail: `always ${least}` };
  }
  const identifier = identifierReason(table, survey);
  if (identifier !== null) return { name, reason: "identifier", detail: identifier };
  if (isWhole && least === 0 && most === 1) return { name, kind: "yes/no", values: ["0", "1"], ...none };
  if (isWhole && least > 17_000_000 && most < 22_000_000 && /date|day|time/i.test(name)) {
    const different = [...numberCounts(table, survey, missingValues).keys()].map(String);
    const date = dateColumn(survey, different);
    if (date) return date;
  }
  return { name, kind: "number", ...rangeOf(survey), ...decimalOf(table, name), ...none };
}

const rangeOf = ({ least, most, numbers }: Survey) => (numbers > 0 ? { least, most } : {});

/** How the numbers of a column were written, where new data must be read the same way. */
function decimalOf({ reading }: Table, name: string): { decimal: "," } | Record<never, never> {
  const isComma = reading.decimal === "," || reading.formats?.[name]?.includes("decimal comma");
  return isComma ? { decimal: "," } : {};
}

/** A column of dates; null if one of the texts is no date, or if nothing about the dates differs. */
function dateColumn({ name, missing }: Survey, different: readonly string[]): DateColumn | null {
  const format = dateFormatOf(different);
  if (format === null) return null;
  const moments = different.map((text) => readDate(text, format)!);
  const first = format === "time" ? 0 : Math.min(...moments.map(({ days }) => days!));
  const parts = (["days", "month", "day", "weekday", "hour"] as const).filter((part) => {
    const values = moments.map((moment) => partOf(moment, part, first));
    return values.some((value) => Number.isFinite(value) && value !== values[0]);
  });
  if (parts.length === 0) return null;
  return { name, kind: "date", format, parts, first, ...(missing > 0 && { missing }) };
}

/** A column that holds texts, maybe with numbers among them. */
function textColumn(
  table: Table,
  survey: Survey,
  missingValues: readonly string[],
): InputColumn | OmittedColumn {
  const { name, present, missing, hasMoreTexts } = survey;
  if (hasMoreTexts !== undefined) return { name, reason: "text", detail: hasMoreTexts };
  const counts = valuesOf(table, survey, missingValues);
  const none = missing > 0 ? { missing } : {};
  if (counts.size === 1 && missing === 0 && table.rows > 1) {
    return { name, reason: "constant", detail: `always ${show([...counts.keys()][0])}` };
  }
  if (counts.size === 2) {
    return { name, kind: "yes/no", values: sortedNames(counts.keys()) as [string, string], ...none };
  }
  const texts = survey.texts.map(({ text }) => text);
  if (survey.numbers === 0 && looksLikeNumbers(texts)) throw unreadNumbers(table, survey);
  if (isFreeText(counts.size, present)) {
    const isKey =
      counts.size === present && (isIdentifierName(name) || !texts.some((text) => /\s/.test(text)));
    const detail = `${plural(counts.size, "different text")} in ${plural(present, "row")}`;
    return { name, reason: isKey ? "identifier" : "text", detail };
  }
  return { name, kind: "category", ...categories(table, survey, missingValues), ...none };
}

function categories(
  table: Table,
  survey: Survey,
  missingValues: readonly string[],
): Pick<CategoryColumn, "values" | "other"> {
  const { name, hasMoreTexts } = survey;
  if (hasMoreTexts !== undefined) {
    throw new DataError(`expected categories, got ${hasMoreTexts}. Leave the column out (--drop).`, {
      file: table.name,
      column: name,
    });
  }
  const { values, other } = chooseValues(valuesOf(table, survey, missingValues), table.rows);
  return { values, ...(other > 0 && { other }) };
}

/** Texts that look like numbers are never categories by themselves. */
function unreadNumbers(table: Table, { name, texts }: Survey): DataError {
  const examples = texts.slice(0, 3).map(({ text }) => show(text));
  return new DataError(
    `expected numbers or categories, got ${texts.length} different texts that look like numbers: ${examples.join(", ")}. ` +
      `Write them as plain numbers, say how they are written (--decimal), or make them categories ` +
      `(--categorical) or leave them out (--drop).`,
    { file: table.name, column: name },
  );
}
