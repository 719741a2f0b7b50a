/**
 * Packed rows: samples in a safetensors file, at fixed width, so that row n is at a known place and some rows are one read for each
 * tensor. The metadata say what the rows are, and what a model that is trained on them must remember.
 *
 *     inputs   U8, F32 or F64   [rows × columns]
 *     labels   U32 [rows]   or   targets F64 [rows × outputs]
 *     weights  F64 [rows], where rows have weights
 *
 * The header is padded so that the data begin at a multiple of 4096 bytes. `crc` has the CRC-32 of each tensor.
 */
import { DataError } from "../../errors.js";
import { mostHeaderBytes, type Place, readHeader } from "../../network/safetensors.js";
import { isPlainObject } from "../../settings/check.js";
import { show } from "../../wording.js";
import type { Schema } from "../columns/columns.js";
import { schemaProblem } from "../columns/schemaCheck.js";
import { aboutRows, type RowSource } from "./rowSource.js";

/** The types of tensors, by their names in the header. */
const types = { U8: Uint8Array, U32: Uint32Array, F32: Float32Array, F64: Float64Array } as const;
type TypeName = keyof typeof types;
const inputTypes = { uint8: "U8", float32: "F32", float64: "F64" } as const;

/** What a file of packed rows says besides its tensors. */
export interface PackedAbout extends Omit<RowSource, "read"> {
  /** What a model must remember of the data, as JSON: `Network.notes`. */
  readonly notes: Readonly<Record<string, unknown>>;
  /** Where the rows come from, in words, for messages. */
  readonly origin: string;
}

/** Where one tensor is. */
export interface PackedTensor {
  readonly name: "inputs" | "labels" | "targets" | "weights";
  readonly type: TypeName;
  /** Numbers of a row. */
  readonly width: number;
  /** Bytes of a row. */
  readonly rowBytes: number;
  /** The first byte, in the file. */
  readonly start: number;
}

/** CRC-32 of tensors by name, 8 hexadecimal digits each. */
export type Sums = Readonly<Partial<Record<PackedTensor["name"], string>>>;

const version = 1;
const alignment = 4096;
const noSum = "00000000";

/** The tensors of packed rows, in their order: wide numbers first, so that each is aligned. */
function tensorsOf({ inputType, targetType, columns, outputs, hasWeights }: PackedAbout) {
  const all: Omit<PackedTensor, "start" | "rowBytes">[] = [
    { name: "inputs", type: inputTypes[inputType], width: columns },
    targetType === "labels"
      ? { name: "labels", type: "U32", width: 1 }
      : { name: "targets", type: "F64", width: outputs },
    ...(hasWeights ? [{ name: "weights" as const, type: "F64" as const, width: 1 }] : []),
  ];
  return all.sort((a, b) => types[b.type].BYTES_PER_ELEMENT - types[a.type].BYTES_PER_ELEMENT);
}

/**
 * The beginning of a file of packed rows.
 *
 * @param sums of its tensors (default: zeros; the beginning has the same length then)
 */
export function packedHeader(about: PackedAbout, sums: Sums = {}): Uint8Array {
  let offset = 0;
  const crc: Record<string, string> = {};
  const entries = tensorsOf(about).map(({ name, type, width }) => {
    const bytes = about.rows * width * types[type].BYTES_PER_ELEMENT;
    const shape = name === "labels" || name === "weights" ? [about.rows] : [about.rows, width];
    crc[name] = sums[name] ?? noSum;
    return [name, { dtype: type, shape, data_offsets: [offset, (offset += bytes)] }] as const;
  });
  const { notes, origin, ...rows } = about;
  const { schema: _, flags, ...plain } = aboutRows({ ...rows, read: () => Promise.resolve() });
  const told = {
    format: "packed rows",
    version,
    ...plain,
    flags: flags && Array.from(flags),
    notes,
    origin,
    crc,
  };
  const header = { __metadata__: { chainrule: JSON.stringify(told) }, ...Object.fromEntries(entries) };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const start = Math.ceil((8 + json.length) / alignment) * alignment;
  const bytes = new Uint8Array(start).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.set(json, 8);
  return bytes;
}

/** Where the tensors of a file of packed rows are. @param headerBytes bytes before the data */
export function packedTensors(about: PackedAbout, headerBytes: number): PackedTensor[] {
  let start = headerBytes;
  return tensorsOf(about).map((tensor) => {
    const rowBytes = tensor.width * types[tensor.type].BYTES_PER_ELEMENT;
    const placed = { ...tensor, rowBytes, start };
    start += about.rows * rowBytes;
    return placed;
  });
}

/** What was read of the beginning of a file. */
export interface PackedStart {
  readonly about: PackedAbout;
  readonly tensors: readonly PackedTensor[];
  readonly sums: Sums;
}

