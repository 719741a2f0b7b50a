import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { chainrule, succeeds } from "./inProcess.js";
import { workspace } from "./run.js";
import { leaves } from "./samples.js";

const cwd = workspace();
const run = (...args: string[]) => succeeds(args, { cwd });
const [header, ...rows] = leaves().trim().split("\n") as [string, ...string[]];
const half = Math.floor(rows.length / 2);
const file = (...lines: string[]) => lines.join("\n") + "\n";
const records = rows.map((row) => {
  const names = header.split(",");
  const cells = row
    .split(",")
    .map((cell, at) => [names[at]!, Number.isNaN(Number(cell)) ? cell : Number(cell)]);
  return JSON.stringify(Object.fromEntries(cells));
});

beforeAll(() => {
  const write = (name: string, content: string | Uint8Array) => writeFileSync(join(cwd, name), content);
  write("leaves.csv", leaves());
  write("part-1.csv", file(header, ...rows.slice(0, half)));
  write("part-2.csv", file(header, ...rows.slice(half)));
  write("leaves.csv.gz", gzipSync(leaves()));
  write("leaves.jsonl", file(...records));
  write("leaves.json", `[${records.join(",")}]`);
  write("bare.csv", file(...rows));
  write("decimal.csv", leaves().replaceAll(",", ";").replaceAll(".", ","));
  write("commented.csv", file("% made in May", "x", header, "% again", ...rows));
  write("utf16.csv", Buffer.from("\uFEFF" + leaves(), "utf16le"));
  write("ragged.csv", file(header, rows[0]!, "1,2", ...rows.slice(1)));
});

describe("--data", () => {
  const onLeaves = ["--epochs", "3", "--json", "--quiet"];
  const sha = async (target: string, ...args: string[]) =>
    JSON.parse(await run("train", "--data", ...args, "--target", target, ...onLeaves)).weightsSha256;

  it.each([
    ["two files", ["part-1.csv", "part-2.csv"]],
    ["a pattern", ["part-*.csv"]],
    ["two flags", ["part-1.csv", "--data", "part-2.csv"]],
    ["gzip", ["leaves.csv.gz"]],
    ["JSON lines", ["leaves.jsonl"]],
    ["JSON", ["leaves.json"]],
    ["decimal commas", ["decimal.csv"]],
    ["decimal commas that are told", ["decimal.csv", "--decimal", ",", "--separator", ";"]],
    ["comments and lines before the table", ["commented.csv", "--comment", "%", "--skip-rows", "2"]],
    ["UTF-16", ["utf16.csv"]],
    ["UTF-16 that is told", ["utf16.csv", "--encoding", "utf-16le"]],
    ["a faulty row that is skipped", ["ragged.csv", "--on-error", "skip"]],
  ])("takes %s: the same weights", async (_, args) => {
    expect(await sha("kind", ...args)).toBe(await sha("kind", "leaves.csv"));
  });

  it("takes a file without names", async () => {
    const last = String(header.split(",").length);
    expect(await sha(last, "bare.csv")).toBe(await sha("kind", "leaves.csv"));
    expect(await sha(last, "bare.csv", "--no-header")).toBe(await sha("kind", "leaves.csv"));
  });

  it("takes standard input, and predicts from it", async () => {
    const piped = await succeeds(["train", "--data", "-", "--target", "kind", ...onLeaves, "-o", "m.st"], {
      cwd,
      input: leaves(),
    });
    expect(JSON.parse(piped).weightsSha256).toBe(await sha("kind", "leaves.csv"));
    const answers = await run("predict", "m.st", "leaves.csv");
    expect(await succeeds(["predict", "m.st", "-"], { cwd, input: leaves() })).toBe(answers);
    expect(await run("predict", "m.st", "part-1.csv", "part-2.csv")).toBe(answers);
  });

  it.each([
    [["--data", "none-*.csv"], "DataError: none-*.csv: no file has such a name."],
    [
      ["--data", "ragged.csv"],
      `DataError: ragged.csv line 3: expected ${header.split(",").length} cells as in the header, got 2. ` +
        "Correct the line, or skip such rows (--on-error skip).",
    ],
    [["--data", "leaves.csv", "--decimal", ";"], 'ConfigError: --decimal: expected "." or ",", got ";".'],
    [
      ["--data", "leaves.csv", "--encoding", "ebcdic"],
      'ConfigError: --encoding: expected the name of an encoding, such as "utf-8", "utf-16le", "windows-1252" or "shift_jis", got "ebcdic".',
    ],
    [
      ["--data", "leaves.csv", "--skip-rows", "-1"],
      "ConfigError: --skip-rows: expected an integer ≥ 0, got -1.",
    ],
  ])("refuses %j", async (args, message) => {
    const { code, stderr } = await chainrule(["train", ...args, "--target", "kind"], { cwd });
    expect([code, stderr.trim()]).toEqual([message.startsWith("ConfigError") ? 2 : 1, message]);
  });
});
