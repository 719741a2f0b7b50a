/** A file whose parts can be read in any order: what formats with an index at their end need. */

/** A file, or bytes in memory. */
export interface ByteSource {
  /** In bytes. */
  readonly length: number;
  /** The bytes from `start` to before `end`. */
  read(start: number, end: number): Uint8Array | Promise<Uint8Array>;
}

/** Bytes in memory. They are not copied. */
export function sourceOf(bytes: Uint8Array): ByteSource {
  return { length: bytes.length, read: (start, end) => bytes.subarray(start, end) };
}
