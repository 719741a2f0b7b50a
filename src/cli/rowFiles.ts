/** Folders of packed rows on disk: their files, opened for reading at any place. `prepare.ts` writes them. */
import { closeSync, existsSync, fstatSync, openSync, read } from "node:fs";
import { join } from "node:path";
import { openPackedRows, type PackedRows, type RowFile } from "../data/rows/packedRows.js";
import { ConfigError, DataError } from "../errors.js";
import type { Part } from "../readers/packing.js";
import { enableRows } from "../train/rows/enableRows.js";
import { fileProblem } from "./files.js";

/** The file of each part. */
export const partFiles: Readonly<Record<Part, string>> = {
  rows: "rows.safetensors",
  validation: "validation.safetensors",
};

/** Packed rows that are open. */
export interface RowFolder {
  readonly path: string;
  readonly rows: PackedRows;
  readonly validation: PackedRows | null;
  close(): void;
}

/** The folder of packed rows that data are named by; null for other data. @throws ConfigError for a folder among others */
export function rowFolderOf(data: string | readonly string[] | undefined): string | null {
  const names = data === undefined ? [] : typeof data === "string" ? [data] : data;
  const folder = names.find((name) => name !== "-" && existsSync(join(name, partFiles.rows)));
  if (folder === undefined) return null;
  if (names.length === 1) return folder;
  throw new ConfigError({
    setting: "data",
    reason: `"${folder}" has packed rows, which do not go with other data`,
    advice: "Prepare all data into one folder.",
  });
}

/** Opens a folder. @throws DataError for files that are damaged, cut short, or of different data */
export async function openRowFolder(path: string): Promise<RowFolder> {
  enableRows();
  const files: OpenFile[] = [];
  const open = async (part: Part) => {
    const file = openFile(join(path, partFiles[part]));
    files.push(file);
    return openPackedRows(file);
  };
  const close = () => files.forEach((file) => file.close());
  try {
    const rows = await open("rows");
    const hasHeld = existsSync(join(path, partFiles.validation));
    const validation = hasHeld ? await open("validation") : null;
    if (validation && (validation.columns !== rows.columns || validation.outputs !== rows.outputs)) {
      const problem = "has other columns than the rows to train on. Prepare both together.";
      throw new DataError(problem, { file: join(path, partFiles.validation) });
    }
    return { path, rows, validation, close };
  } catch (error) {
    close();
    throw error;
  }
}

interface OpenFile extends RowFile {
  close(): void;
}

/** The system reads at most 2 GiB at once. */
const pieceBytes = 1 << 30;

/** A file of which the system's own threads read. @throws DataError */
function openFile(path: string): OpenFile {
  let file: number;
  let size: number;
  try {
    file = openSync(path, "r");
    size = fstatSync(file).size;
  } catch (error) {
    throw fileProblem(path, error);
  }
  const readPiece = (at: number, into: Uint8Array) =>
    new Promise<number>((resolve, reject) => {
      const length = Math.min(pieceBytes, into.length);
      read(file, into, 0, length, at, (error, read) =>
        error ? reject(fileProblem(path, error)) : resolve(read),
      );
    });
  return {
    name: path,
    size,
    async read(at, into) {
      for (let done = 0; done < into.length;) {
        const read = await readPiece(at + done, into.subarray(done));
        if (read === 0) throw new DataError("is shorter than it was when it was opened.", { file: path });
        done += read;
      }
    },
    close: () => closeSync(file),
  };
}
