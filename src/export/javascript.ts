/**
 * A network as an ES module without imports: a function from a row to the network's answers, for Node, browsers, workers
 * and edge servers. The script that trains a network is a lesson: see `src/explain/lesson/`.
 */
import type { Network } from "../train/network.js";
import { activationText, functionsFor } from "./javascriptActivations.js";
import { columnsText, encodeText } from "./javascriptColumns.js";
import {
  byUnit,
  type ExportOptions,
  type PortableLayer,
  portableModel,
  type PortableModel,
  titleOf,
} from "./portable.js";
import { addedBeforeLog } from "../network/logarithm.js";
import { mostBeforeLimit } from "../network/scaling.js";
import { digitsOf, inComment, listLines, refuseLarge } from "./source.js";

/**
 * Writes a network as JavaScript.
 *
 *     predict(row) → number[]      [outputs] in the units of the targets
 *     classify(row) → string       of a classifier: the class with the greatest output (its index if classes have no names)
 *
 * A row is a list of the numbers in the data, with categories as columns of 1 and 0. For a model that was trained on a
 * table, a row can also be an object `{ column: value }`, with categories as texts. The module also exports `inputs`,
 * `outputs` and `classes`: lists of names, or null. A row that does not fit throws a TypeError. Everything is computed in
 * doubles, also for networks of float32. If the network knows what stands for missing numbers (`scalers.inputs.missing`), NaN
 * is one, and null in an object. With `preparation: false` only the layers are written, without scaling, and rows are lists
 * only.
 *
 * @param network a trained one; read
 * @param options `name`: of the file, in the comment at the top; `preparation` and `classes`
 * @returns the text of an ES module
 * @throws {ConfigError} for more than a million parameters, or layers that share weights
 * @throws {ShapeError} if there are not as many classes as outputs
 *
 * @example
 * ```js
 * import { Network, toJavaScript } from "chainrule";
 *
 * const network = Network.create({ layers: [2, 3, 1], precision: "float64" });
 * const source = toJavaScript(network);
 * const { predict } = await import("data:text/javascript," + encodeURIComponent(source));
 * console.log(Math.abs(predict([0, 1])[0] - network.predict([[0, 1]])[0][0]) < 1e-12);
 * // → true
 * ```
 */
export function toJavaScript(network: Network, options: ExportOptions = {}): string {
  const model = portableModel(network, options);
  refuseLarge("js", model);
  const { name, layers, inputNames, outputNames, classes, isClassifier } = model;
  return `/**
 * ${titleOf(model)}, trained and written by chainrule ${model.version}. Needs nothing else.
 *
 *     import { predict${isClassifier ? ", classify" : ""} } from ${inComment(JSON.stringify(`./${name}.mjs`))};
 */
${constant("inputs", "Names of the inputs, in order; null where they have none.", inputNames)}
${constant("outputs", "Names of the outputs, in order; null where they have none.", outputNames)}
${constant("classes", "Names of the classes, in order; null where there are none.", classes)}
${hasColumns(model) ? columnsText(model.columns!) : ""}${scalersText(model)}
${layersText(model)}
${functionsFor(layers.map(({ activation }) => activation))}${predictText(model)}${isClassifier ? classifyText(model) : ""}`;
}

function constant(name: string, what: string, names: readonly string[] | null): string {
  const words = names?.map((one) => JSON.stringify(one));
  return `/** ${what} */\nexport const ${name} = ${words ? `[\n${listLines(words, words.length, "  ")}\n]` : "null"};`;
}

const hasColumns = ({ isPrepared, columns }: PortableModel) => isPrepared && columns !== null;

