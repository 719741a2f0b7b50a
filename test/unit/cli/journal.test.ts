import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Journal } from "../../../src/cli/journal.js";
import { eachFault } from "./faultyDisk.js";

const root = fs.mkdtempSync(join(tmpdir(), "chainrule-"));
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));
let output = "";
beforeEach(() => {
  output = join(fs.mkdtempSync(join(root, "case-")), "model.st");
});
const work = { config: { epochs: 5 }, data: "abc" };
const open = (of: unknown = work) => Journal.of<unknown>(output, "parts", of);

describe("a journal", () => {
  it("gives back what was added, numbers of every kind too", () => {
    const entries = [
      { loss: 0.1 },
      { loss: NaN, metrics: { r2: -Infinity, f1: Infinity } },
      { number: "one" },
    ];
    const first = open();
    for (const entry of entries) first.add(entry);
    first.close();
    expect(open().entries).toEqual(entries);
  });

  it("writes nothing before the first part, and is gone after remove", async () => {
    const journal = open();
    await journal.remove();
    expect(fs.existsSync(`${output}.parts`)).toBe(false);
    expect(journal.advice).toBe("");
    journal.add(1);
    expect(journal.advice).toBe(` The same command goes on from ${output}.parts.`);
    await journal.remove();
    expect(fs.existsSync(`${output}.parts`)).toBe(false);
  });

  it("starts again for other work", () => {
    open().add(1);
    expect(open({ ...work, data: "abd" }).entries).toEqual([]);
    open({ ...work, data: "abd" }).add(2);
    expect(open().entries).toEqual([]);
    expect(open({ ...work, data: "abd" }).entries).toEqual([2]);
  });

  it("cut at any byte gives the lines before, and goes on behind them", () => {
    const journal = open();
    for (const entry of ["first", "second", "third"]) journal.add(entry);
    const bytes = fs.readFileSync(`${output}.parts`);
    for (let length = 0; length <= bytes.length; length++) {
      fs.writeFileSync(`${output}.parts`, bytes.subarray(0, length));
      const before = open();
      expect(["first", "second", "third"].slice(0, before.entries.length)).toEqual(before.entries);
      before.add("more");
      expect(open().entries).toEqual([...before.entries, "more"]);
    }
  });

  it("believes no line with a changed byte", () => {
    const journal = open();
    for (const entry of ["first", "second"]) journal.add(entry);
    const bytes = fs.readFileSync(`${output}.parts`);
    for (let at = 0; at < bytes.length; at++) {
      const damaged = Buffer.from(bytes);
      damaged[at]! ^= 1;
      fs.writeFileSync(`${output}.parts`, damaged);
      expect(open().entries.length).toBeLessThan(2);
    }
  });

  it("at every fault says so once, and keeps what it had", async () => {
    const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    try {
      const tried = await eachFault(
        ["ENOSPC", "EIO", "short"],
        () => {
          fs.rmSync(`${output}.parts`, { force: true });
          open().add("before");
          said.mockClear();
        },
        async () => {
          const journal = open();
          for (const entry of ["one", "two"]) journal.add(entry);
        },
        (fault, failed) => {
          const { entries } = open();
          expect(["before", "one", "two"].slice(0, entries.length)).toEqual(entries);
          expect(entries.length, JSON.stringify(fault)).toBeGreaterThanOrEqual(1);
          if (entries.length < 3 && !failed) expect(said.mock.calls).toHaveLength(1);
        },
      );
      expect(tried).toBeGreaterThan(10);
    } finally {
      said.mockRestore();
    }
  });

  it("is none beside a device", () => {
    const journal = Journal.of<number>("/dev/null", "parts", work);
    journal.add(1);
    expect(journal.entries).toEqual([]);
    expect(fs.existsSync("/dev/null.parts")).toBe(false);
  });
});
