/** The figures that published examples are quoted for, beside ours, as text for a terminal. */
import type { CheckLanguage } from "../../explain/language/checkLanguage.js";
import { checkLanguages } from "../../explain/language/checkLanguages.js";
import type { ComparedFigure, Published, PublishedVariant } from "../../explain/published.js";
import { formatTable } from "../textTable.js";
import { paint } from "../terminal.js";
import type { CheckTextOptions } from "./checkText.js";
import { formatNumber } from "./numberText.js";
import { wrapText } from "./wrap.js";

export function publishedText(published: Published, options: CheckTextOptions): string[] {
  const { language, width, colour } = options;
  const words = checkLanguages[language.code];
  const { headings } = words;
  const { headline, variants } = published;
  const story = (text: string) => wrapText(text, width);
  const lines = [paint(headings.publishedTitle, "bold", colour)];
  lines.push("", paint(`── ${headings.headline}`, "cyan", colour));
  const slipped = headline.filter(({ slip }) => slip);
  if (slipped.length > 0) lines.push(...story(words.headlineStory));
  if (variants.length > 1) lines.push(...story(words.matrixStory));
  lines.push("", ...figureTable(published, words, options), "");
  if (slipped.length > 0) {
    lines.push(words.reproduced(slipped.filter(({ slip }) => slip!.agrees).length, slipped.length));
  }
  for (const variant of variants) {
    const agreeing = headline.filter(({ ours }) => ours[variant]!.agrees);
    const of = variants.length > 1 ? `${words.variants[variant]}: ` : "";
    lines.push(of + words.agreed(agreeing.length, headline.length));
  }
  return [...lines, "", ...story(words.otherErrata)];
}

function figureTable(
  { variants, headline }: Published,
  words: CheckLanguage,
  { digits, colour }: CheckTextOptions,
): string[] {
  const { headings } = words;
  const answer = (agrees: boolean) => (agrees ? words.agreesYes : words.agreesNo);
  const number = (value: number, { written }: ComparedFigure) =>
    formatNumber(value, Math.max(digits, Math.min(17, written.decimals)));
  const columns = variants.flatMap((variant) => [
    variants.length === 1 ? headings.ours : words.variants[variant],
    headings.agrees,
  ]);
  const ours = (figure: ComparedFigure, variant: PublishedVariant): string[] => {
    const { value, agrees } = figure.ours[variant]!;
    return [number(value, figure), answer(agrees)];
  };
  const head = [headings.symbol, headings.printed, ...columns];
  if (headline.some(({ slip }) => slip)) head.push(headings.withSlip, headings.agrees);
  const rows = headline.map((figure) => [
    figure.symbol,
    figure.text,
    ...variants.flatMap((variant) => ours(figure, variant)),
    ...(figure.slip ? [number(figure.slip.value, figure), answer(figure.slip.agrees)] : []),
  ]);
  return formatTable([head, ...rows]).map((line, at) => {
    const figure = headline[at - 1];
    if (!figure) return paint(line, "dim", colour);
    const isRight = variants.some((variant) => figure.ours[variant]!.agrees);
    return isRight ? line : paint(line, "red", colour);
  });
}
