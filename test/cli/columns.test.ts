import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Network } from "../../src/train/network.js";
import { answersThen, modelThen, pets } from "./firstSchema.js";
import { chainrule, succeeds } from "./inProcess.js";
import { workspace } from "./run.js";

const cwd = workspace();
const write = (name: string, text: string | Uint8Array) => writeFileSync(join(cwd, name), text);
const run = (...args: string[]) => succeeds(args, { cwd });
const times = <T>(count: number, of: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => of(at));

/** Rows with an identifier, gaps, a category with a rare value, a flag, a date and a constant. */
const rows = times(240, (at) => {
  const age = at % 8 === 3 ? "NA" : String(20 + (at % 31));
  const city = at === 7 ? "Oslo" : ["Bonn", "Rome", "Wien"][at % 3];
  const day = `${String((at % 28) + 1).padStart(2, "0")}.${String((at % 12) + 1).padStart(2, "0")}.2024`;
  const answer = at % 40 === 39 ? "" : at % 3 === 0 ? "yes" : "no";
  return [at + 1, age, city, at % 2, day, 5, answer].join(",");
});
const head = "Id,age,city,flag,when,five,answer";
write("people.csv", [head, ...rows].join("\n") + "\n");
const train = ["train", "--data", "people.csv", "--target", "answer", "--epochs", "8"];

describe("columns of a table, on the command line", () => {
  it("are shown before training, with the score to beat; rows without a target are left out", async () => {
    const { code, stderr } = await chainrule([...train, "-o", "people.st"], { cwd });
    expect(code).toBe(0);
    expect(stderr.split("\n").slice(0, 9)).toEqual([
      "people.csv: 234 rows",
      "  numbers     1  age (30 missing)",
      "  yes/no      1  flag",
      "  categories  1  city (3 values, 1 row with others)",
      "  dates       1  when",
      "  left out    2  Id (identifier: all values differ, and its name is that of an identifier), five (constant: always 5)",
      "  target         answer: 2 classes, no 66.7 %, yes 33.3 %",
      '  to beat        accuracy 0.667, by always answering "no"',
      'Left out 6 rows without a value of "answer".',
    ]);
  });

  it("have figures in the JSON document", async () => {
    const { data } = JSON.parse(await run(...train, "--json", "-q", "-o", "people.st"));
    expect(data).toMatchObject({
      rows: 234,
      columns: { number: 1, "yes/no": 1, category: 1, date: 1 },
      missing: 30,
      target: { name: "answer", kind: "class" },
      baseline: { metric: "accuracy", always: "no" },
    });
    expect(data.leftOut.map(({ name }: { name: string }) => name)).toEqual(["Id", "five"]);
  });

  it("are chosen and explained by flags, or by a config file", async () => {
    const own = ["--columns", "Id,age,city", "--categorical", "city", "--numeric", "Id", "--missing", "drop"];
    const byFlags = JSON.parse(await run(...train, ...own, "--json", "-q", "-o", "a.st"));
    expect(byFlags.data).toMatchObject({ rows: 204, columns: { number: 2, category: 1 }, missing: 0 });
    const settings = {
      columns: ["Id", "age", "city"],
      categorical: "city",
      numeric: ["Id"],
      missing: "drop",
    };
    write("c.json", JSON.stringify({ data: "people.csv", target: "answer", epochs: 8, ...settings }));
    const byFile = JSON.parse(await run("train", "c.json", "--json", "-q", "-o", "b.st"));
    expect(byFile.weightsSha256).toBe(byFlags.weightsSha256);
  });

  it("a config file names its data as they lie beside it", async () => {
    mkdirSync(join(cwd, "sub"));
    write("sub/xor.csv", "a,b,y\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n");
    write("sub/c.json", JSON.stringify({ data: "xor.csv", target: "y", epochs: 1 }));
    expect(JSON.parse(await run("train", "sub/c.json", "--json", "-q", "-o", "x.st")).data.rows).toBe(4);
    const missing = { data: "none.csv", target: "y" };
    write("sub/d.json", JSON.stringify(missing));
    expect((await chainrule(["train", "sub/d.json"], { cwd })).stderr).toBe(
      `DataError: ${join("sub", "none.csv")}: there is no such file.\n`,
    );
    const flag = ["--data", join("sub", "xor.csv"), "--json", "-q", "-o", "x.st"];
    expect(JSON.parse(await run("train", "sub/d.json", ...flag)).data.rows).toBe(4);
  });

  it("--drop is repeated for names with commas", async () => {
    write("ages.csv", '"AGE, years",b,c,y\n1.5,2,3.5,0\n2.5,3,5.5,1\n3,3,4.5,0\n4,5,6,1\n');
    const dropped = ["--drop", "AGE, years", "--drop", "b", "--epochs", "1", "--json", "-q", "-o", "c.st"];
    const { data } = JSON.parse(await run("train", "--data", "ages.csv", "--target", "y", ...dropped));
    expect(data.columns.number).toBe(1);
  });

  it("missing cells are refused on request, all columns with counts", async () => {
    expect(await chainrule([...train, "--missing", "refuse", "-o", "d.st"], { cwd })).toEqual({
      code: 1,
      stdout: "",
      stderr:
        'DataError: people.csv: expected no missing cells, got some in 1 column: "age" (30). ' +
        "Fill them in, or set missing (--missing) to fill or drop.\n",
    });
  });

  it("several targets are answered by their names", async () => {
    write("two.csv", ["x,a,b", ...times(40, (at) => `${at / 8},${at / 4 + 1},${5 - at / 8}`)].join("\n"));
    await run("train", "--data", "two.csv", "--target", "a,b", "--epochs", "200", "-q", "-o", "two.st");
    const [names, first] = (await run("predict", "two.st", "two.csv")).split("\n");
    expect(names).toBe("a,b");
    const [a, b] = first!.split(",").map(Number);
    expect(Math.abs(a! - 1) + Math.abs(b! - 5)).toBeLessThan(1);
    expect(await run("evaluate", "two.st", "two.csv")).toMatch(/^40 samples/);
  });
});