/** A file of which any bytes can be read. */
export interface RowFile {
  /** For messages. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** Fills an array with the bytes from a place on. @throws {DataError} for bytes that cannot be read */
  read(at: number, into: Uint8Array): Promise<void>;
}

/** Reads the beginning of a file of packed rows. @throws {DataError} for another file, and one that is damaged or cut short */
export async function readPackedStart(file: RowFile): Promise<PackedStart> {
  const refuse = (reason: string) =>
    new DataError(`expected packed rows, as chainrule prepare writes them: ${reason}.`, { file: file.name });
  if (file.size < 8) throw refuse(`it has ${file.size} bytes`);
  const length = new Uint8Array(8);
  await file.read(0, length);
  const headerBytes = Number(new DataView(length.buffer).getBigUint64(0, true));
  if (headerBytes > mostHeaderBytes) throw refuse("it does not begin with the length of a header");
  if (headerBytes > file.size - 8) throw refuse("it is cut short: its header is not whole");
  const json = new Uint8Array(headerBytes);
  await file.read(8, json);
  const { places, metadata } = readHeader(json, file.size - 8 - headerBytes, types, refuse);
  const { about, sums } = aboutOf(metadata.chainrule, places, refuse);
  const tensors = packedTensors(about, 8 + headerBytes);
  for (const { name, type, start, rowBytes } of tensors) {
    const place = places.find(({ key }) => key === name);
    const isThere = place && place.type === types[type] && 8 + headerBytes + place.begin === start;
    if (!isThere || place.end - place.begin !== about.rows * rowBytes)
      throw refuse(`tensor ${show(name)} is not as its metadata say`);
  }
  if (places.length !== tensors.length) throw refuse("it has other tensors than its metadata say");
  return { about, tensors, sums };
}

type Refuse = (reason: string) => DataError;

/** Reads the metadata, which anybody may have written. */
function aboutOf(text: string | undefined, places: readonly Place<unknown>[], refuse: Refuse) {
  let told: unknown;
  try {
    told = JSON.parse(text ?? "");
  } catch {
    throw refuse("its metadata are not those of chainrule");
  }
  if (!isPlainObject(told) || told.format !== "packed rows") throw refuse("it is another safetensors file");
  if (told.version !== version) throw refuse("a later version of chainrule wrote it. Update chainrule");
  const wrong = (name: string) => refuse(`its metadata are damaged: ${name} is ${show(told[name])}`);
  for (const name of ["rows", "columns", "outputs"]) {
    if (!(Number.isSafeInteger(told[name]) && (told[name] as number) >= 1)) throw wrong(name);
  }
  const { rows, columns, outputs, inputType, targetType, notes, origin, crc } = told as Record<string, never>;
  if (!Object.hasOwn(inputTypes, String(inputType))) throw wrong("inputType");
  if (targetType !== "labels" && targetType !== "numbers") throw wrong("targetType");
  for (const name of ["hasWeights", "hasMissing", "hasClassNames"])
    if (typeof told[name] !== "boolean") throw wrong(name);
  const areTexts = (value: unknown, length: number) =>
    value === null ||
    (Array.isArray(value) && value.length === length && value.every((one) => typeof one === "string"));
  if (!areTexts(told.classNames, outputs)) throw wrong("classNames");
  if (targetType === "labels" && told.classNames === null) throw wrong("classNames");
  if (!areTexts(told.inputNames, columns)) throw wrong("inputNames");
  const { flags, image } = told as { flags: unknown; image: unknown };
  const areFlags =
    Array.isArray(flags) && flags.length === columns && flags.every((one) => one === 0 || one === 1);
  if (flags !== null && !areFlags) throw wrong("flags");
  const isImage =
    Array.isArray(image) &&
    image.length === 2 &&
    image.every(Number.isInteger) &&
    image[0] * image[1] === columns;
  if (image !== null && !isImage) throw wrong("image");
  if (!isPlainObject(notes)) throw wrong("notes");
  const { schema = null } = notes as { schema?: Schema | null };
  const problem = schema === null ? null : schemaProblem(schema);
  if (problem !== null) throw refuse(`its metadata are damaged: ${problem}`);
  if (!isPlainObject(crc) || places.some(({ key }) => !/^[0-9a-f]{8}$/.test(String(crc[key as never]))))
    throw wrong("crc");
  const about: PackedAbout = {
    rows,
    columns,
    outputs,
    inputType,
    targetType,
    classNames: told.classNames as readonly string[] | null,
    inputNames: told.inputNames as readonly string[] | null,
    hasClassNames: told.hasClassNames as boolean,
    hasWeights: told.hasWeights as boolean,
    hasMissing: told.hasMissing as boolean,
    flags: flags === null ? null : Uint8Array.from(flags as number[]),
    image: image as PackedAbout["image"],
    notes: notes as Record<string, unknown>,
    schema,
    origin: typeof origin === "string" ? origin : "",
  };
  return { about, sums: crc as Sums };
}