function scalersText({ isPrepared, inputScaler, targetScaler }: PortableModel): string {
  const list = (values: readonly number[]) =>
    `[\n${listLines(values.map(String), values.length, "    ")}\n  ]`;
  const lists = (values: readonly (readonly number[])[]) =>
    `[\n${values.map((own) => `    [${own.length > 0 ? `\n${listLines(own.map(String), own.length, "      ")}\n    ` : ""}],`).join("\n")}\n  ]`;
  const of = (which: string, scaler: typeof inputScaler) => {
    if (!isPrepared || !scaler) return "";
    const { shift, scale, missing, limit, edges, heights, widths } = scaler;
    const parts = Object.entries({ shift, scale, missing, limit, widths })
      .filter(([, values]) => values)
      .map(([name, values]) => `  ${name}: ${list(values!)},\n`);
    const curves = Object.entries({ edges, heights })
      .filter(([, values]) => values)
      .map(([name, values]) => `  ${name}: ${lists(values!)},\n`);
    return `const ${which} = {\n${parts.join("")}${curves.join("")}};\n`;
  };
  const both = of("inputScaler", inputScaler) + of("targetScaler", targetScaler);
  return both && `\n${both}`;
}

function layersText({ layers, heads, inputFactors, precision }: PortableModel): string {
  const list = (what: string, texts: readonly string[]) => `const ${what} = [\n${texts.join("\n")}\n];\n`;
  const textOf = (layer: PortableLayer) => layerText(layer, precision);
  if (!inputFactors) return list("layers", layers.map(textOf));
  const members = heads.map((head, member) => {
    const factors = inputFactors[member]!;
    return `  {\n    factors: ${arrayText(factors, factors.length, precision)},\n    last: ${textOf(head).trim()}\n  },`;
  });
  return `/** The layers of all members. */
${list("layers", layers.slice(0, -1).map(textOf))}
/** Members: each multiplies the inputs by factors, and has a last layer of its own. */
${list("members", members)}`;
}

function arrayText(
  values: Float32Array | Float64Array,
  columns: number,
  precision: PortableModel["precision"],
): string {
  const type = precision === "float64" ? "Float64Array" : "Float32Array";
  const words = Array.from(values, (value) => digitsOf(value, precision));
  return `new ${type}([\n${listLines(words, columns, "      ")}\n    ])`;
}

function layerText(layer: PortableLayer, precision: PortableModel["precision"]): string {
  const { inputs, units, biases, activation, alpha } = layer;
  const type = precision === "float64" ? "Float64Array" : "Float32Array";
  const list = (values: Float32Array | Float64Array, columns: number) =>
    arrayText(values, columns, precision);
  return `  {
    activation: ${activationText(activation, alpha)},
    // to each of ${units} units from ${inputs} inputs
    weights: ${list(byUnit(layer), inputs)},
    biases: ${biases ? list(biases, units) : `new ${type}(${units})`},
  },`;
}

function predictText(model: PortableModel): string {
  const { isPrepared, inputScaler, hasCurves, targetScaler, inputs, inputNames } = model;
  const isCurved = isPrepared && hasCurves;
  const ofInput =
    isPrepared && inputScaler && !isCurved ? "(x - inputScaler.shift[i]) * inputScaler.scale[i]" : "x";
  const mayMiss = isCurved && inputScaler!.missing;
  const inScale = "(scale[k] === 0 ? 0 : y / scale[k]) + shift[k]";
  const added = targetScaler && addedBeforeLog(targetScaler.kind);
  const unscaled = `below.map((y, k) => {
    const { shift, scale } = targetScaler;
    return ${added === null ? inScale : `Math.exp(${inScale})${added === 0 ? "" : ` - ${added}`}`};
  })`;
  const takesObjects = hasColumns(model);
  const rowType = takesObjects ? "ArrayLike<number> | Record<string, number | string>" : "ArrayLike<number>";
  const named = inputNames ? ", in the order of `inputs`" : "";
  return `/**
 * The answers for a row.
 *
 * @param {${rowType}} row ${inputs} numbers${named}${takesObjects ? ", or an object with a value for each column" : ""}
 * @returns {number[]}
 */
export function predict(row) {
  let below = Array.from(${takesObjects ? "Array.isArray(row) || ArrayBuffer.isView(row) ? row : encode(row)" : "row"}, (x, i) => {
${mayMiss ? "    if (Number.isNaN(x)) return inputScaler.missing[i];\n" : ""}    if (!Number.isFinite(x)) throw new TypeError(\`inputs[\${i}]: expected a finite number, got \${x}.\`);
    return ${ofInput};
  });
  if (below.length !== ${inputs}) throw new TypeError(\`inputs: expected ${inputs} numbers, got \${below.length}.\`);
${isCurved ? "  below = prepare(below);\n" : ""}${answerText(model)}${temperedText(model)}  return ${isPrepared && targetScaler ? unscaled : "below"};
}
${isCurved ? prepareText : ""}${takesObjects ? encodeText(model.columns!, Boolean(mayMiss)) : ""}`;
}

