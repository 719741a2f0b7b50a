/**
 * The two ends of a graph: from the data to the inputs of the first layer, and from the outputs of the last layer to the
 * answers. Scaling is done in float64 for both precisions, as in the library.
 */
import { addedBeforeLog } from "../../network/logarithm.js";
import { mostBeforeLimit, type Scaler } from "../../network/scaling.js";
import type { PortableModel } from "../portable.js";
import { joinedColumns } from "./columnInputs.js";
import type { Graph } from "./graph.js";

/** Whether the graph has one input for each column of the table, because some columns are not plain numbers. */
export function takesColumns({ isPrepared, columns }: PortableModel): boolean {
  return isPrepared && columns !== null && columns.some(({ kind, missing }) => kind !== "number" || missing);
}

/**
 * Adds the inputs, and the nodes that prepare them.
 *
 *     only plain numbers   inputs [batch × columns]
 *     otherwise            for each column of the table one input [batch × 1], a number or a text; see `columnInputs.ts`
 *
 * @returns the name of the first layer's input
 */
export function prepare(graph: Graph, model: PortableModel): string {
  const { precision, isPrepared, columns, inputNames, inputScaler, hasCurves } = model;
  graph.scope = "prepare/";
  let inputs: string;
  if (takesColumns(model)) {
    inputs = joinedColumns(graph, columns!);
  } else {
    const description = inputNames ? `columns ${JSON.stringify(inputNames)}` : "";
    const shape = ["batch", model.inputs];
    inputs = graph.input({ name: "inputs", type: precision, shape, ...(description && { description }) });
  }
  if (!isPrepared || !inputScaler) return inputs;
  if (!hasCurves) return scaled(graph, inputs, inputScaler);
  return narrowed(graph, curved(graph, widened(graph, inputs), inputScaler));
}

/** (x − shift) · scale */
function scaled(graph: Graph, inputs: string, { shift, scale }: Scaler): string {
  const wide = widened(graph, inputs);
  const shifted = shift.every((one) => one === 0)
    ? wide
    : graph.node("Sub", [wide, list(graph, "shift", shift)]);
  return narrowed(graph, graph.node("Mul", [shifted, list(graph, "scale", scale)]));
}

/** Columns with curves, bins, limits or missing numbers, as `applyScaler` prepares them. */
function curved(graph: Graph, given: string, scaler: Scaler): string {
  const { shift, missing, heights = [] } = scaler;
  const filled = missing
    ? graph.node("Where", [graph.node("IsNaN", [given]), list(graph, "missing", missing), given])
    : given;
  // consecutive columns without a curve are prepared together
  const runs: { first: number; end: number }[] = [];
  shift.forEach((_, column) => {
    const isCurve = (of: number) => (heights[of]?.length ?? 0) > 0;
    const before = runs.at(-1);
    if (before && !isCurve(column) && !isCurve(before.first)) before.end = column + 1;
    else runs.push({ first: column, end: column + 1 });
  });
  const parts = runs.map(({ first, end }) => {
    const points = heights[first] ?? [];
    return points.length > 0
      ? onCurve(graph, filled, first, scaler.edges![first]!, points)
      : inBins(graph, filled, first, end, scaler);
  });
  return parts.length === 1 ? parts[0]! : graph.node("Concat", parts, { axis: { integer: 1 } });
}

/** One input of the first layer: max(least, min(most, (x − shift) · scale)), then the limit. */
interface Piece {
  column: number;
  shift: number;
  scale: number;
  least: number;
  most: number;
  /** 1 / limit; 0 for no limit */
  inverse: number;
}

