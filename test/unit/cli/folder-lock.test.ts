import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { FolderLock, times } from "../../../src/cli/folderLock.js";
import { lifeOf, ownMark } from "../../../src/cli/processes.js";

const root = fs.mkdtempSync(join(tmpdir(), "chainrule-"));
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));
const usual = { ...times };
afterEach(() => Object.assign(times, usual));
let folder = "";
beforeEach(() => {
  folder = fs.mkdtempSync(join(root, "case-"));
});
const path = () => join(folder, "lock");
const waits: string[] = [];
const take = () => FolderLock.take(folder, (text) => waits.push(text));
const leave = (mark: object) => fs.writeFileSync(path(), JSON.stringify(mark));
const isLinux = process.platform === "linux";

describe("the lock of a folder", () => {
  it("is held by one process at a time, and given back", async () => {
    const lock = await take();
    expect(JSON.parse(fs.readFileSync(path(), "utf8"))).toEqual(ownMark());
    await expect(take()).rejects.toThrow(
      `${folder}: process ${process.pid} of host ${ownMark().host} writes checkpoints there. Wait until it has ended, or name another folder.`,
    );
    await lock.release();
    expect(fs.readdirSync(folder)).toEqual([]);
    await (await take()).release();
  });

  it("of a dead process is taken over at once", async () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    leave({ ...ownMark(), pid });
    await (await take()).release();
    expect(waits).toEqual([]);
  });

  it.skipIf(!isLinux)("of a process whose number another one has now is taken over", async () => {
    leave({ ...ownMark(), start: "1" });
    expect(lifeOf({ ...ownMark(), start: "1" })).toBe("dead");
    expect(lifeOf(ownMark())).toBe("alive");
    await (await take()).release();
  });

  it("of another host that still beats is not taken", async () => {
    Object.assign(times, { beatMs: 50, staleMs: 2000 });
    leave({ ...ownMark(), host: "00000000" });
    const beat = setInterval(() => fs.utimesSync(path(), new Date(), new Date()), 50);
    try {
      await expect(take()).rejects.toThrow(/of host 00000000 writes checkpoints there/);
    } finally {
      clearInterval(beat);
    }
    expect(waits.at(-1)).toContain("Waiting for at most 2 s to see whether it still runs.");
  });

  it("of another host that stands still is taken after a while, at once if it is old", async () => {
    Object.assign(times, { beatMs: 20, staleMs: 100 });
    leave({ ...ownMark(), host: "00000000" });
    await (await take()).release();
    Object.assign(times, usual);
    leave({ ...ownMark(), host: "00000000" });
    fs.utimesSync(path(), 0, 0);
    const before = waits.length;
    await (await take()).release();
    expect(waits).toHaveLength(before);
  });

  it("that is half written is treated as one of another host", async () => {
    Object.assign(times, { beatMs: 20, staleMs: 100 });
    fs.writeFileSync(path(), '{"host": "0');
    await (await take()).release();
    expect(waits.at(-1)).toContain("a process that did not give its name");
  });

  it("changes its time while it is held", async () => {
    Object.assign(times, { beatMs: 20, staleMs: 100 });
    const lock = await take();
    fs.utimesSync(path(), 0, 0);
    await expect.poll(() => fs.statSync(path()).mtimeMs).toBeGreaterThan(1e12);
    await lock.release();
  });
});
