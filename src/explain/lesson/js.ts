/** Writes a lesson as a JavaScript file, for Node or a browser's console, that needs no package. */
import type { ActivationName, LossName } from "../../network/codes.js";
import type { Lesson } from "../lesson.js";
import { headOf, listText, matrixText } from "./writing.js";

/** Value and slope of each activation at the net input x; softmax is of a whole layer, and has no slope here. */
const activations: Record<
  Exclude<ActivationName, "softmax">,
  (alpha: number) => [value: string, slope: string]
> = {
  sigmoid: () => ["1 / (1 + Math.exp(-x))", "(1 / (1 + Math.exp(-x))) * (1 / (1 + Math.exp(x)))"],
  tanh: () => ["Math.tanh(x)", "1 - Math.tanh(x) ** 2"],
  relu: () => ["Math.max(x, 0)", "x > 0 ? 1 : 0"],
  leakyRelu: (alpha) => [`x > 0 ? x : ${alpha} * x`, `x > 0 ? 1 : ${alpha}`],
  elu: (alpha) => [`x > 0 ? x : ${alpha} * Math.expm1(x)`, `x > 0 ? 1 : ${alpha} * Math.exp(x)`],
  selu: () => [
    "1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x))",
    "1.0507009873554805 * (x > 0 ? 1 : 1.6732632423543772 * Math.exp(x))",
  ],
  gelu: () => ["x * normal(x)", "normal(x) + (x * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI)"],
  silu: () => ["x / (1 + Math.exp(-x))", "(1 + x * (1 - 1 / (1 + Math.exp(-x)))) / (1 + Math.exp(-x))"],
  softplus: () => ["Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))", "1 / (1 + Math.exp(-x))"],
  softsign: () => ["x / (1 + Math.abs(x))", "1 / (1 + Math.abs(x)) ** 2"],
  hardSigmoid: () => ["Math.min(Math.max(x + 3, 0), 6) / 6", "x > -3 && x < 3 ? 1 / 6 : 0"],
  identity: () => ["x", "1"],
};

/** Of gelu: the normal distribution, by a series of positive terms. */
const normal = `
/** The part of a normal distribution that is below x: 1/2 + density(x) (x + x^3/3 + x^5/(3*5) + ...). */
function normal(x) {
  if (Math.abs(x) > 9) return x > 0 ? 1 : 0;
  let sum = 0;
  for (let n = 1, term = x; sum + term !== sum; n += 2, term *= (x * x) / n) sum += term;
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}
`;

/** Error of one output o with target t, and its slope by o. */
const losses: Record<LossName, (lesson: Lesson) => [error: string, slope: string]> = {
  halfSquaredError: () => ["(t - o) ** 2 / 2", "o - t"],
  squaredError: () => ["(t - o) ** 2", "2 * (o - t)"],
  meanSquaredError: () => ["(t - o) ** 2 / out.length", "(2 * (o - t)) / out.length"],
  meanAbsoluteError: () => ["Math.abs(t - o) / out.length", "Math.sign(o - t) / out.length"],
  huber: ({ huberDelta: d }) => [
    `Math.abs(t - o) <= ${d} ? (t - o) ** 2 / 2 : ${d} * (Math.abs(t - o) - ${d} / 2)`,
    `Math.min(Math.max(o - t, -${d}), ${d})`,
  ],
  binaryCrossEntropy: () => [
    "-(t * Math.log(Math.max(o, 1e-300)) + (1 - t) * Math.log(Math.max(1 - o, 1e-300)))",
    "(o - t) / (o * (1 - o))",
  ],
  crossEntropy: () => ["-t * Math.log(Math.max(o, 1e-300))", "-t / o"],
  hinge: () => ["Math.max(0, 1 - t * o)", "t * o < 1 ? -t : 0"],
};

