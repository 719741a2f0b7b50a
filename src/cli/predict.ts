/** `chainrule predict`: a model's answers for new data, as CSV or JSON. */
import { shortestFloat32 } from "../report/figures.js";
import { inputColumnNames } from "../readers/encode.js";
import { ConfigError } from "../errors.js";
import type { Dataset } from "../data/dataset.js";
import { argmax } from "../train/evaluation/metrics.js";
import type { Network } from "../train/network.js";
import { readForModel } from "./data.js";
import { checkWritable, refuseOverwriting, writeWhole } from "./files.js";
import { openModel } from "./model.js";
import { answer, note, type OutputFlags } from "./say.js";

type PredictFlags = OutputFlags & { output?: string; separator?: string; layer?: string };

export async function predictCommand(model: string, data: string, flags: PredictFlags): Promise<void> {
  if (flags.output !== undefined) {
    checkWritable(flags.output, "--output");
    refuseOverwriting(flags.output, "--output", { "the model": model, "the data": data });
  }
  const { network, notes } = openModel(model);
  const dataset = await readForModel({ network, notes }, data, { ...flags, withTargets: false });
  const { layer } = flags;
  const rows = (layer === undefined ? network.predict(dataset) : codes(network, dataset, layer)).map((row) =>
    Array.from(row, row instanceof Float32Array ? shortestFloat32 : Number),
  );
  const classes = layer === undefined ? notes.classes : undefined;
  const isOfInputs = notes.autoencoder === true && layer === undefined && notes.schema !== undefined;
  const names = isOfInputs ? inputColumnNames(notes.schema!) : null;
  const target = notes.schema?.target?.name ?? "prediction";
  const named = (row: ArrayLike<number>) => classes?.[argmax(row, 0, row.length)];
  const csv = () => {
    const head = classes
      ? [target, ...classes]
      : rows[0]!.length > 1
        ? (names ?? [...rows[0]!.keys()].map(String))
        : [target];
    const body = rows.map((row) => [...(classes ? [named(row)!] : []), ...row.map(String)]);
    return [head, ...body].map((cells) => cells.map(quoted).join(",")).join("\n");
  };
  if (flags.output !== undefined) {
    writeWhole(flags.output, csv() + "\n");
    note(flags, `Saved ${rows.length} predictions in ${flags.output}.`);
    if (!flags.json) return;
  }
  const predictions = rows.map((row) => (classes ? { class: named(row), outputs: row } : { outputs: row }));
  answer(flags, { model, rows: rows.length, classes: classes ?? null, predictions }, csv);
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
