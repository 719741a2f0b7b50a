/** Unpacks files that come in pieces: gzip by the host's streams, zstd where the host brings a way. */
import { DataError } from "../errors.js";
import { bytesOf, type GivenBytes } from "../network/givenArrays.js";
import { show } from "../wording.js";
import type { ByteSource } from "./byteSource.js";

/** A file, from its beginning to its end. */
export type Pieces = AsyncIterable<Uint8Array>;

/** Turns packed pieces into plain ones. */
export type Unpacker = (pieces: Pieces) => Pieces;

/** Bytes that are collected before a file is recognised. */
const headBytes = 65_536;
/** Files that are not read piece by piece must fit into this. */
const mostBytes = 2 ** 32 - 1;

/** A file whose beginning is known. */
export interface Headed {
  /** The beginning: all of the file where it is short. */
  readonly head: Uint8Array;
  /** What comes after it; null where that was all. */
  readonly rest: Pieces | null;
  /** The same file, where its parts can be read in any order. */
  readonly source?: ByteSource | undefined;
}

/**
 * Unpacks a file, and reads its beginning.
 *
 * @param unzstd unpacks zstd, where the host can
 * @throws DataError for packed data that are cut short or damaged, and zstd where the host cannot
 */
export async function unpack(data: GivenBytes | Pieces, name: string, unzstd?: Unpacker): Promise<Headed> {
  const packed = isPieces(data)
    ? await headOf(checkedPieces(data, name), 4)
    : { head: requireBytes(data, name), rest: null };
  const [a, b, c, d] = packed.head;
  if (a === 0x1f && b === 0x8b) return headOf(explained(gunzip(whole(packed)), "gzip", name), headBytes);
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) {
    if (unzstd) return headOf(explained(unzstd(whole(packed)), "zstd", name), headBytes);
    throw new DataError(
      `expected a file that this host can unpack, got zstd. Unpack it first (zstd -d), or use Node 22.15 or later.`,
      { file: name },
    );
  }
  return packed.rest === null ? packed : headOf(whole(packed), headBytes);
}

/** The bytes of a buffer or a view. @throws DataError for anything else */
export function requireBytes(data: unknown, name: string): Uint8Array {
  const bytes = bytesOf(data);
  if (bytes) return bytes;
  const problem = `expected bytes, as a Uint8Array or ArrayBuffer, got ${show(data)}.`;
  throw new DataError(problem, { file: name });
}

function isPieces(data: unknown): data is Pieces {
  return typeof (data as Partial<Pieces> | null | undefined)?.[Symbol.asyncIterator] === "function";
}

async function* checkedPieces(pieces: Pieces, name: string): Pieces {
  for await (const piece of pieces) yield requireBytes(piece, name);
}

/** All of a file in one array. @throws DataError for more than 4 GiB */
export async function gather({ head, rest }: Headed, name: string): Promise<Uint8Array> {
  if (rest === null) return head;
  const pieces = [head];
  let length = head.length;
  for await (const piece of rest) {
    pieces.push(piece);
    length += piece.length;
    if (length <= mostBytes) continue;
    throw new DataError(
      `expected at most 4 GiB, got more, unpacked if it is packed. A file of this kind must fit into memory: take a part of it.`,
      { file: name },
    );
  }
  return joined(pieces, length);
}

async function* whole({ head, rest }: Headed): Pieces {
  yield head;
  if (rest) yield* rest;
}

async function headOf(pieces: Pieces, least: number): Promise<Headed> {
  const iterator = pieces[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { value, done } = await iterator.next();
    if (done) return { head: joined(first, length), rest: null };
    first.push(value);
    length += value.length;
    if (length >= least) break;
  }
  return { head: joined(first, length), rest: { [Symbol.asyncIterator]: () => iterator } };
}

/** Pieces one after the other. */
export function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  if (pieces.length === 1) return pieces[0]!;
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** The pieces that the host's stream unpacks. */
async function* gunzip(pieces: Pieces): Pieces {
  const { readable, writable } = new DecompressionStream("gzip");
  const writer = writable.getWriter();
  const writing = (async () => {
    for await (const piece of pieces) await writer.write(piece as Uint8Array<ArrayBuffer>);
    await writer.close();
  })();
  // its failure is reported by the reader too
  writing.catch((error: unknown) => void writer.abort(error).catch(() => undefined));
  const reader = readable.getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    yield value;
  }
  await writing;
}

/** Says how far a packed file could be read. */
async function* explained(pieces: Pieces, kind: string, name: string): Pieces {
  let bytes = 0;
  const iterator = pieces[Symbol.asyncIterator]();
  for (;;) {
    let next: IteratorResult<Uint8Array>;
    try {
      next = await iterator.next();
    } catch (cause) {
      if (cause instanceof DataError) throw cause;
      throw new DataError(
        `expected whole ${kind} data, got data that are cut short or damaged after ${bytes} unpacked bytes. ` +
          `Download or copy the file again.`,
        { file: name, cause },
      );
    }
    if (next.done) return;
    bytes += next.value.length;
    yield next.value;
  }
}
