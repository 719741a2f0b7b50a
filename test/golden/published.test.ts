/** That our own comparison gives every printed figure the verdict that was found by decimal arithmetic. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { documents, erratumOf, placesOf, publishedFigures } from "../../scripts/documents/published.mjs";
import { comparePublished, publishedComparer, type PublishedVariant } from "../../src/explain/published.js";

type Flag = [key: string, text: string, document: string, line: number, agrees: boolean];
const recorded = JSON.parse(readFileSync(new URL("published-flags.json", import.meta.url), "utf8")) as Record<
  "mazur" | "printed" | "consistent" | "rounded",
  Flag[]
> & {
  matrixGiven: [text: string, line: number, agrees: boolean][];
};

const mazur = publishedFigures("mazur", publishedComparer("mazur"));
const matrix = publishedFigures("matrix", publishedComparer("matrix"));
const sorted = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).sort();

const flagsOf = (figures: typeof mazur.values, variant: PublishedVariant): Flag[] =>
  figures.flatMap((figure) =>
    placesOf(figure).map(({ document, line }): Flag => [
      figure.key,
      figure.text,
      document,
      line,
      figure.ours[variant]!.agrees,
    ]),
  );

it("2-2-2: each of 344 printed figures, at each of its places, agrees or not as recorded", () => {
  const all = flagsOf([...mazur.headline, ...mazur.values, ...mazur.given], "printed");
  expect(sorted(all)).toEqual(sorted(recorded.mazur));
  expect(all).toHaveLength(344);
});

it.each(["printed", "consistent", "rounded"] as const)(
  "3-3-2, %s: each of 56 printed figures agrees or not as recorded",
  (variant) => {
    const all = flagsOf(matrix.values, variant);
    expect(sorted(all)).toEqual(sorted(recorded[variant]));
    expect(all).toHaveLength(56);
  },
);

it("3-3-2: what is given contradicts the printed signal where recorded", () => {
  const all = flagsOf(matrix.given, "consistent").map(([, text, , line, agrees]) => [text, line, agrees]);
  expect(sorted(all)).toEqual(sorted(recorded.matrixGiven));
});

it("every headline figure disagrees with the stated rule, and comes out with the slip", () => {
  expect(mazur.headline.map(({ ours }) => ours.printed!.agrees)).toEqual([false, false, false, false, false]);
  expect(mazur.headline.map(({ slip }) => slip!.agrees)).toEqual([true, true, true, true, true]);
});

it("every figure that is wrong has an erratum that tells why, in both languages", () => {
  for (const { headline, values, given, errata } of [mazur, matrix]) {
    const variant = values[0]!.ours.consistent ? "consistent" : "printed";
    for (const figure of [...headline, ...values, ...given]) {
      if (figure.ours[variant]!.agrees) continue;
      for (const { document, line } of placesOf(figure)) {
        const erratum = erratumOf(errata, figure, document, line);
        expect(erratum, `${document} line ${line}: ${figure.text}`).not.toBe(null);
      }
    }
    for (const { why, document } of errata) {
      expect(why.en).toMatch(/^[A-Z∂"].*\.$/);
      expect(why.zh).toMatch(/\p{Script=Han}.*。$/u);
      expect(documents[document]!.zh).toMatch(/\p{Script=Han}/u);
    }
  }
});

it("the headline of the library has figures that are recorded, with the same verdicts", () => {
  const all = { mazur: [...mazur.headline], matrix: matrix.values };
  for (const name of ["mazur", "matrix"] as const) {
    for (const { key, text, ours, slip } of comparePublished(name).headline) {
      const recorded = all[name].find((one) => one.key === key && one.text === text);
      expect({ ours, slip }, `${name} ${key} ${text}`).toEqual({
        ours: recorded?.ours,
        slip: recorded?.slip,
      });
    }
  }
  expect(comparePublished("mazur").headline).toHaveLength(mazur.headline.length);
});