function inBins(graph: Graph, columns: string, first: number, end: number, scaler: Scaler): string {
  const { shift, scale, limit, edges, widths } = scaler;
  const pieces: Piece[] = [];
  for (let column = first; column < end; column++) {
    const own = edges?.[column] ?? [];
    const width = widths?.[column] ?? 1;
    const add = (piece: Partial<Piece>) =>
      pieces.push({
        column,
        shift: 0,
        scale: 0,
        least: -Number.MAX_VALUE,
        most: Number.MAX_VALUE,
        inverse: 0,
        ...piece,
      });
    const bound = limit?.[column];
    const limits = bound && { least: -mostBeforeLimit, most: mostBeforeLimit, inverse: 1 / bound };
    if (own.length === 0) add({ shift: shift[column]!, scale: scale[column]!, ...limits });
    for (let t = 1; t < own.length; t++) {
      add({ shift: own[t - 1]!, scale: 1 / (own[t]! - own[t - 1]!), least: 0, most: 1 });
    }
    for (let bin = Math.max(1, own.length - 1); bin < width; bin++) add({});
  }
  const of = (key: keyof Piece) =>
    list(
      graph,
      key,
      pieces.map((piece) => piece[key]),
    );
  const places = BigInt64Array.from(pieces, ({ column }) => BigInt(column));
  const gathered = graph.node("Gather", [columns, graph.constant("columns", [places.length], places)], {
    axis: { integer: 1 },
  });
  let z = graph.node("Mul", [graph.node("Sub", [gathered, of("shift")]), of("scale")]);
  if (edges || limit) z = graph.node("Max", [graph.node("Min", [z, of("most")]), of("least")]);
  if (!limit) return z;
  const part = graph.node("Mul", [z, of("inverse")]);
  const square = graph.node("Mul", [part, part]);
  const one = graph.number(1, "float64");
  return graph.node("Div", [z, graph.node("Sqrt", [graph.node("Add", [square, one])])]);
}

/** Linear between the points (edges, heights): the first height, and from each edge to the next the part of its rise. */
function onCurve(
  graph: Graph,
  columns: string,
  column: number,
  edges: readonly number[],
  heights: readonly number[],
): string {
  const count = edges.length - 1;
  const inverse = Array.from({ length: count }, (_, t) => 1 / (edges[t + 1]! - edges[t]!));
  const rises = Float64Array.from({ length: count }, (_, t) => heights[t + 1]! - heights[t]!);
  const place = graph.constant("column", [1], BigInt64Array.of(BigInt(column)));
  const x = graph.node("Gather", [columns, place], { axis: { integer: 1 } });
  const from = graph.node("Sub", [x, list(graph, "edges", edges.slice(0, -1))]);
  const parts = graph.node("Mul", [from, list(graph, "inverse", inverse)]);
  const most = graph.node("Min", [parts, graph.number(1, "float64")]);
  const inside = graph.node("Max", [most, graph.number(0, "float64")]);
  const risen = graph.node("MatMul", [inside, graph.constant("rises", [count, 1], rises)]);
  return graph.node("Add", [risen, graph.number(heights[0]!, "float64")]);
}

/** x / scale + shift; for a column that did not vary, its value. Of logarithms, their numbers. */
export function unscaled(graph: Graph, outputs: string, { kind, shift, scale }: Scaler): string {
  graph.scope = "answers/";
  const divisors = scale.map((one) => (one === 0 ? Infinity : one));
  const spread = graph.node("Div", [widened(graph, outputs), list(graph, "scale", divisors)]);
  const shifted = graph.node("Add", [spread, list(graph, "shift", shift)]);
  const added = addedBeforeLog(kind);
  if (added === null) return narrowed(graph, shifted);
  const power = graph.node("Exp", [shifted]);
  return narrowed(graph, added === 0 ? power : graph.node("Sub", [power, graph.number(added, "float64")]));
}

/** Probabilities at the temperature of the network, as `temper` gives them: softmax(ln p / T), or a sigmoid. */
export function tempered(
  graph: Graph,
  probabilities: string,
  { isPrepared, temperature, isOfRow }: PortableModel,
): string {
  if (!isPrepared || temperature === 1) return probabilities;
  graph.scope = "temperature/";
  const power = graph.number(1 / temperature, "float64");
  const wide = widened(graph, probabilities);
  if (isOfRow) {
    const scaledLogs = graph.node("Mul", [graph.node("Log", [wide]), power]);
    return narrowed(graph, graph.node("Softmax", [scaledLogs], { axis: { integer: 1 } }));
  }
  const own = graph.node("Pow", [wide, power]);
  const other = graph.node("Pow", [graph.node("Sub", [graph.number(1, "float64"), wide]), power]);
  return narrowed(graph, graph.node("Div", [own, graph.node("Add", [own, other])]));
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
