/**
 * Models as Keras describes them in JSON: `Sequential`, and functional models whose layers are a chain. TensorFlow.js and Keras
 * have this description in common. Their files differ in where the weights are, so the callers give a function for them.
 */
import { plural, show } from "../wording.js";
import { type Dialect, type KerasLayer, placeOf, stepsOf, type TensorsOf } from "./kerasLayers.js";
import { isObject, outOfScope, own, type Refuse } from "./refusal.js";
import type { Step } from "./steps.js";

/**
 * The layers of a model in their order, from the inputs to the answers.
 *
 * @param model { class_name, config }
 * @throws ModelError for a model whose layers are no chain
 */
export function layersOf(model: unknown, refuse: Refuse): KerasLayer[] {
  const className = own(model, "class_name");
  const config = own(model, "config");
  if (className === "Sequential") {
    return listOf(isObject(config) ? own(config, "layers") : config, refuse);
  }
  if (className === "Functional" || className === "Model") return chainOf(config, refuse);
  throw refuse("model", "a Sequential or a functional model of layers", show(className ?? model), outOfScope);
}

/** The steps of a model, and what the person should know. */
export function modelOf(
  layers: readonly KerasLayer[],
  dialect: Dialect,
  tensorsOf: TensorsOf,
  refuse: Refuse,
): { steps: Step[]; remarks: string[] } {
  const remarks: string[] = [];
  const state = { shape: null as readonly number[] | null };
  const steps = layers.flatMap((layer) => stepsOf(layer, state, { dialect, tensorsOf, refuse, remarks }));
  return { steps, remarks };
}

function listOf(layers: unknown, refuse: Refuse): KerasLayer[] {
  if (!Array.isArray(layers)) throw refuse("model", "a list of layers", show(layers));
  const names = new Set<string>();
  return (layers as unknown[]).map((layer, index) => {
    const className = own(layer, "class_name");
    const config = own(layer, "config");
    if (typeof className !== "string" || !isObject(config)) {
      throw refuse(`layer ${index + 1}`, "an object with class_name and config", show(layer));
    }
    const given = config.name ?? own(layer, "name");
    const name = typeof given === "string" ? given : `layer ${index + 1}`;
    if (names.has(name)) throw refuse(`layer ${index + 1}`, "another name", `${show(name)} twice`);
    names.add(name);
    return { name, className, config, index };
  });
}

/** The layers of a functional model, from the answers back to the inputs, turned round. */
function chainOf(config: unknown, refuse: Refuse): KerasLayer[] {
  const list = own(config, "layers");
  const layers = listOf(list, refuse);
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const outputs = namesIn(own(config, "output_layers"));
  if (outputs.length !== 1) {
    throw refuse("model", "one output layer", plural(outputs.length, "output layer"), outOfScope);
  }
  const chain = new Set<KerasLayer>();
  let name: string | undefined = outputs[0];
  while (name !== undefined) {
    const layer = byName.get(name);
    if (!layer) throw refuse("model", "a layer for each name", `no layer ${show(name)}`);
    if (chain.has(layer)) {
      throw refuse(placeOf(layer), "a layer that is used once", "one that leads back to itself", outOfScope);
    }
    chain.add(layer);
    const before = namesIn(own((list as unknown[])[layer.index], "inbound_nodes"));
    if (before.length > 1) {
      throw refuse(placeOf(layer), "one layer before it", String(before.length), outOfScope);
    }
    name = before[0];
  }
  if (chain.size !== layers.length) {
    const left = layers.find((layer) => !chain.has(layer))!;
    throw refuse(placeOf(left), "a chain of layers", "a branch", outOfScope);
  }
  return [...chain].reverse();
}

/** Most values that a list of layers before a layer may have: more are no chain. */
const mostValues = 1000;

/**
 * The names of layers in a list of nodes: `["dense", 0, 0]` at any depth, as TensorFlow.js writes them, and `keras_history`
 * with such a list, as Keras 3 does.
 */
function namesIn(nodes: unknown): string[] {
  const names: string[] = [];
  let count = 0;
  const visit = (value: unknown): void => {
    if (++count > mostValues) return;
    if (Array.isArray(value)) {
      if (typeof value[0] === "string" && typeof value[1] === "number") names.push(value[0]);
      else value.forEach(visit);
    } else if (isObject(value)) Object.values(value).forEach(visit);
  };
  visit(nodes);
  return names;
}
