/** What is in each column of a table, at length: ranges, quartiles and histograms of numbers, counts of texts. For `inspect`. */
import type { InputColumn, OmittedReason, Schema } from "../data/columns/columns.js";
import { numberCounts, type Survey, surveyColumn, valuesOf } from "./survey.js";
import type { Table } from "./table.js";

/** Bins of a histogram. */
const bins = 16;
/** Texts and their counts that are listed. */
const mostTexts = 8;

/** One column. */
export interface ColumnProfile {
  readonly name: string;
  /** What it means: the kind of an input, "target", or why it is no input. */
  readonly kind: InputColumn["kind"] | "target" | OmittedReason | null;
  /** More about a column that is left out. */
  readonly detail?: string;
  readonly missing: number;
  /** Number of different values. */
  readonly different: number;
  /** Of columns with numbers; null without. */
  readonly numbers: {
    readonly least: number;
    readonly quartiles: readonly [number, number, number];
    readonly most: number;
    readonly mean: number;
    readonly deviation: number;
    /** [16] rows in each sixteenth of the range. */
    readonly histogram: readonly number[];
  } | null;
  /** The most frequent texts, and the rows with each. */
  readonly texts: readonly (readonly [text: string, count: number])[];
}

/** Profiles all columns. @param schema of the table; null where it could not be worked out */
export function profileTable(
  table: Table,
  schema: Schema | null,
  missing: readonly string[],
): ColumnProfile[] {
  return table.header.map((name, column) => {
    const survey = surveyColumn(table, column, missing);
    const input = schema?.inputs.find((one) => one.name === name);
    const out = schema?.omitted?.find((one) => one.name === name);
    const targets = schema?.target
      ? "names" in schema.target
        ? schema.target.names
        : [schema.target.name]
      : [];
    const texts = [...survey.texts].sort((a, b) => b.count - a.count).slice(0, mostTexts);
    return {
      name,
      kind: input?.kind ?? out?.reason ?? (targets.includes(name) ? "target" : null),
      ...(out?.detail !== undefined && { detail: out.detail }),
      missing: survey.missing,
      different: survey.numbers === 0 ? survey.texts.length : valuesOf(table, survey, missing).size,
      numbers: survey.numbers === 0 ? null : numbersOf(table, survey, missing),
      texts: texts.map(({ text, count }) => [text, count] as const),
    };
  });
}

function numbersOf(table: Table, survey: Survey, missing: readonly string[]): ColumnProfile["numbers"] {
  const { least, most, mean, deviation, numbers } = survey;
  const counts = [...numberCounts(table, survey, missing)].sort(([a], [b]) => a - b);
  const histogram = Array.from({ length: bins }, () => 0);
  const width = (most - least) / bins;
  for (const [value, count] of counts) {
    const bin = width > 0 ? Math.min(bins - 1, Math.floor((value - least) / width)) : 0;
    histogram[bin]! += count;
  }
  const quantile = (fraction: number) => {
    let seen = 0;
    for (const [value, count] of counts) if ((seen += count) >= fraction * numbers) return value;
    return most;
  };
  const quartiles = [quantile(0.25), quantile(0.5), quantile(0.75)] as const;
  return { least, quartiles, most, mean, deviation, histogram };
}
