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
import { ModelError } from "../errors.js";
import { show } from "../wording.js";

export type TensorData = Float32Array | Float64Array;
export interface Tensor {
  shape: readonly number[];
  data: TensorData;
}
export interface Container {
  tensors: Map<string, Tensor>;
  metadata: Record<string, string>;
}

/** The limit that the format sets. A larger number means a file of another kind. */
const mostHeaderBytes = 100_000_000;

const types = { F32: Float32Array, F64: Float64Array } as const;

export function writeSafetensors({ tensors, metadata }: Container): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const [name, { shape, data }] of tensors) {
    const dtype = data instanceof Float64Array ? "F64" : "F32";
    header[name] = { dtype, shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
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
 * Bytes → container; the tensors are copies.
 *
 * @throws ModelError for a file that is cut short, too long, or not of this format
 */
export function readSafetensors(bytes: Uint8Array, name = "model"): Container {
  const refuse = (reason: string) => new ModelError(`${name}: not a readable safetensors file: ${reason}.`);
  if (bytes.length < 8) throw refuse(`expected at least 8 bytes, got ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = Number(view.getBigUint64(0, true));
  if (headerBytes > mostHeaderBytes) throw refuse("it does not begin with the length of a header");
  if (headerBytes > bytes.length - 8) {
    throw refuse(`its header should have ${headerBytes} bytes, but ${bytes.length - 8} follow`);
  }
  let header: Record<string, unknown>;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, 8 + headerBytes));
    header = JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw refuse("its header is not JSON");
  }
  if (typeof header !== "object" || header === null || Array.isArray(header)) {
    throw refuse("its header is not a JSON object");
  }
  const body = bytes.subarray(8 + headerBytes);
  const tensors = new Map<string, Tensor>();
  let covered = 0;
  for (const [key, entry] of Object.entries(header)) {
    if (key === "__metadata__") continue;
    const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
    const type = types[dtype as keyof typeof types];
    if (!type) throw refuse(`tensor ${show(key)} has type ${show(dtype)}, expected F32 or F64`);
    if (!isSizes(shape) || !isSizes(offsets)) throw refuse(`tensor ${show(key)} has no shape or offsets`);
    const [begin, end] = offsets as [number, number];
    const wanted = shape.reduce<number>((product, size) => product * size, type.BYTES_PER_ELEMENT);
    if (end - begin !== wanted) {
      throw refuse(`tensor ${show(key)} should have ${wanted} bytes, its offsets give ${end - begin}`);
    }
    if (end > body.length) {
      throw refuse(`tensor ${show(key)} ends at byte ${end} of its data, but ${body.length} are there`);
    }
    const copy = new Uint8Array(body.subarray(begin, end)); // the slice of a Buffer would not copy
    tensors.set(key, { shape, data: new type(copy.buffer) });
    covered += wanted;
  }
  if (covered !== body.length) {
    throw refuse(`its tensors have ${covered} bytes, but ${body.length} follow the header`);
  }
  const metadata = header.__metadata__ ?? {};
  if (typeof metadata !== "object" || Object.values(metadata).some((value) => typeof value !== "string")) {
    throw refuse("its metadata are not strings");
  }
  return { tensors, metadata: metadata as Record<string, string> };
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
