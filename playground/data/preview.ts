/** What an opened table shows before it is trained on: its columns with their meaning, and its first rows. */
import { type InputColumn, type OmittedReason, targetNames } from "../../src/data/columns/columns.js";
import { cellText } from "../../src/readers/table.js";
import type { OpenedTable } from "./openFiles.js";

export interface ColumnMeaning {
  name: string;
  kind: InputColumn["kind"] | OmittedReason | "target";
  /** More about a column that is no input: "150 different texts". In English, like the library's messages. */
  detail: string | null;
}

/** The columns in the order of the table, as the reader understands them. */
export function columnMeanings({ table, schema }: OpenedTable): ColumnMeaning[] {
  const { target, inputs, omitted = [] } = schema;
  const targets = target === null ? [] : (targetNames(target) ?? [target.name]);
  return table.header.map((name) => {
    if (targets.includes(name)) return { name, kind: "target", detail: null };
    const input = inputs.find((one) => one.name === name);
    if (input) return { name, kind: input.kind, detail: null };
    const out = omitted.find((one) => one.name === name);
    return { name, kind: out?.reason ?? "dropped", detail: out?.detail ?? null };
  });
}

/** The cells of the first rows as text, as they are in the file. */
export function firstRows({ table }: OpenedTable, most: number): string[][] {
  return Array.from({ length: Math.min(most, table.rows) }, (_, row) =>
    table.header.map((_name, column) => cellText(table, row, column)),
  );
}
