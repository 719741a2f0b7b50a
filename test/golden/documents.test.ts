/**
 * Every figure that the five documents print, by the symbols and digits of its own document, is judged by `--check`: right,
 * right to its digits, or a named erratum. Which figures agree was recorded from decimal arithmetic in `published-flags.json`.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { documents, type PlacedFigure, publishedFigures } from "../../scripts/documents/published.mjs";
import { readOwnNumbers } from "../../src/explain/ownNumbers.js";
import { matrixVariants, type Preset, presetNetwork, presetOf } from "../../src/explain/presets.js";
import { bestReading, type Candidate, type Reading } from "../../src/explain/readings.js";
import { runRounds } from "../../src/explain/rounds.js";
import { trace } from "../../src/explain/trace.js";

type Flag = [key: string, text: string, document: string, line: number, agrees: boolean];
const flags = JSON.parse(readFileSync(new URL("published-flags.json", import.meta.url), "utf8")) as Record<
  "mazur" | "rounded",
  Flag[]
>;

/** What the documents print, but not as a number of the calculation: how many rounds, and the ½ of the program. */
const others = ["rounds", "loss_half"];

function figuresOf(name: "mazur" | "matrix"): PlacedFigure[] {
  const { headline, values, given } = publishedFigures(name, (figures) => figures as never);
  return [...headline, ...values, ...given].filter(({ key }) => !others.includes(key));
}

/** ∂E_total/∂w5 as LaTeX has it. */
const fraction = (key: string) => key.replace(/^d(.+)\/d(.+)$/, "\\frac{\\partial $1}{\\partial $2}");
const braces = (key: string) =>
  key.replace(/_(\w+?)(?=\}|\/|_new|$)/g, "_{$1}").replace(/^([wib])(\d)/, "$1_$2");
const article = (key: string) =>
  /_after_/.test(key)
    ? key.replaceAll("_", " ").replace("out ", "out_")
    : braces(fraction(key)).replace("_new", "^{+}").replace("delta", "\\delta");
/** How each document writes a key of ours. */
const symbols: Record<string, (key: string) => string> = {
  "000": article,
  "001": article,
  "002": (key) =>
    ({ out_h1: "o_1", out_h2: "o_2" })[key] ??
    key.replaceAll(/(?<!_)d(?=[a-zE]|w)/g, "∂").replace("_new", "⁺"),
  "003": (key) => key,
  // one name for the weights of both matrices, and "ouput"
  "004": (key) => key.replaceAll("w'", "w").replace("output", "ouput"),
};

function candidatesOf(name: "mazur" | "matrix"): Candidate[] {
  const presets: [Candidate["variant"], Preset][] =
    name === "mazur"
      ? [[null, presetOf("mazur")]]
      : matrixVariants.map((variant) => [variant, presetOf("matrix", variant)]);
  return presets.map(([variant, preset]) => {
    const network = presetNetwork(preset);
    const sample = { inputs: preset.inputs[0]!, targets: preset.targets[0]! };
    return {
      variant,
      trace: trace(network, sample, { names: preset.names }),
      after: (rounds) => runRounds(network, [sample], { rounds }).best,
    };
  });
}

/** The figures of a document in sheets, as a reader would copy them: a figure that stands there twice is on another sheet. */
function sheetsOf(figures: readonly PlacedFigure[], document: string): PlacedFigure[][] {
  const sheets: PlacedFigure[][] = [];
  const places = figures
    .filter(({ at }) => at[document])
    .toSorted((a, b) => a.at[document]![0]! - b.at[document]![0]!);
  for (const figure of places) {
    const sheet = sheets.find((one) => one.every(({ key }) => key !== figure.key));
    if (sheet) sheet.push(figure);
    else sheets.push([figure]);
  }
  return sheets;
}

const candidates = { mazur: candidatesOf("mazur"), matrix: candidatesOf("matrix") };

function readingOf(name: "mazur" | "matrix", document: string, sheet: readonly PlacedFigure[]): Reading {
  const lines = sheet.map(({ key, text }) => `${symbols[document]!(key)};${text}`);
  return bestReading(candidates[name], readOwnNumbers(lines.join("\n"), document));
}

describe.each(Object.keys(documents))("document %s", (document) => {
  const name = document === "004" ? "matrix" : "mazur";
  const sheets = sheetsOf(figuresOf(name), document);
  const readings = sheets.map((sheet) => readingOf(name, document, sheet));
  const numbers = readings.flatMap(({ check }) => check.numbers);

  it("no printed figure is judged wrong", () => {
    expect(numbers.filter(({ verdict }) => verdict === "wrong").map(({ key }) => key)).toEqual([]);
    expect(numbers).toHaveLength(sheets.flat().length);
  });

  it("what does not agree, and only that, has its erratum named in both languages", () => {
    const recorded = flags[name === "mazur" ? "mazur" : "rounded"].filter((flag) => flag[2] === document);
    const differing = new Set(recorded.filter((flag) => !flag[4]).map(([key, text]) => `${key} ${text}`));
    // the 0.2 that was taken for w'_{1,2} is w_{1,2} too, and the document has one symbol for both
    const given = document === "004" ? ["w_{1,3} 0.8", "w_{2,3} 0.1", "w_{3,3} 0.9"] : [];
    const named = numbers.filter(({ verdict }) => verdict === "published");
    expect(named.map(({ key, written }) => `${key} ${written.text}`).toSorted()).toEqual(
      [...differing, ...given].toSorted(),
    );
    for (const { erratum } of named) {
      expect(erratum!.why.en).toMatch(/^[A-Z].*\.$/);
      expect(erratum!.why.zh).toMatch(/\p{Script=Han}.*。$/u);
    }
  });
});

describe("the 3-3-2 document", () => {
  const [first] = sheetsOf(figuresOf("matrix"), "004");
  const reading = readingOf("matrix", "004", first!);

  it("follows the row 0.1 0.5 0.6 and carries three decimals", () => {
    expect([reading.variant, reading.decimals]).toEqual(["consistent", 3]);
  });

  it("multiplied by 0.2, which is w'_{3,2}, where the path has w'_{1,2} = 0.6", () => {
    expect(reading.check.slips).toEqual([
      {
        id: "other-weight",
        key: "dE2/dO_hidden1",
        taken: { symbol: "w'_3,2", value: 0.2 },
        wanted: { symbol: "w'_1,2", value: 0.6 },
      },
    ]);
  });

  it("exact figures of either variant are recognised as that variant, without rounding", () => {
    for (const { variant, trace: own } of candidates.matrix) {
      const lines = own.steps.slice(0, 20).map(({ key, value }) => `${key};${value.toFixed(6)}`);
      const found = bestReading(candidates.matrix, readOwnNumbers(lines.join("\n"), "mine"));
      expect([found.variant, found.decimals, found.check.isRight]).toEqual([variant, null, true]);
    }
  });
});
