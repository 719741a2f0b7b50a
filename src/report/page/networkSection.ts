/** The section on the network: drawing, table of layers, and histograms of weights and biases. */
import { transposed } from "../../network/tied.js";
import { spread, summaryOf } from "./bars.js";
import type { LayerFigures, ReportData } from "./pageData.js";
import { hasColours, mostUnits, networkDrawing } from "./networkDrawing.js";
import { histogramOf } from "./histogram.js";
import { card, escape, legend, section, table } from "./markup.js";
import { countText } from "./numbers.js";

/** Most layers that have histograms; of a deeper network the first and the last layers. */
const mostHistograms = 12;

/** A trained layer: an entry of `network.config.layers` merged with the same entry of `network.parameters()`. */
export interface TrainedLayer {
  /** Width of what comes in. */
  inputs: number;
  /** Width of what goes out. */
  units: number;
  /** Name of the activation. */
  activation: string;
  /** Name of the layer (optional). */
  name?: string;
  /** Index of the layer whose weights this layer uses transposed; the first layer is 1. */
  tied?: number;
  /** [inputs × units]; empty for a tied layer; of the last layer with members [members × inputs × units] */
  weights: ArrayLike<number>;
  /** [units], [1] or none */
  biases: ArrayLike<number>;
  /** Factors of the inputs, of the first layer (optional) */
  inputFactors?: ArrayLike<number>;
}

/**
 * The figures of the layers that a report page shows: sizes, and histograms of weights and biases.
 *
 * @param layers all layers that compute, in order
 * @param bins   about how many bins a histogram has (default: 40); at most 20 for biases
 * @returns one entry more than `layers`, because the input layer comes first
 *
 * @example
 * ```js
 * import { layerFigures, Network } from "chainrule";
 *
 * const network = Network.create({ layers: [4, 8, 3] });
 * const views = network.parameters();
 * const layers = network.config.layers.map((layer, index) => ({ ...layer, ...views[index] }));
 * const figures = layerFigures(layers);
 * console.log(figures.map(({ units, parameters }) => [units, parameters]));
 * // → [ [ 4, 0 ], [ 8, 40 ], [ 3, 27 ] ]
 * ```
 */
export function layerFigures(layers: readonly TrainedLayer[], bins = 40): LayerFigures[] {
  const inputs = layers[0]?.inputs ?? 0;
  return [
    { units: inputs, activation: null, parameters: 0 },
    ...layers.map(({ inputs: above, units, activation, name, tied, weights, biases, inputFactors }) => {
      const used =
        tied === undefined ? weights : transposed(Float64Array.from(layers[tied - 1]!.weights), units, above);
      return {
        units,
        activation,
        ...(name === undefined ? {} : { name }),
        ...(tied === undefined ? {} : { tied }),
        parameters: weights.length + biases.length + (inputFactors?.length ?? 0),
        weights: histogramOf(used, bins),
        biases: biases.length > 0 ? histogramOf(biases, Math.min(bins, 20)) : null,
        // of a last layer with members no single matrix can be drawn
        drawing:
          above <= mostUnits && units <= mostUnits && used.length === above * units ? Array.from(used) : null,
      };
    }),
  ];
}

export function networkSection({ layers, inputNames, classes, targets }: ReportData): string {
  if (layers.length === 0) return "";
  const outputs = classes?.names ?? targets?.map(({ name }) => name);
  const colours = hasColours(layers);
  const key = colours
    ? legend([
        ["positive", "positive weight"],
        ["negative", "negative weight"],
      ])
    : "";
  const drawing = card("Layers", key + networkDrawing(layers, { inputs: inputNames, outputs }), {
    note: colours
      ? "The thickness of a line is the size of the weight, relative to the largest between the same two layers. Grey lines stand for many weights."
      : "Large layers are shortened; a line stands for many weights.",
    wide: true,
  });
  return section("network", "Network", [drawing, layerTable(layers), ...spreads(layers)]);
}

/** The name of a layer. Without a name it is named by its position; the first layer that computes is 1. */
function nameOf({ name }: LayerFigures, index: number, count: number): string {
  if (name !== undefined) return name;
  return index === 0 ? "input" : index === count - 1 ? "output" : `hidden ${index}`;
}

function layerTable(layers: readonly LayerFigures[]): string {
  const total = layers.reduce((sum, { parameters }) => sum + parameters, 0);
  const rows = layers.map((layer, index) => [
    nameOf(layer, index, layers.length),
    (layer.activation ?? "–") +
      (layer.tied === undefined ? "" : `, weights of layer ${layer.tied} transposed`),
    countText(layer.units),
    countText(layer.parameters),
  ]);
  const heads = ["layer", "activation", "units", "parameters"];
  return card("Parameters", table("Layers", heads, rows, { words: 2 }), {
    note: `${countText(total)} parameters in total.`,
  });
}

function spreads(layers: readonly LayerFigures[]): string[] {
  const computing = layers
    .map((layer, index) => ({ layer, name: nameOf(layer, index, layers.length) }))
    .filter(({ layer }) => layer.weights);
  const shown =
    computing.length > mostHistograms
      ? [...computing.slice(0, mostHistograms / 2), ...computing.slice(-mostHistograms / 2)]
      : computing;
  return shown.map(({ layer, name }) => {
    const weights = spread(layer.weights!, ["weight", "weights"], { title: `Weights of ${name}` });
    const biases =
      layer.biases && layer.biases.count > 0
        ? spread(layer.biases, ["bias", "biases"], { title: `Biases of ${name}`, height: 50 })
        : "";
    return card(`Weights: ${name}`, weights + biases, { note: escape(summaryOf(layer.weights!)) });
  });
}
