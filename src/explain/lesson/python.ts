/** Writes a lesson as a Python script that needs no package. */
import type { ActivationName, LossName } from "../../network/codes.js";
import type { Lesson } from "../lesson.js";
import { headOf, listText, matrixText } from "./writing.js";

/** Value and slope of each activation at the net input x; softmax is of a whole layer, and has no slope here. */
const activations: Record<
  Exclude<ActivationName, "softmax">,
  (alpha: number) => [value: string, slope: string]
> = {
  sigmoid: () => [
    "1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))",
    "sigmoid(x) * (1 - sigmoid(x))",
  ],
  tanh: () => ["math.tanh(x)", "1 - math.tanh(x) ** 2"],
  relu: () => ["max(x, 0.0)", "1.0 if x > 0 else 0.0"],
  leakyRelu: (alpha) => [`x if x > 0 else ${alpha} * x`, `1.0 if x > 0 else ${alpha}`],
  elu: (alpha) => [`x if x > 0 else ${alpha} * math.expm1(x)`, `1.0 if x > 0 else ${alpha} * math.exp(x)`],
  selu: () => [
    "1.0507009873554805 * (x if x > 0 else 1.6732632423543772 * math.expm1(x))",
    "1.0507009873554805 * (1.0 if x > 0 else 1.6732632423543772 * math.exp(x))",
  ],
  gelu: () => [
    "x * math.erfc(-x / math.sqrt(2)) / 2",
    "math.erfc(-x / math.sqrt(2)) / 2 + x * math.exp(-x * x / 2) / math.sqrt(2 * math.pi)",
  ],
  silu: () => ["x / (1 + math.exp(-x))", "(1 + x * (1 - 1 / (1 + math.exp(-x)))) / (1 + math.exp(-x))"],
  softplus: () => ["max(x, 0.0) + math.log1p(math.exp(-abs(x)))", "1 / (1 + math.exp(-x))"],
  softsign: () => ["x / (1 + abs(x))", "1 / (1 + abs(x)) ** 2"],
  hardSigmoid: () => ["min(max(x + 3, 0.0), 6.0) / 6", "1 / 6 if -3 < x < 3 else 0.0"],
  identity: () => ["x", "1.0"],
};

/** Error of one output o with target t, and its slope by o; of n outputs. */
const losses: Record<LossName, (lesson: Lesson) => [error: string, slope: string]> = {
  halfSquaredError: () => ["(t - o) ** 2 / 2", "o - t"],
  squaredError: () => ["(t - o) ** 2", "2 * (o - t)"],
  meanSquaredError: () => ["(t - o) ** 2 / len(target)", "2 * (o - t) / len(target)"],
  meanAbsoluteError: () => ["abs(t - o) / len(target)", "((o > t) - (o < t)) / len(target)"],
  huber: ({ huberDelta: d }) => [
    `(t - o) ** 2 / 2 if abs(t - o) <= ${d} else ${d} * (abs(t - o) - ${d} / 2)`,
    `min(max(o - t, -${d}), ${d})`,
  ],
  binaryCrossEntropy: () => [
    "-(t * math.log(max(o, 1e-300)) + (1 - t) * math.log(max(1 - o, 1e-300)))",
    "(o - t) / (o * (1 - o))",
  ],
  crossEntropy: () => ["-t * math.log(max(o, 1e-300))", "-t / o"],
  hinge: () => ["max(0.0, 1 - t * o)", "-t if t * o < 1 else 0.0"],
};

