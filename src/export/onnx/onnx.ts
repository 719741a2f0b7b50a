/**
 * A network as an ONNX file, for onnxruntime and other programs that read the format. Operators of set 17 (2022), and for
 * columns of texts one of ai.onnx.ml. This module makes bytes; the callers write files.
 */
import { ConfigError } from "../../errors.js";
import type { Network } from "../../train/network.js";
import { type ExportOptions, portableModel, type PortableModel, titleOf } from "../portable.js";
import { machineLearning } from "./columnInputs.js";
import { Graph } from "./graph.js";
import { answersOf } from "./layers.js";
import { modelBytes } from "./messages.js";
import { prepare, takesColumns, tempered, unscaled } from "./preparation.js";

/** IR version 8 came with set 17. */
const irVersion = 8;
const operatorSet = 17;
const machineLearningSet = 3;
/** Size limit of a protocol buffer. */
const mostBytes = 2 ** 31 - 1;

/**
 * Writes a network as an ONNX model.
 *
 * Inputs: `inputs` [batch × inputs], the numbers in the data. A model that was trained on a table with columns of texts has
 * one input [batch × 1] for each column, with the column's name (and "_" after it if the name is in use). Outputs:
 * `outputs` [batch × outputs] in the units of the targets; a classifier also has `label` [batch], the class with the
 * greatest output: its name (string), or its index (int64) if classes have no names. All numbers have the network's
 * precision; scaling is done in float64, as in the library.
 *
 * With `preparation: false` only the layers are written: `inputs` as the first layer takes them, `outputs` as the last
 * layer gives them.
 *
 * Metadata: `inputs`, `outputs`, `classes` (JSON lists of names, if there are names), `preparation` ("included", "none"),
 * and with "none" `inputScaler` and `targetScaler` (JSON; null without scaling) and the `temperature` of a calibrated network.
 *
 * @param network a trained one; read
 * @param options `name`: of the graph; `preparation` and `classes`
 * @returns the bytes of an .onnx file
 * @throws {ShapeError} if there are not as many classes as outputs
 * @throws {ConfigError} for layers that share weights, or a file of more than 2 GiB
 *
 * @example
 * ```js
 * import { Network, toOnnx } from "chainrule";
 *
 * const bytes = toOnnx(Network.create({ layers: [4, 8, 3] })); // for a file model.onnx
 * const text = new TextDecoder("latin1").decode(bytes);
 * console.log(["Gemm", "Sigmoid"].map((operator) => text.includes(operator)));
 * // → [ true, true ]
 * ```
 */
export function toOnnx(network: Network, options: ExportOptions = {}): Uint8Array {
  const model = portableModel(network, options);
  const bytes = model.parameters * (model.precision === "float64" ? 8 : 4);
  if (bytes > mostBytes - 1e6) {
    throw new ConfigError(
      `onnx: a file holds at most ${mostBytes} bytes, the parameters have ${bytes}. Take smaller layers, or safetensors.`,
    );
  }
  const graph = graphOf(model);
  return modelBytes({
    irVersion,
    producer: "chainrule",
    producerVersion: model.version,
    description: descriptionOf(model),
    graph: graph.message(model.name),
    operatorSets: {
      "": operatorSet,
      ...(graph.domains.has(machineLearning) && { [machineLearning]: machineLearningSet }),
    },
    metadata: metadataOf(model),
  });
}

function graphOf(model: PortableModel): Graph {
  const { precision, layers, isPrepared, targetScaler, isClassifier, classes } = model;
  const graph = new Graph(precision);
  graph.reserve("outputs", ...(isClassifier ? ["label"] : []));
  const answers = tempered(graph, answersOf(graph, model, prepare(graph, model)), model);
  if (isPrepared && targetScaler) unscaled(graph, answers, targetScaler);
  const { units } = layers.at(-1)!;
  graph.output({ name: "outputs", type: precision, shape: ["batch", units] });
  if (isClassifier) {
    graph.scope = "label/";
    const attributes = { axis: { integer: 1 }, keepdims: { integer: 0 } };
    const index = graph.node("ArgMax", ["outputs"], attributes);
    if (classes) graph.node("Gather", [graph.constant("classes", [units], classes), index]);
    graph.output({ name: "label", type: classes ? "string" : "int64", shape: ["batch"] });
  }
  return graph;
}

function metadataOf(model: PortableModel): Record<string, string> {
  const { inputNames, outputNames, classes, isPrepared, inputScaler, targetScaler, temperature } = model;
  return {
    preparation: isPrepared ? "included" : "none",
    ...(inputNames && { inputs: JSON.stringify(inputNames) }),
    ...(outputNames && { outputs: JSON.stringify(outputNames) }),
    ...(classes && { classes: JSON.stringify(classes) }),
    ...(!isPrepared && {
      inputScaler: JSON.stringify(inputScaler),
      targetScaler: JSON.stringify(targetScaler),
      ...(temperature !== 1 && { temperature: String(temperature) }),
    }),
  };
}

function descriptionOf(model: PortableModel): string {
  const takes = !model.isPrepared
    ? "Takes inputs as its first layer does (scaled) and gives what its last layer gives."
    : takesColumns(model)
      ? "Takes the columns of the table one by one, unchanged."
      : "Takes the inputs as they are in the data.";
  return `A ${titleOf(model)} trained by chainrule. ${takes}`;
}
