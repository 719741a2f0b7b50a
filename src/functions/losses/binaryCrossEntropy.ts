/** Cross-entropy of outputs that are probabilities, each for itself. */
import type { Loss, LossFormula } from "../loss.js";
import { call, difference, negate, number, otherwise, piece, product, smooth, sum } from "../expression.js";

export const binaryCrossEntropy: Loss = {
  kernel: { code: 3, name: "binaryCrossEntropy" },
  partner: "sigmoid",
  targets: "probabilities",
  needsNetInputs: true,
};

const one = number(1);

export const binaryCrossEntropyFormula: LossFormula = {
  value: ({ t, o }) =>
    smooth(
      negate(sum(product(t, call("ln", o)), product(difference(one, t), call("ln", difference(one, o))))),
    ),
  // ln out = −ln(1 + e^−net), ln(1 − out) = −ln(1 + e^net)
  exact: ({ t, x }) => {
    const yes = call("ln1p", call("exp", negate(x)));
    const no = call("ln1p", call("exp", x));
    return [
      piece([t, "=", one], yes),
      piece([t, "=", number(0)], no),
      otherwise(sum(product(t, yes), product(difference(one, t), no))),
    ];
  },
  slope: null,
  words: {
    en: {
      name: "binary cross-entropy",
      short: "binary cross-entropy",
      note: "Written in the net input, since −ln out = ln(1 + e^−net).",
    },
    zh: {
      name: "二元交叉熵",
      short: "二元交叉熵",
      note: "由于 −ln out = ln(1 + e^−net)，这里用净输入来表示。",
    },
  },
};
