/**
 * Makes the disk fail or slow: `src/cli/disk.ts` calls everything through the object of `node:fs`. A test calls `faultyDisk`, or
 * loads this file before the command line (`node --import`), with variables of the environment:
 *
 *     CHAINRULE_TEST_FAULT  a fault as JSON
 *     CHAINRULE_TEST_SLOW   milliseconds that each write takes, of at most a quarter of the file
 */
import fs from "node:fs";
import { dirname } from "node:path";

const { closeSync, existsSync, statSync } = fs;
const withPath = ["open", "rename", "unlink", "link", "mkdir", "openSync"];
const withFile = ["write", "fsync", "close", "ftruncate", "fchmod", "fchown", "fstat"];
const withFileAtOnce = ["writeSync", "fsyncSync", "ftruncateSync"];
const names = [...withPath, ...withFile, ...withFileAtOnce];

const folderOf = (path) => (existsSync(path) && statSync(path).isDirectory() ? path : dirname(path));

/**
 * Changes the operations until `mend` is called.
 *
 * @param fault {at: 3, code: "ENOSPC", stays: true}: the fourth operation fails, and with `stays` each later one on the same
 *   folder; the code "short" writes half of the bytes; null: none fails
 * @returns the operations so far, and what undoes the change
 */
export function faultyDisk(fault, slowMs = 0) {
  const calls = [];
  /** Paths of open files, by descriptor. */
  const paths = new Map();
  let full = null;
  const before = names.map((name) => [name, fs[name]]);
  for (const [name, real] of before) {
    const isAtOnce = name.endsWith("Sync");
    fs[name] = (...args) => {
      if (name === "openSync" && args[1] === "r") return real(...args);
      const path = withPath.includes(name) ? args[0] : paths.get(args[0]);
      if (path === undefined) return real(...args);
      const at = calls.push(`${name} ${path}`) - 1;
      const isRead = name === "open" && args[1] === "r";
      const isFull =
        full !== null && dirname(path) === full && !isRead && !["close", "unlink"].includes(name);
      if (fault?.at === at || isFull) {
        if (fault.stays) full = folderOf(path);
        if (fault.code !== "short") {
          if (name === "close") closeSync(args[0]);
          const error = Object.assign(new Error(fault.code), { code: fault.code });
          if (isAtOnce) throw error;
          return setImmediate(() => args.at(-1)(error));
        }
        if (name.startsWith("write")) args[3] = Math.max(1, args[3] >> 1);
      }
      if (name === "openSync") {
        const file = real(...args);
        paths.set(file, path);
        return file;
      }
      if (name === "open") {
        const done = args.pop();
        return real(...args, (error, file) => {
          if (!error) paths.set(file, path);
          done(error, file);
        });
      }
      if (name === "write" && slowMs > 0) {
        args[3] = Math.min(args[3], Math.max(1, args[1].length >> 2));
        return setTimeout(() => real(...args), slowMs);
      }
      return real(...args);
    };
  }
  return { calls, mend: () => Object.assign(fs, Object.fromEntries(before)) };
}

const { CHAINRULE_TEST_FAULT, CHAINRULE_TEST_SLOW } = process.env;
if (CHAINRULE_TEST_FAULT || CHAINRULE_TEST_SLOW) {
  faultyDisk(
    CHAINRULE_TEST_FAULT ? JSON.parse(CHAINRULE_TEST_FAULT) : null,
    Number(CHAINRULE_TEST_SLOW ?? 0),
  );
}
