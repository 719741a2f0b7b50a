/** Writes a lesson as a Python script that needs no package. */
import { isOfClasses } from "../../functions/ofClasses.js";
import type { Dialect } from "../../functions/program.js";
import type { Lesson, LessonLayer } from "../lesson.js";
import { activationCodes, functionName, isOfRow, lossCode } from "./functions.js";
import { headOf, listText, matrixText } from "./writing.js";

const dialect: Dialect = {
  number: String,
  constants: { "√2": "math.sqrt(2)", "√(2π)": "math.sqrt(2 * math.pi)" },
  calls: {
    exp: { write: (x) => `math.exp(${x})` },
    expm1: { write: (x) => `math.expm1(${x})` },
    ln: { write: (x) => `math.log(max(${x}, 1e-300))` },
    ln1p: { write: (x) => `math.log1p(${x})` },
    tanh: { write: (x) => `math.tanh(${x})` },
    abs: { write: (x) => `abs(${x})` },
    max0: { write: (x) => `max(0, ${x})` },
    erfc: { write: (x) => `math.erfc(${x})` },
    sigmoid: {
      write: (x) => `sigmoid(${x})`,
      helper:
        "def sigmoid(x):\n    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))\n",
    },
    normal: {
      write: (x) => `normal(${x})`,
      helper: "def normal(x):\n    return math.erfc(-x / math.sqrt(2)) / 2\n",
    },
  },
  power: (base, exponent) => `${base} ** ${exponent}`,
  choice: (condition, then, otherwise) => `${then} if ${condition} else ${otherwise}`,
  equal: "==",
};

export function pythonLesson(lesson: Lesson): string {
  const { layers, learningRate, rounds, batch, reduction } = lesson;
  const { error, slope } = lossCode(lesson, dialect, "len(target)");
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
        ${isOfRow(layer.activation) ? "" : `"activation": ${nameOf(lesson, layer)}, "slope": ${nameOf(lesson, layer)}_slope,\n        `}"weights": ${matrixText(layer.weights, "        ")},
        "biases": ${listText(layer.biases, "        ")},${hasFrozen ? `\n        "trainable": ${layer.trainable ? "True" : "False"},` : ""}
    },
`,
  )
  .join("")}]


def forward(sample):
    """For each layer: its inputs, the net input of each unit, the outputs."""
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
    """For each layer: delta, the derivative of the error by the net input of each unit."""
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

def total_error():
    """The sum over the outputs of all samples."""
    return sum(error_of(forward(sample)[-1][2], target) for sample, target in zip(INPUTS, TARGETS))


print(f"total error before: {total_error():.9g}")
for done in range(1, ROUNDS + 1):
    for start in range(0, len(INPUTS), BATCH):
        update(INPUTS[start:start + BATCH], TARGETS[start:start + BATCH])
    if done in (1, ROUNDS):
        print(f"total error after round {done}: {total_error():.9g}")
for sample, target in list(zip(INPUTS, TARGETS))[:5]:
    print("target", target, "output", [round(o, 9) for o in forward(sample)[-1][2]])
`;
}

function nameOf(lesson: Lesson, layer: LessonLayer): string {
  const snake = layer.activation.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return functionName(lesson, layer, snake);
}

function functionsOf(lesson: Lesson): string {
  const functions = activationCodes(lesson, dialect, nameOf).map(({ name, value, slope, helpers }) => {
    const own = value === `${name}(x)` ? [] : [`def ${name}(x):\n    return ${value}\n`];
    return { helpers, own: [...own, `def ${name}_slope(x):\n    return ${slope}\n`] };
  });
  const helpers = new Set(functions.flatMap((one) => one.helpers));
  const softmax =
    "def softmax(net):\n    powers = [math.exp(x - max(net)) for x in net]\n    return [p / sum(powers) for p in powers]\n";
  const ofRow = isOfRow(lesson.layers.at(-1)!.activation) ? [softmax] : [];
  return `\n${[...helpers, ...functions.flatMap(({ own }) => own), ...ofRow].join("\n\n")}\n`;
}

function forwardOf({ layers }: Lesson): string {
  const each = '[layer["activation"](x) for x in net]';
  if (!isOfRow(layers.at(-1)!.activation)) return each;
  return layers.length === 1 ? "softmax(net)" : `softmax(net) if layer is LAYERS[-1] else ${each}`;
}

function outputDelta({ layers, loss }: Lesson, slope: string | null): string {
  if (slope === null) {
    return (
      "    # the slopes of error and activation, multiplied\n" +
      `    delta = [o${isOfClasses(loss) ? " * sum(target)" : ""} - t for o, t in zip(out, target)]`
    );
  }
  const slopes = `    slopes = [${slope} for o, t in zip(out, target)]\n`;
  if (!isOfRow(layers.at(-1)!.activation)) {
    return `${slopes}    delta = [s * LAYERS[-1]["slope"](x) for s, x in zip(slopes, net)]`;
  }
  return (
    `${slopes}    mean = sum(s * o for s, o in zip(slopes, out))  # softmax: each output depends on all net inputs\n` +
    "    delta = [o * (s - mean) for s, o in zip(slopes, out)]"
  );
}
