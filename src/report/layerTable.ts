/** The layers of a network as text: a table of sizes and costs, and a summary or a list of the parameters. */
import type { Statistics } from "../explain/statistics.js";
import { shortestFloat32 } from "./figures.js";
import { formatTable } from "./textTable.js";

export interface LayerReport {
  inputs: number;
  units: number;
  activation: string;
  trainable: boolean;
  /** Index of the layer whose weights this layer uses transposed (the first is 1); then `weights` is empty. */
  tied?: number | undefined;
  name?: string | undefined;
  /** Its own. */
  parameters: number;
  bytes: number;
  /** Of a forward pass. */
  flopsPerSample: number;
  weights: Values;
  biases: Values;
  ofWeights: Statistics;
  ofBiases: Statistics;
  /** How many weights and biases there are, one behind the other: one for each member in the last layer (default: 1). */
  members?: number;
  /** [members × inputs] of the first layer, where inputs have factors. */
  inputFactors?: Values;
  ofFactors?: Statistics;
}

type Values = Float32Array | Float64Array;

/** For a deeper network, this many layers are shown at each end. */
const [mostLayers, ends] = [20, 6];
/** For a longer array, this many numbers are shown from each end. */
const [mostValues, endValues] = [8, 3];

/**
 * Shape, activation, parameters, bytes and operations of each layer, and their totals. The middle of a deep network
 * is left out.
 */
export function layerTable(layers: readonly LayerReport[], all = false): string[] {
  const number = (value: number) => value.toLocaleString("en");
  const costs = (some: readonly LayerReport[]) =>
    (["parameters", "bytes", "flopsPerSample"] as const).map((key) =>
      number(some.reduce((sum, layer) => sum + layer[key], 0)),
    );
  const rows = layers.map((layer, index) => [
    String(index + 1),
    `${layer.inputs} → ${layer.units}`,
    layer.activation + aboutLayer(layer) + (layer.name ? ` ${layer.name}` : ""),
    ...costs([layer]),
  ]);
  const [from, to] = folded(layers.length, all);
  if (to > from) {
    const inside = layers.slice(from, to);
    rows.splice(from, to - from, ["…", `${inside.length} layers`, "", ...costs(inside)]);
  }
  const head = ["layer", "shape", "activation", "parameters", "bytes", "forward flops/sample"];
  return formatTable([head, ...rows, ["", "", "total", ...costs(layers)]], {
    align: ["right", "left", "left", "right", "right", "right"],
    widest: 36,
  });
}

function aboutLayer({ trainable, tied, members }: LayerReport): string {
  const words = [
    ...(trainable ? [] : ["frozen"]),
    ...(tied === undefined ? [] : [`tied to ${tied}`]),
    ...(members === undefined ? [] : [`one for each of ${members} members`]),
  ];
  return words.length > 0 ? ` (${words.join(", ")})` : "";
}

/** Two lines for each array: mean ± deviation, minimum … maximum; then the first and last numbers. */
export function parameterSummary(layers: readonly LayerReport[]): string[] {
  const [from, to] = folded(layers.length, false);
  return layers.flatMap((layer, index) => {
    if (index === from && to > from) return [`… ${to - from} layers more; --weights prints all`];
    if (index >= from && index < to) return [];
    const { weights, biases, tied, members, inputFactors, ofFactors } = layer;
    const shape = `weights [${members ? `${members} × ` : ""}${layer.inputs} × ${layer.units}]`;
    const lines = [
      ...(tied === undefined
        ? twoLines(shape, layer.ofWeights, weights)
        : [[shape, `those of layer ${tied}, transposed`]]),
      ...(biases.length > 0
        ? twoLines(`biases [${biases.length}]`, layer.ofBiases, biases)
        : [["no biases", ""]]),
      ...(inputFactors && ofFactors
        ? twoLines(
            `input factors [${inputFactors.length / layer.inputs} × ${layer.inputs}]`,
            ofFactors,
            inputFactors,
          )
        : []),
    ];
    return formatTable(lines.map(([what, text], at) => [at === 0 ? `layer ${index + 1}` : "", what!, text!]));
  });
}

/**
 * All parameters by unit: the bias, then the weights from each input (not of tied layers); then the factors of the inputs.
 * Lines have at most `width` columns.
 */
export function allParameters(layers: readonly LayerReport[], width: number): string[] {
  return layers.flatMap(
    ({ inputs, units, activation, weights, biases, tied, members = 1, inputFactors }, index) => [
      ...(index > 0 ? [""] : []),
      `layer ${index + 1}: ${inputs} → ${units}, ${activation}${tied === undefined ? "" : `, weights of layer ${tied} transposed`}`,
      ...Array.from({ length: units * members }, (_, at) => {
        const unit = at % units;
        const member = Math.floor(at / units);
        const name = `  ${members > 1 ? `member ${member + 1}, ` : ""}unit ${unit + 1}:`;
        const bias = biases.length > 0 ? `bias ${shown(biases, biases.length > 1 ? at : 0)}` : "";
        if (tied !== undefined) return bias ? [`${name} ${bias}`] : [];
        const own = Array.from({ length: inputs }, (_, input) =>
          shown(weights, (member * inputs + input) * units + unit),
        );
        return wrapped(`${name} ${bias && `${bias}  `}weights`, own, width);
      }).flat(),
      ...Array.from({ length: (inputFactors?.length ?? 0) / inputs }, (_, member) => {
        const own = Array.from({ length: inputs }, (_, input) =>
          shown(inputFactors!, member * inputs + input),
        );
        return wrapped(`  member ${member + 1}: input factors`, own, width);
      }).flat(),
    ],
  );
}

