/** Cyclic redundancy checks (CRC) of bytes: CRC-32 for PNG files, CRC-32C for TensorBoard's event files. */

/** Polynomials, lowest power in the highest bit: [ISO 3309] and [Castagnoli, Bräuer & Herrmann 1993]. */
export const polynomials = { crc32: 0xedb88320, crc32c: 0x82f63b78 } as const;

const tables = new Map<number, Uint32Array>();

/**
 * The checksum of some bytes. As both formats require, the register starts with all ones and is inverted at the end.
 *
 * @returns an unsigned 32-bit number; 0 for no bytes
 */
export function checksum(kind: keyof typeof polynomials, bytes: Uint8Array): number {
  const table = tableOf(polynomials[kind]);
  let register = 0xffffffff;
  for (const byte of bytes) register = table[(register ^ byte) & 0xff]! ^ (register >>> 8);
  return ~register >>> 0;
}

/** Table of what each of the 256 bytes does to the register. */
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
