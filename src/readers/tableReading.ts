/**
 * From a table to a `Dataset`: for training, and for a model that exists. Every reader of tables calls this, so that the same table
 * means the same, whatever kind of file it comes from.
 */
import { ConfigError, DataError } from "../errors.js";
import { show } from "../wording.js";
import { findColumns, findTargets, listOf } from "./columnNames.js";
import type { ColumnNames } from "../data/columns/options.js";
import { type Schema, targetNames } from "../data/columns/columns.js";
import { divideByColumn, divisionColumns, divisionOptionNames } from "./divisionColumn.js";
import { encodeTable } from "./encode.js";
import {
  type KnownModel,
  type ModelReading,
  type Reading,
  type ReadOptions,
  refuseOtherSize,
} from "./reader.js";
import { readSampleWeights } from "./sampleWeights.js";
import type { SchemaOptions } from "../data/columns/options.js";
import { inferSchema } from "./schema.js";
import { cellText, type Table } from "./table.js";

/** Columns to read as text, so that "00123" stays as it is. An input of the model that is repeated too is read as the model reads it. */
export function textColumnsOf(options: ReadOptions, model: KnownModel | null): readonly string[] {
  const { inputs = [], texts = [] } = model?.notes.schema ?? {};
  const listed = [options.id, options.categorical]
    .flatMap(listOf)
    .flatMap((name) => [name, ...name.split(",")]);
  return [...listed.filter((name) => !inputs.some((input) => input.name === name)), ...texts];
}

/** Columns that the model read with a decimal comma. */
export function commaColumnsOf(model: KnownModel | null): readonly string[] {
  const { inputs = [] } = model?.notes.schema ?? {};
  return inputs.flatMap((input) => (input.kind === "number" && input.decimal === "," ? [input.name] : []));
}

/** Makes a dataset to train on. @throws {ConfigError, DataError} */
export function readTableToTrain(
  table: Table,
  options: ReadOptions,
  withTargets: boolean,
  model: KnownModel | null,
): Reading {
  const known = model?.notes.schema && schemaOfModel(table, model, options, withTargets);
  const schema = known || newSchema(table, options, withTargets);
  const { sampleWeights } = options;
  const weights =
    sampleWeights === undefined ? undefined : readSampleWeights(table, sampleWeights, schema.target?.name);
  const encoded = encodeTable(table, schema, {
    target: withTargets,
    sampleWeights: weights,
    badRows: "refuse",
  });
  const { dataset, rows, withoutTarget, withMissing, remarks } = encoded;
  const left = withoutTarget + withMissing;
  const { kept, ...divided } = divideByColumn(dataset, table, rows, options);
  return {
    ...divided,
    notes: { schema, sampleWeights, classes: dataset.classNames ?? undefined },
    remarks: [...table.reading.notes, ...(left > 0 || known ? remarks : [])],
    lineOf: (row) => {
      const own = kept?.[row] ?? row;
      return table.lineOf(rows?.[own] ?? own);
    },
  };
}

/** Makes a dataset for a model. @throws {ConfigError, DataError} */
export function readTableForModel(
  table: Table,
  model: KnownModel,
  options: ReadOptions,
  withTargets: boolean,
): ModelReading {
  const { schema } = model.notes;
  if (!schema && withTargets) {
    const problem = `${model.name} remembers no CSV columns, so it cannot find them here.`;
    throw new DataError(problem, { file: table.name });
  }
  if (!schema && table.header.length !== model.inputs) {
    refuseOtherSize(table, `${model.inputs} input columns`, table.header.length);
  }
  const { unseen, missingValues } = options;
  const own = schema ?? plainSchema(table);
  const more = missingValues && {
    missingValues: [...(own.missingValues ?? []), ...missingTextsOf(missingValues)],
  };
  const encoded = encodeTable(
    table,
    { ...own, ...more },
    { target: withTargets, unseen: unseen ?? "other", badRows: "skip" },
  );
  const { dataset, rows, remarks } = encoded;
  return {
    dataset,
    remarks,
    rows,
    rowsInFile: table.rows,
    lineOf: (row) => table.lineOf(rows?.[row] ?? row),
    ids: idsOf(table, [...(own.ids ?? []), ...namesOf(table, options.id)]),
  };
}

