/**
 * The safetensors container: named tensors behind a JSON header. This file knows only the format. `modelFile.ts` knows what
 * the tensors mean.
 *
 *     ┌──────────────┬────────────────────┬───────────────────────┐
 *     │ u64 LE bytes │ JSON header        │ tensors, back to back │
 *     │ of header    │ (padded by spaces) │                       │
 *     └──────────────┴────────────────────┴───────────────────────┘
 *
 * Source: huggingface/safetensors, README "Format".
 */
import { type ChainruleError, ModelError } from "../errors.js";
import { show } from "../wording.js";
import { bytesOf, type GivenBytes } from "./givenArrays.js";
import { strictJson } from "./strictJson.js";

export type TensorData = Float32Array | Float64Array;
export interface Tensor {
  shape: readonly number[];
  data: TensorData;
}
export interface Container {
  tensors: Map<string, Tensor>;
  metadata: Record<string, string>;
}

/** Our headers are shorter. A larger number means a file of another kind, or one that would take too much memory. */
export const mostHeaderBytes = 32_000_000;

const types = { F32: Float32Array, F64: Float64Array } as const;

export function writeSafetensors({ tensors, metadata }: Container): Uint8Array {
  let offset = 0;
  const entries = Array.from(tensors, ([name, { shape, data }]): [string, unknown] => {
    const dtype = data instanceof Float64Array ? "F64" : "F32";
    return [name, { dtype, shape, data_offsets: [offset, (offset += data.byteLength)] }];
  });
  const header = Object.fromEntries([["__metadata__", metadata], ...entries]);
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerBytes = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerBytes + offset).fill(0x20, 8 + json.length, 8 + headerBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.set(json, 8);
  let at = 8 + headerBytes;
  for (const { data } of tensors.values()) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/**
 * Bytes → container; the tensors are copies. Their data must fill the rest of the file, each byte once; their order is free.
 *
 * @throws ModelError for a file that is cut short, too long, or not of this format
 */
export function readSafetensors(given: GivenBytes, name = "model"): Container {
  const refuse = (reason: string) =>
    new ModelError(`${String(name)}: not a readable safetensors file: ${reason}.`);
  const bytes = bytesOf(given);
  if (!bytes)
    throw new ModelError(
      `${String(name)}: expected the bytes of a file, as a Uint8Array or ArrayBuffer, got ${show(given)}.`,
    );
  if (bytes.length < 8) throw refuse(`expected at least 8 bytes, got ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = Number(view.getBigUint64(0, true));
  if (headerBytes > mostHeaderBytes) throw refuse("it does not begin with the length of a header");
  if (headerBytes > bytes.length - 8) {
    throw refuse(`its header should have ${headerBytes} bytes, but ${bytes.length - 8} follow`);
  }
  const body = bytes.subarray(8 + headerBytes);
  const { places, metadata } = readHeader(bytes.subarray(8, 8 + headerBytes), body.length, types, refuse);
  const copy = Uint8Array.from(body).buffer; // one for all: a buffer for each of many small tensors takes much memory
  const tensors = new Map<string, Tensor>();
  for (const { key, type, shape, begin, end } of places) {
    const isAligned = begin % type.BYTES_PER_ELEMENT === 0;
    const data = isAligned
      ? new type(copy, begin, (end - begin) / type.BYTES_PER_ELEMENT)
      : new type(copy.slice(begin, end));
    tensors.set(key, { shape, data });
  }
  return { tensors, metadata };
}

/** Makes the error that says what is wrong with a file. */
export type Refuse = (reason: string) => ChainruleError;

/** The types of tensors that a reader knows, by their names in the header. */
type Types = Readonly<Record<string, { readonly BYTES_PER_ELEMENT: number }>>;

/**
 * Reads the header of a file.
 *
 * @param json   the header, without the length before it
 * @param length bytes of the data behind it
 * @throws what `refuse` makes, unless the tensors fill the data, each byte once
 */
export function readHeader<Known extends Types>(
  json: Uint8Array,
  length: number,
  known: Known,
  refuse: Refuse,
): { places: Place<Known[keyof Known]>[]; metadata: Record<string, string> } {
  const header = headerOf(json, refuse);
  const places = Object.entries(header).flatMap(([key, entry]) =>
    key === "__metadata__" ? [] : [placeOf(key, entry, known, refuse)],
  );
  refuseGaps(places, length, refuse);
  return { places, metadata: metadataOf(header, refuse) };
}

function headerOf(bytes: Uint8Array, refuse: Refuse): Record<string, unknown> {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw refuse("its header is not JSON");
  }
  const read = strictJson(text);
  if ("problem" in read) throw refuse(`its header ${read.problem}`);
  if (!isObject(read.value)) throw refuse("its header is not a JSON object");
  return read.value;
}

function metadataOf(header: Record<string, unknown>, refuse: Refuse): Record<string, string> {
  const metadata = Object.hasOwn(header, "__metadata__") ? header.__metadata__ : {};
  if (!isObject(metadata) || Object.values(metadata).some((value) => typeof value !== "string")) {
    throw refuse("its metadata are not strings");
  }
  return metadata as Record<string, string>;
}

/** Where the data of a tensor are, in bytes of the data of the file. */
export interface Place<Type> {
  key: string;
  type: Type;
  shape: readonly number[];
  begin: number;
  end: number;
}

function placeOf<Known extends Types>(
  key: string,
  entry: unknown,
  known: Known,
  refuse: Refuse,
): Place<Known[keyof Known]> {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (typeof dtype !== "string" || !Object.hasOwn(known, dtype)) {
    throw refuse(`tensor ${show(key)} has type ${show(dtype)}, expected ${either(Object.keys(known))}`);
  }
  const type = known[dtype as keyof Known];
  if (!isSizes(shape) || !isSizes(offsets) || offsets.length !== 2) {
    throw refuse(`tensor ${show(key)} has no shape or offsets`);
  }
  const [begin, end] = offsets as [number, number];
  const wanted = shape.reduce<number>((product, size) => product * size, type.BYTES_PER_ELEMENT);
  if (end - begin !== wanted) {
    throw refuse(`tensor ${show(key)} should have ${wanted} bytes, its offsets give ${end - begin}`);
  }
  return { key, type, shape, begin, end };
}

/** `F32 or F64` */
function either(names: readonly string[]): string {
  return `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

/** Refuses tensors that overlap, that leave a gap, or that are not as long as the rest of the file. */
function refuseGaps(places: readonly Place<unknown>[], length: number, refuse: Refuse): void {
  const inOrder = places.toSorted((a, b) => a.begin - b.begin || a.end - b.end);
  let covered = 0;
  for (const { key, begin, end } of inOrder) {
    if (begin !== covered) {
      const kind = begin < covered ? "overlaps with the one before" : "leaves a gap before it";
      throw refuse(`tensor ${show(key)} ${kind}: expected it at byte ${covered} of the data, got ${begin}`);
    }
    if (end > length) {
      throw refuse(`tensor ${show(key)} ends at byte ${end} of its data, but ${length} are there`);
    }
    covered = end;
  }
  if (covered !== length) {
    throw refuse(`its tensors have ${covered} bytes, but ${length} follow the header`);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
