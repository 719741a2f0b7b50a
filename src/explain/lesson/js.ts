/** Writes a lesson as a JavaScript file that needs no package, for Node or a browser's console. */
import { isOfClasses } from "../../functions/ofClasses.js";
import type { Dialect } from "../../functions/program.js";
import type { Lesson, LessonLayer } from "../lesson.js";
import { activationCodes, functionName, isOfRow, lossCode } from "./functions.js";
import { headOf, listText, matrixText } from "./writing.js";

/** The part of a normal distribution below x, by a series of positive terms. */
const normal = `/** The part of a normal distribution that is below x: 1/2 + density(x) (x + x^3/3 + x^5/(3*5) + ...). */
function normal(x) {
  if (Math.abs(x) > 9) return x > 0 ? 1 : 0;
  let sum = 0;
  for (let n = 1, term = x; sum + term !== sum; n += 2, term *= (x * x) / n) sum += term;
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}
`;

const dialect: Dialect = {
  number: String,
  constants: { "√2": "Math.SQRT2", "√(2π)": "Math.sqrt(2 * Math.PI)" },
  calls: {
    exp: { write: (x) => `Math.exp(${x})` },
    expm1: { write: (x) => `Math.expm1(${x})` },
    ln: { write: (x) => `Math.log(Math.max(${x}, 1e-300))` },
    ln1p: { write: (x) => `Math.log1p(${x})` },
    tanh: { write: (x) => `Math.tanh(${x})` },
    abs: { write: (x) => `Math.abs(${x})` },
    max0: { write: (x) => `Math.max(0, ${x})` },
    sigmoid: {
      write: (x) => `sigmoid(${x})`,
      helper: "const sigmoid = (x) => 1 / (1 + Math.exp(-x));\n",
    },
    normal: { write: (x) => `normal(${x})`, helper: normal },
    erfc: { write: (x) => `(2 * normal(-Math.SQRT2 * (${x})))`, helper: normal },
  },
  power: (base, exponent) => `${base} ** ${exponent}`,
  choice: (condition, then, otherwise) => `${condition} ? ${then} : ${otherwise}`,
  equal: "===",
};

export function jsLesson(lesson: Lesson): string {
  const { layers, learningRate, rounds, batch, reduction } = lesson;
  const { error, slope } = lossCode(lesson, dialect, "out.length");
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
    const ofOne = isOfRow(layer.activation) ? "" : `    activation: ${name},\n    slope: ${name}Slope,\n`;
    const frozen = hasFrozen ? `    trainable: ${layer.trainable},\n` : "";
    return `  {\n${ofOne}    weights: ${matrixText(layer.weights, "    ")},\n    biases: ${listText(layer.biases, "    ")},\n${frozen}  },\n`;
  })
  .join("")}];

const sum = (values) => values.reduce((total, value) => total + value, 0);

/** For each layer: its inputs, the net input of each unit, the outputs. */
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

/** For each layer: delta, the derivative of the error by the net input of each unit. */
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

/** The total error: the sum over the outputs of all samples. */
function totalError() {
  return sum(inputs.map((sample, at) => errorOf(outputsOf(sample), targets[at])));
}

const print = console.log;
print("total error before:", totalError().toPrecision(9));
const order = inputs.map((_, at) => at);
for (let done = 1; done <= rounds; done++) {
  for (let start = 0; start < inputs.length; start += batch) update(order.slice(start, start + batch));
  if (done === 1 || done === rounds) print(\`total error after round \${done}:\`, totalError().toPrecision(9));
}
for (const at of order.slice(0, 5)) {
  print("target", targets[at], "output", outputsOf(inputs[at]).map((o) => Number(o.toFixed(9))));
}
`;
}

const nameOf = (lesson: Lesson, layer: LessonLayer) => functionName(lesson, layer, layer.activation);

function functionsOf(lesson: Lesson): string {
  const functions = activationCodes(lesson, dialect, nameOf).map(({ name, value, slope, helpers }) => {
    const own = value === `${name}(x)` ? [] : [`const ${name} = (x) => ${value};\n`];
    return { helpers, own: [...own, `const ${name}Slope = (x) => ${slope};\n`].join("") };
  });
  const helpers = new Set(functions.flatMap((one) => one.helpers));
  const softmax =
    "function softmax(net) {\n  const powers = net.map((x) => Math.exp(x - Math.max(...net)));\n" +
    "  return powers.map((p) => p / sum(powers));\n}\n";
  const ofRow = isOfRow(lesson.layers.at(-1)!.activation) ? [softmax] : [];
  return `\n${[...helpers, ...functions.map(({ own }) => own), ...ofRow].join("\n")}`;
}

function forwardOf({ layers }: Lesson): string {
  const each = "net.map(layer.activation)";
  if (!isOfRow(layers.at(-1)!.activation)) return each;
  return layers.length === 1 ? "softmax(net)" : `layer === layers.at(-1) ? softmax(net) : ${each}`;
}

function outputDelta({ layers, loss }: Lesson, slope: string | null): string {
  if (slope === null) {
    const whole = isOfClasses(loss) ? " * sum(target)" : "";
    return (
      "  // the slopes of error and activation, multiplied\n" +
      `  const delta = out.map((o, k) => o${whole} - target[k]);`
    );
  }
  const slopes =
    "  const slopes = out.map((o, k) => {\n    const t = target[k];\n" + `    return ${slope};\n  });\n`;
  if (!isOfRow(layers.at(-1)!.activation)) {
    return `${slopes}  const delta = slopes.map((s, k) => s * layers.at(-1).slope(net[k]));`;
  }
  return (
    `${slopes}  const mean = sum(slopes.map((s, k) => s * out[k])); // softmax: each output depends on all net inputs\n` +
    "  const delta = out.map((o, k) => o * (slopes[k] - mean));"
  );
}
