/** The reader of CSV files: text → table → schema → `Dataset`. Each step has its own file in this folder. */
import { ConfigError, DataError } from "../errors.js";
import { show } from "../wording.js";
import { isText } from "./bytes.js";
import { readCsv } from "./csv.js";
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
import type { Table } from "./table.js";

export const csvReader: Reader = {
  kind: "a CSV file",
  content: "CSV text",
  refuses: { labels: "Drop it: the target is a column of the file." },
  recognises: isText,

  readToTrain(file, options, withTargets, model) {
    if (model?.notes.image) refuseOtherKind(file, model, "images", "CSV columns");
    const { table, separator } = readTable(file, options);
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
    const { table } = readTable(file, options);
    if (!notes.schema && withTargets) {
      const problem = `${model.name} remembers no CSV columns, so it cannot find them here.`;
      throw new DataError(problem, { file: file.name });
    }
    const dataset = encode(table, notes.schema ?? inferSchema(table, null), { target: withTargets });
    if (dataset.columns !== inputs) refuseOtherSize(file, `${inputs} input columns`, dataset.columns);
    return dataset;
  },
};

function readTable({ name, bytes }: FileBytes, options: ReadOptions) {
  const table = readCsv(bytes, name, { separator: options.separator });
  return { table, separator: table.reading.separator! };
}

/** Infers the schema of a table from its cells. */
function newSchema(table: Table, options: ReadOptions, withTargets: boolean): Schema {
  const { targetKind, drop = [], sampleWeights, lastIsTarget } = options;
  const target = options.target ?? (lastIsTarget ? table.header.at(-1) : undefined);
  if (target === undefined && withTargets) {
    throw new ConfigError({
      setting: "target",
      expected: `the column of ${table.name} to learn`,
      got: "nothing",
      advice: `Columns: ${table.header.join(", ")}.`,
    });
  }
  const dropped = sampleWeights === undefined ? drop : [...drop, sampleWeights];
  return inferSchema(table, target ?? null, { ...(targetKind && { kind: targetKind }), drop: dropped });
}

/** The schema of the model that training starts from. Refuses options that contradict it. */
function schemaOfModel(table: Table, model: KnownModel, options: ReadOptions, withTargets: boolean): Schema {
  const { target, targetKind, drop = [], sampleWeights } = options;
  const schema = model.notes.schema!;
  const own = schema.target;
  const refuse = (setting: string, reason: string, got?: string, advice = "Drop it."): never => {
    throw new ConfigError({ setting, reason: `${model.name} ${reason}`, got, advice });
  };
  if (!withTargets && own !== null) refuse("autoencoder", `learnt ${show(own.name)}`);
  if (withTargets && own === null)
    throw new DataError(`${model.name} remembers no target column.`, { file: table.name });
  if (target !== undefined && target !== own?.name)
    refuse("target", `learnt ${show(own?.name)}`, show(target));
  if (targetKind !== undefined && targetKind !== own?.kind) {
    refuse("targetKind", `learnt a ${own?.kind}`, show(targetKind));
  }
  for (const name of sampleWeights === undefined ? drop : [...drop, sampleWeights]) {
    if (!schema.inputs.some((input) => input.name === name)) continue;
    const reason = `takes ${show(name)} as an input`;
    refuse(
      name === sampleWeights ? "sampleWeights" : "drop",
      reason,
      undefined,
      "Name another column, or none.",
    );
  }
  return schema;
}
