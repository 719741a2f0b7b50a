/** The reader of CSV files: text → table. What the columns mean, and the `Dataset`, is the work of `tableReading.ts`. */
import { isText } from "./bytes.js";
import { readCsv } from "./csv.js";
import {
  type FileBytes,
  type KnownModel,
  type Reader,
  type ReadOptions,
  refuseOtherKind,
  refuseOtherSize,
} from "./reader.js";
import type { Table } from "./table.js";
import { readTableForModel, readTableToTrain, textColumnsOf } from "./tableReading.js";

export const csvReader: Reader = {
  kind: "a CSV file",
  content: "CSV text",
  refuses: { labels: "Drop it: the target is a column of the file." },
  recognises: isText,

  readToTrain(file, options, withTargets, model) {
    if (model?.notes.image) refuseOtherKind(file, model, "images", "CSV columns");
    const table = readTable(file, options, model);
    const { notes, ...reading } = readTableToTrain(table, options, withTargets, model);
    return { ...reading, notes: { ...notes, separator: table.reading.separator! } };
  },

  readForModel(file, model, options, withTargets) {
    const { notes, inputs } = model;
    if (notes.image) refuseOtherKind(file, model, "images", "CSV columns");
    const reading = readTableForModel(readTable(file, options, model), model, options, withTargets);
    const { columns } = reading.dataset;
    if (columns !== inputs) refuseOtherSize(file, `${inputs} input columns`, columns);
    return reading;
  },
};

function readTable({ name, bytes }: FileBytes, options: ReadOptions, model: KnownModel | null): Table {
  const textColumns = textColumnsOf(options, model);
  return readCsv(bytes, name, { separator: options.separator, textColumns });
}
