/** The sentences in which a language tells how somebody's numbers, or published ones, compare with ours: the type. */
import type { SlipId } from "../../reference/slips.js";
import type { Cause, Verdict } from "../check.js";

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
  /** Before the slips. */
  likely: (count: number) => string;
  counts: (counts: Readonly<Record<Verdict, number>>) => string;
  allRight: string;
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
