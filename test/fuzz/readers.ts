/**
 * Fuzzes the readers of tables: damages files that are right, and makes files of random bytes. A reader must return a table or throw
 * one of our errors; anything else, or a table whose parts do not fit each other, is a fault. A short run is a test; a long one is
 * `node scripts/fuzz-readers.mjs`.
 */
import * as jpeg from "jpeg-js";
import { ChainruleError } from "../../src/errors.js";
import { CsvReader } from "../../src/readers/csv.js";
import { decimalNumber } from "../../src/readers/decimalNumber.js";
import { isIdx, readIdx } from "../../src/readers/idx.js";
import { imageDataset } from "../../src/readers/images/imageDataset.js";
import type { Table } from "../../src/readers/table.js";
import { readTable, type TableHost } from "../../src/readers/tableFormats.js";
import { parquetPredictions } from "../../src/report/predictions/parquet.js";
import { greyWithRestarts, progressive } from "./jpegFile.js";
import { parquet, parquetFiles } from "./parquetFile.js";
import { adam7Of, pngOf } from "./pngFile.js";

/** Random whole numbers below a limit. [Marsaglia 2003, xorshift32] */
function randomOf(seed: number): (limit: number) => number {
  let state = seed >>> 0 || 1;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

const bytesOf = (text: string) => new TextEncoder().encode(text);
const bytesOfBase64 = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

const host: TableHost = {
  async parquet() {
    const { compressors } = await import("hyparquet-compressors");
    return { ...(await import("hyparquet")), compressors };
  },
};

/** Two row groups, with gaps. */
function parquetOfGroups(): Uint8Array {
  const head = {
    ids: ["id"],
    target: "t",
    classes: null,
    names: ["x", "y"],
    field: "",
    precision: "float32",
  } as const;
  const writer = parquetPredictions(head);
  const block = (rows: number) => ({
    rows,
    ids: [(row: number) => `n${row % 3}`],
    answers: Array.from({ length: rows }, (_, row) =>
      row % 4 === 1 ? null : { class: null, numbers: [row, 0.5] },
    ),
  });
  const chunks = [writer.start(), writer.block(block(5)), writer.block(block(3)), writer.end()];
  return Uint8Array.from(chunks.flatMap((chunk) => Array.from(chunk as Uint8Array)));
}

function npy(): Uint8Array {
  const header = "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }".padEnd(117) + "\n";
  const body = new Uint8Array(Float64Array.of(1, 2, 3, 4, 5, 6).buffer);
  return Uint8Array.from([0x93, ...bytesOf("NUMPY"), 1, 0, header.length, 0, ...bytesOf(header), ...body]);
}

/** An archive with one file, x, that numpy.savez_compressed wrote. */
function npz(): Uint8Array {
  return bytesOfBase64(
    "UEsDBBQAAAAIAAAAIQD4YUpJVQAAAKAAAAAFABQAeC5ucHkBABAAoAAAAAAAAABVAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqGuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GkY6CkaaOgq1CmQDLgYw+GAPoRkcIBQHlP5RDwBQSwECFAMUAAAACAAAACEA+GFKSVUAAACgAAAABQAAAAAAAAAAAAAAgAEAAAAAeC5ucHlQSwUGAAAAAAEAAQAzAAAAjAAAAAAA",
  );
}

/** Numbers that look random. @param mask which of their bits are kept */
function noise(count: number, mask = 255): Uint8Array {
  return Uint8Array.from({ length: count }, (_, at) => (at * 73 + ((at * at) >> 3)) & mask);
}

function jpegOf(width: number, height: number, quality: number): Uint8Array {
  return jpeg.encode({ width, height, data: noise(4 * width * height) }, quality).data;
}

/** Files that are right, by reader. */
export const seeds: Readonly<Record<string, readonly (() => Uint8Array)[]>> = {
  csv: [
    () => bytesOf('a,b,c\n1,2.5,"x, y"\n3,,"q""r"\n-1e3,7,z\n'),
    () => bytesOf("x;y\r\n1,5;ä\r\n2,25;ö\r\n"),
    () => bytesOf("# note\n1 2\t3\n4  5 6\n"),
    () => bytesOf("sep=;\r\na;b;;\r\r\n$1,234.50;(2);;\r\r\n19 %;NA;;\r\r\n"),
    () => Uint8Array.from([0xff, 0xfe, ...[..."a,b\n1,2\n"].flatMap((one) => [one.charCodeAt(0), 0])]),
    () => Uint8Array.from([...bytesOf("stadt,x\nK"), 0xf6, ...bytesOf("ln,1\n")]),
  ],
  json: [
    () => bytesOf('{"a":1,"b":"x"}\n{"a":null,"b":true}\n'),
    () => bytesOf('[{"a":1,"s":{"w":[1,2]}},{"a":NaN}]'),
    () => bytesOf('{"columns":["a","b"],"data":[[1,2],[3,4]]}'),
  ],
  parquet: [
    () => bytesOfBase64(parquet),
    parquetOfGroups,
    ...Object.values(parquetFiles).map((file) => () => bytesOfBase64(file)),
  ],
  npy: [npy],
  npz: [npz],
  idx: [() => Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 255, 0, 0, 255)],
  png: [
    () => pngOf({ width: 9, height: 5, depth: 8, colour: 2, filter: 4 }, noise(135)),
    () => adam7Of({ width: 9, height: 5, depth: 4, colour: 0, filter: 3 }, noise(45, 15)),
    () =>
      pngOf(
        { width: 9, height: 5, depth: 2, colour: 3, palette: [...noise(12)], transparency: [0, 9] },
        noise(45, 3),
      ),
    () => pngOf({ width: 4, height: 3, depth: 16, colour: 6, filter: 1 }, noise(48)),
  ],
  jpeg: [
    () => jpegOf(16, 10, 80),
    () => jpegOf(3, 3, 10),
    () => bytesOfBase64(progressive),
    () => bytesOfBase64(greyWithRestarts),
  ],
};

