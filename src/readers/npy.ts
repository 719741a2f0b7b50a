/**
 * NumPy's files: an array in `.npy`, several in `.npz`. An array of two dimensions is a table whose columns are called "1", "2", …;
 * one with more has its rows flattened; one with names for its fields has a column for each. Arrays of an archive stand side by
 * side, each under its name.
 *
 *     "\x93NUMPY"  major minor  length of the header  header: a Python dictionary, in ASCII  numbers
 *
 * Source: numpy.lib.format, versions 1 to 3.
 */
import { DataError } from "../errors.js";
import { plural, show } from "../wording.js";
import type { Column, Table } from "./table.js";
import { joined } from "./unpack.js";
import { unzip } from "./zip.js";

const magic = "\x93NUMPY";

/** Whether bytes begin as an array of NumPy does. */
export function isNpy(head: Uint8Array): boolean {
  return head.length >= 10 && [...magic].every((character, at) => head[at] === character.charCodeAt(0));
}

/** One array: its shape, and its columns. */
interface NumpyArray {
  readonly shape: readonly number[];
  readonly columns: readonly { readonly name: string; readonly column: Column }[];
}

/**
 * Reads an array of NumPy.
 *
 * @throws DataError for objects (pickled), a malformed header, or fewer numbers than the shape says
 */
export function readNpy(bytes: Uint8Array, name: string): Table {
  const { shape, columns } = readArray(bytes, name, "");
  return tableOf(name, shape[0] ?? 1, columns, "NPY");
}

/** Reads an archive of arrays, all with as many rows. @throws DataError */
export async function readNpz(bytes: Uint8Array, name: string): Promise<Table> {
  const files = await unzip(bytes, name);
  const arrays = files.filter(({ name: entry }) => entry.endsWith(".npy"));
  if (arrays.length === 0) {
    throw new DataError(
      `expected arrays of NumPy in the archive, got ${plural(files.length, "other file")}.`,
      { file: name },
    );
  }
  const read = arrays.map(({ name: entry, bytes: own }) => {
    const title = entry.slice(0, -".npy".length);
    return { title, ...readArray(own, `${name}: ${entry}`, title) };
  });
  const rows = read[0]!.shape[0] ?? 1;
  for (const { title, shape } of read) {
    if ((shape[0] ?? 1) === rows) continue;
    throw new DataError(
      `expected arrays with as many rows, got ${read.map((one) => `${one.title}: ${one.shape.join(" × ")}`).join(", ")}. ` +
        `Save only the arrays that belong together.`,
      { file: name, column: title },
    );
  }
  return tableOf(
    name,
    rows,
    read.flatMap(({ columns }) => columns),
    "NPZ",
  );
}

function tableOf(name: string, rows: number, columns: NumpyArray["columns"], format: string): Table {
  if (rows === 0 || columns.length === 0)
    throw new DataError(`expected rows, got an array without any.`, { file: name });
  return {
    name,
    header: columns.map((one) => one.name),
    rows,
    columns: columns.map(({ column }) => column),
    lineOf: () => null,
    reading: { format, notes: [] },
  };
}

/** An array whose header is read. */
interface Opened extends Header {
  readonly rows: number;
  /** Cells of a row, for each field. */
  readonly width: number;
  readonly rowBytes: number;
  /** Where the numbers begin. */
  readonly body: number;
  /** Bytes of the whole array. */
  readonly needed: number;
}

/** Reads the header; null where it is not there as a whole. @throws DataError for other bytes */
function open(bytes: Uint8Array, name: string): Opened | null {
  if (!isNpy(bytes)) throw new DataError(`expected an array of NumPy, got other bytes.`, { file: name });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isShort = bytes[6] === 1;
  const start = isShort ? 10 : 12;
  if (bytes.length < start) return null;
  const body = start + (isShort ? view.getUint16(8, true) : view.getUint32(8, true));
  if (body > bytes.length) return null;
  const header = parseHeader(new TextDecoder("latin1").decode(bytes.subarray(start, body)), name);
  const rows = header.shape[0] ?? 1;
  const width = header.shape.slice(1).reduce((product, size) => product * size, 1);
  const rowBytes = width * header.fields.reduce((sum, { type }) => sum + type.bytes, 0);
  return { ...header, rows, width, rowBytes, body, needed: body + rows * rowBytes };
}

/** @param title of the array in an archive; "" for a lone one */
function readArray(bytes: Uint8Array, name: string, title: string): NumpyArray {
  const opened = open(bytes, name);
  if (!opened) throw headerCutShort(bytes, name);
  const { shape, needed, body, rows } = opened;
  if (!Number.isSafeInteger(needed) || needed > bytes.length) throw cutShort(name, needed, bytes.length);
  return {
    shape: shape.length === 0 ? [1] : shape,
    columns: columnsOf(opened, bytes.subarray(body), rows, title),
  };
}

