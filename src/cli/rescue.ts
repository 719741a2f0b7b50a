/** Saves a model that took hours: where its file cannot be written, in another folder. */
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import { DataError } from "../errors.js";
import { randomName } from "./temporaries.js";
import { writeWhole, WriteError } from "./wholeFile.js";

/** Where a model was saved. */
export interface Saved {
  readonly path: string;
  /** Why it is not where it should be; null if it is. */
  readonly problem: DataError | null;
}

/**
 * Writes a model file; where that fails, one of a new name in the current folder, or in that for temporary files.
 *
 * @throws DataError where none can be written
 */
export async function saveModel(path: string, bytes: Uint8Array): Promise<Saved> {
  try {
    await writeWhole(path, bytes);
    return { path, problem: null };
  } catch (error) {
    return saveElsewhere(path, bytes, error as WriteError);
  }
}

async function saveElsewhere(path: string, bytes: Uint8Array, first: WriteError): Promise<Saved> {
  if (first.copy !== null) return { path: first.copy, problem: first };
  const extension = extname(path) || ".safetensors";
  const name = `${basename(path, extension)}-rescued-${randomName()}${extension}`;
  const problems = [first.message];
  for (const other of [name, join(tmpdir(), name)]) {
    try {
      await writeWhole(other, bytes);
      return { path: other, problem: new DataError(`${first.message} The model is in ${other}.`) };
    } catch (error) {
      const { message, copy } = error as WriteError;
      problems.push(message);
      if (copy !== null) return { path: copy, problem: new DataError(problems.join(" ")) };
    }
  }
  throw new DataError(`${problems.join(" ")} The model is lost.`);
}
