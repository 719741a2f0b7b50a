/** Puts tables of the same columns under each other: the parts of a table in several files. */
import { DataError } from "../errors.js";
import { listNames } from "../nearest.js";
import { plural } from "../wording.js";
import type { Column, Table } from "./table.js";

/**
 * One table of all rows, in the order of the parts. Columns are found by their names. The parts are not used afterwards.
 *
 * @throws DataError where a part has other columns than the first
 */
export function joinTables(parts: readonly Table[]): Table {
  const [first] = parts;
  if (parts.length === 1) return first!;
  const { header } = first!;
  const places = parts.map((part) => {
    const order = header.map((name) => part.header.indexOf(name));
    const more = part.header.filter((name) => !header.includes(name));
    const missing = header.filter((_, column) => order[column]! < 0);
    if (more.length === 0 && missing.length === 0) return order;
    const differences = [
      missing.length > 0 ? `no ${listNames(missing)}` : "",
      more.length > 0 ? `${listNames(more)} more` : "",
    ];
    throw new DataError(
      `expected the columns of ${first!.name}, got ${differences.filter(Boolean).join(" and ")}. ` +
        `Give files with the same columns.`,
      { file: part.name },
    );
  });
  const starts = [0];
  for (const part of parts) starts.push(starts.at(-1)! + part.rows);
  const rows = starts.at(-1)!;
  // columns are let go one by one, so that memory is hardly more than that of the result
  const left = parts.map((part) => [...part.columns] as (Column | null)[]);
  const columns = header.map((_, column) => {
    const own = left.map((part, index) => {
      const place = places[index]![column]!;
      const found = part[place]!;
      part[place] = null;
      return found;
    });
    return joinColumns(own, starts, rows);
  });
  const partOf = (row: number) =>
    starts.findLastIndex((start, index) => start <= row && index < parts.length);
  const notes = parts.flatMap(({ name, reading }) => reading.notes.map((note) => `${name}: ${note}`));
  return {
    name: `${first!.name} and ${plural(parts.length - 1, "more file")}`,
    header,
    rows,
    columns,
    lineOf: (row) => parts[partOf(row)]!.lineOf(row - starts[partOf(row)]!),
    fileOf: (row) => parts[partOf(row)]!.name,
    reading: { ...first!.reading, notes },
  };
}

function joinColumns(parts: readonly Column[], starts: readonly number[], rows: number): Column {
  const numbers = new Float64Array(rows);
  const codes = parts.some((part) => part.codes !== null) ? new Int32Array(rows).fill(-1) : null;
  const texts = new Map<string, number>();
  parts.forEach((part, index) => {
    const start = starts[index]!;
    numbers.set(part.numbers, start);
    if (part.codes === null) return;
    const own = part.texts.map((text) => {
      if (!texts.has(text)) texts.set(text, texts.size);
      return texts.get(text)!;
    });
    part.codes.forEach((code, row) => {
      if (code >= 0) codes![start + row] = own[code]!;
    });
  });
  return { numbers, codes, texts: [...texts.keys()] };
}