function headerCutShort(bytes: Uint8Array, name: string): DataError {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isShort = bytes[6] === 1;
  const length = isShort ? view.getUint16(8, true) : bytes.length < 12 ? 0 : view.getUint32(8, true);
  return cutShort(name, (isShort ? 10 : 12) + length, bytes.length);
}

/**
 * The columns of some rows.
 *
 * @param bytes of these rows; in Fortran order of all rows
 */
function columnsOf(
  { shape, isFortran, fields, width, rowBytes }: Opened,
  bytes: Uint8Array,
  rows: number,
  title: string,
): NumpyArray["columns"] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const itemBytes = width === 0 ? 0 : rowBytes / width;
  const isNamed = fields.length > 1 || fields[0]!.name !== "";
  let offset = 0;
  return fields.flatMap(({ name: field, type }) => {
    const from = offset;
    offset += type.bytes;
    return Array.from({ length: width }, (_, index) => {
      const numbers = new Float64Array(rows);
      // in Fortran order the index of the row runs fastest; rows of more dimensions keep C's order of their cells
      const cell = isFortran ? fortranCell(index, shape) : index;
      const codes = type.text ? new Int32Array(rows) : null;
      const texts = new Map<string, number>();
      for (let row = 0; row < rows; row++) {
        const item = isFortran ? cell * rows + row : row * width + cell;
        const at = from + item * itemBytes;
        if (type.text) {
          const text = type.text(view, at);
          if (!texts.has(text)) texts.set(text, texts.size);
          codes![row] = texts.get(text)!;
          numbers[row] = NaN;
        } else numbers[row] = type.read(view, at);
      }
      const parts = [title, isNamed ? field : "", width === 1 ? "" : String(index + 1)].filter(
        (part) => part !== "",
      );
      const column = codes ? { numbers, codes, texts: [...texts.keys()] } : withoutNaN(numbers);
      return { name: parts.join(".") || "1", column };
    });
  });
}

/** Reads an array that comes in pieces. In Fortran order a row is spread over all of the file, so there is one block. */
export class NpyReader {
  readonly #name: string;
  #opened: Opened | null = null;
  /** What is not read yet: from the header on, later from the next row on. */
  #pieces: Uint8Array[] = [];
  #length = 0;
  /** Rows that were taken. */
  #taken = 0;

  constructor(name: string) {
    this.#name = name;
  }

