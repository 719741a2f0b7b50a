/** `chainrule inspect FOLDER`: what packed rows hold; compares them with their sums. */
import type { PackedRows } from "../data/rows/packedRows.js";
import type { Schema } from "../data/columns/columns.js";
import { schemaFigures, schemaLines } from "../report/schemaTable.js";
import { plural } from "../wording.js";
import { openRowFolder } from "./rowFiles.js";
import { answer, type OutputFlags } from "./say.js";

/** @throws DataError for files that are cut short, or damaged after they were written */
export async function inspectRows(path: string, flags: OutputFlags): Promise<void> {
  const folder = await openRowFolder(path);
  try {
    const { rows, validation } = folder;
    await rows.verify();
    await validation?.verify();
    const { schema } = rows;
    const document = {
      folder: path,
      rows: figuresOf(rows),
      validation: validation && figuresOf(validation),
      ...(schema && { meaning: schemaFigures(schema) }),
      notes: rows.notes,
    };
    answer(flags, document, () =>
      [
        `${path}: ${plural(rows.rows, "packed row")}${validation ? `, ${validation.rows} held out` : ""}`,
        `${plural(rows.columns, "input")} in ${rows.inputType}, ${targetText(rows)}${rows.hasWeights ? ", weights" : ""}`,
        "The sums of all tensors are right.",
        ...linesOf(schema),
      ].join("\n"),
    );
  } finally {
    folder.close();
  }
}

function linesOf(schema: Schema | null): string[] {
  return schema ? ["", ...schemaLines(schema)] : [];
}

function targetText({ targetType, outputs }: PackedRows): string {
  return targetType === "labels" ? plural(outputs, "class", "classes") : plural(outputs, "target");
}

function figuresOf({ rows, columns, outputs, inputType, targetType, hasWeights, sums, origin }: PackedRows) {
  return { rows, columns, outputs, inputType, targetType, hasWeights, crc: sums, origin };
}