/** Pieces of text that are put into files. */
const pieces = [
  ",",
  ";",
  "\t",
  "|",
  " ",
  "\n",
  "\r",
  "\r\n",
  '"',
  "'",
  "#",
  "\0",
  "e",
  ".",
  "-",
  "{",
  "}",
  "[",
  "]",
  ":",
  "NaN",
  "1e999",
  "é",
  "\u{1f600}",
  "(",
  "%",
  "$",
].map(bytesOf);

/** Bytes that lengths and counts are made of. */
const extremes = [0, 1, 2, 4, 0x7f, 0x80, 0xfe, 0xff];

/** Files whose parts are found by their places are damaged in place too. */
function overwritten(bytes: Uint8Array, random: (limit: number) => number): Uint8Array {
  const own = bytes.slice();
  for (let count = 1 + random(4); count > 0; count--) {
    const at = random(own.length);
    const value = random(2) ? extremes[random(extremes.length)]! : random(256);
    // long numbers need several bytes in a row
    for (let index = at; index < Math.min(own.length, at + 1 + random(5)); index++) own[index] = value;
  }
  return own;
}

function damaged(bytes: Uint8Array, random: (limit: number) => number): Uint8Array {
  let own = [...bytes];
  for (let count = 1 + random(4); count > 0; count--) {
    const at = random(own.length + 1);
    switch (random(6)) {
      case 0:
        own[at] = random(256);
        break;
      case 1:
        own.splice(at, random(8));
        break;
      case 2:
        own.splice(at, 0, ...pieces[random(pieces.length)]!);
        break;
      case 3:
        own = own.slice(0, at);
        break;
      case 4:
        own.splice(at, 0, ...own.slice(random(own.length + 1), random(own.length + 1)));
        break;
      default:
        own[at] = (own[at] ?? 0) ^ (1 << random(8));
    }
  }
  return Uint8Array.from(own, (byte) => byte ?? 0);
}

