/** Terms of a trace in English, with the words that other books use. The same entries as in `glossary-zh.ts`. */
import type { GlossaryEntry } from "./language.js";

export const glossary: readonly GlossaryEntry[] = [
  entry(
    "neuron",
    "",
    "neuron",
    ["unit", "node"],
    "Adds up what comes in and passes on a function of the sum.",
  ),
  entry(
    "weight",
    "w",
    "weight",
    ["connection strength"],
    "The factor by which a signal is multiplied on its way from one neuron to the next. Training changes it.",
  ),
  entry(
    "bias",
    "b",
    "bias",
    ["offset", "threshold with the other sign"],
    "A number added to the net input. One for each neuron, or one shared by a layer.",
  ),
  entry(
    "netInput",
    "net",
    "total net input",
    ["net input", "pre-activation", "weighted sum"],
    "The sum of all signals into a neuron, each times its weight, plus the bias.",
  ),
  entry(
    "activation",
    "σ",
    "activation function",
    ["squashing function", "transfer function"],
    "Turns the net input into the output of the neuron.",
  ),
  entry(
    "output",
    "out",
    "output",
    ["actual output", "activation", "signal"],
    "What a neuron passes on. The outputs of the last layer are the answer of the network.",
  ),
  entry(
    "target",
    "target",
    "target",
    ["ideal output", "desired output", "label"],
    "What the network should have answered.",
  ),
  entry(
    "error",
    "E",
    "error",
    ["cost", "loss", "total error"],
    "How wrong the answer is, as one number: the sum over the outputs.",
  ),
  entry(
    "gradient",
    "∂E/∂w",
    "gradient",
    ["partial derivative", "partial derivative of the error by a weight"],
    "How fast the error grows when this weight alone grows.",
  ),
  entry(
    "delta",
    "δ",
    "node delta",
    ["delta", "error signal", "∂E/∂net"],
    "How fast the error grows with the net input of a neuron. It is not the gradient: that is delta times the signal.",
  ),
  entry(
    "chainRule",
    "",
    "chain rule",
    [],
    "Derivatives of nested functions are multiplied; along several paths, the products are added.",
  ),
  entry(
    "deltaRule",
    "",
    "delta rule",
    ["generalised delta rule"],
    "The gradient of a weight is the delta of the neuron it leads to, times the signal it carries.",
  ),
  entry(
    "learningRate",
    "η",
    "learning rate",
    ["step size", "α", "ε"],
    "How large a step against the gradient an update takes.",
  ),
  entry(
    "forwardPass",
    "",
    "forward pass",
    ["forward propagation"],
    "The calculation from the inputs to the outputs.",
  ),
  entry(
    "backwardPass",
    "",
    "backward pass",
    ["backpropagation"],
    "The calculation of all gradients, from the outputs back to the inputs. The optimiser uses them for the update.",
  ),
  entry("round", "", "round", ["iteration", "update"], "One forward pass, one backward pass, one update."),
];

/* @__NO_SIDE_EFFECTS__ */
function entry(
  id: string,
  symbol: string,
  term: string,
  synonyms: readonly string[],
  meaning: string,
): GlossaryEntry {
  return { id, symbol, term, synonyms, meaning };
}
