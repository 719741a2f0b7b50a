/**
 * From any data file to packed rows, in memory that does not grow with the rows: the file is read twice, block by block. The first
 * pass works out what the columns mean, and counts; the second gives the rows as numbers. Formats that have to be in memory as a
 * whole (NPY, Parquet, IDX) are read as a whole.
 */
import type { Dataset } from "../data/dataset.js";
import { isHeldOut } from "../data/rows/heldRows.js";
import { type PackedAbout } from "../data/rows/packedFormat.js";
import { aboutDataset, type RowBlock } from "../data/rows/rowSource.js";
import { type InputColumn, type Schema } from "../data/columns/columns.js";
import { ConfigError, DataError } from "../errors.js";
import { BlockSurvey } from "./blockSurvey.js";
import { findTargets } from "./columnNames.js";
import { type DataFile, readToTrain, refuseOptions, type TrainingOptions } from "./dataFiles.js";
import { divisionOptionNames } from "./divisionColumn.js";
import { encodeTable } from "./encode.js";
import { readingRemarks } from "./readingRemarks.js";
import { readSampleWeights } from "./sampleWeights.js";
import { rowsWithValues } from "./rowsWithValues.js";
import type { Table } from "./table.js";
import { selectRows } from "./tableRows.js";
import { missingTextsOf, newSchema } from "./tableReading.js";
import type { KnownModel } from "./reader.js";

/** Numbers of a block: small, because each is copied several times on its way. */
const blockNumbers = 1 << 19;

/** What is packed, and how. */
export interface PackingOptions extends TrainingOptions {
  /** Fraction of the rows to hold out, each by a random choice of its own. */
  readonly validation: number;
  readonly seed: number;
  /** How numbers are stored (default: float32, or float64 where rounding would be seen). */
  readonly precision: "float32" | "float64" | undefined;
}

export const parts = ["rows", "validation"] as const;
/** Rows to train on, and rows held out. */
export type Part = (typeof parts)[number];

/** A file that is known well enough to be packed. */
export interface Packing {
  /** What each part will be; null for one without rows. */
  readonly about: Readonly<Record<Part, PackedAbout | null>>;
  /** What there is to say, as sentences. */
  readonly remarks: readonly string[];
  /** The rows, block by block: null for a part that has none in a block. Reads the file once more. */
  blocks(): AsyncGenerator<Readonly<Record<Part, RowBlock | null>>, void, void>;
}

/**
 * Reads a file for the first time.
 *
 * @param open opens it, once for each pass
 * @throws ConfigError whose message begins with the option; DataError
 */
export async function packingOf(open: () => Promise<DataFile>, given: PackingOptions): Promise<Packing> {
  const options = { blockNumbers, ...given };
  const file = await open();
  for (const name of divisionOptionNames) {
    if (options[name] === undefined) continue;
    const reason = "does not go with packed rows, each of which is held out by itself";
    throw new ConfigError({
      setting: name,
      reason,
      advice: "Drop it, or write the parts into files of their own.",
    });
  }
  if (options.autoencoder)
    throw new ConfigError({
      setting: "autoencoder",
      reason: "does not go with packed rows",
      advice: "Drop it.",
    });
  if (!file.reader.readTableBlocks) return wholePacking(file, options);
  refuseOptions(file.reader, options);
  if (options.missing === "drop")
    throw new ConfigError({
      setting: "missing",
      reason:
        "drop does not go with packed rows: the meaning of a column would depend on rows that are left out",
      advice: 'Set it to "fill" or "refuse".',
    });
  const survey = new BlockSurvey(missingTextsOf(options.missingValues ?? []));
  let remarks: readonly string[] = [];
  let first: Table | null = null;
  for await (const block of file.reader.readTableBlocks(file, options, null)) {
    const answered = withTargets(block, options);
    first ??= block;
    if (answered) survey.add(answered);
    remarks = [...remarks, ...readingRemarks(block)].slice(0, 20);
  }
  const table = survey.table();
  const schema = newSchema(table, options, true);
  const { validation, seed } = options;
  const held = countHeld(table.rows, validation, seed);
  const precision = options.precision ?? precisionFor(table, schema);
  const model = { notes: { schema }, name: "the first pass", inputs: 0, outputs: 0 };
  const encode = (block: Table) => encoded(block, schema, options);
  const head = encode(selectRows(first!, [firstAnswered(first!, options)]));
  const about = aboutOf(head, precision, { schema, separator: table.reading.separator }, options);
  const origin = table.name;
  const partAbout = (rows: number): PackedAbout | null => (rows === 0 ? null : { ...about, rows, origin });
  return {
    about: { rows: partAbout(table.rows - held), validation: partAbout(held) },
    remarks,
    async *blocks() {
      const again = await open();
      let row = 0;
      for await (const block of again.reader.readTableBlocks!(again, options, model as KnownModel)) {
        if (!withTargets(block, options)) continue;
        const dataset = encode(block);
        yield divided(dataset, about.inputType, row, validation, seed);
        row += dataset.rows;
      }
    },
  };
}

/** A file that is in memory as a whole. */
async function wholePacking(file: DataFile, options: PackingOptions): Promise<Packing> {
  const { validation, seed, precision } = options;
  const { dataset, notes, remarks = [] } = await readToTrain(file, options);
  const held = countHeld(dataset.rows, validation, seed);
  const type = dataset.inputs instanceof Uint8Array ? undefined : (precision ?? "float32");
  const about = aboutOf(dataset, type ?? "float32", { ...notes }, options);
  const partAbout = (rows: number): PackedAbout | null =>
    rows === 0 ? null : { ...about, rows, origin: file.name };
  return {
    about: { rows: partAbout(dataset.rows - held), validation: partAbout(held) },
    remarks,
    // eslint-disable-next-line @typescript-eslint/require-await
    async *blocks() {
      yield divided(dataset, about.inputType, 0, validation, seed);
    },
  };
}