  /** Whole rows that are waiting. */
  get rows(): number {
    const own = this.#opened;
    if (!own || own.isFortran || own.rowBytes === 0) return 0;
    return Math.min(Math.floor(this.#length / own.rowBytes), own.rows - this.#taken);
  }

  get numbers(): number {
    return this.rows * (this.#opened?.width ?? 0) * (this.#opened?.fields.length ?? 0);
  }

  push(piece: Uint8Array): void {
    this.#pieces.push(piece);
    this.#length += piece.length;
    if (this.#opened || this.#length < 10) return;
    const bytes = this.#joined();
    this.#opened = open(bytes, this.#name);
    if (this.#opened) this.#keep(bytes.subarray(this.#opened.body));
  }

  take(): Table | null {
    return this.rows === 0 ? null : this.#next(this.rows);
  }

  /** @returns the rows that are left, maybe none. @throws DataError for fewer rows than the header says */
  finish(): Table {
    const own = this.#opened;
    if (!own) {
      const bytes = this.#joined();
      throw isNpy(bytes)
        ? headerCutShort(bytes, this.#name)
        : new DataError(`expected an array of NumPy, got other bytes.`, { file: this.#name });
    }
    const left = own.rows - this.#taken;
    if (!Number.isSafeInteger(own.needed) || left * own.rowBytes > this.#length)
      throw cutShort(this.#name, own.needed, own.body + this.#taken * own.rowBytes + this.#length);
    if (left === 0 && this.#taken > 0)
      return { name: this.#name, header: [], rows: 0, columns: [], lineOf: () => null, reading };
    return this.#next(left);
  }

  #next(rows: number): Table {
    const own = this.#opened!;
    const bytes = this.#joined();
    const end = rows * own.rowBytes;
    const columns = columnsOf(own, bytes.subarray(0, end), rows, "");
    this.#keep(bytes.slice(end));
    this.#taken += rows;
    return tableOf(this.#name, rows, columns, reading.format);
  }

  #joined(): Uint8Array {
    return joined(this.#pieces, this.#length);
  }

  #keep(bytes: Uint8Array): void {
    this.#pieces = [bytes];
    this.#length = bytes.length;
  }
}

const reading = { format: "NPY", notes: [] } as const;

/** NaN is a missing cell: the empty text, as in other tables. */
function withoutNaN(numbers: Float64Array): Column {
  if (!numbers.some((value) => !Number.isFinite(value))) return { numbers, codes: null, texts: [] };
  const texts: string[] = [];
  const codes = Int32Array.from(numbers, (value) => {
    if (Number.isFinite(value)) return -1;
    const text = Number.isNaN(value) ? "" : String(value);
    if (!texts.includes(text)) texts.push(text);
    return texts.indexOf(text);
  });
  return { numbers: numbers.map((value) => (Number.isFinite(value) ? value : NaN)), codes, texts };
}

/** The place of a row's cell in Fortran order: its indices, counted from the first. */
function fortranCell(index: number, shape: readonly number[]): number {
  const sizes = shape.slice(1);
  let [rest, cell] = [index, 0];
  const places: number[] = [];
  for (let axis = sizes.length - 1; axis >= 0; axis--) {
    places[axis] = rest % sizes[axis]!;
    rest = Math.floor(rest / sizes[axis]!);
  }
  for (let axis = sizes.length - 1; axis >= 0; axis--) cell = cell * sizes[axis]! + places[axis]!;
  return cell;
}

function cutShort(name: string, needed: number, got: number): DataError {
  return new DataError(
    `expected ${needed} bytes as the header says, got ${got}. The file is cut short: save or copy it again.`,
    { file: name },
  );
}

/** Reads one value. */
interface ValueType {
  readonly bytes: number;
  read(view: DataView, at: number): number;
  readonly text?: (view: DataView, at: number) => string;
}

interface Header {
  readonly shape: readonly number[];
  readonly isFortran: boolean;
  readonly fields: readonly { readonly name: string; readonly type: ValueType }[];
}

/** The header: `{'descr': '<f8', 'fortran_order': False, 'shape': (150, 4), }`. */
function parseHeader(header: string, name: string): Header {
  const shapeText = /'shape':\s*\(([\d,\sL]*)\)/.exec(header)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(header)?.[1];
  const plain = /'descr':\s*'([^']+)'/.exec(header)?.[1];
  const list = /'descr':\s*\[(.*?)\]\s*,\s*'/s.exec(header)?.[1];
  if (shapeText === undefined || order === undefined || (plain ?? list) === undefined) {
    throw new DataError(`expected the header of an array of NumPy, got ${show(header.trim())}.`, {
      file: name,
    });
  }
  const shape = shapeText.split(",").flatMap((size) => (size.trim() === "" ? [] : [parseInt(size, 10)]));
  const described =
    plain === undefined
      ? [...list!.matchAll(/\(\s*'([^']*)'\s*,\s*'([^']+)'\s*\)/g)].map(([, field, type]) => ({
          name: field!,
          code: type!,
        }))
      : [{ name: "", code: plain }];
  const fields = described.map(({ name: field, code }) => ({ name: field, type: valueType(code, name) }));
  if (fields.length === 0)
    throw new DataError(`expected numbers or texts, got fields ${show(list)}.`, { file: name });
  return { shape, isFortran: order === "True", fields };
}

/** The type that a code such as "<f8" stands for. */
function valueType(code: string, name: string): ValueType {
  const [, order, kind, size] = /^([<>|=]?)([a-zA-Z])(\d*)/.exec(code) ?? [];
  const little = order !== ">";
  const number = (bytes: number, read: (view: DataView, at: number) => number) => ({ bytes, read });
  switch (`${kind}${size}`) {
    case "f8":
      return number(8, (view, at) => view.getFloat64(at, little));
    case "f4":
      return number(4, (view, at) => view.getFloat32(at, little));
    case "f2":
      return number(2, (view, at) => half(view.getUint16(at, little)));
    case "i1":
      return number(1, (view, at) => view.getInt8(at));
    case "i2":
      return number(2, (view, at) => view.getInt16(at, little));
    case "i4":
      return number(4, (view, at) => view.getInt32(at, little));
    case "i8":
      return number(8, (view, at) => Number(view.getBigInt64(at, little)));
    case "u1":
    case "b1":
      return number(1, (view, at) => view.getUint8(at));
    case "u2":
      return number(2, (view, at) => view.getUint16(at, little));
    case "u4":
      return number(4, (view, at) => view.getUint32(at, little));
    case "u8":
      return number(8, (view, at) => Number(view.getBigUint64(at, little)));
  }
  if (kind === "U" || kind === "S") {
    const characters = Number(size);
    return {
      bytes: kind === "U" ? 4 * characters : characters,
      read: () => NaN,
      text: (view, at) => {
        let text = "";
        for (let index = 0; index < characters; index++) {
          const point = kind === "U" ? view.getUint32(at + 4 * index, little) : view.getUint8(at + index);
          if (point === 0) break;
          text += point > 0x10ffff ? "\ufffd" : String.fromCodePoint(point);
        }
        return text;
      },
    };
  }
  const got = kind === "O" ? "Python objects (pickled)" : `values of type ${show(code)}`;
  throw new DataError(
    `expected numbers or texts, got ${got}. Save it with a plain type: numpy.save(file, array.astype(float)).`,
    { file: name },
  );
}

/** A number of 16 bits. */
function half(bits: number): number {
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  const sign = bits >> 15 ? -1 : 1;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}