function namesOf(table: Table, given: ColumnNames | undefined): string[] {
  return findColumns(table, given, "an identifier").map((column) => table.header[column]!);
}

/** Columns that are repeated beside predictions, where the table has them. */
function idsOf(table: Table, names: readonly string[]): ModelReading["ids"] {
  return [...new Set(names)].flatMap((name) => {
    const column = table.header.indexOf(name);
    return column < 0 ? [] : [{ name, of: (row: number) => cellText(table, row, column) }];
  });
}

/** All columns as numbers, for a model that remembers no columns. */
function plainSchema({ header }: Table): Schema {
  return { inputs: header.map((name) => ({ name, kind: "number" as const })), target: null };
}

/** "a,b" → ["a", "b"] */
export function missingTextsOf(given: readonly string[]): string[] {
  return given.flatMap((text) => (text.includes(",") ? [text, ...text.split(",")] : [text]));
}

/** The options of `inferSchema` in options of reading. */
export function schemaOptionsOf(options: ReadOptions): SchemaOptions {
  const { columns, drop, categorical, numeric, id, sampleWeights, missing, missingValues } = options;
  return {
    columns,
    drop,
    categorical,
    numeric,
    id,
    sampleWeights,
    missing,
    missingValues: missingValues && missingTextsOf(missingValues),
    kind: options.targetKind,
  };
}

/** Infers the schema of a table from its cells. */
export function newSchema(table: Table, options: ReadOptions, withTargets: boolean): Schema {
  const target = options.target ?? (options.lastIsTarget ? ["last"] : undefined);
  if (target === undefined && withTargets) {
    throw new ConfigError({
      setting: "target",
      expected: `the column of ${table.name} to learn`,
      got: "nothing",
      advice: `Columns: ${table.header.join(", ")}.`,
    });
  }
  const own = schemaOptionsOf(options);
  const used = divisionColumns(table, options, withTargets ? target! : null);
  return inferSchema(table, withTargets ? target! : null, { ...own, drop: [...listOf(own.drop), ...used] });
}

/** Settings that the schema of a model decides. */
const ofSchema = ["columns", "categorical", "numeric", "id", "missing"] as const;

/** The schema of the model that training starts from. Refuses options that contradict it. */
function schemaOfModel(table: Table, model: KnownModel, options: ReadOptions, withTargets: boolean): Schema {
  const { target, targetKind } = options;
  const drop = namesOf(table, options.drop);
  const schema = model.notes.schema!;
  const own = schema.target;
  const refuse = (setting: string, reason: string, got?: string, advice = "Drop it."): never => {
    throw new ConfigError({ setting, reason: `${model.name} ${reason}`, got, advice });
  };
  if (!withTargets && own !== null) refuse("autoencoder", `learnt ${show(own.name)}`);
  if (withTargets && own === null)
    throw new DataError(`${model.name} remembers no target column.`, { file: table.name });
  if (target !== undefined && own !== null) {
    const learnt = targetNames(own) ?? [own.name];
    const isThere = learnt.every((name) => table.header.includes(name));
    const named = isThere
      ? findTargets(table, target).map((column) => table.header[column]!)
      : listOf(target);
    if (named.join("\n") !== learnt.join("\n")) {
      refuse("target", `learnt ${show(own.name)}`, show(named.join(", ")));
    }
  }
  if (targetKind !== undefined && targetKind !== own?.kind) {
    refuse("targetKind", `learnt a ${own?.kind}`, show(targetKind));
  }
  const given = ofSchema.find((name) => options[name] !== undefined);
  if (given !== undefined) refuse(given, "remembers what its columns mean");
  const special = (["sampleWeights", ...divisionOptionNames] as const).filter(
    (key) => options[key] !== undefined,
  );
  for (const name of [...drop, ...special.map((key) => options[key]!)]) {
    if (!schema.inputs.some((input) => input.name === name)) continue;
    const reason = `takes ${show(name)} as an input`;
    refuse(
      special.find((key) => options[key] === name) ?? "drop",
      reason,
      undefined,
      "Name another column, or none.",
    );
  }
  return schema;
}
