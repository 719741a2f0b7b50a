import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { ResultFolder } from "../../../src/cli/resultFolder.js";
import { eachFault } from "./faultyDisk.js";

const root = fs.mkdtempSync(join(tmpdir(), "chainrule-"));
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));
let output = "";
beforeEach(() => {
  output = join(fs.mkdtempSync(join(root, "case-")), "model.st");
});
const work = { config: { epochs: 5 }, data: "abc" };
const open = (of: unknown = work) => ResultFolder.beside<unknown>(output, "parts", of);
const files = () => fs.readdirSync(`${output}.parts`).map((name) => join(`${output}.parts`, name));

describe("a folder of results", () => {
  it("gives back what was kept, numbers of every kind too", async () => {
    const results = [
      { loss: 0.1 },
      { loss: NaN, metrics: { r2: -Infinity, f1: Infinity } },
      { number: "one" },
    ];
    const first = open();
    for (const [index, result] of results.entries()) await first.keep(`part-${index}`, result);
    const again = open();
    expect(results.map((_, index) => again.find(`part-${index}`))).toEqual(results);
    expect([again.count, again.find("part-3")]).toEqual([3, null]);
  });

  it("shows what another process has kept since", async () => {
    const [one, other] = [open(), open()];
    expect(one.find("part")).toBe(null);
    await other.keep("part", 5);
    expect(one.find("part")).toBe(5);
  });

  it("is not there before the first part, and is gone after remove", async () => {
    const folder = open();
    await folder.remove();
    expect(fs.existsSync(`${output}.parts`)).toBe(false);
    expect(folder.advice).toBe("");
    await folder.keep("part", 1);
    expect(folder.advice).toBe(` The same command goes on from ${output}.parts.`);
    await folder.remove();
    expect(fs.existsSync(`${output}.parts`)).toBe(false);
  });

  it("has results of other work beside its own, which it neither takes nor removes", async () => {
    await open().keep("part", 1);
    const other = open({ ...work, data: "abd" });
    expect(other.find("part")).toBe(null);
    await other.keep("part", 2);
    expect([open().find("part"), other.find("part")]).toEqual([1, 2]);
    expect(other.missing("fold 2").message).toBe(
      `${output}.parts: there is no result of fold 2. It has 1 result of other settings or data. ` +
        `Run its shard again, or train all that is missing with --out ${output}.parts.`,
    );
    await other.remove();
    expect(open().find("part")).toBe(1);
  });

  it("believes no file that is cut or has a changed byte", async () => {
    await open().keep("part", "first");
    const [file] = files();
    const bytes = fs.readFileSync(file!);
    for (let at = 0; at < bytes.length; at++) {
      fs.writeFileSync(file!, bytes.subarray(0, at));
      expect(open().find("part")).toBe(null);
      const damaged = Buffer.from(bytes);
      damaged[at]! ^= 1;
      fs.writeFileSync(file!, damaged);
      expect(open().find("part")).toBe(null);
    }
  });

  it("at every fault says so once, and keeps what it had", async () => {
    const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    try {
      await open().keep("before", "before");
      fs.cpSync(`${output}.parts`, `${output}.before`, { recursive: true });
      const tried = await eachFault(
        ["ENOSPC", "EIO", "short"],
        () => {
          fs.rmSync(`${output}.parts`, { recursive: true, force: true });
          fs.cpSync(`${output}.before`, `${output}.parts`, { recursive: true });
          said.mockClear();
        },
        async () => {
          const folder = open();
          for (const name of ["one", "two"]) await folder.keep(name, name);
        },
        (fault, failed) => {
          const folder = open();
          expect(folder.find("before"), JSON.stringify(fault)).toBe("before");
          for (const name of ["one", "two"]) expect([name, null]).toContain(folder.find(name));
          if (folder.count < 3 && !failed) expect(said.mock.calls, JSON.stringify(fault)).toHaveLength(1);
        },
      );
      expect(tried).toBeGreaterThan(10);
    } finally {
      said.mockRestore();
    }
  });

  it("is none beside a device", async () => {
    const folder = ResultFolder.beside<number>("/dev/null", "parts", work);
    await folder.keep("part", 1);
    expect(folder.count).toBe(0);
    expect(fs.existsSync("/dev/null.parts")).toBe(false);
  });
});
