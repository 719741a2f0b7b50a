/** The layers of a network as nodes. Members share the constants of all layers but the last. */
import type { PortableLayer, PortableModel } from "../portable.js";
import { activate } from "./activations.js";
import type { Graph } from "./graph.js";

/**
 * Adds the layers; with members, those of each member and the mean of their answers.
 *
 * @param inputs name of the inputs of the first layer
 * @returns the name of the answers
 */
export function answersOf(graph: Graph, model: PortableModel, inputs: string): string {
  const { layers, heads, inputFactors } = model;
  if (!inputFactors) {
    return layers.reduce((below, layer, index) => {
      graph.scope = `layer${index + 1}/`;
      return answerOf(graph, layer, below, parametersOf(graph, layer));
    }, inputs);
  }
  const shared = layers.slice(0, -1);
  const parameters = shared.map((layer, index) => {
    graph.scope = `layer${index + 1}/`;
    return parametersOf(graph, layer);
  });
  const answers = heads.map((head, member) => {
    graph.scope = `member${member + 1}/`;
    const factors = inputFactors[member]!;
    const given = graph.node("Mul", [inputs, graph.constant("factors", [factors.length], factors)]);
    const below = shared.reduce((x, layer, index) => {
      graph.scope = `member${member + 1}/layer${index + 1}/`;
      return answerOf(graph, layer, x, parameters[index]!);
    }, given);
    graph.scope = `member${member + 1}/layer${layers.length}/`;
    return answerOf(graph, head, below, parametersOf(graph, head));
  });
  graph.scope = "members/";
  // onnxruntime has Mean in float32 only
  return graph.node("Mul", [graph.node("Sum", answers), graph.number(1 / heads.length)]);
}

/** Adds a layer's constants. @returns their names */
function parametersOf(graph: Graph, { inputs, units, weights, biases }: PortableLayer): string[] {
  const names = [graph.constant("weights", [inputs, units], weights)];
  if (biases) names.push(graph.constant("biases", [units], biases));
  return names;
}

function answerOf(
  graph: Graph,
  { activation, alpha }: PortableLayer,
  below: string,
  parameters: readonly string[],
): string {
  return activate(graph, activation, graph.node("Gemm", [below, ...parameters]), alpha);
}
