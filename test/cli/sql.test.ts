import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { chainrule, succeeds, workspace } from "./run.js";
import { leaves } from "./samples.js";

const [bare, cwd, real] = [workspace(), workspace(), workspace()];
const says = async (args: string[], where: string) => (await chainrule(args, { cwd: where })).stderr.trim();
const onLeaves = ["--target", "kind", "--epochs", "3", "--json", "--quiet"];

/** A stand-in for the package, with the parts of its interface that are used: it knows the table of leaves, and wrong queries. */
const standIn = `
const [header, ...rows] = ${JSON.stringify(leaves())}.trim().split("\\n").map((line) => line.split(","));
class Result {
  constructor(rows, isEnd) { this.rows = rows; }
  deduplicatedColumnNames() { return header; }
  columnTypes() { return header.map((_, at) => (Number.isNaN(Number(rows[0][at])) ? "VARCHAR" : "DOUBLE")); }
  async fetchChunk() {
    const own = this.rows.splice(0, 7);
    const of = (at) => own.map((row) => (Number.isNaN(Number(row[at])) ? row[at] : Number(row[at])));
    return own.length === 0 ? null : { rowCount: own.length, getColumnValues: of };
  }
}
exports.DuckDBInstance = {
  async create(path, options = {}) {
    if (path !== ":memory:" && options.access_mode !== "READ_ONLY") throw new Error("opened to write");
    return { closeSync() {}, async connect() { return { closeSync() {}, async stream(sql) {
      if (sql === "SELECT leaves") return new Result([...rows]);
      throw new Error("Parser Error: syntax error at or near " + sql + "\\n\\nLINE 1: " + sql);
    } }; } };
  },
};`;

beforeAll(() => {
  for (const where of [bare, cwd, real]) writeFileSync(join(where, "leaves.csv"), leaves());
  const home = join(cwd, "node_modules", "@duckdb", "node-api");
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "package.json"), JSON.stringify({ name: "@duckdb/node-api", main: "index.js" }));
  writeFileSync(join(home, "index.js"), standIn);
  writeFileSync(join(cwd, "leaves.db"), "........DUCK....");
});

/** Where the package itself is, if it is installed beside this one. */
const installed = (() => {
  try {
    return createRequire(import.meta.url).resolve("@duckdb/node-api");
  } catch {
    return null;
  }
})();

describe("--sql", () => {
  it("trains on the rows of a query: the weights of the same table in a file", async () => {
    const sha = async (...args: string[]) =>
      JSON.parse(await succeeds(["train", ...args, ...onLeaves], { cwd })).weightsSha256;
    const ofFile = await sha("--data", "leaves.csv");
    expect(await sha("--sql", "SELECT leaves")).toBe(ofFile);
    expect(await sha("--data", "leaves.db", "--sql", "SELECT leaves")).toBe(ofFile);
    writeFileSync(join(cwd, "c.json"), JSON.stringify({ sql: "SELECT leaves", target: "kind" }));
    expect(JSON.parse(await succeeds(["train", "c.json", ...onLeaves], { cwd })).weightsSha256).toBe(ofFile);
  });

  it("predict, evaluate and inspect take it", async () => {
    await succeeds(["train", "--data", "leaves.csv", ...onLeaves, "-o", "m.st"], { cwd });
    const asked = async (command: string, ...args: string[]) => succeeds([command, "m.st", ...args], { cwd });
    expect(await asked("predict", "--sql", "SELECT leaves")).toBe(await asked("predict", "leaves.csv"));
    expect(await asked("evaluate", "leaves.db", "--sql", "SELECT leaves")).toBe(
      await asked("evaluate", "leaves.csv"),
    );
    const shown = await succeeds(["inspect", "--sql", "SELECT leaves", "--target", "kind"], { cwd });
    expect(shown).toMatch(/^the query: \d+ rows, \d+ columns/);
  });

  it("prepare packs its rows, as those of the table", async () => {
    const pack = ["--target", "kind", "--json", "-q"];
    await succeeds(["prepare", "leaves.csv", ...pack, "-o", "packed"], { cwd });
    await succeeds(["prepare", "--sql", "SELECT leaves", ...pack, "-o", "asked"], { cwd });
    const sha = async (folder: string) =>
      JSON.parse(await succeeds(["train", "--data", folder, ...onLeaves.slice(2)], { cwd })).weightsSha256;
    expect(await sha("asked")).toBe(await sha("packed"));
  });

  it.each([
    [
      ["train", "--sql", "SELEC", "--target", "x"],
      "DataError: the query failed: Parser Error: syntax error at or near SELEC\n\nLINE 1: SELEC",
    ],
    [
      ["train", "--data", "leaves.csv", "--sql", "SELECT leaves", "--target", "kind"],
      "DataError: leaves.csv: expected a database of DuckDB or SQLite, got another file. Name it in the query instead: FROM 'leaves.csv'.",
    ],
    [
      ["predict", "m.st", "a.db", "b.db", "--sql", "SELECT leaves"],
      "ConfigError: --sql: expected at most one database beside it, got 2 files. Name the files in the query: FROM 'parts/*.csv'.",
    ],
    [
      ["train", "--sql", "SELECT leaves", "--target", "kind", "--separator", ";"],
      "ConfigError: --separator: does not go with a query. Drop it: it is for files of text.",
    ],
    [["predict", "m.st"], "UsageError: missing required argument 'data'"],
  ])("%j is refused", async (args, message) => {
    expect(await says(args, cwd)).toBe(message);
  });

  it.skipIf(installed !== null)("says how to install the package where it is not", async () => {
    expect(await says(["train", "--sql", "SELECT 1", "--target", "x"], bare)).toBe(
      "ConfigError: --sql: expected the package @duckdb/node-api, got nothing, it is not installed. " +
        "Install it: npm install @duckdb/node-api. If chainrule is installed globally: npm install --global @duckdb/node-api.",
    );
  });

  it.skipIf(installed === null)("the package itself gives the same, over files and patterns", async () => {
    const sha = async (...args: string[]) =>
      JSON.parse(await succeeds(["train", ...args, ...onLeaves], { cwd: real })).weightsSha256;
    expect(await sha("--sql", "SELECT * FROM 'leaves.csv'")).toBe(await sha("--data", "leaves.csv"));
    expect(await sha("--sql", "SELECT * FROM '*.csv' WHERE 1 = 1")).toBe(await sha("--data", "leaves.csv"));
    const said = await says(["train", "--sql", "SELECT [1] AS list, 1 AS y", "--target", "y"], real);
    expect(said).toContain(
      'DataError: the query, column "list": expected plain values, got INTEGER[] in "list".',
    );
  });
});
