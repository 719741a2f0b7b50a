import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { makeDocuments } from "../../scripts/worked-example.mjs";

describe("the documents with figures", () => {
  let made: Record<string, string>;
  beforeAll(async () => {
    made = await makeDocuments();
  });
  const paths = [
    "docs/worked-example.md",
    "docs/zh/worked-example.md",
    "docs/glossary.md",
    "docs/zh/glossary.md",
    "docs/errata.md",
    "docs/zh/errata.md",
  ];
  const template = readFileSync("scripts/documents/worked-example.en.md", "utf8");
  const steps = [...template.matchAll(/\{\{step (\S+)\}\}/g)].map(([, key]) => key!);
  const stepFigures = steps.map((key) => `step-${key.replaceAll("/", "-")}`);
  const curves = ["path-w5", "path-w1", "logistic", "descent", "course"];
  const figures = ["network", "forward", ...stepFigures, ...curves];
  const pictures = figures.map((name) => `docs/pictures/worked-example/${name}.svg`);

  it.each([...paths, ...pictures])("%s is what node scripts/worked-example.mjs makes", (path) => {
    expect(Object.keys(made)).toEqual([...paths, ...pictures]);
    expect(readFileSync(path, "utf8")).toBe(made[path]);
  });

  it.each(paths)("%s has links that lead somewhere, and nothing left to fill in", (path) => {
    const text = readFileSync(path, "utf8");
    const links = [...text.matchAll(/\]\(([^)#]+)\)/g)].map((match) => match[1]!);
    expect(links.filter((link) => !existsSync(join(dirname(path), link)))).toEqual([]);
    expect(text).not.toMatch(/\{\{|undefined|NaN|\[object/);
  });

  it("show every picture of the worked example, in both languages", () => {
    for (const path of paths.slice(0, 2)) {
      const shown = [...readFileSync(path, "utf8").matchAll(/!\[([^\]]+)\]\(\S+\/(\S+)\.svg\)/g)];
      expect(shown.map(([, , name]) => name).toSorted()).toEqual(figures.toSorted());
    }
    expect(readdirSync("docs/pictures/worked-example").toSorted()).toEqual(
      figures.map((name) => `${name}.svg`).toSorted(),
    );
  });

  it("each step has a picture that highlights its place and shows its number", () => {
    expect(steps.length).toBeGreaterThan(15);
    const picture = (key: string) =>
      readFileSync(`docs/pictures/worked-example/step-${key.replaceAll("/", "-")}.svg`, "utf8");
    for (const key of steps) expect(picture(key), key).toMatch(/class="[^"]* lit"/);
    expect(picture("net_h1")).toContain(">net 0.3775<");
    expect(picture("net_h1")).not.toContain(">out 0.59327<");
    expect(picture("out_h1")).toContain(">out 0.59327<");
  });

  it("explain with the same numbers in both languages", () => {
    const numbers = (path: string) =>
      [...readFileSync(path, "utf8").matchAll(/\d+\.\d{3,}/g)].map(([number]) => number).toSorted();
    expect(numbers("docs/zh/worked-example.md")).toEqual(numbers("docs/worked-example.md"));
    const text = readFileSync("docs/worked-example.md", "utf8");
    // the early update of the output weights, and the error after the step of w5 alone
    for (const figure of ["0.149817639", "0.291027924", "0.294985251", "0.003375711"])
      expect(text).toContain(figure);
  });

  it("hold the golden figures of the stated rule, and the printed ones only as errata", () => {
    for (const path of paths.slice(0, 2)) {
      const text = readFileSync(path, "utf8");
      for (const figure of ["0.593269992", "0.298371109", "0.082167041", "0.358916480", "0.000438568"]) {
        expect(text).toContain(figure);
      }
      for (const figure of ["0.149780716", "0.291027774", "0.0000351019", "0.015913620", "0.984064274"]) {
        expect(text.replaceAll("0.000035102", "0.0000351019")).toContain(figure);
      }
      expect(text).not.toContain("0.0159121");
    }
    const errata = readFileSync("docs/errata.md", "utf8");
    for (const figure of ["0.291027924", "0.291027773694", "0.291027923905", "0.015912196"]) {
      expect(errata).toContain(figure);
    }
  });

  it("tell the same in both languages: every generated part of one is in the other", () => {
    const parts = (code: string) =>
      ["worked-example", "errata"].flatMap((name) =>
        [...readFileSync(`scripts/documents/${name}.${code}.md`, "utf8").matchAll(/\{\{.+?\}\}/g)].map(
          // the words of a picture are in the language
          ([part]) => part.replace(/(?<=picture \w+) .*(?=\}\})/, ""),
        ),
      );
    expect(parts("zh").toSorted()).toEqual(parts("en").toSorted());
    expect(readdirSync("docs/zh").toSorted()).toEqual(["errata.md", "glossary.md", "worked-example.md"]);
  });
});
