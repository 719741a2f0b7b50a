/** Finds terms of the glossary by any word for them, in any language. */
import type { GlossaryEntry, Language } from "./language.js";
import { languageCodes, languages } from "./languages.js";

/** A term in every language. */
export type Term = Readonly<Record<Language["code"], GlossaryEntry>>;

/**
 * The terms that a word stands for: its name, a synonym or its symbol in any language. If no term
 * matches, the terms in whose names the word occurs.
 */
export function findTerms(word: string): Term[] {
  const wanted = plain(word);
  const all = allTerms();
  const exact = all.filter((term) => namesOf(term).includes(wanted));
  if (exact.length > 0 || wanted === "") return exact;
  return all.filter((term) => namesOf(term).some((name) => name.includes(wanted)));
}

/** Every term, in the order in which a reader needs them. */
export function allTerms(): Term[] {
  return languages.en.glossary.map(({ id }) => {
    const entries = languageCodes.map((code) => [
      code,
      languages[code].glossary.find((one) => one.id === id),
    ]);
    return Object.fromEntries(entries) as Term;
  });
}

/** Every word of the glossary as it is written, for advice. */
export function allWords(): string[] {
  return allTerms().flatMap((term) => Object.values(term).flatMap((one) => [one.term, ...one.synonyms]));
}

function namesOf(term: Term): string[] {
  const entries = Object.values(term);
  const words = entries.flatMap(({ term: name, synonyms, symbol }) => [name, symbol, ...synonyms]);
  return words.filter((one) => one !== "").map(plain);
}

/** Without case, spaces, hyphens and the forms of letters, so that "auto-encoder" is "autoencoder". */
function plain(word: string): string {
  return word
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\s_-]/g, "");
}
