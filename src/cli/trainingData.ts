/**
 * From files to data to train on: the columns, classes and weights that the user names, or those that a model to
 * start from remembers. Data for a model that is there are in `data.ts`.
 */
import { ConfigError, DataError } from "../errors.js";
import { show } from "../wording.js";
import { decodeText } from "../readers/bytes.js";
import { readCsv, type Separator, type Table } from "../readers/csv.js";
import { makeDigits } from "../data/digits/digits.js";
import { encode } from "../readers/encode.js";
import { readSampleWeights } from "../readers/sampleWeights.js";
import { inferSchema, type Schema } from "../readers/schema.js";
import type { Dataset } from "../data/dataset.js";
import { type DataNotes, readData, readImages, refuseTogether } from "./data.js";

export interface Source {
  data: string;
  labels?: string;
  target?: string;
  targetKind?: "class" | "number";
  drop?: string[];
  separator?: Separator;
  /** The inputs are the targets too. */
  autoencoder?: boolean;
  /** Column of sample weights. */
  sampleWeights?: string;
  /** What the model remembers that training starts from: the data are read as its own were. */
  like?: DataNotes | undefined;
}

/** Data to train on, and what the model must remember of them. */
export interface TrainingData {
  dataset: Dataset;
  notes: DataNotes;
}

/** Digits made here. */
export function madeDigits(rows: number, seed: number): TrainingData {
  const dataset = makeDigits({ rows, seed });
  return { dataset, notes: { classes: dataset.classNames!, image: dataset.image! } };
}

/** What messages call the model that training starts from. */
const from = "the model to start from";

/** Reads data to train on. @throws ConfigError, DataError */
export async function readTraining(source: Source): Promise<TrainingData> {
  const { data, like, autoencoder } = source;
  const { kind, bytes } = await readData(data);
  if (autoencoder) refuseTargets(source);
  if (kind === "idx") {
    if (like?.schema) throw new DataError(`${data}: ${from} was trained on CSV columns, not on IDX images.`);
    return readIdxFiles(source, bytes);
  }
  if (!autoencoder) {
    refuseTogether("--labels", source.labels, "a CSV file", "Name the column to learn with --target.");
  }
  if (like?.image) throw new DataError(`${data}: ${from} was trained on images, not on CSV columns.`);
  const separator = source.separator ?? like?.separator;
  const table = readCsv(decodeText(bytes, data), data, { separator });
  const alike = like?.schema && schemaAlike(table, like.schema, source);
  const { sampleWeights } = source;
  const target = alike?.target?.name ?? source.target;
  const weights = sampleWeights === undefined ? undefined : readSampleWeights(table, sampleWeights, target);
  const schema = alike ?? newSchema(table, source);
  const dataset = encode(table, schema, { target: !autoencoder, sampleWeights: weights });
  const notes = { schema, separator, sampleWeights };
  if (autoencoder) return { dataset: dataset.asAutoencoder(), notes: { autoencoder: true, ...notes } };
  return { dataset, notes: { ...notes, classes: dataset.classNames ?? undefined } };
}

/** Images, with their labels but for an autoencoder. */
async function readIdxFiles(source: Source, bytes: Uint8Array): Promise<TrainingData> {
  const { data, labels, target, targetKind, drop, separator, sampleWeights, like, autoencoder } = source;
  if (!autoencoder && labels === undefined)
    throw new ConfigError(`--labels: expected the IDX labels of ${data}, got nothing.`);
  refuseTogether("--target", target, "IDX images", "Drop it: the labels are the target.");
  refuseTogether("--target-kind", targetKind, "IDX images", "Drop it: labels are classes.");
  refuseTogether("--drop", drop, "IDX images", "Drop it: images have no columns.");
  refuseTogether("--separator", separator, "IDX images", "Drop it: images have no columns.");
  refuseTogether("--sample-weights", sampleWeights, "IDX images", "Drop it: images have no columns.");
  const dataset = await readImages(data, bytes, labels, like?.classes);
  const image = dataset.image ?? undefined;
  if (autoencoder) return { dataset: dataset.asAutoencoder(), notes: { autoencoder: true, image } };
  return { dataset, notes: { classes: dataset.classNames!, image } };
}

/** Refuses what names a target, where the inputs are the targets. */
function refuseTargets({ labels, target, targetKind }: Source): void {
  const learns = "an autoencoder";
  const advice = "Drop it: the inputs are the target.";
  refuseTogether("--labels", labels, learns, advice);
  refuseTogether("--target-kind", targetKind, learns, advice);
  refuseTogether("--target", target, learns, "Drop it; to leave the column out, name it with --drop.");
}

/** What the columns of a table are, by what stands in them. */
function newSchema(table: Table, source: Source): Schema {
  const { data, target, targetKind, drop, sampleWeights, autoencoder } = source;
  if (target === undefined && !autoencoder) {
    throw new ConfigError(
      `--target: expected the column of ${data} to learn, got nothing. Columns: ${table.header.join(", ")}.`,
    );
  }
  const dropped = sampleWeights === undefined ? drop : [...(drop ?? []), sampleWeights];
  return inferSchema(table, target ?? null, { kind: targetKind, drop: dropped });
}

/** The columns, classes and target of a model's own data, unless what is given says otherwise. */
function schemaAlike(table: Table, schema: Schema, source: Source): Schema {
  const { target, targetKind, drop, sampleWeights, autoencoder } = source;
  const own = schema.target;
  if (autoencoder && own !== null)
    throw new ConfigError(`--autoencoder: ${from} learnt ${show(own.name)}. Drop it.`);
  if (!autoencoder && own === null) throw new DataError(`${table.name}: ${from} remembers no target column.`);
  if (target !== undefined && target !== own?.name) {
    throw new ConfigError(`--target: ${from} learnt ${show(own?.name)}, got ${show(target)}. Drop it.`);
  }
  if (targetKind !== undefined && targetKind !== own?.kind) {
    throw new ConfigError(`--target-kind: ${from} learnt a ${own?.kind}, got ${show(targetKind)}. Drop it.`);
  }
  for (const name of [...(drop ?? []), ...(sampleWeights === undefined ? [] : [sampleWeights])]) {
    if (!schema.inputs.some((input) => input.name === name)) continue;
    const flag = name === sampleWeights ? "--sample-weights" : "--drop";
    throw new ConfigError(`${flag}: ${show(name)} is an input of ${from}. Name another column, or none.`);
  }
  return schema;
}
