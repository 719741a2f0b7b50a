import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { hostMark } from "../../../src/cli/processes.js";
import { writeWhole, WriteError } from "../../../src/cli/wholeFile.js";
import { eachFault, onFaultyDisk } from "./faultyDisk.js";

const root = fs.mkdtempSync(join(tmpdir(), "chainrule-"));
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));
const isWindows = process.platform === "win32";
const codes = ["ENOSPC", "EIO", "EDQUOT", "short"];

let folder = "";
let path = "";
beforeEach(() => {
  folder = fs.mkdtempSync(join(root, "case-"));
  path = join(folder, "model.st");
});
const read = (name = path) => fs.readFileSync(name, "utf8");
const names = () => fs.readdirSync(folder).toSorted();

describe("writeWhole", () => {
  it("writes bytes and text, and leaves nothing else", async () => {
    await writeWhole(path, "first");
    await writeWhole(path, new TextEncoder().encode("second"));
    expect(read()).toBe("second");
    expect(names()).toEqual(["model.st"]);
  });

  it("writes in pieces of at most 64 MiB", async () => {
    const lengths: number[] = [];
    const { write } = fs;
    fs.write = ((...args: [number, Uint8Array, number, number]) => {
      lengths.push(args[3]);
      (write as (...args: unknown[]) => void)(...args);
    }) as unknown as typeof fs.write;
    try {
      const bytes = new Uint8Array(2 ** 26 + 5).fill(7);
      await writeWhole(path, bytes);
      expect(lengths).toEqual([2 ** 26, 5]);
      expect(fs.readFileSync(path).equals(bytes)).toBe(true);
    } finally {
      fs.write = write;
    }
  });

  it("syncs the file before the rename, and the folder after it", async () => {
    const calls = await onFaultyDisk(null, () => writeWhole(path, "x"));
    expect(calls).toEqual(["open", "write", "fsync", "close", "rename", "open", "fsync", "close"]);
  });

  it.each(["a new file", "an older file"])("at every fault leaves the old or the new: %s", async (what) => {
    const old = what === "a new file" ? null : "old, and longer than the new one";
    const tried = await eachFault(
      codes,
      () => {
        fs.rmSync(path, { force: true });
        if (old !== null) fs.writeFileSync(path, old);
      },
      () => writeWhole(path, "new content"),
      (fault, failed) => {
        const now = fs.existsSync(path) ? read() : null;
        const isIn = failed ? [old, "new content"] : ["new content"];
        expect(isIn, JSON.stringify(fault)).toContain(now);
        expect(names(), JSON.stringify(fault)).toEqual(now === null ? [] : ["model.st"]);
        if (fault.code !== "short" && ["write", "fsync", "rename"].includes(fault.operation))
          expect(failed, JSON.stringify(fault)).toBe(true);
      },
    );
    expect(tried).toBeGreaterThanOrEqual(8 * codes.length);
  });

  it.skipIf(isWindows)(
    "keeps all names of a file, and at every fault leaves the whole content somewhere",
    async () => {
      const other = join(folder, "other.st");
      await eachFault(
        codes,
        () => {
          for (const name of names()) fs.rmSync(join(folder, name));
          fs.writeFileSync(path, "old, and longer than the new one");
          fs.linkSync(path, other);
        },
        () => writeWhole(path, "new content"),
        (fault, failed) => {
          const rest = names().filter((name) => !["model.st", "other.st"].includes(name));
          const [now, copies] = [read(), rest.map((name) => read(join(folder, name)))];
          expect(read(other), JSON.stringify(fault)).toBe(now);
          if (!failed) expect(now, JSON.stringify(fault)).toBe("new content");
          else if (!["old, and longer than the new one", "new content"].includes(now)) {
            // the file is cut short, which readers notice, and the copy is whole
            expect("new content".startsWith(now), JSON.stringify(fault)).toBe(true);
            expect(copies, JSON.stringify(fault)).toEqual(["new content"]);
          }
          expect(rest.filter((name) => name.endsWith(".tmp"))).toEqual([]);
        },
      );
    },
  );

  it("names the copy of a file that could not be written in place", async () => {
    fs.writeFileSync(path, "old");
    fs.linkSync(path, join(folder, "other.st"));
    const calls = await onFaultyDisk(null, () => writeWhole(path, "new"));
    const at = calls.lastIndexOf("write");
    const failing = onFaultyDisk({ at, code: "EIO" }, () => writeWhole(path, "newer"));
    const error = await failing.then(
      () => null,
      (one: unknown) => one as WriteError,
    );
    expect(error!.message).toBe(`${path}: could not be written (EIO). All of it is in ${error!.copy}.`);
    expect(read(error!.copy!)).toBe("newer");
  });

  it.skipIf(isWindows)("keeps the mode, and makes new files by the umask", async () => {
    fs.writeFileSync(path, "old", { mode: 0o600 });
    await writeWhole(path, "new");
    expect(fs.statSync(path).mode & 0o7777).toBe(0o600);
    fs.chmodSync(path, 0o640);
    await writeWhole(path, "newer");
    expect(fs.statSync(path).mode & 0o7777).toBe(0o640);
    const before = process.umask(0o027);
    await writeWhole(join(folder, "fresh"), "x");
    process.umask(before);
    expect(fs.statSync(join(folder, "fresh")).mode & 0o7777).toBe(0o640);
  });

  it.skipIf(isWindows || process.getuid?.() !== 0)(
    "keeps the owner; without the right to, by writing in place",
    async () => {
      fs.writeFileSync(path, "old");
      fs.chownSync(path, 1234, 5678);
      await writeWhole(path, "new");
      expect(fs.statSync(path)).toMatchObject({ uid: 1234, gid: 5678 });
      const calls = await onFaultyDisk(null, () => writeWhole(path, "newer"));
      const { ino } = fs.statSync(path);
      await onFaultyDisk({ at: calls.indexOf("fchown"), code: "EPERM" }, () => writeWhole(path, "newest"));
      expect(fs.statSync(path)).toMatchObject({ uid: 1234, gid: 5678 });
      expect(fs.statSync(path).ino).toBe(ino);
      expect(read()).toBe("newest");
      expect(names()).toEqual(["model.st"]);
    },
  );

  it.skipIf(isWindows)("writes to where a link leads, also where nothing is there yet", async () => {
    fs.mkdirSync(join(folder, "real"));
    fs.symlinkSync("real/model.st", path);
    await writeWhole(path, "first");
    expect(read(join(folder, "real", "model.st"))).toBe("first");
    await writeWhole(path, "second");
    expect(fs.lstatSync(path).isSymbolicLink()).toBe(true);
    expect(read(join(folder, "real", "model.st"))).toBe("second");
    fs.symlinkSync("loop", join(folder, "loop"));
    await expect(writeWhole(join(folder, "loop"), "x")).rejects.toThrow("ELOOP");
  });

  it.skipIf(isWindows)("follows no link that stands where a temporary file was going to be", async () => {
    fs.writeFileSync(join(folder, "victim"), "precious");
    const { open } = fs;
    let isFirst = true;
    fs.open = ((name: string, ...rest: unknown[]) => {
      if (isFirst) fs.symlinkSync("victim", name);
      isFirst = false;
      (open as (...args: unknown[]) => void)(name, ...rest);
    }) as typeof fs.open;
    try {
      await expect(writeWhole(path, "x")).rejects.toThrow("EEXIST");
    } finally {
      fs.open = open;
    }
    expect(read(join(folder, "victim"))).toBe("precious");
  });
});

describe("temporary files of killed processes", () => {
  const leave = (name: string, days = 0) => {
    fs.writeFileSync(join(folder, name), "half");
    const then = new Date(Date.now() - days * 86_400_000);
    fs.utimesSync(join(folder, name), then, then);
  };
  const dead = 2 ** 22 + 1; // above the greatest pid

  it("are removed where their process runs no more, or after a day; others stay", async () => {
    const random = "0123456789abcdef";
    leave(`.chainrule-${hostMark()}-${dead}-${random}.tmp`);
    leave(`.chainrule-00000000-1-${random}.tmp`, 1.1);
    leave(`.chainrule-4711.tmp`, 1.1);
    const kept = [
      `.chainrule-${hostMark()}-${process.ppid}-${random}.tmp`,
      `.chainrule-00000000-1-${random}.tmp`.replace("0-1", "0-2"),
      ".chainrule-4712.tmp",
      ".chainrule-notes.tmp",
    ];
    for (const name of kept) leave(name);
    await writeWhole(path, "x");
    expect(names()).toEqual([...kept, "model.st"].toSorted());
  });
});
