/** The formats of predictions, inputs larger than a block, and the service of the examples. */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parquetReadObjects } from "hyparquet";
import { beforeAll, describe, expect, it } from "vitest";
import { readNpy } from "../../src/readers/npy.js";
import { Network } from "../../src/index.js";
import { chainrule, succeeds } from "./inProcess.js";
import { start, workspace } from "./run.js";
import { houses, leaves } from "./samples.js";

const cwd = workspace();
const run = (...args: string[]) => succeeds(args, { cwd });
const read = (name: string) => new Uint8Array(readFileSync(join(cwd, name)));
const linesOf = (text: string) => text.trimEnd().split("\n");
const recordsOf = (csv: string) => {
  const [head, ...rows] = linesOf(csv).map((line) => line.split(","));
  return rows.map((cells) => Object.fromEntries(head!.map((name, at) => [name, cells[at]!])));
};

beforeAll(async () => {
  writeFileSync(join(cwd, "leaves.csv"), leaves());
  writeFileSync(join(cwd, "houses.csv"), houses());
  const common = ["--epochs", "20", "--quiet", "--layers", "8"];
  await run("train", "--data", "leaves.csv", "--target", "kind", "-o", "leaves.st", ...common);
  await run("train", "--data", "houses.csv", "--target", "price", "-o", "houses.st", ...common);
});