export function pythonLesson(lesson: Lesson): string {
  const { layers, loss, learningRate, rounds, batch, reduction } = lesson;
  const [error, slope] = losses[loss](lesson);
  const hasFrozen = layers.some(({ trainable }) => !trainable);
  return `"""${headOf(lesson, "Python").join("\n")}
"""
import math

LEARNING_RATE = ${learningRate}
ROUNDS = ${rounds}  # times through all samples
BATCH = ${batch}  # samples between two updates

INPUTS = ${matrixText(lesson.inputs, "")}
TARGETS = ${matrixText(lesson.targets, "")}

${functionsOf(lesson)}
# weights[k][j] goes from input j to unit k
LAYERS = [
${layers
  .map(
    (layer) => `    {
        ${layer.activation === "softmax" ? "" : `"activation": ${nameOf(lesson, layer)}, "slope": ${nameOf(lesson, layer)}_slope,\n        `}"weights": ${matrixText(layer.weights, "        ")},
        "biases": ${listText(layer.biases, "        ")},${hasFrozen ? `\n        "trainable": ${layer.trainable ? "True" : "False"},` : ""}
    },
`,
  )
  .join("")}]


def forward(sample):
    """Of each layer: what comes in, the net input of each unit, its output."""
    passes = []
    for layer in LAYERS:
        below = passes[-1][2] if passes else sample
        net = [sum(w * x for w, x in zip(row, below)) + b
               for row, b in zip(layer["weights"], layer["biases"])]
        out = ${forwardOf(lesson)}
        passes.append((below, net, out))
    return passes


def error_of(out, target):
    return sum(${error} for o, t in zip(out, target))


def backward(passes, target):
    """Of each layer: delta, the derivative of the error by the net input of each unit."""
    _, net, out = passes[-1]
${outputDelta(lesson, slope)}
    deltas = [delta]
    for l in range(len(LAYERS) - 2, -1, -1):  # down the layers: the chain rule
        above = LAYERS[l + 1]["weights"]
        net = passes[l][1]
        delta = [sum(d * row[j] for d, row in zip(deltas[0], above)) * LAYERS[l]["slope"](net[j])
                 for j in range(len(net))]
        deltas.insert(0, delta)
    return deltas


def update(samples, targets):
    """One step down the gradient. All deltas are taken before any weight changes."""
    found = []
    for sample, target in zip(samples, targets):
        passes = forward(sample)
        found.append((passes, backward(passes, target)))
    step = LEARNING_RATE${reduction === "mean" ? " / len(samples)" : ""}
    for passes, deltas in found:
        for layer, (below, _, _), delta in zip(LAYERS, passes, deltas):
${hasFrozen ? '            if not layer["trainable"]:\n                continue\n' : ""}            for k, d in enumerate(delta):
                for j, x in enumerate(below):
                    layer["weights"][k][j] -= step * d * x
${
  lesson.biases === "fixed"
    ? ""
    : `                layer["biases"][k] -= step * ${lesson.biases === "shared" ? "sum(delta)" : "d"}\n`
}

def error():
    total = sum(error_of(forward(sample)[-1][2], target) for sample, target in zip(INPUTS, TARGETS))
    return total${reduction === "mean" ? " / len(INPUTS)" : ""}


print(f"error before: {error():.9g}")
for done in range(1, ROUNDS + 1):
    for start in range(0, len(INPUTS), BATCH):
        update(INPUTS[start:start + BATCH], TARGETS[start:start + BATCH])
    if done in (1, ROUNDS):
        print(f"error after round {done}: {error():.9g}")
for sample, target in list(zip(INPUTS, TARGETS))[:5]:
    print("target", target, "output", [round(o, 9) for o in forward(sample)[-1][2]])
`;
}

/** A function's name; one for each alpha. */
function nameOf(lesson: Lesson, layer: Lesson["layers"][number]): string {
  const alphas = [
    ...new Set(
      lesson.layers.filter(({ activation }) => activation === layer.activation).map(({ alpha }) => alpha),
    ),
  ];
  const snake = layer.activation.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return snake + (alphas.length > 1 ? String(alphas.indexOf(layer.alpha) + 1) : "");
}

function functionsOf(lesson: Lesson): string {
  const functions = new Map<string, string>();
  for (const layer of lesson.layers) {
    const name = nameOf(lesson, layer);
    if (layer.activation === "softmax") {
      functions.set(
        name,
        "def softmax(net):\n    powers = [math.exp(x - max(net)) for x in net]\n    return [p / sum(powers) for p in powers]\n",
      );
      continue;
    }
    const [value, slope] = activations[layer.activation](layer.alpha);
    functions.set(
      name,
      `def ${name}(x):\n    return ${value}\n\n\ndef ${name}_slope(x):\n    return ${slope}\n`,
    );
  }
  return `\n${[...functions.values()].join("\n\n")}\n`;
}

function forwardOf({ layers }: Lesson): string {
  const each = '[layer["activation"](x) for x in net]';
  if (layers.at(-1)!.activation !== "softmax") return each;
  return layers.length === 1 ? "softmax(net)" : `softmax(net) if layer is LAYERS[-1] else ${each}`;
}

function outputDelta({ layers, loss }: Lesson, slope: string): string {
  if (loss === "crossEntropy" || loss === "binaryCrossEntropy") {
    return (
      "    # error and activation belong together: their slopes multiply to this\n" +
      `    delta = [o${loss === "crossEntropy" ? " * sum(target)" : ""} - t for o, t in zip(out, target)]`
    );
  }
  const slopes = `    slopes = [${slope} for o, t in zip(out, target)]\n`;
  if (layers.at(-1)!.activation !== "softmax") {
    return `${slopes}    delta = [s * LAYERS[-1]["slope"](x) for s, x in zip(slopes, net)]`;
  }
  return (
    `${slopes}    mean = sum(s * o for s, o in zip(slopes, out))  # softmax: each output hangs on all net inputs\n` +
    "    delta = [o * (s - mean) for s, o in zip(slopes, out)]"
  );
}
