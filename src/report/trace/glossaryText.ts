/** Terms of the glossary as text for a terminal: in one language, with the names in the others. */
import type { Term } from "../../explain/language/findTerms.js";
import type { GlossaryEntry, Language } from "../../explain/language/language.js";
import { paint } from "../terminal.js";
import { wrapText } from "./wrap.js";

export function glossaryText(
  terms: readonly Term[],
  { language, width, colour }: { language: Language; width: number; colour: boolean },
): string[] {
  const { code, headings } = language;
  const mark = code === "zh" ? "：" : ": ";
  return terms.flatMap((term, at) => {
    const { [code]: own, ...others } = term;
    const lines = [
      paint(own.symbol && own.symbol !== own.term ? `${own.term}  ${own.symbol}` : own.term, "bold", colour),
    ];
    lines.push(...wrapText(own.meaning, width));
    if (own.synonyms.length > 0)
      lines.push(...wrapText(headings.synonyms + mark + listed(own.synonyms, code), width));
    for (const [other, entry] of Object.entries(others) as [Language["code"], GlossaryEntry][]) {
      lines.push(
        ...wrapText(
          headings.inLanguage(other) + mark + listed([entry.term, ...entry.synonyms], other),
          width,
        ),
      );
    }
    return at === 0 ? lines : ["", ...lines];
  });
}

function listed(words: readonly string[], code: Language["code"]): string {
  return words.join(code === "zh" ? "、" : ", ");
}
