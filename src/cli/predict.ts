/** `chainrule predict`: a model's answers for new data, as CSV or JSON. */
import { shortestFloat32 } from "../report/figures.js";
import { inputColumnNames, targetNames } from "../data/columns/columns.js";
import { ConfigError } from "../errors.js";
import type { Dataset } from "../data/dataset.js";
import { argmax } from "../train/evaluation/metrics.js";
import type { Network } from "../train/network.js";
import type { DataNotes } from "../readers/notes.js";
import type { ModelReading } from "../readers/reader.js";
import { type ModelDataFlags, readForModel } from "./data.js";
import { checkWritable, refuseOverwriting } from "./files.js";
import { openModel } from "./model.js";
import { answer, note, type OutputFlags } from "./say.js";
import { writeWhole } from "./wholeFile.js";

type PredictFlags = OutputFlags & ModelDataFlags & { output?: string; layer?: string };

export async function predictCommand(
  model: string,
  data: readonly string[],
  flags: PredictFlags,
): Promise<void> {
  if (flags.output !== undefined) {
    checkWritable(flags.output, "--output");
    refuseOverwriting(flags.output, "--output", { "the model": model, "the data": data });
  }
  const { network, notes } = openModel(model);
  const reading = await readForModel({ network, notes }, data, { ...flags, withTargets: false });
  const { dataset, remarks = [], ids = [] } = reading;
  for (const remark of remarks) note(flags, remark);
  const { layer } = flags;
  const answers = (layer === undefined ? network.predict(dataset) : codes(network, dataset, layer)).map(
    (row) => Array.from(row, row instanceof Float32Array ? shortestFloat32 : Number),
  );
  const rows = inFileOrder(answers, reading);
  const classes = layer === undefined ? notes.classes : undefined;
  const named = (row: ArrayLike<number>) => classes?.[argmax(row, 0, row.length)];
  const width = answers[0]!.length;
  const csv = () => {
    const head = headOf(notes, classes, layer, width);
    const body = rows.map((row, index) => {
      const own = ids.map(({ of }) => of(index));
      if (row === null) return [...own, ...head.map(() => "")];
      return [...own, ...(classes ? [named(row)!] : []), ...row.map(String)];
    });
    const all = [[...ids.map(({ name }) => name), ...head], ...body];
    return all.map((cells) => cells.map(quoted).join(",")).join("\n");
  };
  if (flags.output !== undefined) {
    await writeWhole(flags.output, csv() + "\n");
    note(flags, `Saved ${rows.length} predictions in ${flags.output}.`);
    if (!flags.json) return;
  }
  const predictions = rows.map((row, index) => ({
    ...(ids.length > 0 && { id: Object.fromEntries(ids.map(({ name, of }) => [name, of(index)])) }),
    ...(classes && { class: row && named(row) }),
    outputs: row,
  }));
  const about = remarks.length > 0 ? { remarks } : {};
  answer(flags, { model, rows: rows.length, classes: classes ?? null, ...about, predictions }, csv);
}

/** The answers by row of the file; null for a row that could not be read. */
function inFileOrder(
  answers: readonly number[][],
  { rows, rowsInFile }: ModelReading,
): readonly (number[] | null)[] {
  if (!rows) return answers;
  const all = Array.from({ length: rowsInFile! }, (): number[] | null => null);
  answers.forEach((answer, index) => {
    all[rows[index]!] = answer;
  });
  return all;
}

/** Names of the columns of the answers. */
function headOf(
  { schema, autoencoder }: DataNotes,
  classes: readonly string[] | undefined,
  layer: string | undefined,
  width: number,
): readonly string[] {
  const target = schema?.target;
  if (classes) return [target?.name ?? "prediction", ...classes];
  const isOfInputs = autoencoder === true && layer === undefined && schema !== undefined;
  const names = isOfInputs ? inputColumnNames(schema) : layer === undefined && target && targetNames(target);
  if (names && names.length === width) return names;
  return width > 1
    ? Array.from({ length: width }, (_, index) => String(index))
    : [target?.name ?? "prediction"];
}

/** The outputs of a layer, given by name or index. */
function codes(network: Network, dataset: Dataset, layer: string) {
  const isName = network.config.layers.some(({ name }) => name === layer) || !/^-?\d+$/.test(layer);
  try {
    return network.encode(dataset, isName ? layer : Number(layer));
  } catch (error) {
    throw error instanceof ConfigError ? new ConfigError(`--${error.message}`) : error;
  }
}

/** A cell of CSV, quoted if necessary. */
function quoted(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
