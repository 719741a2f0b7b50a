/** `chainrule trace --glossary WORD`: what a word of the examples means, and what it is called elsewhere. */
import { allTerms, allWords, findTerms } from "../explain/language/findTerms.js";
import type { Language } from "../explain/language/language.js";
import { ConfigError } from "../errors.js";
import { didYouMean } from "../nearest.js";
import { glossaryText } from "../report/trace/glossaryText.js";
import { show } from "../wording.js";
import { answer, type OutputFlags, wantsColour, widthOf } from "./say.js";

/**
 * Prints the terms that a word stands for.
 *
 * @param word true for all terms
 * @throws ConfigError if no term has such a name
 */
export function tellGlossary(word: string | true, flags: OutputFlags, language: Language): void {
  const terms = word === true ? allTerms() : findTerms(word);
  if (terms.length === 0) {
    const advice = didYouMean(String(word), allWords()) || " Leave the word out to see all terms.";
    throw new ConfigError(`--glossary: there is no term ${show(word)}.${advice}`);
  }
  const options = {
    language,
    width: Math.min(widthOf(process.stdout), 100),
    colour: wantsColour(process.stdout),
  };
  answer(flags, { terms }, () => glossaryText(terms, options).join("\n"));
}
