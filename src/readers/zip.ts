/**
 * Zip archives, as far as `.npz` needs them: files that are stored or deflated, without encryption. Sizes beyond 4 GiB (zip64) are
 * read too. Source: APPNOTE.TXT 6.3, sections 4.3.7, 4.3.12, 4.3.16, 4.5.3.
 */
import { DataError } from "../errors.js";

/** A file of an archive. */
export interface ZipEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const fileHeader = 0x04034b50;
const directoryHeader = 0x02014b50;
const directoryEnd = 0x06054b50;
const zip64Value = 0xffffffff;

/** Whether bytes begin as a zip archive does. */
export function isZip(head: Uint8Array): boolean {
  return (
    head[0] === 0x50 &&
    head[1] === 0x4b &&
    (head[2] === 3 || head[2] === 5) &&
    (head[3] === 4 || head[3] === 6)
  );
}

/**
 * Unpacks all files of an archive.
 *
 * @param most bytes that they may have together
 * @throws DataError for an archive that is damaged, packed in another way, or larger
 */
export async function unzip(bytes: Uint8Array, name: string, most = Infinity): Promise<ZipEntry[]> {
  const damaged = (what: string, cause?: unknown) =>
    new DataError(`expected a whole zip archive, got ${what}. Save or copy the file again.`, {
      file: name,
      cause,
    });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== directoryEnd) end--;
  if (end < 0) throw damaged("one without a directory: it is cut short");
  let at = view.getUint32(end + 16, true);
  const count = view.getUint16(end + 10, true);
  const entries: ZipEntry[] = [];
  let left = most;
  for (let index = 0; index < count; index++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== directoryHeader)
      throw damaged("a damaged directory");
    const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
    const [nameBytes, extra, comment] = [28, 30, 32].map((place) => view.getUint16(at + place, true)) as [
      number,
      number,
      number,
    ];
    const entry = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameBytes));
    let [packed, size, from] = [20, 24, 42].map((place) => view.getUint32(at + place, true)) as [
      number,
      number,
      number,
    ];
    let field = at + 46 + nameBytes;
    const fieldsEnd = field + extra;
    while (field + 4 <= fieldsEnd && fieldsEnd <= bytes.length) {
      const [id, length] = [view.getUint16(field, true), view.getUint16(field + 2, true)];
      if (id === 1) {
        let value = field + 4;
        const next = () => {
          if (value + 8 > fieldsEnd) throw damaged("a damaged directory");
          value += 8;
          return Number(view.getBigUint64(value - 8, true));
        };
        if (size === zip64Value) size = next();
        if (packed === zip64Value) packed = next();
        if (from === zip64Value) from = next();
      }
      field += 4 + length;
    }
    if (flags & 1)
      throw new DataError(`expected an archive without a password, got an encrypted ${entry}.`, {
        file: name,
      });
    if (from + 30 > bytes.length || view.getUint32(from, true) !== fileHeader)
      throw damaged(`a damaged ${entry}`);
    const start = from + 30 + view.getUint16(from + 26, true) + view.getUint16(from + 28, true);
    if (start + packed > bytes.length) throw damaged(`${entry} cut short`);
    const own = bytes.subarray(start, start + packed);
    if (method !== 0 && method !== 8) {
      throw new DataError(
        `expected files that are stored or deflated, got ${entry} packed in way ${method}.`,
        { file: name },
      );
    }
    left -= size;
    if (left < 0)
      throw new DataError(`expected at most ${most} bytes in the archive, got more in ${entry}.`, {
        file: name,
      });
    try {
      const plain = method === 0 ? own : await inflate(own, size);
      if (plain.length !== size) throw new Error(`${size} bytes were told, ${plain.length} are there`);
      if (checksum(plain) !== view.getUint32(at + 16, true)) throw new Error("the checksum is another one");
      entries.push({ name: entry, bytes: plain });
    } catch (cause) {
      throw damaged(`a damaged ${entry}`, cause);
    }
    at += 46 + nameBytes + extra + comment;
  }
  return entries;
}

/** @throws Error as soon as there are more than `size` bytes */
async function inflate(bytes: Uint8Array, size: number): Promise<Uint8Array> {
  const stream = new DecompressionStream("deflate-raw");
  const writer = stream.writable.getWriter();
  const written = writer.write(bytes as Uint8Array<ArrayBuffer>).then(() => writer.close());
  written.catch(() => {}); // the reader gets the same error
  const reader = stream.readable.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    parts.push(piece.value);
    length += piece.value.length;
    if (length <= size) continue;
    await reader.cancel();
    throw new Error(`${size} bytes were told, more are there`);
  }
  const plain = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    plain.set(part, at);
    at += part.length;
  }
  return plain;
}

/** Remainders of all bytes. [ISO 3309] */
const remainders = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32. */
function checksum(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (let at = 0; at < bytes.length; at++) value = (value >>> 8) ^ remainders[(value ^ bytes[at]!) & 255]!;
  return ~value >>> 0;
}
