/**
 * Reads protocol buffers: the fields of a message, one after the other. Every length is checked against the bytes that are
 * there, so a file that lies takes no more memory than it has. Source: protobuf.dev, "Encoding".
 */
import type { Refuse } from "../refusal.js";

/** A field: a whole number, or bytes: a text, a message, a packed list, or a number of 4 or 8 bytes. */
export interface Field {
  readonly number: number;
  /** Of a varint, as far as it is exact: up to 2⁵³; negative ones as such. */
  readonly integer: number;
  /** Views of the file; empty for a varint. */
  readonly bytes: Uint8Array;
  readonly wire: 0 | 1 | 2 | 5;
}

const none = new Uint8Array(0);

/** The fields of a message. @throws ModelError where the bytes are no message */
export function* fieldsOf(bytes: Uint8Array, refuse: Refuse): Generator<Field> {
  let at = 0;
  const varint = (): number => {
    let [low, high] = [0, 0];
    for (let index = 0; index < 10; index++) {
      if (at >= bytes.length) throw cut();
      const byte = bytes[at++]!;
      const part = byte & 127;
      if (index < 4) low += part * 2 ** (7 * index);
      else high += part * 2 ** (7 * (index - 4));
      if (byte < 128) return signed(low, high);
    }
    throw cut();
  };
  const cut = () => refuse("", "an ONNX model, a protocol buffer", "one that is damaged or cut short");
  const take = (length: number): Uint8Array => {
    if (!(length >= 0 && length <= bytes.length - at)) throw cut();
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const key = varint();
    const [number, wire] = [Math.floor(key / 8), key % 8];
    if (key < 8 || (wire !== 0 && wire !== 1 && wire !== 2 && wire !== 5)) throw cut();
    if (wire === 0) yield { number, integer: varint(), bytes: none, wire };
    else yield { number, integer: 0, bytes: take(wire === 1 ? 8 : wire === 5 ? 4 : varint()), wire };
  }
}

/** low + high · 2²⁸, as a signed number of 64 bits. */
function signed(low: number, high: number): number {
  return low + (high >= 2 ** 35 ? high - 2 ** 36 : high) * 2 ** 28;
}

/**
 * Adds the whole numbers of a field to a list: one, or a packed list.
 *
 * @throws ModelError for more than `most`: one byte of a file would become eight
 */
export function integersOf(field: Field, to: number[], refuse: Refuse, most = 4096): void {
  if (field.wire === 0) to.push(field.integer);
  let [at, start] = [0, 0];
  for (const { bytes } = field; at < bytes.length; at++) {
    if (bytes[at]! >= 128 && at - start < 9) continue;
    // a varint is the value of a field with a key before it
    const [one] = fieldsOf(Uint8Array.of(8, ...bytes.subarray(start, at + 1)), refuse);
    to.push(one!.integer);
    start = at + 1;
    if (to.length > most) break;
  }
  if (to.length > most) throw refuse("", `at most ${most} whole numbers in a list`, "more");
}

export function textOf({ bytes }: Field): string {
  return new TextDecoder().decode(bytes);
}

/** The number of a field of 4 or 8 bytes. */
export function floatOf({ bytes, wire, integer }: Field): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return wire === 5 ? view.getFloat32(0, true) : wire === 1 ? view.getFloat64(0, true) : integer;
}
