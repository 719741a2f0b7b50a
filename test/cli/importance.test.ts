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

it("evaluate --importance tells the columns of the table, categories as one, in text and JSON", async () => {
  const flags = [
    "--data",
    "pay.csv",
    "--target",
    "pay",
    "--target-kind",
    "number",
    "-o",
    "pay.st",
    "--quiet",
  ];
  expect((await chainrule(["train", ...flags], { cwd })).code).toBe(0);
  const text = await chainrule(["evaluate", "pay.st", "pay.csv", "--importance"], { cwd });
  const [first, ...rest] = text.stdout.split("when a column is shuffled:\n")[1]!.trimEnd().split("\n");
  expect(first).toMatch(/^job +\d+(\.\d+)? {2}± \d/);
  expect(rest.map((line) => line.split(" ")[0]).sort()).toEqual(["age", "noise"]);
  const json = await chainrule(["evaluate", "pay.st", "pay.csv", "--importance", "--json"], { cwd });
  const { importance } = JSON.parse(json.stdout) as { importance: { name: string; columns: number[] }[] };
  expect(importance[0]).toMatchObject({ name: "job", columns: [1, 2, 3] });
  const without = await chainrule(["evaluate", "pay.st", "pay.csv", "--json"], { cwd });
  expect(JSON.parse(without.stdout)).not.toHaveProperty("importance");
});
