/** A graph that is built node by node. It gives each node a unique name and stores each constant once. */
import type { Attribute, GraphMessage, NodeMessage, TensorMessage, ValueMessage } from "./messages.js";

export class Graph {
  readonly nodes: NodeMessage[] = [];
  readonly constants: TensorMessage[] = [];
  readonly inputs: ValueMessage[] = [];
  readonly outputs: ValueMessage[] = [];
  readonly #names = new Set<string>();
  readonly #numbers = new Map<string, string>();
  /** Operator sets that the graph needs besides ONNX's own. */
  readonly domains = new Set<string>();
  /** Prefix of the names of the next nodes. */
  scope = "";

  /** @param precision of all numbers except those that are marked as float64 */
  constructor(readonly precision: "float32" | "float64") {}

  /** A name that is not in use: the wanted one, with "_" appended until it is free. */
  name(wanted: string): string {
    let name = wanted;
    while (this.#names.has(name)) name += "_";
    this.#names.add(name);
    return name;
  }

  /** Adds a node with one output. @returns the output's name */
  node(
    operator: string,
    inputs: readonly string[],
    attributes: Record<string, Attribute> = {},
    domain = "",
  ): string {
    const name = this.name(this.scope + operator);
    if (domain !== "") this.domains.add(domain);
    this.nodes.push({ operator, domain, name, inputs, outputs: [name], attributes });
    return name;
  }

  /** Adds a constant tensor. @returns its name */
  constant(wanted: string, shape: readonly number[], data: TensorMessage["data"]): string {
    const name = this.name(this.scope + wanted);
    this.constants.push({ name, shape, data });
    return name;
  }

  /** The name of the constant that holds a number. */
  number(value: number, precision = this.precision): string {
    const key = `${value} ${precision}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const data = precision === "float64" ? Float64Array.of(value) : Float32Array.of(value);
    const name = this.name(`number ${precision === this.precision ? value : key}`);
    this.constants.push({ name, shape: [], data });
    this.#numbers.set(key, name);
    return name;
  }

  /** Adds an input of the graph. @returns its name */
  input(value: ValueMessage): string {
    const name = this.name(value.name);
    this.inputs.push({ ...value, name });
    return name;
  }

  /** Makes the last node's output an output of the graph, under a name that `reserve` has kept for it. */
  output(value: ValueMessage): void {
    this.nodes.at(-1)!.outputs = [value.name];
    this.outputs.push(value);
  }

  /** Keeps names for the outputs, so that `name` does not give them to anything else. */
  reserve(...names: string[]): void {
    for (const name of names) this.#names.add(name);
  }

  message(name: string): GraphMessage {
    const { nodes, constants, inputs, outputs } = this;
    return { name, nodes, constants, inputs, outputs };
  }
}
