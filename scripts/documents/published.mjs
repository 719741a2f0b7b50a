/**
 * Every figure that five published documents print, and what is wrong in them, as data: `published/*.json`. A figure has
 * the key of a trace, its text, and by document the lines where it is printed (a line twice if it is printed there twice).
 * Lines count in the text versions of the documents; an erratum without lines has a place in words. docs/errata.md is made from this, and a golden test reads it.
 */
import { readFileSync } from "node:fs";

const read = (name) => JSON.parse(readFileSync(new URL(`published/${name}.json`, import.meta.url), "utf8"));

/** Titles in both languages by number: "000" to "003" print the 2-2-2 example, "004" the 3-3-2 example. */
export const documents = read("documents");
const documentIds = Object.keys(documents).toSorted();

/**
 * All printed figures of an example beside ours, and its errata by document and line.
 *
 * @param compare `publishedComparer(name)` of the library
 */
export function publishedFigures(name, compare) {
  const { headline = [], values, given } = read(`${name}-figures`);
  const errata = read(`${name}-errata`).toSorted(
    (a, b) => a.document.localeCompare(b.document) || (a.lines[0] ?? Infinity) - (b.lines[0] ?? Infinity),
  );
  return { headline: compare(headline), values: compare(values), given: compare(given), errata };
}

/** Every place of a figure: document and line. */
export function placesOf({ at }) {
  return documentIds.flatMap((document) => (at[document] ?? []).map((line) => ({ document, line })));
}

/** What explains a figure that is wrong, at one of its places; null where nothing does. */
export function erratumOf(errata, { text }, document, line) {
  const explains = (one) =>
    one.document === document && one.lines.includes(line) && one.figures.includes(text);
  return errata.find(explains) ?? null;
}
