/**
 * The one file of the command line that changes the disk. What happens here is one operation of the system at a time, or a loop
 * over one; `wholeFile.ts` says in which order a file is written safely. Every call goes through the object of `node:fs`, so
 * that a test can make any operation fail.
 */
import fs from "node:fs";

/** Bytes of one read or write: the system takes at most 2 GiB at once. */
const pieceBytes = 1 << 26;

/** Calls a function of `node:fs` that ends with a callback. */
function settled<Result>(start: (done: (error: Error | null, result: Result) => void) => void) {
  return new Promise<Result>((resolve, reject) =>
    start((error, result) => (error ? reject(error) : resolve(result))),
  );
}

/** An error of the system that it did not report itself. */
function systemError(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(code), { code });
}

export function open(path: string, flags: string | number, mode = 0o666): Promise<number> {
  return settled((done) => fs.open(path, flags, mode, done));
}

/**
 * Writes all bytes, in pieces. A short write is continued; one of nothing is an error.
 *
 * @param position in the file; null for behind what was written last
 */
export async function writeAll(
  file: number,
  bytes: Uint8Array,
  position: number | null = null,
): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const length = Math.min(pieceBytes, bytes.length - at);
    const place = position === null ? null : position + at;
    const written = await settled<number>((done) => fs.write(file, bytes, at, length, place, done));
    if (written === 0) throw systemError("EIO");
    at += written;
  }
}

/** Writes all of another file. */
export async function copyInto(file: number, from: string): Promise<void> {
  const source = await open(from, "r");
  try {
    const piece = new Uint8Array(1 << 20);
    for (;;) {
      const read = await settled<number>((done) => fs.read(source, piece, 0, piece.length, null, done));
      if (read === 0) return;
      await writeAll(file, piece.subarray(0, read));
    }
  } finally {
    await close(source);
  }
}

/** Makes sure that the file is on the disk. */
export function sync(file: number): Promise<void> {
  return settled<void>((done) => fs.fsync(file, done));
}

export function close(file: number): Promise<void> {
  return settled<void>((done) => fs.close(file, done));
}

export function rename(from: string, to: string): Promise<void> {
  return settled<void>((done) => fs.rename(from, to, done));
}

/** A further name for a file; fails where the name is taken. */
export function link(path: string, name: string): Promise<void> {
  return settled<void>((done) => fs.link(path, name, done));
}

export function remove(path: string): Promise<void> {
  return settled<void>((done) => fs.unlink(path, done));
}

export function makeFolder(path: string): Promise<unknown> {
  return settled<string | undefined>((done) => fs.mkdir(path, { recursive: true }, done));
}

/** Removes a folder that is empty. */
export function removeFolder(path: string): Promise<void> {
  return settled<void>((done) => fs.rmdir(path, done));
}

/** Cuts a file. */
export function truncate(file: number, length: number): Promise<void> {
  return settled<void>((done) => fs.ftruncate(file, length, done));
}

/** Gives a file the owner and the mode of another one. @returns whether it has the owner now */
export async function takeOver(file: number, { uid, gid, mode }: fs.Stats): Promise<boolean> {
  const own = await settled<fs.Stats>((done) => fs.fstat(file, done));
  let hasOwner = own.uid === uid && own.gid === gid;
  if (!hasOwner) {
    hasOwner = await settled<void>((done) => fs.fchown(file, uid, gid, done)).then(
      () => true,
      () => false,
    );
  }
  const bits = mode & 0o7777;
  // some file systems have no modes
  if ((own.mode & 0o7777) !== bits)
    await settled<void>((done) => fs.fchmod(file, bits, done)).catch(() => {});
  return hasOwner;
}

/** What a system says that cannot open or sync a folder. */
const noSync = new Set(["EISDIR", "EACCES", "EPERM", "EINVAL", "ENOTSUP", "ENOSYS", "EBADF"]);

/** Makes sure that the names in a folder are on the disk, where the system can. */
export async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, "r");
    try {
      await sync(folder);
    } finally {
      await close(folder);
    }
  } catch (error) {
    if (!noSync.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}

/** Sets the time of the last change to now. */
export function touch(path: string): Promise<void> {
  const now = new Date();
  return settled<void>((done) => fs.utimes(path, now, now, done));
}

/** For the end of the process, when nothing can be waited for. */
export function removeAtOnce(path: string): void {
  try {
    fs.unlinkSync(path);
  } catch {
    // it stays; the next process removes it
  }
}

export function makeFolderAtOnce(path: string): void {
  fs.mkdirSync(path, { recursive: true });
}

/** A file that grows. It has no buffer: everything is written at once, or nothing of it stays. */
export class GrowingFile {
  #file: number | null;
  #size = 0;

  /** @param flags "w" to overwrite, "wx" for a file that must not exist yet, "a" to go on behind `size` bytes */
  constructor(path: string, flags: "w" | "wx" | "a", size = 0) {
    this.#file = fs.openSync(path, flags);
    if (flags !== "a") return;
    this.#size = size;
    fs.ftruncateSync(this.#file, size);
  }

  /** @throws what the system says; the file is closed then, and ends behind the last whole write */
  write(bytes: Uint8Array): void {
    if (this.#file === null) return;
    const start = this.#size;
    try {
      for (let at = 0; at < bytes.length;) {
        const written = fs.writeSync(this.#file, bytes, at, bytes.length - at);
        if (written === 0) throw systemError("EIO");
        at += written;
      }
      this.#size = start + bytes.length;
    } catch (error) {
      try {
        fs.ftruncateSync(this.#file, start);
      } catch {
        // a pipe or a device
      }
      this.close();
      throw error;
    }
  }

  sync(): void {
    if (this.#file !== null) fs.fsyncSync(this.#file);
  }

  close(): void {
    const file = this.#file;
    this.#file = null;
    try {
      if (file !== null) fs.closeSync(file);
    } catch {
      // nothing is left to write
    }
  }
}

/** Reads a whole file of any size. */
export function readAll(path: string): Uint8Array {
  const file = fs.openSync(path, "r");
  try {
    const status = fs.fstatSync(file);
    // pipes, and files of the system that say 0
    if (!status.isFile() || status.size === 0) return asBytes(fs.readFileSync(file));
    const bytes = new Uint8Array(status.size);
    let at = 0;
    while (at < bytes.length) {
      const read = fs.readSync(file, bytes, at, Math.min(pieceBytes, bytes.length - at), at);
      if (read === 0) break;
      at += read;
    }
    return bytes.subarray(0, at);
  } finally {
    fs.closeSync(file);
  }
}

function asBytes({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
