/**
 * The negative logarithm of the Poisson distribution, without the part that depends on the target alone: for counts. The
 * output is the expected count, e^net; Keras writes the loss of the output, PyTorch (`log_input=True`) of the net input.
 */
import type { Loss, LossFormula } from "../loss.js";
import { call, difference, product, smooth } from "../expression.js";

export const poisson: Loss = {
  kernel: { code: 7, name: "poisson" },
  partner: "exponential",
  targets: "counts",
  needsNetInputs: true,
};

export const poissonFormula: LossFormula = {
  value: ({ t, o }) => smooth(difference(o, product(t, call("ln", o)))),
  // ln out = net
  exact: ({ t, o, x }) => smooth(difference(o, product(t, x))),
  slope: null,
  words: {
    en: { name: "Poisson loss", short: "Poisson", note: "Written in the net input, since ln out = net." },
    zh: { name: "泊松损失", short: "泊松损失", note: "由于 ln out = net，这里用净输入来表示。" },
  },
};