/** The lines that bring probabilities to the temperature of the network. */
function temperedText({ isPrepared, temperature, isOfRow }: PortableModel): string {
  if (!isPrepared || temperature === 1) return "";
  const power = `1 / ${temperature}`;
  if (!isOfRow) return `  below = below.map((p) => 1 / (1 + ((1 - p) / p) ** (${power})));\n`;
  return `  const powers = below.map((p) => (p / Math.max(...below)) ** (${power}));
  const total = powers.reduce((sum, one) => sum + one, 0);
  below = powers.map((one) => one / total);
`;
}

/** The lines that turn the inputs of the first layer into the answers of the last. */
function answerText({ heads, inputFactors }: PortableModel): string {
  const through = (layers: string, x: string) => `  for (const { weights, biases, activation } of ${layers}) {
    const net = Array.from(biases, (bias, k) => {
      let sum = 0;
      for (let i = 0, at = k * ${x}.length; i < ${x}.length; i++) sum += weights[at++] * ${x}[i];
      return sum + bias;
    });
    ${x} = activation(net);
  }
`;
  if (!inputFactors) return through("layers", "below");
  return `  const answers = members.map(({ factors, last }) => {
    let own = below.map((x, i) => x * factors[i]);
${through("[...layers, last]", "own").replaceAll(/^/gm, "  ").trimEnd()}
    return own;
  });
  below = answers[0].map((_, k) => answers.reduce((sum, answer) => sum + answer[k], 0) / ${heads.length});
`;
}

const prepareText = `
/** The inputs of the first layer: each column scaled, on a curve, or in bins. */
function prepare(row) {
  const { shift, scale, limit, edges, heights, widths } = inputScaler;
  return row.flatMap((x, i) => {
    const own = edges?.[i] ?? [];
    const points = heights?.[i] ?? [];
    if (points.length > 0) {
      if (x <= own[0]) return points[0];
      const t = own.findIndex((edge) => edge > x);
      if (t < 0) return points[points.length - 1];
      return points[t - 1] + (points[t] - points[t - 1]) * ((x - own[t - 1]) / (own[t] - own[t - 1]));
    }
    if (own.length > 0) {
      const bins = own.slice(1).map((high, t) => Math.max(0, Math.min(1, (x - own[t]) / (high - own[t]))));
      return [...bins, ...Array(widths[i] - bins.length).fill(0)];
    }
    const z = (x - shift[i]) * scale[i];
    const near = Math.max(-${mostBeforeLimit}, Math.min(${mostBeforeLimit}, z));
    const input = limit?.[i] ? near / Math.sqrt(1 + (near / limit[i]) ** 2) : z;
    return widths?.[i] > 1 ? [input, ...Array(widths[i] - 1).fill(0)] : input;
  });
}
`;

function classifyText({ classes }: PortableModel): string {
  return `
/**
 * The class of a row: ${classes ? "its name" : "the index of its output, from 0"}.
 *
 * @returns {${classes ? "string" : "number"}}
 */
export function classify(row) {
  const answers = predict(row);
  const best = answers.indexOf(answers.reduce((a, b) => Math.max(a, b)));
  return ${classes ? "classes[best]" : "best"};
}
`;
}
