/**
 * What a table holds that is read in blocks and never as a whole: enough to work out its schema. `inferSchema` takes the table that
 * `BlockSurvey` makes, whose columns have no cells but a summary.
 *
 * Memory does not grow with the rows. Of each column it keeps up to 50,000 different texts and 4,096 different numbers with their
 * counts. A column of more texts is a date, or text that is no input; one of more numbers is a quantity. Columns whose names are
 * those of identifiers are looked at for repeated numbers as long as 100,000 differ.
 */
import { DataError } from "../errors.js";
import { missingTest } from "./missing.js";
import type { Survey, TableSummary } from "./summary.js";
import { surveyColumn } from "./survey.js";
import type { Column, Table, TableReading } from "./table.js";

const [mostTexts, mostNumbers, mostIdentifiers] = [50_000, 4096, 100_000];

/** Where the first cell with a text is. */
interface Witness {
  readonly line: number | null;
  readonly file: string | undefined;
  readonly column: number;
  readonly text: string;
}

/** Surveys a table block by block. */
export class BlockSurvey {
  #columns: ColumnSummary[] = [];
  #first: Table | null = null;
  #rows = 0;
  #isComma = false;
  readonly #formats: Record<string, string> = {};
  readonly #witnesses: Witness[] = [];

  /** @param missing texts that mean a missing value, besides the usual ones */
  constructor(private readonly missing: readonly string[]) {}

  /** Rows so far. */
  get rows(): number {
    return this.#rows;
  }

