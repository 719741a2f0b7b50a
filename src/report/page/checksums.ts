/** Cyclic redundancy checks over bytes: the one of PNG files and the one of TensorBoard's event files. */

/** Polynomials, lowest power in the highest bit: [ISO 3309] and [Castagnoli, Bräuer & Herrmann 1993]. */
export const polynomials = { crc32: 0xedb88320, crc32c: 0x82f63b78 } as const;

const tables = new Map<number, Uint32Array>();

/**
 * The check of some bytes, with the register all ones before and inverted after, as both formats have it.
 *
 * @returns an unsigned 32-bit number; 0 for no bytes
 */
export function checksum(kind: keyof typeof polynomials, bytes: Uint8Array): number {
  const table = tableOf(polynomials[kind]);
  let register = 0xffffffff;
  for (const byte of bytes) register = table[(register ^ byte) & 0xff]! ^ (register >>> 8);
  return ~register >>> 0;
}

/** What each of the 256 bytes does to the register. */
function tableOf(polynomial: number): Uint32Array {
  let table = tables.get(polynomial);
  if (table) return table;
  table = Uint32Array.from({ length: 256 }, (_, byte) => {
    for (let bit = 0; bit < 8; bit++) byte = byte & 1 ? (byte >>> 1) ^ polynomial : byte >>> 1;
    return byte;
  });
  tables.set(polynomial, table);
  return table;
}

/** Adler-32 of some bytes, which ends a zlib stream [RFC 1950]. */
export function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return b * 65536 + a;
}
