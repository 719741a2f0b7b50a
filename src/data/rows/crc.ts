/**
 * CRC-32 of bytes that come in pieces, as gzip and PNG have it (polynomial 0xEDB88320), four bytes a step. It finds files that were
 * damaged, not files that somebody changed on purpose.
 *
 * Source: Kounavis & Berry, "A systematic approach to building high performance software-based CRC generators", ISCC 2005.
 */
const tables = Array.from({ length: 4 }, () => new Uint32Array(256));

for (let byte = 0; byte < 256; byte++) {
  let sum = byte;
  for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  tables[0]![byte] = sum;
}
for (let byte = 0; byte < 256; byte++) {
  for (let step = 1; step < 4; step++) {
    const before = tables[step - 1]![byte]!;
    tables[step]![byte] = (before >>> 8) ^ tables[0]![before & 255]!;
  }
}

export class Crc32 {
  #sum = 0xffffffff;

  update(bytes: Uint8Array): void {
    const [t0, t1, t2, t3] = tables as [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
    let sum = this.#sum;
    let at = 0;
    for (; at + 4 <= bytes.length; at += 4) {
      sum ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
      sum = t3[sum & 255]! ^ t2[(sum >>> 8) & 255]! ^ t1[(sum >>> 16) & 255]! ^ t0[sum >>> 24]!;
    }
    for (; at < bytes.length; at++) sum = (sum >>> 8) ^ t0[(sum ^ bytes[at]!) & 255]!;
    this.#sum = sum;
  }

  /** 8 hexadecimal digits. */
  get digits(): string {
    return ((this.#sum ^ 0xffffffff) >>> 0).toString(16).padStart(8, "0");
  }
}