it("columns of 0 and 1 as targets are labels: sigmoid outputs, each with its own answer", async () => {
  const cells = times(60, (at) => [at / 30 - 1, at > 30 ? 1 : 0, at % 60 < 15 || at > 45 ? 1 : 0].join(","));
  write("labels.csv", ["x,high,far", ...cells].join("\n"));
  const args = ["train", "--data", "labels.csv", "--target", "high,far", "--epochs", "400", "--json", "-q"];
  const { config, data } = JSON.parse(await run(...args, "-o", "labels.st"));
  expect([config.loss, config.layers.at(-1).activation, data.target.kind]).toEqual([
    "binaryCrossEntropy",
    "sigmoid",
    "labels",
  ]);
  const [names, first] = (await run("predict", "labels.st", "labels.csv")).split("\n");
  expect(names).toBe("high,far");
  expect(Number(first!.split(",")[0])).toBeLessThan(0.2);
});

it("a model of the library with its schema alone has the names of its classes", async () => {
  const network = Network.create({ layers: [1, 2] });
  network.notes.schema = {
    inputs: [{ name: "x", kind: "number" }],
    target: { name: "kind", kind: "class", classes: ["cat", "dog"] },
  };
  write("library.st", network.save());
  write("x.csv", "x\n1.5\n");
  const [names, answer] = (await run("predict", "library.st", "x.csv")).split("\n");
  expect(names).toBe("kind,cat,dog");
  expect(answer).toMatch(/^(cat|dog),/);
});

describe("prediction with gaps, unknown values and bad rows", () => {
  it("answers every row that can be read; the others stay empty, and it is said", async () => {
    await run(...train, "-q", "--id", "Id", "-o", "ids.st");
    write(
      "new.csv",
      `${head}\n0071,,Cuba,1,01.01.2024,5\nK2,old,Rome,0,02.01.2024,5\nK3,31,Rome,,02.01.2024,5\n`.replaceAll(
        ",5\n",
        ",5,\n",
      ),
    );
    const { code, stdout, stderr } = await chainrule(["predict", "ids.st", "new.csv"], { cwd });
    expect([code, stderr.split("\n")]).toEqual([
      0,
      [
        'Left out 1 row with cells that do not fit: "age" 1 cell, the first on line 3.',
        'Values that the training data did not have: "city" 1 cell ("Cuba").',
        'Missing where no training row had a gap: "flag" 1. The mean stands in.',
        "",
      ],
    ]);
    const lines = stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(4);
    expect(lines[0]).toBe("Id,answer,no,yes");
    expect(lines[1]).toMatch(/^0071,(yes|no),0\.\d+,0\.\d+$/);
    expect(lines[2]).toBe("K2,,,");
    expect(lines[3]).toMatch(/^K3,(yes|no),/);
    const { predictions, remarks } = JSON.parse(await run("predict", "ids.st", "new.csv", "--json", "-q"));
    expect(remarks).toHaveLength(3);
    expect(predictions[1]).toEqual({ id: { Id: "K2" }, class: null, outputs: null });
  });

  it("a model of before goes on predicting the same; unknown colours are zeros", async () => {
    write("pets.csv", pets);
    write("then.st", modelThen());
    expect(await run("predict", "then.st", "pets.csv")).toBe(answersThen);
    expect(await run("evaluate", "then.st", "pets.csv")).toMatch(/accuracy 1\.0/);
    write("grey.csv", "size,colour,age\n1.5,grey,3\n");
    const { code, stderr } = await chainrule(["predict", "then.st", "grey.csv"], { cwd });
    expect([code, stderr]).toEqual([
      0,
      'Values that the training data did not have: "colour" 1 cell ("grey").\n',
    ]);
  });

  it("evaluation leaves out rows without an answer", async () => {
    const { stdout, stderr } = await chainrule(["evaluate", "people.st", "people.csv", "--json"], { cwd });
    expect(JSON.parse(stdout).rows).toBe(234);
    expect(stderr).toContain('Left out 6 rows without a value of "answer".');
  });
});

it("the report names rows by the lines of the file", async () => {
  // "Oslo" is on line 9, and has the wrong answer
  write("odd.csv", [head, ...rows].join("\n").replace(/(Oslo.*),no/, "$1,yes") + "\n");
  const flags = ["--target", "answer", "--epochs", "3", "--validation", "0"];
  await run("train", "--data", "odd.csv", ...flags, "-q", "--report", "people.html", "-o", "e.st");
  const page = readFileSync(join(cwd, "people.html"), "utf8");
  const [, table] = /aria-label="Wrong predictions">(.*?)<\/table>/s.exec(page)!;
  expect(table).toMatch(/<th scope="row">9<\/th>(?:(?!<\/tr>).)*>other</);
});
