/** A trace in English. */
import { plural } from "../../wording.js";
import { activationFormulas } from "../../functions/activations.js";
import { lossFormulas } from "../../functions/losses.js";
import { activationWords, lossWords } from "../functionText.js";
import type { Language } from "./language.js";
import { glossary } from "./glossary-en.js";

export const en: Language = {
  code: "en",
  name: "English",
  headings: {
    title: "One round of backpropagation, every number",
    given: "Given",
    network: "Network",
    layers: "layers",
    activation: "activation",
    loss: "loss",
    learningRate: "learning rate",
    inputs: "inputs",
    targets: "targets",
    outputs: "outputs",
    weights: "weights",
    biases: "biases",
    bias: "bias",
    from: "from",
    to: "to",
    before: "before",
    after: "after",
    phases: {
      forward: "Forward pass",
      error: "Error",
      backward: "Backward pass",
      update: "Update",
    },
    hiddenLayer: (index, count) => (count === 1 ? "hidden layer" : `hidden layer ${index}`),
    outputLayer: "output layer",
    matrixView: "The same round in matrices",
    rounds: "Rounds",
    round: "round",
    error: "error",
    target: "target",
    output: "output",
    result: "Before the round and after it",
    finalOutputs: "Outputs and targets",
    finalWeights: "Weights at the end",
    notes: "Notes",
    why: "Why",
    glossary: "Glossary",
    term: "term",
    meaning: "meaning",
    synonyms: "also called",
    inLanguage: (code) => (code === "zh" ? "in Chinese" : "in English"),
    step: "step",
    of: "of",
    forth: "forward",
    back: "back",
    saved: (path, rounds) =>
      rounds === undefined ? `Saved in ${path}.` : `Saved ${plural(rounds, "round")} in ${path}.`,
    reached: (rounds, wanted) => `The error fell to ${wanted} or below after ${plural(rounds, "round")}.`,
    notReached: (rounds, wanted) => `The error did not fall to ${wanted} in ${plural(rounds, "round")}.`,
    bestKept: (round) => `The weights are the best ones, those after round ${round}.`,
  },
  activations: activationWords("en"),
  losses: lossWords("en"),
  reasons: {
    netInput: ({ unit, bias, isFirst }) =>
      `The total net input of ${unit}: ${isFirst ? "each input" : "each output of the layer before"} times its weight, ` +
      (bias ? `all added up, and the bias ${bias} (times 1).` : "all added up."),
    activation: ({ unit, activation, branch }) => {
      const own = activationFormulas[activation].words.en.output?.(unit);
      if (own !== undefined) return own;
      const side = {
        above: "the side of large",
        between: "the middle, the straight part, of",
        below: "the side of small",
      };
      return (
        `The output of ${unit}: the activation function, here ${activation}, of its net input` +
        (branch ? `; this is its formula for ${side[branch]} net inputs.` : ".")
      );
    },
    outputError: ({ unit, loss }) => {
      const { note } = lossFormulas[loss].words.en;
      return `The error of ${unit}: how far its output is from the target.${note ? ` ${note}` : ""}`;
    },
    totalError: ({ outputs }) =>
      outputs === 1
        ? "There is one output, so its error is the total error."
        : `The total error is the sum over the ${outputs} outputs, not their mean, unless the loss is defined as a mean.`,
    errorByOutput: ({ unit, loss, outputs, branch }) => {
      const others =
        outputs > 1 ? ` The other outputs' errors do not depend on ${unit}: their derivatives are 0.` : "";
      const note = lossFormulas[loss].words.en.slopeNote?.(branch);
      return `How the total error changes with the output of ${unit}.${note ? ` ${note}` : ""}${others}`;
    },
    slope: ({ unit, activation, branch }) => {
      const own = activationFormulas[activation].words.en.slope?.(unit);
      if (own !== undefined) return own;
      const side = {
        above: "above the bend",
        between: "between the bends",
        below: "below the bend or at it",
      };
      return `The slope of ${activation} at the net input of ${unit}${branch ? `, which is ${side[branch]}` : ""}.`;
    },
    outputDelta: ({ unit }) =>
      `The node delta of ${unit}, ∂E/∂net: the product of the two factors above. Every weight into ${unit} uses it.`,
    hiddenDelta: ({ unit }) =>
      `The node delta of ${unit}: the error that arrived at its output, times its own slope.`,
    fusedDelta: ({ unit, loss }) =>
      `With this activation the slope cancels against the derivative of the loss (${loss}): ∂E/∂net of ${unit} is simply out − target.`,
    softmaxDelta: ({ unit }) =>
      `In softmax every net input moves all outputs, so ∂E/∂net of ${unit} gathers the errors of all of them.`,
    writtenOut: () => "the same, written out",
    minusDelta: ({ unit }) =>
      `Some books leave the minus sign out of the delta and write δ⁻ = −∂E/∂net for ${unit}. Then the gradient is −δ⁻·out, and the update adds instead of subtracting: the same new weight.`,
    netByWeight: ({ unit, weight, source }) =>
      `In the net input of ${unit}, ${weight} occurs only in ${weight}·${source}; the other terms are constants for it.`,
    gradient: ({ weight, unit, fused }) =>
      fused
        ? `Chain rule: ${weight} acts on the error through the net input of ${unit}.`
        : `Chain rule: ${weight} moves the net input of ${unit}, that moves its output, and that the error. The three factors are multiplied.`,
    deltaRule: () => "delta rule",
    minusDeltaRule: () => "delta rule, other sign",
    biasGradient: ({ bias, units, isTrained }) =>
      `The bias is multiplied by 1, so its gradient is ` +
      (units > 1
        ? `the sum of the deltas of all ${units} neurons that share ${bias}.`
        : "the delta itself.") +
      (isTrained ? "" : ` It is only shown: ${bias} is fixed in this network.`),
    netByOutput: ({ weight, from, to }) =>
      `The output of ${from} enters the net input of ${to} times ${weight}: the original weight, from before the update.`,
    contribution: ({ from, to, isOutput }) =>
      isOutput
        ? `The contribution of ${from} to the error of ${to}: the delta of ${to} goes back along the weight.`
        : `What reaches ${from} by way of ${to}: the delta of ${to} goes back along the weight.`,
    errorByHidden: ({ unit, paths }) =>
      paths === 1
        ? `${unit} acts on the error along one path only.`
        : `${unit} acts on all ${paths} neurons of the next layer, so what comes back along the ${paths} paths is added.`,
    update: ({ parameter }) =>
      `A step against the gradient; the learning rate sets its length. All parameters change together, after the backward pass: ${parameter} on the right is still the original.`,
    minusUpdate: () => "with the other sign of delta",
    matrixNet: ({ layer }) =>
      `Layer ${layer}: row k of W holds the weights into neuron k, so W times the column of signals gives all net inputs at once.`,
    matrixOut: () => "The activation function, applied to each net input.",
    matrixError: () => "How the error changes with each output.",
    matrixOutputDelta: ({ isFused }) =>
      isFused
        ? "Loss and activation together: the slope cancels."
        : "⊙ multiplies element by element: error times slope.",
    matrixHiddenDelta: () =>
      "The transposed weights carry the deltas back: column j of W, the weights out of neuron j, becomes a row.",
    matrixGradient: () => "A column times a row: each delta times each signal, in the shape of W.",
    matrixUpdate: () => "All weights of the layer at once.",
    plainDescent: ({ optimizer }) =>
      `The network trains with ${optimizer}. The update shown is plain gradient descent, w⁺ = w − η·∂E/∂w.`,
    withoutDropout: () => "Dropout is left out: every neuron takes part.",
    withoutPenalties: ({ names }) => `Left out of the update: ${names}.`,
    scaledInputs: ({ kind }) => `The inputs shown are scaled (${kind}), as the network takes them.`,
    scaledTargets: ({ kind }) => `The targets shown are scaled (${kind}), as the network takes them.`,
    widened: () =>
      "The weights are stored in single precision; everything is calculated in double precision.",
    fixedBiases: () => "The biases are fixed: only weights are trained.",
    frozenLayer: ({ layer }) => `Layer ${layer} is frozen: its parameters are not updated.`,
    onlyUnit: ({ unit }) => `Only the steps of ${unit} are shown.`,
    consistentRow: ({ used, other }) =>
      `The third row of weights is ${used.row}, which gives the signal ${used.signal} and the error ${used.error} that the document prints. It prints the row itself as ${other.row}, from which ${other.signal} and ${other.error} would follow: chainrule trace matrix --variant printed.`,
    printedRow: ({ used, other }) =>
      `The third row of weights is ${used.row}, as the document prints it. The signal ${other.signal} and the error ${other.error} that it prints follow from ${other.row}: chainrule trace matrix --variant consistent.`,
    publishedRounds: ({ printed, ours }) =>
      `Published versions print an error of ${printed[0]} after 1 round and ${printed[1]} after 10,000, because they updated the output weights first. By the rule, with the original weights, they are ${ours[0]} and ${ours[1]}.`,
  },
  glossary,
};
