/** The published figures beside ours, as text for a terminal: those that everyone quotes first, errata last. */
import { type CheckLanguage, checkLanguages } from "../../explain/language/check.js";
import type { Language } from "../../explain/language/language.js";
import {
  type ComparedFigure,
  placesOf,
  type Published,
  type PublishedVariant,
} from "../../explain/published.js";
import { documents } from "../../explain/published/figure.js";
import { formatTable } from "../table.js";
import { paint } from "../text.js";
import type { CheckTextOptions } from "./check.js";
import { formatNumber } from "./digits.js";
import { wrapText } from "./wrap.js";

export function publishedText(published: Published, options: CheckTextOptions): string[] {
  const { language, width, colour } = options;
  const words = checkLanguages[language.code];
  const { headings } = words;
  const { headline, values, given } = published;
  const title = (text: string) => ["", paint(`── ${text}`, "cyan", colour)];
  const story = (text: string) => wrapText(text, width);
  const lines = [paint(headings.publishedTitle, "bold", colour)];
  if (headline.length > 0) {
    lines.push(...title(headings.headline), ...story(words.headlineStory), "");
    lines.push(...figureTable(published, headline, words, options));
    const [count, all] = tally(headline, ({ slip }) => slip!.agrees);
    lines.push(words.reproduced(count, all));
  }
  if (published.variants.length > 1) lines.push("", ...story(words.matrixStory));
  lines.push(...title(headings.values), ...figureTable(published, values, words, options));
  lines.push(...title(headings.given), ...figureTable(published, given, words, options), "");
  for (const variant of published.variants) {
    const compared = [...headline, ...values, ...given].filter(({ ours }) => ours[variant]);
    const [count, all] = tally(compared, ({ ours }) => ours[variant]!.agrees);
    const of = published.variants.length > 1 ? `${words.variants[variant]}: ` : "";
    lines.push(of + words.agreed(count, all));
  }
  lines.push(...title(headings.errata), ...errataText(published, words, options));
  lines.push(...title(headings.documents));
  for (const id of published.documents)
    lines.push(...wrapText(`${id}  ${documents[id][language.code]}`, width));
  return lines;
}

/** How many printed figures satisfy a test, and how many there are; each place counts. */
function tally(
  figures: readonly ComparedFigure[],
  test: (figure: ComparedFigure) => boolean,
): [count: number, all: number] {
  const places = (some: readonly ComparedFigure[]) =>
    some.reduce((sum, figure) => sum + placesOf(figure).length, 0);
  return [places(figures.filter(test)), places(figures)];
}

function figureTable(
  { variants }: Published,
  figures: readonly ComparedFigure[],
  words: CheckLanguage,
  { digits, colour }: CheckTextOptions,
): string[] {
  const { headings } = words;
  const answer = (agrees: boolean) => (agrees ? words.agreesYes : words.agreesNo);
  const hasSlip = figures.some(({ slip }) => slip);
  const isSingle = variants.length === 1;
  const number = (value: number, { written }: ComparedFigure) =>
    formatNumber(value, Math.max(digits, Math.min(17, written.decimals)));
  const columns = variants.flatMap((variant) => [
    isSingle ? headings.ours : words.variants[variant],
    headings.agrees,
  ]);
  const ours = (figure: ComparedFigure, variant: PublishedVariant): string[] => {
    const one = figure.ours[variant];
    return one ? [number(one.value, figure), answer(one.agrees)] : ["", ""];
  };
  const head = [headings.symbol, headings.printed, ...columns];
  if (hasSlip) head.push(headings.withSlip, headings.agrees);
  const rows = figures.map((figure) => [
    figure.symbol,
    figure.text,
    ...variants.flatMap((variant) => ours(figure, variant)),
    ...(figure.slip ? [number(figure.slip.value, figure), answer(figure.slip.agrees)] : []),
    placesText(figure),
  ]);
  const lines = formatTable([[...head, headings.places], ...rows]);
  return lines.map((line, at) => {
    const figure = figures[at - 1];
    if (!figure) return paint(line, "dim", colour);
    const isRight = variants.some((variant) => figure.ours[variant]?.agrees);
    return isRight ? line : paint(line, "red", colour);
  });
}

/** "000:109,119 001:57". */
function placesText(figure: ComparedFigure): string {
  const byDocument = new Map<string, number[]>();
  for (const { document, line } of placesOf(figure)) {
    byDocument.set(document, [...(byDocument.get(document) ?? []), line]);
  }
  return [...byDocument].map(([document, lines]) => `${document}:${[...new Set(lines)].join(",")}`).join(" ");
}

function errataText(
  { errata }: Published,
  words: CheckLanguage,
  { language, width }: CheckTextOptions,
): string[] {
  const indented = (text: string) => wrapText(text, width - 2).map((line) => `  ${line}`);
  return errata.flatMap(({ document, lines, printed, correct, why }) => [
    ...wrapText(`${document} ${whichLines(lines, words, language)}: ${printed} → ${correct}`, width),
    ...indented(why[language.code]),
  ]);
}

/** "line 161", "lines 286, 289"; 第 161 行. */
function whichLines(lines: readonly number[], words: CheckLanguage, { code }: Language): string {
  const word = words.headings.line(lines.length);
  return code === "zh" ? `第 ${lines.join("、")} ${word}` : `${word} ${lines.join(", ")}`;
}
