/** The reader of CSV files: text → table → schema → `Dataset`. Each step has a file of its own beside this one. */
import { ConfigError, DataError } from "../errors.js";
import { show } from "../wording.js";
import { decodeText, isText } from "./bytes.js";
import { readCsv, type Separator, separators, type Table } from "./csv.js";
import { encode } from "./encode.js";
import {
  type FileBytes,
  type KnownModel,
  type Reader,
  type ReadOptions,
  refuseOtherKind,
  refuseOtherSize,
} from "./reader.js";
import { readSampleWeights } from "./sampleWeights.js";
import { inferSchema, type Schema } from "./schema.js";

export const csvReader: Reader = {
  kind: "a CSV file",
  content: "CSV text",
  refuses: { labels: "Drop it: the target is a column of the file." },
  recognises: isText,

  readToTrain(file, options, withTargets, model) {
    if (model?.notes.image) refuseOtherKind(file, model, "images", "CSV columns");
    const { table, separator } = readTable(file, options, model);
    const known = model?.notes.schema && schemaOfModel(table, model, options, withTargets);
    const { sampleWeights } = options;
    const target = known?.target?.name ?? options.target;
    const weights = sampleWeights === undefined ? undefined : readSampleWeights(table, sampleWeights, target);
    const schema = known ?? newSchema(table, options, withTargets);
    const dataset = encode(table, schema, { target: withTargets, sampleWeights: weights });
    return { dataset, notes: { schema, separator, sampleWeights, classes: dataset.classNames ?? undefined } };
  },

  readForModel(file, model, options, withTargets) {
    const { notes, inputs } = model;
    if (notes.image) refuseOtherKind(file, model, "images", "CSV columns");
    const { table } = readTable(file, options, model);
    if (!notes.schema && withTargets) {
      throw new DataError(
        `${file.name}: ${model.name} remembers no CSV columns, so it cannot find them here.`,
      );
    }
    const dataset = encode(table, notes.schema ?? inferSchema(table, null), { target: withTargets });
    if (dataset.columns !== inputs) refuseOtherSize(file, `${inputs} input columns`, dataset.columns);
    return dataset;
  },
};

function readTable({ name, bytes }: FileBytes, options: ReadOptions, model: KnownModel | null) {
  const text = decodeText(bytes, name);
  const given = options.separator ?? model?.notes.separator;
  const separator = given === "auto" ? likelySeparator(text) : given;
  return { table: readCsv(text, name, { separator }), separator };
}

/** The separator that the first line has most of. */
function likelySeparator(text: string): Separator {
  const line = text.slice(0, Math.max(0, text.search(/[\r\n]/)));
  const count = (separator: string) => line.split(separator).length;
  return separators.reduce((best, next) => (count(next) > count(best) ? next : best));
}

/** What the columns of a table are, seen from their cells. */
function newSchema(table: Table, options: ReadOptions, withTargets: boolean): Schema {
  const { targetKind, drop = [], sampleWeights, lastIsTarget } = options;
  const target = options.target ?? (lastIsTarget ? table.header.at(-1) : undefined);
  if (target === undefined && withTargets) {
    throw new ConfigError(
      `target: expected the column of ${table.name} to learn, got nothing. Columns: ${table.header.join(", ")}.`,
    );
  }
  const dropped = sampleWeights === undefined ? drop : [...drop, sampleWeights];
  return inferSchema(table, target ?? null, { ...(targetKind && { kind: targetKind }), drop: dropped });
}

/** The schema of the model that training starts from, unless the options contradict it. */
function schemaOfModel(table: Table, model: KnownModel, options: ReadOptions, withTargets: boolean): Schema {
  const { target, targetKind, drop = [], sampleWeights } = options;
  const schema = model.notes.schema!;
  const own = schema.target;
  if (!withTargets && own !== null)
    throw new ConfigError(`autoencoder: ${model.name} learnt ${show(own.name)}. Drop it.`);
  if (withTargets && own === null)
    throw new DataError(`${table.name}: ${model.name} remembers no target column.`);
  if (target !== undefined && target !== own?.name) {
    throw new ConfigError(`target: ${model.name} learnt ${show(own?.name)}, got ${show(target)}. Drop it.`);
  }
  if (targetKind !== undefined && targetKind !== own?.kind) {
    throw new ConfigError(
      `targetKind: ${model.name} learnt a ${own?.kind}, got ${show(targetKind)}. Drop it.`,
    );
  }
  for (const name of sampleWeights === undefined ? drop : [...drop, sampleWeights]) {
    if (!schema.inputs.some((input) => input.name === name)) continue;
    const option = name === sampleWeights ? "sampleWeights" : "drop";
    throw new ConfigError(
      `${option}: ${show(name)} is an input of ${model.name}. Name another column, or none.`,
    );
  }
  return schema;
}