describe("predict --format", () => {
  it("jsonl gives the answers of predictRecords, for classes and for numbers", async () => {
    for (const [model, data] of [
      ["leaves.st", leaves()],
      ["houses.st", houses()],
    ] as const) {
      const lines = linesOf(await run("predict", model, model.replace(".st", ".csv"), "--format", "jsonl"));
      const answers = Network.load(read(model)).predictRecords(recordsOf(data));
      const rounded = JSON.parse(JSON.stringify(answers), (_, value) =>
        typeof value === "number" ? Math.fround(value) : value,
      );
      expect(
        lines.map((line) =>
          JSON.parse(line, (_, value) => (typeof value === "number" ? Math.fround(value) : value)),
        ),
      ).toEqual(rounded);
    }
  });

  it("npy and parquet, by the end of the output's name, have the numbers of the CSV", async () => {
    const csv = linesOf(await run("predict", "leaves.st", "leaves.csv", "--id", "length")).slice(1);
    const wanted = csv.map((line) =>
      line
        .split(",")
        .slice(2)
        .map((cell) => Math.fround(Number(cell))),
    );
    await run("predict", "leaves.st", "leaves.csv", "-o", "p.npy", "-q");
    const table = readNpy(read("p.npy"), "p.npy");
    expect(wanted.map((_, row) => table.columns.map(({ numbers }) => numbers[row]!))).toEqual(wanted);
    const { stdout, stderr } = await chainrule(
      ["predict", "leaves.st", "leaves.csv", "--id", "length", "-o", "p.parquet"],
      { cwd },
    );
    expect([stdout, stderr]).toEqual(["", "Saved 60 predictions in p.parquet.\n"]);
    const rows = await parquetReadObjects({ file: read("p.parquet").buffer });
    expect(rows.map(({ oak, pine, yew }) => [oak, pine, yew])).toEqual(wanted);
    expect(rows.map(({ length, kind }) => `${length},${kind}`)).toEqual(
      csv.map((line) => line.split(",").slice(0, 2).join(",")),
    );
  });

  it("npy on standard output is the same file", async () => {
    await run("predict", "leaves.st", "leaves.csv", "-o", "q.npy", "-q");
    const { process, done } = start(["predict", "leaves.st", "leaves.csv", "--format", "npy"], { cwd });
    const pieces: Buffer[] = [];
    process.stdout
      .setEncoding("latin1")
      .on("data", (text: string) => pieces.push(Buffer.from(text, "latin1")));
    await done;
    expect(Buffer.concat(pieces).equals(read("q.npy"))).toBe(true);
  });

  it("refuses another one", async () => {
    const { code, stderr } = await chainrule(["predict", "leaves.st", "leaves.csv", "--format", "xlsx"], {
      cwd,
    });
    expect([code, stderr]).toEqual([
      2,
      'ConfigError: --format: expected "csv", "jsonl", "npy", "parquet", got "xlsx".\n',
    ]);
  });

  it("leaves no file, not even a part, where a later row cannot be read", async () => {
    const text = `${leaves(60_000)}1,2\n`;
    writeFileSync(join(cwd, "cut.csv"), text);
    const { code, stderr } = await chainrule(["predict", "leaves.st", "cut.csv", "-o", "cut-out.csv"], {
      cwd,
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/cut\.csv line 60002: expected 4 cells/);
    expect(readdirSync(cwd).filter((name) => name.includes("cut-out") || name.includes(".tmp"))).toEqual([]);
  });
});

describe("predict on files of several blocks", () => {
  const rows = 230_000;
  const bad = 150_000;

  it("gives an answer for each row, in their order, from a pipe too; bad rows are empty and counted", async () => {
    const part = linesOf(leaves(1000))
      .slice(1)
      .map((line) => line.replace(/,\w+$/, ""));
    const text = [
      `length,width,weight,${Array.from({ length: 40 }, (_, index) => `more${index}`).join(",")}`,
      ...Array.from({ length: rows }, (_, row) => part[row % 1000]! + ",0".repeat(40)),
    ]; // a block has 97,500 rows
    text[bad + 1] = `1,wide,2${",0".repeat(40)}`;
    writeFileSync(join(cwd, "long.csv"), `${text.join("\n")}\n`);
    const { stdout, stderr, code } = await chainrule(["predict", "leaves.st", "long.csv"], { cwd });
    expect(code).toBe(0);
    const answers = linesOf(stdout).slice(1);
    expect(answers).toHaveLength(rows);
    const wrong = answers.findIndex((line, row) => row !== bad && line !== answers[row % 1000]);
    expect(wrong).toBe(-1);
    expect(answers[bad]).toBe(",,,");
    expect(stderr).toContain("Left out 1 row with cells that do not fit");
    expect(stderr).toContain("line 150002");
    await run("predict", "leaves.st", "long.csv", "-o", "long-out.csv", "-q");
    expect(new TextDecoder().decode(read("long-out.csv"))).toBe(stdout);
  }, 60_000);
});

describe("examples/apps/service", () => {
  it("answers records over HTTP, and says what does not fit", async () => {
    const server = spawn(process.execPath, [resolve("examples/apps/service/server.mjs"), "leaves.st", "0"], {
      cwd,
    });
    try {
      const address = await new Promise<string>((resolved, rejected) => {
        server.stdout.once("data", (text) => resolved(String(text).trim()));
        server.stderr.once("data", (text) => rejected(new Error(String(text))));
      });
      const ask = async (body: unknown) => {
        const response = await fetch(address, { method: "POST", body: JSON.stringify(body) });
        return { status: response.status, answer: (await response.json()) as unknown };
      };
      const network = Network.load(read("leaves.st"));
      const records = recordsOf(leaves());
      expect(await ask(records[0])).toEqual({
        status: 200,
        answer: network.predictRecords([records[0]!])[0],
      });
      expect(await ask(records)).toEqual({ status: 200, answer: network.predictRecords(records) });
      expect(await ask({ ...records[0], width: "wide" })).toEqual({
        status: 400,
        answer: {
          error:
            'record, column "width": expected a number, got "wide". Correct it, or give null if it is not known.',
        },
      });
      expect((await ask("no record")).status).toBe(400);
      expect((await fetch(address)).status).toBe(405);
      const broken = await fetch(address, { method: "POST", body: "{" });
      expect(broken.status).toBe(400);
      const long = await fetch(address, { method: "POST", body: " ".repeat(1_000_001) });
      expect(long.status).toBe(413);
    } finally {
      server.kill();
    }
  });
});