export function jsLesson(lesson: Lesson): string {
  const { layers, loss, learningRate, rounds, batch, reduction } = lesson;
  const [error, slope] = losses[loss](lesson);
  const hasFrozen = layers.some(({ trainable }) => !trainable);
  return `/*
${headOf(lesson, "JavaScript")
  .map((line) => ` * ${line}`.trimEnd())
  .join("\n")}
 */
const learningRate = ${learningRate};
const rounds = ${rounds}; // times through all samples
const batch = ${batch}; // samples between two updates

const inputs = ${matrixText(lesson.inputs, "")};
const targets = ${matrixText(lesson.targets, "")};
${functionsOf(lesson)}
// weights[k][j] goes from input j to unit k
const layers = [
${layers
  .map((layer) => {
    const name = nameOf(lesson, layer);
    const ofOne =
      layer.activation === "softmax" ? "" : `    activation: ${name},\n    slope: ${name}Slope,\n`;
    const frozen = hasFrozen ? `    trainable: ${layer.trainable},\n` : "";
    return `  {\n${ofOne}    weights: ${matrixText(layer.weights, "    ")},\n    biases: ${listText(layer.biases, "    ")},\n${frozen}  },\n`;
  })
  .join("")}];

const sum = (values) => values.reduce((total, value) => total + value, 0);

/** Of each layer: what comes in, the net input of each unit, its output. */
function forward(sample) {
  let below = sample;
  return layers.map((layer) => {
    const net = layer.weights.map((row, k) => sum(row.map((w, j) => w * below[j])) + layer.biases[k]);
    const out = ${forwardOf(lesson)};
    const pass = { below, net, out };
    below = out;
    return pass;
  });
}

const outputsOf = (sample) => forward(sample).at(-1).out;

function errorOf(out, target) {
  return sum(
    out.map((o, k) => {
      const t = target[k];
      return ${error};
    }),
  );
}

/** Of each layer: delta, the derivative of the error by the net input of each unit. */
function backward(passes, target) {
  const { net, out } = passes.at(-1);
${outputDelta(lesson, slope)}
  const deltas = [delta];
  for (let l = layers.length - 2; l >= 0; l--) {
    // down the layers: the chain rule
    const above = layers[l + 1].weights;
    const next = deltas[0];
    deltas.unshift(
      passes[l].net.map((x, j) => sum(next.map((d, k) => d * above[k][j])) * layers[l].slope(x)),
    );
  }
  return deltas;
}

/** One step down the gradient. All deltas are taken before any weight changes. */
function update(samples) {
  const found = samples.map((at) => {
    const passes = forward(inputs[at]);
    return { passes, deltas: backward(passes, targets[at]) };
  });
  const step = learningRate${reduction === "mean" ? " / samples.length" : ""};
  for (const { passes, deltas } of found) {
    layers.forEach((layer, l) => {
${hasFrozen ? "      if (!layer.trainable) return;\n" : ""}      deltas[l].forEach((d, k) => {
        passes[l].below.forEach((x, j) => (layer.weights[k][j] -= step * d * x));
${lesson.biases === "fixed" ? "" : `        layer.biases[k] -= step * ${lesson.biases === "shared" ? "sum(deltas[l])" : "d"};\n`}      });
    });
  }
}

function error() {
  return sum(inputs.map((sample, at) => errorOf(outputsOf(sample), targets[at])))${reduction === "mean" ? " / inputs.length" : ""};
}

const print = console.log;
print("error before:", error().toPrecision(9));
const order = inputs.map((_, at) => at);
for (let done = 1; done <= rounds; done++) {
  for (let start = 0; start < inputs.length; start += batch) update(order.slice(start, start + batch));
  if (done === 1 || done === rounds) print(\`error after round \${done}:\`, error().toPrecision(9));
}
for (const at of order.slice(0, 5)) {
  print("target", targets[at], "output", outputsOf(inputs[at]).map((o) => Number(o.toFixed(9))));
}
`;
}

/** A function's name; one for each alpha. */
function nameOf({ layers }: Lesson, { activation, alpha }: Lesson["layers"][number]): string {
  const alphas = [...new Set(layers.filter((one) => one.activation === activation).map((one) => one.alpha))];
  return activation + (alphas.length > 1 ? String(alphas.indexOf(alpha) + 1) : "");
}

function functionsOf(lesson: Lesson): string {
  const functions = new Map<string, string>();
  for (const layer of lesson.layers) {
    const name = nameOf(lesson, layer);
    if (layer.activation === "softmax") {
      functions.set(
        name,
        "function softmax(net) {\n  const powers = net.map((x) => Math.exp(x - Math.max(...net)));\n" +
          "  return powers.map((p) => p / sum(powers));\n}\n",
      );
      continue;
    }
    const [value, slope] = activations[layer.activation](layer.alpha);
    const own = `const ${name} = (x) => ${value};\nconst ${name}Slope = (x) => ${slope};\n`;
    functions.set(name, layer.activation === "gelu" ? `${normal.trimStart()}\n${own}` : own);
  }
  return `\n${[...functions.values()].join("\n")}`;
}

function forwardOf({ layers }: Lesson): string {
  const each = "net.map(layer.activation)";
  if (layers.at(-1)!.activation !== "softmax") return each;
  return layers.length === 1 ? "softmax(net)" : `layer === layers.at(-1) ? softmax(net) : ${each}`;
}

function outputDelta({ layers, loss }: Lesson, slope: string): string {
  if (loss === "crossEntropy" || loss === "binaryCrossEntropy") {
    const whole = loss === "crossEntropy" ? " * sum(target)" : "";
    return (
      "  // error and activation belong together: their slopes multiply to this\n" +
      `  const delta = out.map((o, k) => o${whole} - target[k]);`
    );
  }
  const slopes =
    "  const slopes = out.map((o, k) => {\n    const t = target[k];\n" + `    return ${slope};\n  });\n`;
  if (layers.at(-1)!.activation !== "softmax") {
    return `${slopes}  const delta = slopes.map((s, k) => s * layers.at(-1).slope(net[k]));`;
  }
  return (
    `${slopes}  const mean = sum(slopes.map((s, k) => s * out[k])); // softmax: each output hangs on all net inputs\n` +
    "  const delta = out.map((o, k) => o * (slopes[k] - mean));"
  );
}