/** Whether the parts of a table fit each other. @throws Error saying what does not */
function checkTable({ header, rows, columns, lineOf }: Table): void {
  const wrong = (what: string) => {
    throw new Error(`the table is wrong: ${what}`);
  };
  if (new Set(header).size !== header.length || header.length !== columns.length) wrong("header");
  if (!(rows >= 0)) wrong("rows");
  for (const { numbers, codes, texts } of columns) {
    if (numbers.length !== rows || (codes !== null && codes.length !== rows)) wrong("length of a column");
    const used = new Set<number>();
    numbers.forEach((value, row) => {
      const code = codes === null ? -1 : codes[row]!;
      if (code >= 0) used.add(code);
      if (
        code >= 0 !== Number.isNaN(value) ||
        (code < 0 && !Number.isFinite(value)) ||
        code >= texts.length
      ) {
        wrong("a cell that is not either a number or a text");
      }
    });
    if (used.size !== texts.length || new Set(texts).size !== texts.length)
      wrong("texts that no cell has, or twice");
  }
  for (let row = 1; row < rows; row++) {
    const [before, line] = [lineOf(row - 1), lineOf(row)];
    if (before !== null && !(line! > before)) wrong("lines that do not go up");
  }
}

/** Reads one input with a reader. @throws whatever the reader throws */
async function readOne(reader: string, bytes: Uint8Array, random: (limit: number) => number): Promise<void> {
  if (reader === "idx") {
    if (isIdx(bytes)) readIdx(bytes, "f");
    return;
  }
  if (reader === "png" || reader === "jpeg") {
    const { rows, columns, inputs } = imageDataset([{ name: "f", bytes }], { jpeg: jpeg.decode });
    if (rows !== 1 || inputs.length !== columns) throw new Error("the image is wrong");
    return;
  }
  if (reader !== "csv")
    return checkTable(await readTable(bytes, "f", { onError: random(2) ? "skip" : "stop" }, host));
  const options = {
    onError: random(2) ? ("skip" as const) : ("stop" as const),
    ...(random(8) ? {} : { header: random(2) === 0 }),
  };
  const readIn = (length: number) => {
    const one = new CsvReader("f", options);
    for (let at = 0; at < bytes.length; at += length) one.push(bytes.subarray(at, at + length));
    return one.finish();
  };
  const whole = readIn(bytes.length || 1);
  checkTable(whole);
  const parts = readIn(1 + random(5));
  const shown = ({ header, columns }: Table) =>
    JSON.stringify([
      header,
      columns.map(({ numbers, codes, texts }) => [[...numbers], codes && [...codes], texts]),
    ]);
  if (shown(parts) !== shown(whole)) throw new Error("the table depends on the pieces");
}

const inPlace = new Set(["parquet", "png", "jpeg"]);

/**
 * Fuzzes one reader.
 *
 * @returns how many inputs gave a table, how many one of our errors, and the processor time of the slowest
 * @throws Error with the input, in base64, for anything else
 */
export async function fuzz(
  reader: string,
  inputs: number,
  seed: number,
): Promise<{ tables: number; errors: number; slowestMs: number }> {
  const random = randomOf(seed);
  const own = seeds[reader]!.map((make) => make());
  const counts = { tables: 0, errors: 0, slowestMs: 0 };
  for (let count = 0; count < inputs; count++) {
    const whole = own[random(own.length)]!;
    const bytes = inPlace.has(reader) && random(4) > 0 ? overwritten(whole, random) : damaged(whole, random);
    const start = process.cpuUsage();
    try {
      await readOne(reader, bytes, random);
      counts.tables++;
    } catch (error) {
      if (error instanceof ChainruleError) counts.errors++;
      else
        throw new Error(`${reader}, input ${count} of seed ${seed}: ${btoa(String.fromCharCode(...bytes))}`, {
          cause: error,
        });
    }
    const { user, system } = process.cpuUsage(start);
    counts.slowestMs = Math.max(counts.slowestMs, Math.round((user + system) / 1000));
  }
  return counts;
}

/** Compares numbers with those of `Number()`. @throws Error with the text */
export function fuzzNumbers(inputs: number, seed: number): void {
  const random = randomOf(seed);
  const alphabet = "0123456789012345678900000999999.e-+";
  for (let count = 0; count < inputs; count++) {
    let text = "";
    for (let length = 1 + random(26); length > 0; length--) text += alphabet[random(alphabet.length)];
    const bytes = bytesOf(text);
    const value = decimalNumber(bytes, 0, bytes.length, 46);
    const wanted = Number(text);
    const isFinite = Number.isFinite(wanted);
    if (isFinite ? !Object.is(value, wanted) : !Number.isNaN(value))
      throw new Error(`${text}: ${value}, not ${wanted}`);
  }
}
