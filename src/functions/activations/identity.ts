/** The identity: the net input itself. */
import type { Activation, ActivationFormula } from "../activation.js";
import { number, smooth } from "../expression.js";

export const identity: Activation = { code: 0, range: [-Infinity, Infinity] };

export const identityFormula: ActivationFormula = {
  value: (x) => smooth(x),
  slope: () => smooth(number(1)),
  torch: () => "Identity()",
  words: {
    en: { name: "identity", slope: () => "The identity has slope 1 everywhere." },
    zh: { name: "恒等函数", short: "恒等", slope: () => "恒等函数的导数处处为 1。" },
  },
};