/** The rows of a block that have a target; null for none. */
function withTargets(block: Table, { target, lastIsTarget, missingValues }: PackingOptions): Table | null {
  if (block.rows === 0) return null;
  const named = target ?? (lastIsTarget ? ["last"] : undefined);
  if (named === undefined) return block; // newSchema refuses it
  const rows = rowsWithValues(block, findTargets(block, named), missingTextsOf(missingValues ?? []));
  return rows === null ? block : rows.length === 0 ? null : selectRows(block, rows);
}

function firstAnswered(block: Table, options: PackingOptions): number {
  const { target, missingValues } = options;
  if (target === undefined) return 0;
  return rowsWithValues(block, findTargets(block, target), missingTextsOf(missingValues ?? []))?.[0] ?? 0;
}

function encoded(block: Table, schema: Schema, { sampleWeights, unseen }: PackingOptions): Dataset {
  const weights =
    sampleWeights === undefined ? undefined : readSampleWeights(block, sampleWeights, schema.target?.name);
  return encodeTable(block, schema, { target: true, sampleWeights: weights, unseen, badRows: "refuse" })
    .dataset;
}

/** How many rows will be held out. @throws ConfigError where either part would be empty */
function countHeld(rows: number, fraction: number, seed: number): number {
  if (fraction === 0) return 0;
  let held = 0;
  for (let row = 0; row < rows; row++) held += Number(isHeldOut(row, fraction, seed));
  if (held > 0 && held < rows) return held;
  throw new ConfigError({
    setting: "validation",
    reason: `${fraction} of ${rows} rows holds out ${held}. Hold out at least 1, and leave at least 1 to train on`,
  });
}

/** What the files say of rows that are encoded as these are. */
function aboutOf(
  dataset: Dataset,
  precision: "float32" | "float64",
  notes: Readonly<Record<string, unknown>>,
  { sampleWeights }: PackingOptions,
): Omit<PackedAbout, "rows" | "origin"> {
  const { classNames, hasClassNames, schema, labels } = dataset;
  const { rows: _, ...about } = aboutDataset(dataset);
  return {
    ...about,
    inputType: dataset.inputs instanceof Uint8Array ? "uint8" : precision,
    targetType: labels ? "labels" : "numbers",
    hasWeights: dataset.sampleWeights !== null,
    hasMissing: dataset.hasMissing || Boolean(schema?.inputs.some(({ missing }) => missing)),
    notes: JSON.parse(
      JSON.stringify({ ...notes, sampleWeights, classes: hasClassNames ? classNames : undefined }),
    ) as Record<string, unknown>,
  };
}

/** Rounding to float32 may change a number by this part of its column's standard deviation. */
const seenRounding = 1e-4;
const [float32Part, mostWhole] = [2 ** -24, 2 ** 24];

/** float64 where rounding to float32 would be seen: for numbers that are large beside their spread, such as times in seconds. */
function precisionFor(table: Table, { inputs }: Schema): "float32" | "float64" {
  const isSeen = ({ name, kind }: InputColumn) => {
    if (kind !== "number") return false;
    const { least, most, deviation, isWhole } = table.summary!.survey(table.header.indexOf(name));
    const greatest = Math.max(Math.abs(least), Math.abs(most));
    return !(isWhole && greatest <= mostWhole) && greatest * float32Part > seenRounding * deviation;
  };
  return inputs.some(isSeen) ? "float64" : "float32";
}

/** The rows of a block for each part. @param first number of its first row */
function divided(
  dataset: Dataset,
  inputType: PackedAbout["inputType"],
  first: number,
  fraction: number,
  seed: number,
): Record<Part, RowBlock | null> {
  if (fraction === 0) return { rows: blockOf(dataset, inputType), validation: null };
  const all = Uint32Array.from({ length: dataset.rows }, (_, row) => row);
  const held = all.filter((row) => isHeldOut(first + row, fraction, seed));
  if (held.length === 0) return { rows: blockOf(dataset, inputType), validation: null };
  const train = all.filter((row) => !isHeldOut(first + row, fraction, seed));
  return {
    rows: train.length === 0 ? null : blockOf(dataset.select(train), inputType),
    validation: blockOf(dataset.select(held), inputType),
  };
}

function blockOf(
  { inputs, targets, labels, sampleWeights, columns }: Dataset,
  inputType: PackedAbout["inputType"],
) {
  const numbers = inputType === "float32" ? Float32Array.from(inputs) : inputs;
  if (inputType === "float32") refuseOverflow(numbers, inputs, columns);
  return {
    inputs: numbers,
    targets: targets && Float64Array.from(targets),
    labels,
    weights: sampleWeights,
  } satisfies RowBlock;
}

function refuseOverflow(rounded: ArrayLike<number>, inputs: ArrayLike<number>, columns: number): void {
  for (let at = 0; at < rounded.length; at++) {
    if (Number.isFinite(rounded[at]!) || !Number.isFinite(inputs[at]!)) continue;
    throw new DataError(`${inputs[at]} is too large for float32. Set precision to float64.`, {
      matrix: "inputs",
      column: at % columns,
    });
  }
}
