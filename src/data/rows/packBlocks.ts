/** Packs rows that arrive in blocks, such as those of a database cursor or of a stream, before their number is known. */
import { DataError } from "../../errors.js";
import { show } from "../../wording.js";
import type { Dataset } from "../dataset.js";
import { Crc32 } from "./crc.js";
import { type PackedAbout, packedHeader, packedTensors } from "./packedFormat.js";
import { bytesOf } from "./packedRows.js";
import { aboutRows, datasetRows, newBlock } from "./rowSource.js";

/** What all blocks must have in common. */
const common = ["columns", "outputs", "inputType", "targetType", "hasWeights", "classNames"] as const;

/**
 * Packs rows that arrive in blocks into a file.
 *
 * @param blocks data sets with the same columns, outputs and classes, one after the other; give `classes` where targets are classes
 * @returns the file, for `blobFile` and `openPackedRows`; the browser decides whether its bytes are in memory or on the disk
 * @throws {DataError} for no block, and for one that is of another form than the first
 *
 * @example
 * ```js
 * import { blobFile, Dataset, openPackedRows, packBlocks } from "chainrule";
 *
 * async function* cursor() {
 *   for (let page = 0; page < 3; page++) yield Dataset.from([[page], [page + 0.5]], [[2 * page], [2 * page + 1]]);
 * }
 * const source = await openPackedRows(blobFile(await packBlocks(cursor())));
 * console.log(source.rows, source.columns); // → 6 1
 * ```
 */
export async function packBlocks(blocks: AsyncIterable<Dataset> | Iterable<Dataset>): Promise<Blob> {
  const pieces = new Map<string, { parts: Uint8Array<ArrayBuffer>[]; sum: Crc32 }>();
  let about: PackedAbout | null = null;
  let rows = 0;
  let hasMissing = false;
  for await (const dataset of blocks) {
    const source = datasetRows(dataset);
    const { classNames, hasClassNames, schema } = source;
    const notes = { ...(hasClassNames && { classes: classNames }), ...(schema && { schema }) };
    about ??= { ...aboutRows(source), notes, origin: "" };
    for (const name of common) {
      const [first, own] = [about[name], source[name]];
      if (JSON.stringify(first) === JSON.stringify(own)) continue;
      throw new DataError(
        `block behind row ${rows}: expected ${name} ${show(first)}, as before, got ${show(own)}.`,
      );
    }
    const block = newBlock(source, source.rows);
    await source.read(0, source.rows, block);
    for (const { name } of packedTensors(about, 0)) {
      const one = pieces.get(name) ?? { parts: [], sum: new Crc32() };
      pieces.set(name, one);
      const bytes = Uint8Array.from(bytesOf(block, name));
      one.parts.push(bytes);
      one.sum.update(bytes);
    }
    rows += source.rows;
    hasMissing ||= source.hasMissing;
  }
  if (!about) throw new DataError("expected at least 1 block of rows, got none.");
  const whole = { ...about, rows, hasMissing };
  const sums = Object.fromEntries(Array.from(pieces, ([name, { sum }]) => [name, sum.digits]));
  const header = Uint8Array.from(packedHeader(whole, sums));
  return new Blob([header, ...packedTensors(whole, 0).flatMap(({ name }) => pieces.get(name)!.parts)]);
}
