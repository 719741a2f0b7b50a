import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { chainrule } from "./inProcess.js";
import { workspace } from "./run.js";

const cwd = workspace();
const jobs = ["clerk", "nurse", "cook"];
const rows = Array.from(
  { length: 90 },
  (_, row) => `${row % 7},${jobs[row % 3]},${(row * 37) % 11},${10 * (row % 3)}`,
);
writeFileSync(join(cwd, "pay.csv"), `age,job,noise,pay\n${rows.join("\n")}\n`);

const flags = ["--data", "pay.csv", "--target", "pay", "--target-kind", "number", "-o", "pay.st", "--quiet"];

it("evaluate --importance tells the columns of the table, categories as one, in text and JSON", async () => {
  expect((await chainrule(["train", ...flags], { cwd })).code).toBe(0);
  const text = await chainrule(["evaluate", "pay.st", "pay.csv", "--importance"], { cwd });
  const [first, ...rest] = text.stdout
    .split("when a column is shuffled, on 90 rows:\n")[1]!
    .trimEnd()
    .split("\n");
  expect(first).toMatch(/^job +\d+(\.\d+)? {2}± \d/);
  expect(rest.map((line) => line.split(" ")[0]).sort()).toEqual(["age", "noise"]);
  const json = await chainrule(["evaluate", "pay.st", "pay.csv", "--importance", "--json"], { cwd });
  const { importance } = JSON.parse(json.stdout) as { importance: { name: string; columns: number[] }[] };
  expect(importance[0]).toMatchObject({ name: "job", columns: [1, 2, 3] });
  const without = await chainrule(["evaluate", "pay.st", "pay.csv", "--json"], { cwd });
  expect(JSON.parse(without.stdout)).not.toHaveProperty("importance");
});

it("evaluate --dependence shows the mean answers of the most important columns; another metric can be named", async () => {
  const evaluate = (...own: string[]) => chainrule(["evaluate", "pay.st", "pay.csv", ...own], { cwd });
  const { stdout } = await evaluate("--dependence");
  const [, tables] = stdout.split("The mean answer where all rows have the same value in a column:\n");
  const [job] = tables!.trim().split("\n\n");
  expect(job!.split("\n").map((line) => line.split(/ +/)[0])).toEqual(["job", "clerk", "cook", "nurse"]);
  const json = await evaluate("--dependence", "--importance-metric", "r2", "--json");
  const { importance, importanceOf, dependence } = JSON.parse(json.stdout) as {
    importance: { name: string; importance: number }[];
    importanceOf: object;
    dependence: { outputs: string[]; columns: { column: string; points: { answers: number[] }[] }[] };
  };
  expect(importanceOf).toEqual({ metric: "r2", rows: 90 });
  expect(importance[0]).toMatchObject({ name: "job" });
  expect(dependence.outputs).toEqual(["pay"]);
  expect(dependence.columns.map(({ column }) => column)).toEqual(importance.map(({ name }) => name));
  const [clerk, cook, nurse] = dependence.columns[0]!.points.map(({ answers }) => answers[0]!);
  expect([clerk! < nurse!, nurse! < cook!]).toEqual([true, true]);
  const wrong = await evaluate("--importance-metric", "accuracy");
  expect([wrong.code, wrong.stderr]).toEqual([
    2,
    expect.stringContaining('--importance-metric: there is no metric "accuracy". There are: '),
  ]);
  const unknown = await evaluate("--importance-metric", "r3");
  expect([unknown.code, unknown.stderr]).toEqual([
    2,
    expect.stringContaining('got "r3". Did you mean "r2"?'),
  ]);
});
