/** `chainrule predict`: a model's answers for new data, as CSV, JSON, an array of NumPy or Parquet. */
import { csvPredictions } from "../report/predictions/csv.js";
import { jsonLinesPredictions } from "../report/predictions/jsonLines.js";
import { npyPredictions } from "../report/predictions/npy.js";
import { parquetPredictions } from "../report/predictions/parquet.js";
import type {
  Chunk,
  Prediction,
  PredictionHead,
  PredictionWriter,
} from "../report/predictions/predictions.js";
import { shortestFloat32 } from "../report/figures.js";
import { ConfigError } from "../errors.js";
import { plural, show } from "../wording.js";
import type { Dataset } from "../data/dataset.js";
import type { ModelReading } from "../readers/reader.js";
import type { Network } from "../train/network.js";
import { layersUpTo } from "../train/evaluation/forward.js";
import { classOf, type NamedOutputs, namedOutputs } from "../train/predict/answers.js";
import { type ModelDataFlags, readBlocksForModel } from "./data.js";
import { checkWritable, refuseOverwriting } from "./files.js";
import { openModel } from "./model.js";
import { nameOfQuery } from "./openQuery.js";
import { sendParts, type WritePart } from "./partsOutput.js";
import { ReadingProgress } from "./readingProgress.js";
import { RemarkPrinter } from "./remarks.js";
import { answer, note, type OutputFlags } from "./say.js";

type PredictFlags = OutputFlags & ModelDataFlags & { output?: string; layer?: string; format?: string };

/** The formats of predictions, by the ends of their files' names. */
const formats = {
  csv: csvPredictions,
  jsonl: jsonLinesPredictions,
  npy: npyPredictions,
  parquet: parquetPredictions,
} as const satisfies Record<string, (head: PredictionHead) => PredictionWriter>;

/** Their names, for the help. */
export const predictionFormats = Object.keys(formats) as (keyof typeof formats)[];

export async function predictCommand(
  model: string,
  data: readonly string[],
  flags: PredictFlags,
): Promise<void> {
  const { output, json = false, layer } = flags;
  if (output !== undefined) {
    checkWritable(output, "--output");
    refuseOverwriting(output, "--output", { "the model": model, "the data": data });
  }
  const format = formatOf(flags);
  const opened = openModel(model);
  const { network, notes } = opened;
  const outputs = layer === undefined ? namedOutputs({ ...notes }, network.config) : unitsOf(network, layer);
  // with --json alone the answers are part of the document
  const isWritten = output !== undefined || !json;
  const written: Written[] = [];
  const remarks = new RemarkPrinter(flags);
  const progress = new ReadingProgress(flags, flags.sql === undefined ? data.join(", ") : nameOfQuery);
  const target = notes.schema?.target?.name ?? "prediction";
  const { precision } = network.config;
  const { classes, names, field } = outputs;
  let rows = 0;
  const produce = async (write: WritePart): Promise<Chunk | undefined> => {
    let writer: PredictionWriter | null = null;
    for await (const block of readBlocksForModel(opened, data, { ...flags, onProgress: progress.show })) {
      remarks.add(block.remarks ?? []);
      if (block.dataset === null) continue;
      const { ids = [] } = block;
      const answers = inFileOrder(answersOf(network, block.dataset, outputs, layer), block);
      rows += answers.length;
      if (json)
        for (const [row, one] of answers.entries())
          written.push(asWritten(one, row, ids, outputs, precision));
      if (!isWritten) continue;
      if (!writer) {
        const head = { ids: ids.map(({ name }) => name), target, classes, names, field, precision };
        writer = formats[format](head);
        await write(writer.start());
      }
      const part = writer.block({ rows: answers.length, ids: ids.map(({ of }) => of), answers });
      if (!(await write(part))) return undefined;
    }
    progress.end();
    if (writer) await write(writer.end());
    return writer?.finalStart?.();
  };
  try {
    if (isWritten) await sendParts(output, format !== "npy", produce);
    else await produce(async () => true);
  } finally {
    progress.end();
  }
  const said = remarks.end();
  if (output !== undefined) note(flags, `Saved ${plural(rows, "prediction")} in ${output}.`);
  if (!json) return;
  const about = said.length > 0 ? { remarks: said } : {};
  answer(flags, { model, rows, classes, ...about, predictions: written }, () => "");
}

/** By --format, or by the end of the output's name, or CSV. @throws ConfigError for another one */
function formatOf({ format, output = "" }: PredictFlags): keyof typeof formats {
  const named = predictionFormats.find((name) => output.toLowerCase().endsWith(`.${name}`));
  if (format === undefined) return named ?? "csv";
  const found = predictionFormats.find((name) => name === format);
  if (found) return found;
  throw new ConfigError(`--format: expected ${predictionFormats.map(show).join(", ")}, got ${show(format)}.`);
}

/** The units of a layer as outputs: numbers without names. @throws ConfigError for a layer that is not there */
function unitsOf(network: Network, layer: string): NamedOutputs {
  const { layers } = network.config;
  const units = layers[asLayerError(() => layersUpTo(network.config, layerOf(network, layer))) - 1]!.units;
  const names = units === 1 ? ["prediction"] : Array.from({ length: units }, (_, index) => String(index));
  return { classes: null, names, field: "numbers", numbersOf: (outputs) => outputs };
}

/** A layer by its name or index. */
function layerOf({ config }: Network, layer: string): string | number {
  const isName = config.layers.some(({ name }) => name === layer) || !/^-?\d+$/.test(layer);
  return isName ? layer : Number(layer);
}

function asLayerError<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw error instanceof ConfigError ? new ConfigError(`--${error.message}`) : error;
  }
}

function answersOf(
  network: Network,
  dataset: Dataset,
  outputs: NamedOutputs,
  layer: string | undefined,
): Prediction[] {
  const rows =
    layer === undefined ? network.predict(dataset) : network.encode(dataset, layerOf(network, layer));
  return rows.map((row) => {
    const numbers = outputs.numbersOf(row);
    return { class: outputs.classes && classOf(outputs, numbers), numbers };
  });
}

/** The answers by row of the file; null for a row that could not be read. */
function inFileOrder(
  answers: readonly Prediction[],
  { rows, rowsInFile }: ModelReading,
): readonly (Prediction | null)[] {
  if (!rows) return answers;
  const all = Array.from({ length: rowsInFile! }, (): Prediction | null => null);
  answers.forEach((one, index) => {
    all[rows[index]!] = one;
  });
  return all;
}

/** An answer in the JSON document. */
interface Written {
  readonly id?: Record<string, string>;
  readonly class?: string | null;
  readonly outputs: readonly number[] | null;
}

function asWritten(
  one: Prediction | null,
  row: number,
  ids: NonNullable<ModelReading["ids"]>,
  { classes }: NamedOutputs,
  precision: PredictionHead["precision"],
): Written {
  const short = (value: number) => (precision === "float32" ? shortestFloat32(Math.fround(value)) : value);
  return {
    ...(ids.length > 0 && { id: Object.fromEntries(ids.map(({ name, of }) => [name, of(row)])) }),
    ...(classes && { class: one?.class ?? null }),
    outputs: one && Array.from(one.numbers, short),
  };
}
