/**
 * The inputs of a graph that takes the columns of a table: one input for each column, and the nodes that make numbers of them, as
 * `encode` does. Parts of dates are inputs of their own, for graphs cannot read dates.
 */
import {
  type CategoryColumn,
  type DateColumn,
  encodedColumns,
  type InputColumn,
  isZeroOne,
  type YesNoColumn,
} from "../../data/columns/columns.js";
import { usualMissing } from "../../data/columns/missingTexts.js";
import type { Graph } from "./graph.js";

/** The operator set with the encoders of texts. */
export const machineLearning = "ai.onnx.ml";

/**
 * Adds an input for each column, and joins them.
 *
 *     number, date     numbers [batch × 1]; NaN where one is missing
 *     yes/no           texts, or numbers for 0 and 1
 *     category         texts; an unknown one is an error, where training had no rare ones
 *     any              texts that mean a missing value, such as "", where training had gaps
 *
 * @returns the name of the joined matrix [batch × encoded columns]
 */
export function joinedColumns(graph: Graph, columns: readonly InputColumn[]): string {
  const parts = columns.map((column, at) => {
    const name = column.name === "" ? `column ${at + 1}` : column.name;
    switch (column.kind) {
      case "number": {
        const input = numbersInput(
          graph,
          name,
          column.missing ? "a number, NaN where it is missing" : "a number",
        );
        return column.missing ? [input, whereNaN(graph, input)] : [input];
      }
      case "date":
        return datesOf(graph, column, name);
      case "yes/no":
        return isZeroOne(column) ? zeroOne(graph, column, name) : yesNo(graph, column, name);
      case "category":
        return [categories(graph, column, name)];
    }
  });
  return graph.node("Concat", parts.flat(), { axis: { integer: 1 } });
}

function numbersInput(graph: Graph, name: string, description: string): string {
  return graph.input({ name, type: graph.precision, shape: ["batch", 1], description });
}

function textsInput(graph: Graph, name: string, values: readonly string[], hasGaps: boolean): string {
  const description = `one of ${JSON.stringify(values)}${hasGaps ? ', "" where it is missing' : ""}`;
  return graph.input({ name, type: "string", shape: ["batch", 1], description });
}

/** 1 where a number is missing, else 0. */
function whereNaN(graph: Graph, input: string): string {
  const is = graph.node("IsNaN", [input]);
  return graph.node("Cast", [is], { to: { integer: graph.precision === "float64" ? 11 : 1 } });
}

function datesOf(graph: Graph, { parts, missing }: DateColumn, name: string): string[] {
  const inputs = parts.map((part) =>
    numbersInput(graph, `${name} ${part}`, `the ${part} of ${name}, a number`),
  );
  return missing ? [...inputs, whereNaN(graph, inputs[0]!)] : inputs;
}

/** 0 → −1, 1 → 1, missing → 0. */
function zeroOne(graph: Graph, { missing }: YesNoColumn, name: string): string[] {
  const input = numbersInput(graph, name, missing ? "0 or 1, NaN where it is missing" : "0 or 1");
  const doubled = graph.node("Mul", [input, graph.number(2)]);
  const moved = graph.node("Sub", [doubled, graph.number(1)]);
  if (!missing) return [moved];
  const is = graph.node("IsNaN", [input]);
  return [graph.node("Where", [is, graph.number(0), moved]), whereNaN(graph, input)];
}

/** −1 or 1 for the two texts, 0 for others. */
function yesNo(graph: Graph, { values, missing }: YesNoColumn, name: string): string[] {
  const input = textsInput(graph, name, values, missing !== undefined);
  const codes = labels(graph, input, values, [-1, 1], 0);
  if (!missing) return [codes];
  return [
    codes,
    labels(
      graph,
      input,
      usualMissing,
      usualMissing.map(() => 1),
      0,
    ),
  ];
}

/** Texts → numbers of the graph's precision. @param usual for texts that are not listed */
function labels(
  graph: Graph,
  input: string,
  texts: readonly string[],
  numbers: readonly number[],
  usual: number,
): string {
  const attributes = {
    keys_strings: { texts },
    values_floats: { floats: numbers },
    default_float: { float: usual },
  };
  const codes = graph.node("LabelEncoder", [input], attributes, machineLearning);
  return graph.precision === "float64" ? graph.node("Cast", [codes], { to: { integer: 11 } }) : codes;
}

/** One column for each value, then for other texts and for missing ones where training had them. */
function categories(graph: Graph, column: CategoryColumn, name: string): string {
  const { values, other, missing } = column;
  const input = textsInput(graph, name, values, missing !== undefined);
  // zeros 0: a text that is not one of the categories is an error, not a row of zeros
  const zeros = { integer: 0 };
  let cube: string;
  if (other || missing) {
    const all = encodedColumns(column).map((_, index) => index);
    const gaps = missing ? usualMissing.filter((text) => !values.includes(text)) : [];
    const known = [...values, ...gaps];
    const places = known.map((_, index) => (index < values.length ? index : all.length - 1));
    const attributes = {
      keys_strings: { texts: known },
      values_int64s: { integers: places },
      // −1 is no category
      default_int64: { integer: other ? values.length : -1 },
    };
    const index = graph.node("LabelEncoder", [input], attributes, machineLearning);
    cube = graph.node("OneHotEncoder", [index], { cats_int64s: { integers: all }, zeros }, machineLearning);
  } else {
    cube = graph.node("OneHotEncoder", [input], { cats_strings: { texts: values }, zeros }, machineLearning);
  }
  const matrix = graph.node("Flatten", [cube], { axis: { integer: 1 } });
  return graph.precision === "float64" ? graph.node("Cast", [matrix], { to: { integer: 11 } }) : matrix;
}
