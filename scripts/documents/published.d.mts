import type { Compare, ComparedFigure, PublishedFigure, PublishedName } from "../../src/explain/published.js";

interface Both {
  en: string;
  zh: string;
}

/** A printed figure, with all places where it is printed. */
export interface PlacedFigure extends PublishedFigure {
  at: Partial<Record<string, number[]>>;
}

/** A place where a published version is wrong. */
export interface Erratum {
  document: string;
  /** Empty where only `place` is known. */
  lines: number[];
  /** Where it is, in words. */
  place?: Both;
  /** Words are in both languages, symbols and figures are not. */
  printed: string | Both;
  correct: string | Both;
  /** Printed figures that this explains. */
  figures: string[];
  why: Both;
}

type Compared = ComparedFigure & PlacedFigure;

export const documents: Readonly<Record<string, Both>>;
export function publishedFigures(
  name: PublishedName,
  compare: Compare,
): { headline: Compared[]; values: Compared[]; given: Compared[]; errata: Erratum[] };
export function placesOf(figure: PlacedFigure): { document: string; line: number }[];
export function erratumOf(
  errata: readonly Erratum[],
  figure: PlacedFigure,
  document: string,
  line: number,
): Erratum | null;
