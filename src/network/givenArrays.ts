/**
 * Bytes and typed arrays as callers give them: of any kind, and of any realm (another frame of a page, a context of
 * `node:vm`), where `instanceof` does not know them.
 */

/** Bytes in memory. */
export type GivenBytes = ArrayBufferView | ArrayBufferLike;

/** The name of a built-in class in any realm: "Float32Array", "ArrayBuffer". "Object" or "Array" for other things. */
export function builtInName(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

/**
 * The bytes of a buffer or of a view: the memory of the caller, or a copy where several threads share it.
 *
 * @returns null for anything else, and for a buffer that was transferred
 */
export function bytesOf(given: unknown): Uint8Array | null {
  try {
    if (ArrayBuffer.isView(given)) {
      if (isShared(given.buffer)) return Uint8Array.from(viewOf(given));
      return isOwn(given, Uint8Array) ? given : viewOf(given);
    }
    if (isShared(given)) return Uint8Array.from(new Uint8Array(given as SharedArrayBuffer));
    return builtInName(given) === "ArrayBuffer" ? new Uint8Array(given as ArrayBuffer) : null;
  } catch {
    return null; // no view can be made of a buffer that was transferred
  }
}

/**
 * The numbers of a typed array, in a class that a data set holds: bytes stay bytes and floats stay floats, without a copy;
 * other integers become float64.
 *
 * @returns null for anything else: lists, views without numbers, and integers that JavaScript keeps as BigInt
 */
export function numbersOf(given: unknown): Float32Array | Float64Array | Uint8Array | null {
  if (!isNumbers(given)) return null;
  if (isOwn(given, Float32Array) || isOwn(given, Float64Array) || isOwn(given, Uint8Array)) return given;
  const { buffer, byteOffset, length } = given;
  const name = builtInName(given);
  if (name === "Float32Array") return new Float32Array(buffer, byteOffset, length);
  if (name === "Float64Array") return new Float64Array(buffer, byteOffset, length);
  if (name === "Uint8Array" || name === "Uint8ClampedArray")
    return new Uint8Array(buffer, byteOffset, length);
  return Float64Array.from(given);
}

/** Whether a value is a typed array of numbers, of any kind and realm. */
export function isNumbers(given: unknown): given is ArrayBufferView & ArrayLike<number> {
  if (!ArrayBuffer.isView(given)) return false;
  const name = builtInName(given);
  return name !== "DataView" && !name.startsWith("Big");
}

function viewOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function isShared(given: unknown): boolean {
  return builtInName(given) === "SharedArrayBuffer";
}

/** Whether a value is of exactly this class of this realm: a Buffer of Node is not, and its methods differ. */
function isOwn<Kind extends object>(given: object, kind: new (length: number) => Kind): given is Kind {
  return Object.getPrototypeOf(given) === kind.prototype;
}
