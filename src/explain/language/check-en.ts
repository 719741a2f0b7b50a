/** Comparing numbers, in English. */
import { plural } from "../../wording.js";
import type { CheckLanguage } from "./checkLanguage.js";

export const checkEn: CheckLanguage = {
  headings: {
    title: "Your numbers beside ours",
    symbol: "symbol",
    yours: "yours",
    ours: "ours",
    verdict: "verdict",
    publishedTitle: "Published figures beside ours",
    headline: "The figures that are quoted",
    printed: "printed",
    withSlip: "with the slip",
    agrees: "agrees",
  },
  verdicts: {
    right: "right",
    rounded: "right to the digits given",
    published: "as published",
    wrong: "wrong",
  },
  causes: {
    own: "does not follow from the numbers before it",
    follows: "follows from what is wrong before it",
    rounding: "comes from numbers that were rounded on the way",
    later: "comes after something wrong",
  },
  because: (verdict, cause) => `${verdict}: ${cause}`,
  slips: {
    "updated-weights":
      "The output weights were updated first, and the hidden layer was calculated with the new ones. " +
      "All gradients are taken with the weights from before the update.",
    "transposed-layout":
      "The weights were read column by column. They stand row by row, a row for each neuron that they lead to.",
    "transposed-backward":
      "On the way back the weights were taken by the wrong index, W where its transpose belongs. " +
      "The error of a hidden neuron comes back over the weights that lead out of it.",
    "unsigned-error":
      "The sign of (out − target) was lost, as if its absolute value were meant. " +
      "Where the output is below its target the derivative is negative.",
    "plus-sign": "The weights were moved up the gradient instead of down: w⁺ = w − η·∂E/∂w.",
    "no-half":
      "The ½ in the error was left out, so every gradient has a factor 2. With ½ it cancels against the 2 of the square.",
    "mean-over-outputs": "The error was averaged over the outputs. It is their sum.",
    "eta-0.15": "The learning rate was taken as 0.15, a misprint in one of the published versions.",
    "no-bias": "The biases were left out of the net inputs.",
    "no-hidden-derivative":
      "The factor out·(1 − out) of the hidden neurons was left out on the way back: the delta of a hidden neuron needs its own slope.",
    "bias-per-neuron":
      "The biases were trained too, one for each neuron. In this calculation they are fixed.",
    "bias-shared-sum":
      "The biases were trained too, each by the sum of its layer's deltas. In this calculation they are fixed.",
    "bias-shared-mean":
      "The biases were trained by the mean of their layer's deltas, which is not the gradient of a shared bias.",
  },
  otherRate: (taken, wanted) =>
    `All new weights follow with a learning rate of ${taken} instead of ${wanted}, or with a factor in every gradient that amounts to the same.`,
  otherWeight: (product, taken, wanted) =>
    `In ${product} the delta was multiplied by ${taken.value}, which is ${taken.symbol}. The weight on the path is ${wanted.symbol} = ${wanted.value}.`,
  likely: (count) => (count === 1 ? "The likely slip:" : "These slips all give your numbers:"),
  counts: ({ right, rounded, published, wrong }) =>
    `${right} right, ${rounded} right to the digits given, ${published > 0 ? `${published} as published, ` : ""}${wrong} wrong.`,
  allRight: "All of your numbers are right.",
  noneWrong: "No other number is wrong. These are wrong in print as well:",
  variant: (variant) =>
    variant === "consistent"
      ? "Your numbers are compared with the third row of weights 0.1 0.5 0.6, which gives the signals that the document prints."
      : "Your numbers are compared with the third row of weights 0.8 0.1 0.9, as the document prints it.",
  carried: (decimals, symbol, exact) =>
    `You round every signal to ${plural(decimals, "decimal")} before you use it; the column "ours" does the same. With all digits ${symbol} would be ${exact}.`,
  published: (symbol, yours, ours, why) =>
    `${symbol}: ${yours} is what published versions print; it should be ${ours}. ${why}`,
  failure: (wrong, all, first) =>
    `${wrong} of ${all} numbers ${wrong === 1 ? "is" : "are"} wrong${first ? `, the first is ${first}` : ""}.`,
  first: (symbol, count, isAll) => {
    const start = `The first wrong number is ${symbol}.`;
    if (count === 0) return start;
    if (isAll) return `${start} From here on everything follows from it: ${plural(count, "more number")}.`;
    return `${start} ${plural(count, "more number")} follow${count === 1 ? "s" : ""} from what is wrong.`;
  },
  calculation: (calculation, yours) => `From your numbers: ${calculation}; you have ${yours}.`,
  should: (symbol, ours, yours) => `${symbol} is ${ours}; you have ${yours}.`,
  alsoOwn: (symbols) => `Also wrong, and not because of that: ${symbols}.`,
  onlyRounding:
    "What is wrong comes from numbers that were rounded on the way: carry all digits, and round only what you write down.",
  unseen: "The error may also be in earlier steps that you did not give.",
  agreesYes: "yes",
  agreesNo: "no",
  headlineStory:
    "The published versions state that the backward pass uses the original weights. But their figures after one " +
    "round and after 10,000 come from output weights that were already updated. Our reference with this slip " +
    "gives the printed figures:",
  reproduced: (count, all) => `${count} of ${all} printed headline figures come out with the slip.`,
  agreed: (count, all) =>
    `${count} of ${all} printed figures agree with ours to the digits that are printed.`,
  matrixStory:
    "The third row of weights that is printed does not give the signal that is printed. So the figures are " +
    "compared with three calculations: with the printed row, with the row 0.1 0.5 0.6, which gives the signal 0.62, " +
    "and with that row and every signal rounded to three digits, as the document calculates.",
  otherErrata:
    "docs/errata.md lists every error that we found in print, with the right figure and the cause.",
  variants: { printed: "printed row", consistent: "row for 0.62", rounded: "3 digits" },
};
