/** The sentences in which a language tells how somebody's numbers, or published ones, compare with ours: the type. */
import type { SlipId } from "../../reference/slips.js";
import type { Cause, Verdict } from "../check.js";
import type { MatrixVariant } from "../presets.js";

/** A weight in a sentence. */
export interface WeightWords {
  readonly symbol: string;
  readonly value: string;
}

export interface CheckLanguage {
  headings: {
    title: string;
    symbol: string;
    yours: string;
    ours: string;
    verdict: string;
    publishedTitle: string;
    headline: string;
    printed: string;
    withSlip: string;
    agrees: string;
  };
  verdicts: Record<Verdict, string>;
  causes: Record<Cause, string>;
  /** A wrong number's verdict and cause. */
  because: (verdict: string, cause: string) => string;
  /** For each slip: what was done, and what the rule is. */
  slips: Record<SlipId, string>;
  otherRate: (taken: string, wanted: string) => string;
  /** A delta was multiplied by another weight. */
  otherWeight: (product: string, taken: WeightWords, wanted: WeightWords) => string;
  /** Before the slips. */
  likely: (count: number) => string;
  counts: (counts: Readonly<Record<Verdict, number>>) => string;
  allRight: string;
  /** No number is wrong, but some are only as published. */
  noneWrong: string;
  /** Which third row of weights the numbers of the 3-3-2 example follow. */
  variant: (variant: MatrixVariant) => string;
  /** Every signal was rounded on the way; without that, this symbol would be that number. */
  carried: (decimals: number, symbol: string, exact: string) => string;
  /** A figure that published versions print, and the right one. */
  published: (symbol: string, yours: string, ours: string, why: string) => string;
  /** The message of the error, if numbers are wrong; `first` is the key of the first, or null. */
  failure: (wrong: number, all: number, first: string | null) => string;
  /**
   * The first number that does not follow from the numbers before it; `count` more numbers follow from it (`isAll`:
   * all other wrong numbers do).
   */
  first: (symbol: string, count: number, isAll: boolean) => string;
  /** The formula of a step with numbers, and the person's result. */
  calculation: (calculation: string, yours: string) => string;
  /** Our number, if there is no formula. */
  should: (symbol: string, ours: string, yours: string) => string;
  alsoOwn: (symbols: string) => string;
  onlyRounding: string;
  /** Steps before the first wrong one that were not given. */
  unseen: string;
  agreesYes: string;
  agreesNo: string;
  /** Why the quoted figures differ, and that the slip gives them. */
  headlineStory: string;
  reproduced: (count: number, all: number) => string;
  agreed: (count: number, all: number) => string;
  matrixStory: string;
  /** Where the other errata are. */
  otherErrata: string;
  variants: { printed: string; consistent: string; rounded: string };
}
