/**
 * More classes for a network that is trained already: a copy with further outputs. It is a function of its own, so that a page
 * that never adds a class does not load it.
 */
import { checkIsNetwork } from "../arguments.js";
import type { ClassTarget, Schema } from "../data/columns/columns.js";
import { ConfigError } from "../errors.js";
import { configInput } from "../settings/configuration.js";
import type { Config } from "../settings/generated/types.js";
import { copiesOf } from "../settings/members.js";
import type { Floats } from "../wasm/kernels.js";
import { show } from "../wording.js";
import type { HostOptions } from "./engine.js";
import { Network } from "./network.js";
import { knownNames } from "./networkData.js";

/**
 * Makes a copy of a network with outputs for further classes. It keeps the weights of the hidden layers and of the known classes;
 * the weights to the new outputs are first weights. Scalers and notes are kept, without a temperature of `calibrate`. The training
 * begins again: give the next `fit` samples of all classes, or the network forgets those that are missing.
 *
 * @param network that has one output for each class; it does not change
 * @param added   names of the new classes, or their number where the network knows its classes by number. Their outputs follow
 *   the others, in this order
 * @param host    as in `Network.create`
 * @returns another network, which holds memory of its own until `dispose`
 * @throws {ConfigError} for a network whose outputs are not one for each class, for names that it knows already, that come
 *   twice or are missing, and where the network was disposed of
 * @throws {MemoryError} for a network that cannot fit
 *
 * @example
 * ```js
 * import { addClasses, Network } from "chainrule";
 *
 * const layers = [2, { units: 8, activation: "tanh" }, { units: 2, activation: "softmax" }];
 * const network = Network.create({ layers, optimizer: "adam", seed: 1 });
 * await network.fit([[0, 0], [0, 1]], ["bottom", "top"], { epochs: 300 });
 * const grown = addClasses(network, ["right"]);
 * await grown.fit([[0, 0], [0, 1], [1, 0.5]], ["bottom", "top", "right"], { epochs: 500 });
 * console.log(grown.classify([[0.1, 0.1], [0.1, 0.9], [0.9, 0.5]])); // → [ 'bottom', 'top', 'right' ]
 * ```
 */
export function addClasses(
  network: Network,
  added: readonly string[] | number,
  host: HostOptions = {},
): Network {
  checkIsNetwork(network, "addClasses");
  const { config, notes } = network;
  refuseOtherOutputs(network);
  const { classes: noted, schema } = knownNames(notes, config);
  const classes = noted ?? classesOf(schema as Schema | null);
  const names = checkAdded(added, classes);
  const before = network.parameters({ copy: true });
  const units = network.outputs + (names?.length ?? (added as number));
  const { layers, ...others } = configInput(config);
  const last = { ...(layers.at(-1) as object), units };
  const wider: unknown = { ...others, layers: [...layers.slice(0, -1), last] };
  const grown = Network.create(wider as Config, host);
  const { inputs, targets } = network.scalers;
  grown.scalers = { inputs, targets };
  grown.notes = structuredClone(notes);
  if (names) {
    const all = [...(classes ?? []), ...names];
    grown.notes.classes = all;
    if (classesOf(schema as Schema | null)) grown.notes.schema = withClasses(schema as Schema, all);
  }
  const copies = copiesOf(config, config.layers.length - 1);
  const isShared = config.biases === "shared";
  grown.setParameters(
    grown.parameters().map((first, index) => {
      const known = before[index]!;
      if (index < before.length - 1) return known;
      return {
        ...known,
        weights: widened(first.weights, units, known.weights, network.outputs),
        biases: isShared
          ? known.biases
          : widened(first.biases, first.biases.length / copies, known.biases, known.biases.length / copies),
      };
    }),
  );
  return grown;
}

/** The numbers of `wide`, [rows × columns], with those of `narrow` in place of the first of each row. */
function widened(wide: Floats, columns: number, narrow: Floats, narrowColumns: number): Floats {
  const result = wide.slice();
  for (let from = 0, to = 0; from < narrow.length; from += narrowColumns, to += columns)
    result.set(narrow.subarray(from, from + narrowColumns), to);
  return result;
}

/** @throws ConfigError */
function refuseOtherOutputs({ config, outputs, scalers }: Network): void {
  const { tied } = config.layers.at(-1)!;
  if (outputs > 1 && tied === undefined && !scalers.targets) return;
  const got =
    tied !== undefined ? "a tied layer" : outputs === 1 ? "one output" : "outputs that are scaled numbers";
  throw new ConfigError(
    `addClasses: expected a network with one output for each class, got ${got}. Train one whose last layer has a unit for each class.`,
  );
}

/** @returns the names, or null for a number. @throws ConfigError */
function checkAdded(added: unknown, known: readonly string[] | null): readonly string[] | null {
  const expected = (what: string) => new ConfigError(`addClasses: expected ${what}, got ${show(added)}.`);
  if (!known) {
    if (Number.isInteger(added) && (added as number) >= 1) return null;
    throw expected("the number of new classes, because the network knows no names");
  }
  const isList = Array.isArray(added) && added.length > 0 && added.every((name) => typeof name === "string");
  if (!isList) throw expected("a list of names of new classes");
  const names = added as string[];
  const twice = names.find((name, index) => known.includes(name) || names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new ConfigError(`addClasses: ${show(twice)} is a class of the network already. Leave it out.`);
  return names;
}

/** The classes of a table's target; null for other targets, and without a schema. */
function classesOf(schema: Schema | null): readonly string[] | null {
  return schema?.target?.kind === "class" ? schema.target.classes : null;
}

/** The schema with these classes, and without the numbers of training rows of the former ones. */
function withClasses(schema: Schema, classes: readonly string[]): Schema {
  const { counts: _, ...target } = schema.target as ClassTarget;
  return { ...schema, target: { ...target, classes } };
}
