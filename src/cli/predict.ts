/** `chainrule predict`: a model's answers for new data, as CSV or JSON. */
import { shortestFloat32 } from "../report/figures.js";
import { argmax } from "../train/metrics.js";
import { readForModel } from "./data.js";
import { checkWritable, refuseOverwriting, writeWhole } from "./files.js";
import { openModel } from "./model.js";
import { answer, note, type OutputFlags } from "./say.js";

type PredictFlags = OutputFlags & { output?: string; separator?: string };

export async function predictCommand(model: string, data: string, flags: PredictFlags): Promise<void> {
  if (flags.output !== undefined) {
    checkWritable(flags.output, "--output");
    refuseOverwriting(flags.output, "--output", { "the model": model, "the data": data });
  }
  const { network, notes } = openModel(model);
  const dataset = await readForModel({ network, notes }, data, { ...flags, withTargets: false });
  const rows = network
    .predict(dataset)
    .map((row) => Array.from(row, row instanceof Float32Array ? shortestFloat32 : Number));
  const { classes } = notes;
  const target = notes.schema?.target?.name ?? "prediction";
  const named = (row: ArrayLike<number>) => classes?.[argmax(row, 0, row.length)];
  const csv = () => {
    const head = classes
      ? [target, ...classes]
      : rows[0]!.length > 1
        ? [...rows[0]!.keys()].map(String)
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

/** A cell of CSV: quoted where it must be. */
function quoted(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
