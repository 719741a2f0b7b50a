/** The explanations in English. */
import * as formulas from "./formulas.js";
import { nameOf, newOf, outOf, slopeOf, type WhyTexts } from "./whyTexts.js";

export const whyEn: WhyTexts = {
  heading: "Why it works",
  round: "round",
  sections: {
    logistic: (p) => ({
      title: "Why a logistic function",
      blocks: [
        p.t`If a neuron passed its sum on as it is, two layers could do no more than one, because a weighted sum of weighted sums is again a weighted sum. So there must be a function between the layers that is not a straight line.`,
        p.t`The logistic function ${p.math(formulas.logisticFormula)} is such a function. It turns every number into one between 0 and 1: a large negative sum gives almost 0, a large positive sum almost 1, and 0 gives ½. It has no corners, so it has a slope everywhere, and backpropagation needs that slope. A step from 0 to 1 would have the slope 0 on both sides, and no weight before it would learn.`,
        p.figure("logistic"),
        p.t`The other curve is the slope. It is largest in the middle, ¼, and almost 0 at both ends. A neuron far out is called saturated: its weights hardly change. The dots are the neurons of this network.`,
      ],
    }),
    slope: (p, { last, trace }) => ({
      title: "Where out(1 − out) comes from",
      blocks: [
        p.t`The function is 1 divided by ${p.math(formulas.u)}, with ${p.math(formulas.u)} = ${p.math(formulas.base)}. The derivative of ${p.math(formulas.u)} is ${p.math(formulas.uOfNet)} = ${p.math(formulas.minusTail)}, and the derivative of 1 divided by ${p.math(formulas.u)} is ${p.math(formulas.minusSquare)}. They are multiplied, and the two minus signs cancel:`,
        p.formula(formulas.slope, ...formulas.slopeLines),
        p.t`The first factor is ${p.math(formulas.out)}. The second is 1 minus ${p.math(formulas.out)}:`,
        p.formula(formulas.restLeft, ...formulas.restLines),
        p.t`So the slope is ${p.math(formulas.outTimesRest)}. The forward pass has calculated ${p.math(formulas.out)} already, so the slope costs one subtraction and one multiplication. For ${last.unit}: ${p.number(outOf(trace, last.unit))} · (1 − ${p.number(outOf(trace, last.unit))}) = ${p.number(slopeOf(trace, last.unit))}.`,
      ],
    }),
    chain: (p, facts) => {
      const { last, first, total } = facts;
      const nudge = 0.001;
      const change = facts.errorAt(last.weight.before + nudge) - facts.errorAt(last.weight.before);
      const w = p.symbol(last.weight.symbol);
      return {
        title: "The chain rule, and how to read a gradient",
        blocks: [
          p.t`Let ${p.pieces(formulas.nested)}, with ${p.pieces(formulas.called("u", "h", "x"))} and ${p.pieces(formulas.called("v", "g", "u"))}. Then ${p.pieces(formulas.chainRule)}: rates of change are multiplied along the chain. If ${p.pieces(formulas.letter("u"))} changes three times as fast as ${p.pieces(formulas.letter("x"))}, and ${p.pieces(formulas.letter("v"))} twice as fast as ${p.pieces(formulas.letter("u"))}, then ${p.pieces(formulas.letter("v"))} changes six times as fast as ${p.pieces(formulas.letter("x"))}.`,
          p.t`For ${w} the chain is ${p.pieces(formulas.chainOf(last, facts))}. ${p.symbol(last.gradient.symbol)} is read “the partial derivative of ${p.symbol(total.symbol)} with respect to ${w}”, or “the gradient of ${w}”. It says how fast the error changes with ${w} while all other weights stay as they are. Its value ${p.number(last.gradient.value)} means: if ${w} grows by ${p.number(nudge)}, the error grows by about ${p.number(nudge * last.gradient.value)}. Calculated, it grows by ${p.number(change)}.`,
          p.figure("pathToLast"),
          ...(first
            ? [
                p.t`${p.symbol(first.weight.symbol)} reaches the error on several paths, one through each neuron of the next layer. The rates of the paths are added: ${p.symbol(first.gradient.symbol)} = ${p.number(first.gradient.value)}.`,
                p.figure("pathToFirst"),
              ]
            : []),
        ],
      };
    },
    descent: (p, facts) => {
      const { last, errorAt, trace } = facts;
      const { before, after, symbol } = last.weight;
      const w = p.symbol(symbol);
      const [now, then, other] = [before, after, 2 * before - after].map(errorAt);
      return {
        title: "Why a step against the gradient lowers the error",
        blocks: [
          p.t`The curve is the error when only ${w} changes. At ${w} = ${p.number(before)} its slope is the gradient, ${p.number(last.gradient.value)}: ${last.gradient.value > 0 ? "positive, so a larger weight means a larger error" : "negative, so a larger weight means a smaller error"}. The update goes the other way, by η = ${p.number(trace.network.learningRate)} times the slope.`,
          p.figure("descent"),
          p.t`This step alone, from ${p.number(before)} to ${p.number(after)}, lowers the error from ${p.number(now!)} to ${p.number(then!)}. The dashed tangent predicts a fall of η · gradient² = ${p.number(trace.network.learningRate * last.gradient.value ** 2)}. The same step in the direction of the gradient (hollow dot) raises the error to ${p.number(other!)}.`,
          p.t`Curve and tangent agree only near the point. If the learning rate is too large, the step leaves that region, and the error can rise.`,
        ],
      };
    },
    backpropagation: (p, { last }) => ({
      title: "Backpropagation calculates, descent learns",
      blocks: [
        p.t`Backpropagation is the calculation of all gradients, from the last layer to the first, so that each delta is calculated once and used for every weight before it. It changes no weight. Gradient descent is the rule that uses the gradients: ${p.symbol(newOf(last.weight.symbol))} is ${p.symbol(last.weight.symbol)} minus η times the gradient. Other rules, such as momentum, Adam and L-BFGS, use the same gradients in other ways. And backpropagation does not need several layers: with one layer it is the delta rule.`,
      ],
    }),
    original: (p, { first, last, early, trace }) => ({
      title: "Why the original weights are used",
      blocks: [
        p.t`All gradients belong to one error at one point: the error that the weights before the update gave. If ${p.symbol(last.weight.symbol)} is updated first, and the hidden delta is then calculated with the new value, the result is the derivative of no function: one half comes from the old weights, the other half from the new ones. So all gradients are calculated first, and then all weights change together.`,
        ...(early && first
          ? [
              p.t`With the new output weights, ${p.symbol(newOf(first.weight.symbol))} would be ${p.number(early.firstWeight)} instead of ${p.number(first.weight.after)}, and the error after the round ${p.number(early.error)} instead of ${p.number(trace.rounds[1]!.error)}. The difference is small here, so the slip is easy to miss.`,
            ]
          : []),
      ],
    }),
    course: (p, { trace }, errors) => ({
      title: `The error over ${(errors.length - 1).toLocaleString("en")} rounds`,
      blocks: [
        p.t`One round lowers the error a little, from ${p.number(errors[0]!)} to ${p.number(errors[1]!)}. Many rounds lower it from ${p.number(errors[0]!)} to ${p.number(errors.at(-1)!)}: the same calculation again and again, always with this sample and the learning rate ${p.number(trace.network.learningRate)}. Both axes are logarithmic; the dots are the rounds 1, 10, 100 and so on.`,
        p.figure("course"),
      ],
    }),
  },
  figures: {
    logistic: () => ({
      title: "The logistic function and its slope",
      description:
        "The function rises from 0 to 1 and is ½ at 0. Its slope is ¼ at 0 and falls towards 0 on both sides.",
    }),
    pathToLast: ({ last }) => ({
      title: `The path of the error back to ${nameOf(last)}`,
      description: `From the total error through ${last.unit} to the weight.`,
    }),
    pathToFirst: ({ first }) => ({
      title: `The paths of the error back to ${nameOf(first!)}`,
      description: `From the total error through every output and ${first!.unit} to the weight.`,
    }),
    descent: ({ last }) => ({
      title: `The error as a function of ${nameOf(last)}, and the step of the update`,
      description: `The step goes from ${last.weight.before} to ${last.weight.after}, against the slope.`,
    }),
    course: () => ({
      title: "The error by round",
      description: "The error falls in every round that is drawn.",
    }),
  },
};