/** Neurons by layer, each with its weights and its bias, one number on a line, as a published listing prints them. */
export function neuronList(layers: readonly LayerReport[]): string[] {
  const rule = "------";
  const lines = [rule, `* Inputs: ${layers[0]!.inputs}`, rule];
  layers.forEach(({ inputs, units, weights, biases, tied }, index) => {
    const isLast = index === layers.length - 1;
    const number = layers.length > 2 ? ` ${index + 1}` : "";
    lines.push(isLast ? "* Output Layer" : `Hidden Layer${number}`, `Neurons: ${units}`);
    for (let unit = 0; unit < units; unit++) {
      lines.push(` Neuron ${unit}`);
      if (tied !== undefined) lines.push(`  Weights: those of layer ${tied}, transposed`);
      else for (let j = 0; j < inputs; j++) lines.push(`  Weight: ${shown(weights, j * units + unit)}`);
      if (biases.length > 0) lines.push(`  Bias: ${shown(biases, biases.length > 1 ? unit : 0)}`);
    }
    lines.push(rule);
  });
  return lines;
}

/**
 * All parameters, one on each line: `layer,tensor,input,unit,value`. A shared bias has no unit. Where there are members, the
 * tensor of each has its number, from 1: `weights of member 2`.
 */
export function parametersCsv(layers: readonly LayerReport[]): string[] {
  const lines = ["layer,tensor,input,unit,value"];
  layers.forEach(({ inputs, units, weights, biases, members = 1, inputFactors }, index) => {
    const layer = index + 1;
    const named = (tensor: string, member: number, of: number) =>
      `${layer},${tensor}${of > 1 ? ` of member ${member + 1}` : ""}`;
    for (let i = 0; i < weights.length; i++) {
      const row = Math.floor(i / units);
      const what = named("weights", Math.floor(row / inputs), members);
      lines.push(`${what},${(row % inputs) + 1},${(i % units) + 1},${shown(weights, i)}`);
    }
    for (let i = 0; i < biases.length; i++) {
      const what = named("biases", Math.floor(i / units), members);
      lines.push(`${what},,${biases.length === 1 && units > 1 ? "" : (i % units) + 1},${shown(biases, i)}`);
    }
    for (let i = 0; i < (inputFactors?.length ?? 0); i++) {
      const what = named("inputFactors", Math.floor(i / inputs), inputFactors!.length / inputs);
      lines.push(`${what},${(i % inputs) + 1},,${shown(inputFactors!, i)}`);
    }
  });
  return lines;
}

/** Range of the layers that are left out; empty if both ends are equal. */
function folded(count: number, all: boolean): [from: number, to: number] {
  return all || count <= mostLayers ? [0, 0] : [ends, count - ends];
}

function twoLines(what: string, statistics: Statistics, values: Values): string[][] {
  const { count, nan, infinite, least, greatest } = statistics;
  if (nan + infinite === 0 && least === greatest)
    return [[what, count === 1 ? short(least) : `all ${short(least)}`]];
  return [
    [what, oneLine(statistics)],
    ["", fewOf(values)],
  ];
}

function oneLine({ mean, deviation, least, greatest, nan, infinite }: Statistics): string {
  const parts = [`${short(mean)} ± ${short(deviation)}`, `${short(least)} … ${short(greatest)}`];
  if (nan > 0) parts.push(`${nan} NaN`);
  if (infinite > 0) parts.push(`${infinite} infinite`);
  return parts.join(", ");
}

/** Three digits. */
function short(value: number): string {
  return Number.isNaN(value) ? "–" : String(Number(value.toPrecision(3)));
}

function fewOf(values: Values): string {
  const at = (from: number, to: number) => Array.from(values.subarray(from, to), fourDigits).join("  ");
  if (values.length <= mostValues) return at(0, values.length);
  return `${at(0, endValues)}  …  ${at(values.length - endValues, values.length)}`;
}

function fourDigits(value: number): string {
  return Number.isNaN(value) ? "NaN" : String(Number(value.toPrecision(4)));
}

/** A number with as many digits as needed to read it back exactly. */
function shown(values: Values, at: number): string {
  const value = values[at]!;
  return String(values instanceof Float32Array && Number.isFinite(value) ? shortestFloat32(value) : value);
}

/** Words after a heading, in lines of at most `width` columns. */
function wrapped(heading: string, words: readonly string[], width: number): string[] {
  const lines: string[] = [];
  let line = heading;
  for (const word of words) {
    if (line.length + 1 + word.length > width && line.trim() !== "") {
      lines.push(line);
      line = "   ";
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}