  /** Takes up the rows of a block. @throws {DataError} for other columns than those of the first block */
  add(block: Table): void {
    this.#first ??= block;
    const { header } = this.#first;
    if (this.#columns.length === 0) this.#columns = header.map((name) => new ColumnSummary(name));
    if (header.length !== block.header.length || header.some((name, at) => name !== block.header[at])) {
      throw new DataError(
        `expected the columns ${header.join(", ")}, as ${this.#first.name} has them, got ${block.header.join(", ")}. ` +
          "Give files of one table.",
        { file: block.name },
      );
    }
    const { decimal, formats } = block.reading;
    this.#isComma ||= decimal === ",";
    Object.assign(this.#formats, formats);
    for (const [column, summary] of this.#columns.entries()) {
      const survey = surveyColumn(block, column, this.missing);
      summary.add(survey, (text, row) => {
        const file = block.fileOf?.(row) ?? block.name;
        return this.#witnesses.push({ line: block.lineOf(row), file, column, text }) - 1;
      });
      summary.addNumbers(block.columns[column]!, block.rows, this.missing);
    }
    this.#rows += block.rows;
  }

  /** The table that stands for all blocks. @throws {DataError} where there were no rows */
  table(): Table {
    const first = this.#first;
    if (!first || this.#rows === 0)
      throw new DataError("expected rows, got none.", first ? { file: first.name } : {});
    const witnesses = this.#witnesses;
    const columns = first.header.map((_, column) => witnessed(witnesses, column));
    const reading: TableReading = {
      ...first.reading,
      ...(this.#isComma && { decimal: "," }),
      ...(Object.keys(this.#formats).length > 0 && { formats: this.#formats }),
    };
    const summary: TableSummary = {
      survey: (column) => this.#columns[column]!.survey(column),
      numberCounts: (column, most) => this.#columns[column]!.numberCounts(most, first.name),
      areDifferent: (column) => this.#columns[column]!.areDifferent,
    };
    return {
      name: first.name,
      header: first.header,
      rows: this.#rows,
      columns,
      lineOf: (row) => witnesses[row]?.line ?? null,
      fileOf: (row) => witnesses[row]?.file ?? first.name,
      reading,
      summary,
    };
  }
}

/** The cells of a column that messages may show: "row" n is witness n. */
function witnessed(witnesses: readonly Witness[], column: number): Column {
  const own = witnesses.some((one) => one.column === column);
  const codes = own ? new Int32Array(witnesses.length).fill(-1) : null;
  const texts: string[] = [];
  witnesses.forEach((one, row) => {
    if (one.column === column) codes![row] = texts.push(one.text) - 1;
  });
  return { numbers: new Float64Array(witnesses.length).fill(NaN), codes, texts };
}

/** What one column holds. */
class ColumnSummary {
  #present = 0;
  #missing = 0;
  #numbers = 0;
  #least = Infinity;
  #most = -Infinity;
  #isWhole = true;
  #mean = 0;
  /** Σ (x − mean)² */
  #squares = 0;
  readonly #texts = new Map<string, { count: number; first: number }>();
  #hasMoreTexts = false;
  readonly #counts = new Map<number, number>();
  #hasMoreNumbers = false;
  #seen: Set<number> | null = new Set();
  areDifferent = true;

  constructor(private readonly name: string) {}

  /** @param witness notes the cell of a text, and gives its number */
  add(survey: Survey, witness: (text: string, row: number) => number): void {
    this.#present += survey.present;
    this.#missing += survey.missing;
    this.#isWhole &&= survey.isWhole || survey.numbers === 0;
    for (const { text, count, first } of survey.texts) {
      const known = this.#texts.get(text);
      if (known) known.count += count;
      else if (this.#texts.size < mostTexts) this.#texts.set(text, { count, first: witness(text, first) });
      else this.#hasMoreTexts = true;
    }
    const { numbers, mean, deviation, least, most } = survey;
    if (numbers === 0) return;
    // Chan, Golub & LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances", 1979
    const all = this.#numbers + numbers;
    const apart = mean - this.#mean;
    this.#squares += deviation ** 2 * numbers + (apart ** 2 * this.#numbers * numbers) / all;
    this.#mean += (apart * numbers) / all;
    this.#numbers = all;
    this.#least = Math.min(this.#least, least);
    this.#most = Math.max(this.#most, most);
  }

  addNumbers(column: Column, rows: number, missing: readonly string[]): void {
    if (this.#hasMoreNumbers && !this.#seen) return;
    const { numbers, codes } = column;
    const test = missingTest(column, missing);
    for (let row = 0; row < rows; row++) {
      if (codes !== null && codes[row]! >= 0) continue;
      const value = numbers[row]!;
      if (test.ofNumber(value)) continue;
      this.#note(value);
    }
  }

  #note(value: number): void {
    if (this.#seen) {
      if (this.#seen.has(value)) this.areDifferent = false;
      else this.#seen.add(value);
      if (!this.areDifferent || this.#seen.size > mostIdentifiers) this.#seen = null;
    }
    if (this.#hasMoreNumbers) return;
    const count = this.#counts.get(value);
    if (count === undefined && this.#counts.size >= mostNumbers) {
      this.#hasMoreNumbers = true;
      return;
    }
    this.#counts.set(value, (count ?? 0) + 1);
  }

  numberCounts(most: number, file: string): Map<number, number> {
    if (this.#hasMoreNumbers && most > mostNumbers) {
      const reason = `expected at most ${mostNumbers} different numbers in a column of classes or categories, got more`;
      const advice = "Make it a number (--numeric, --target-kind number), or leave it out (--drop).";
      throw new DataError(`${reason}. ${advice}`, { file, column: this.name });
    }
    return this.#counts;
  }

  survey(column: number): Survey {
    const has = this.#numbers > 0;
    return {
      name: this.name,
      column,
      present: this.#present,
      missing: this.#missing,
      numbers: this.#numbers,
      texts: Array.from(this.#texts, ([text, one]) => ({ text, ...one })),
      least: has ? this.#least : NaN,
      most: has ? this.#most : NaN,
      mean: has ? this.#mean : NaN,
      deviation: has ? Math.sqrt(this.#squares / this.#numbers) : NaN,
      isWhole: has && this.#isWhole,
      ...(this.#hasMoreTexts && {
        hasMoreTexts: `more than ${mostTexts.toLocaleString("en")} different texts`,
      }),
    };
  }
}
