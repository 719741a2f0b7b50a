/** Opens the data files that the command line names: files, patterns, folders of images, standard input. `src/readers` reads them. */
import { closeSync, createReadStream, existsSync, openSync, readSync, statSync } from "node:fs";
import { Readable } from "node:stream";
import * as zlib from "node:zlib";
import { DataError } from "../errors.js";
import type { ByteSource } from "../readers/byteSource.js";
import { asFile, asOneFile, type DataFile, openDataFile } from "../readers/dataFiles.js";
import type { TableHost } from "../readers/tableFormats.js";
import type { Pieces } from "../readers/unpack.js";
import { fileProblem, readBytes } from "./files.js";
import { folderOf } from "./imageFolders.js";
import { filesOf, isPattern } from "./pathPatterns.js";

/** Larger files are read piece by piece. */
const mostBytesAtOnce = 1 << 26;
const pieceBytes = 1 << 20;

/** Opens files with rows of one table; usually there is one. @throws DataError */
export async function openPaths(names: string | readonly string[]): Promise<DataFile> {
  const paths = pathsOf(names);
  if (paths.length === 0) throw new DataError("data: expected at least 1 file, got none.");
  const files: DataFile[] = [];
  for (const path of paths) files.push(await openPath(path));
  return asOneFile(files);
}

/** Opens a file; "-" is standard input. @throws DataError */
export async function openPath(path: string): Promise<DataFile> {
  if (path === "-") return openDataFile(process.stdin as Pieces, "standard input", host);
  const status = statusOf(path);
  if (status.isDirectory()) return asFile(path, folderOf(path), host);
  if (status.size <= mostBytesAtOnce) return openDataFile(readBytes(path), path, host);
  return openDataFile(piecesOf(path), path, host, status.isFile() ? partsOf(path, status.size) : undefined);
}

function statusOf(path: string) {
  try {
    return statSync(path);
  } catch (error) {
    throw fileProblem(path, error);
  }
}

/** The paths that names and patterns stand for. @throws DataError for a pattern without files */
export function pathsOf(names: string | readonly string[]): readonly string[] {
  return [names].flat().flatMap(pathsOfName);
}

function pathsOfName(name: string): readonly string[] {
  if (name === "-" || !isPattern(name) || existsSync(name)) return [name];
  const found = filesOf(name);
  if (found.length === 0) throw new DataError(`${name}: no file has such a name.`);
  return found;
}

/** A file whose parts are read when they are asked for. */
function partsOf(path: string, length: number): ByteSource {
  return {
    length,
    read(start, end) {
      const bytes = new Uint8Array(end - start);
      try {
        const file = openSync(path, "r");
        try {
          let at = 0;
          for (let got = -1; at < bytes.length && got !== 0; at += got)
            got = readSync(file, bytes, at, bytes.length - at, start + at);
          if (at < bytes.length)
            throw new DataError("the file became shorter while it was read.", { file: path });
          return bytes;
        } finally {
          closeSync(file);
        }
      } catch (error) {
        throw error instanceof DataError ? error : fileProblem(path, error);
      }
    },
  };
}

async function* piecesOf(path: string): Pieces {
  try {
    yield* createReadStream(path, { highWaterMark: pieceBytes }) as Pieces;
  } catch (error) {
    throw error instanceof Error && "code" in error ? fileProblem(path, error) : error;
  }
}

/** What Node can do. */
export const host: TableHost = {
  unzstd: "createZstdDecompress" in zlib ? unzstd : undefined,
  async parquet() {
    const [hyparquet, { compressors }] = await Promise.all([
      import("hyparquet"),
      import("hyparquet-compressors"),
    ]);
    return { ...hyparquet, compressors };
  },
  jpeg: async () => (await import("jpeg-js")).decode,
};

async function* unzstd(pieces: Pieces): Pieces {
  const { createZstdDecompress } = zlib as unknown as { createZstdDecompress(): NodeJS.ReadWriteStream };
  const source = Readable.from(pieces);
  const unpacked = source.pipe(createZstdDecompress()) as unknown as Readable;
  source.on("error", (error) => unpacked.destroy(error));
  yield* unpacked as Pieces;
}
