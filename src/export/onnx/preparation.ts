/**
 * The two ends of a graph: from the data to the inputs of the first layer, and from the outputs of the last layer to the
 * answers. Scaling is done in float64 for both precisions, as in the library.
 */
import type { InputColumn } from "../../readers/schema.js";
import type { Scaler } from "../../network/scaling.js";
import type { PortableModel } from "../portable.js";
import type { Graph } from "./graph.js";

/** The operator set with the encoder of categories. */
export const machineLearning = "ai.onnx.ml";

/** Whether the graph has one input for each column of the table, because some columns hold texts. */
export function takesColumns({ isPrepared, columns }: PortableModel): boolean {
  return isPrepared && columns !== null && columns.some(({ kind }) => kind === "category");
}

/**
 * Adds the inputs, and the nodes that prepare them.
 *
 *     without categories   inputs [batch × columns]
 *     with categories      for each column of the table one input [batch × 1], a number or a text
 *
 * @returns the name of the first layer's input
 */
export function prepare(graph: Graph, model: PortableModel): string {
  const { precision, isPrepared, columns, inputNames, inputScaler, layers } = model;
  graph.scope = "prepare/";
  let inputs: string;
  if (takesColumns(model)) {
    const names = columns!.map((column, at) =>
      graph.input({
        name: column.name === "" ? `column ${at + 1}` : column.name,
        type: column.kind === "category" ? "string" : precision,
        shape: ["batch", 1],
        description: column.kind === "category" ? `one of ${JSON.stringify(column.values)}` : "a number",
      }),
    );
    inputs = joined(graph, columns!, names);
  } else {
    const description = inputNames ? `columns ${JSON.stringify(inputNames)}` : "";
    const shape = ["batch", layers[0]!.inputs];
    inputs = graph.input({ name: "inputs", type: precision, shape, ...(description && { description }) });
  }
  return isPrepared && inputScaler ? scaled(graph, inputs, inputScaler) : inputs;
}

/** Joins the columns; a category becomes one column for each of its values. */
function joined(graph: Graph, columns: readonly InputColumn[], names: readonly string[]): string {
  const parts = columns.map((column, at) => {
    if (column.kind === "number") return names[at]!;
    // zeros 0: a text that is not one of the categories is an error, not a row of zeros
    const attributes = { cats_strings: { texts: column.values }, zeros: { integer: 0 } };
    const cube = graph.node("OneHotEncoder", [names[at]!], attributes, machineLearning);
    const matrix = graph.node("Flatten", [cube], { axis: { integer: 1 } });
    return graph.precision === "float64" ? graph.node("Cast", [matrix], { to: { integer: 11 } }) : matrix;
  });
  return graph.node("Concat", parts, { axis: { integer: 1 } });
}

/** (x − shift) · scale */
function scaled(graph: Graph, inputs: string, { shift, scale }: Scaler): string {
  const wide = widened(graph, inputs);
  const shifted = shift.every((one) => one === 0)
    ? wide
    : graph.node("Sub", [wide, list(graph, "shift", shift)]);
  return narrowed(graph, graph.node("Mul", [shifted, list(graph, "scale", scale)]));
}

/** x / scale + shift; for a column that did not vary, its value. */
export function unscaled(graph: Graph, outputs: string, { shift, scale }: Scaler): string {
  graph.scope = "answers/";
  const divisors = scale.map((one) => (one === 0 ? Infinity : one));
  const spread = graph.node("Div", [widened(graph, outputs), list(graph, "scale", divisors)]);
  return narrowed(graph, graph.node("Add", [spread, list(graph, "shift", shift)]));
}

/** Doubles by column; a single one if all are the same. */
function list(graph: Graph, name: string, values: readonly number[]): string {
  const isOne = values.every((one) => one === values[0]);
  const data = Float64Array.from(isOne ? values.slice(0, 1) : values);
  return graph.constant(name, [data.length], data);
}

function widened(graph: Graph, x: string): string {
  return graph.precision === "float64" ? x : graph.node("Cast", [x], { to: { integer: 11 } });
}

function narrowed(graph: Graph, x: string): string {
  return graph.precision === "float64" ? x : graph.node("Cast", [x], { to: { integer: 1 } });
}
