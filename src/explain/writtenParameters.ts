/**
 * Reads weights as people write them, in any of three conventions: matrices with a row for each neuron that the weights lead
 * to; flat lists in the same order (w1, w2 … of the 2-2-2 example); or by name (w5, or w_{1,2}: from 1 to 2). Everything
 * becomes the layout of the library.
 */
import { ShapeError } from "../errors.js";
import { didYouMean } from "../nearest.js";
import { biasCount, type PlainParameters } from "../network/parameters.js";
import type { Network } from "../train/network.js";
import { show } from "../wording.js";
import { plainSymbol } from "./aliases.js";
import { makeNames, nameStyles } from "./names.js";
import { keyOf } from "./symbol.js";

/** Weights of one layer: rows of a matrix, or the same numbers as a flat list. */
export type WrittenLayer = readonly (readonly number[])[] | readonly number[];

/** Weights and biases as a person writes them. */
export interface WrittenParameters {
  /**
   * By layer W[k][j], row = destination, so a row has the weights into one unit; or the rows of a layer one after the other
   * in a flat list; or those of all layers in one list; or by name, with the biases: `{ "w1": 0.15, …, "b1": 0.35 }`.
   */
  weights: readonly WrittenLayer[] | readonly number[] | Readonly<Record<string, number>>;
  /** By layer: a number if the layer shares one bias, otherwise a list. Missing if there are no biases. */
  biases?: readonly (number | readonly number[])[] | undefined;
}

type Layers = Network["config"]["layers"];
/** By layer, W[k][j]. */
type Matrices = readonly (readonly (readonly number[])[])[];

/**
 * Parameters as a person writes them, in the layout of the library.
 *
 * @throws {ShapeError} naming the layer, or the weight that is missing
 */
export function readParameters(
  network: Pick<Network, "config">,
  written: WrittenParameters,
): PlainParameters[] {
  const { layers, biases: mode } = network.config;
  const { weights, biases = [] } = isByName(written.weights)
    ? byName(written.weights, layers, mode, written.biases)
    : { weights: matricesOf(written.weights, layers), biases: written.biases };
  if (!Array.isArray(biases)) {
    throw new ShapeError(`biases: expected a list of the biases of each layer, got ${show(biases)}.`);
  }
  return layers.map(({ inputs, units }, l) => {
    const matrix = weights[l]!;
    matrix.forEach((row, k) => {
      if (!Array.isArray(row) || row.length !== inputs) {
        throw new ShapeError(`weights[${l}][${k}]: expected ${inputs} numbers, got ${show(row)}.`);
      }
    });
    const flat = Array.from(
      { length: inputs * units },
      (_, at) => matrix[at % units]![Math.floor(at / units)]!,
    );
    const { [l]: own = mode === "none" ? [] : 0 } = biases;
    if (Array.isArray(own)) return { weights: flat, biases: [...(own as readonly number[])] };
    if (typeof own !== "number") {
      throw new ShapeError(`biases[${l}]: expected a number or a list of numbers, got ${show(own)}.`);
    }
    return { weights: flat, biases: Array.from({ length: biasCount(mode, units) }, () => own) };
  });
}

function isByName(weights: WrittenParameters["weights"]): weights is Readonly<Record<string, number>> {
  return typeof weights === "object" && weights !== null && !Array.isArray(weights);
}

function isFlat(list: unknown): list is readonly number[] {
  return Array.isArray(list) && list.length > 0 && list.every((one) => typeof one === "number");
}

/** Matrices, from matrices or flat lists. */
function matricesOf(weights: readonly WrittenLayer[] | readonly number[], layers: Layers): Matrices {
  if (isFlat(weights)) {
    const count = layers.reduce((sum, { inputs, units }) => sum + inputs * units, 0);
    if (weights.length !== count) {
      throw new ShapeError(
        `weights: expected ${count} numbers, w1 to w${count}, those into the first neuron first, got ${weights.length}.`,
      );
    }
    let at = 0;
    return layers.map(({ inputs, units }) => rowsOf(weights.slice(at, (at += inputs * units)), inputs));
  }
  if (!Array.isArray(weights) || weights.length !== layers.length) {
    throw new ShapeError(
      `weights: expected a matrix for each of ${layers.length} layers, got ${show(weights?.length)}.`,
    );
  }
  return layers.map(({ inputs, units }, l) => {
    const given = (weights as readonly WrittenLayer[])[l]!;
    if (isFlat(given) && given.length === inputs * units) return rowsOf(given, inputs);
    if (!Array.isArray(given) || given.length !== units || isFlat(given)) {
      const wanted = `${units} rows of ${inputs} numbers, a row for each neuron that they lead to`;
      throw new ShapeError(`weights[${l}]: expected ${wanted}, got ${show(given)}.`);
    }
    return given as readonly (readonly number[])[];
  });
}

function rowsOf(values: readonly number[], columns: number): number[][] {
  return Array.from({ length: values.length / columns }, (_, k) =>
    values.slice(k * columns, (k + 1) * columns),
  );
}

/** Matrices and biases from numbers by name. Weights must all be there; a bias that is not there is 0. */
function byName(
  given: Readonly<Record<string, number>>,
  layers: Layers,
  mode: Network["config"]["biases"],
  otherBiases: WrittenParameters["biases"],
): { weights: Matrices; biases: readonly (number | readonly number[])[] | undefined } {
  const values = new Map(Object.entries(given).map(([name, value]) => [plainSymbol(name), { name, value }]));
  const sizes = [layers[0]!.inputs, ...layers.map(({ units }) => units)];
  const styles = nameStyles.map((style) => makeNames(style, sizes));
  const known: string[] = [];
  const take = (keys: readonly string[]): number | undefined => {
    known.push(...keys);
    const found = keys.map(plainSymbol).find((form) => values.has(form));
    if (found === undefined) return undefined;
    const { name, value } = values.get(found)!;
    values.delete(found);
    if (typeof value === "number" && Number.isFinite(value)) return value;
    throw new ShapeError(`weights: ${name}: expected a finite number, got ${show(value)}.`);
  };
  const weights = layers.map(({ inputs, units }, l) =>
    Array.from({ length: units }, (_, k) =>
      Array.from({ length: inputs }, (_unused, j) => {
        const keys = styles.map((names) => keyOf(names.weight(l + 1, j, k)));
        const value = take(keys);
        if (value === undefined) throw new ShapeError(`weights: expected ${keys.join(" or ")}, got nothing.`);
        return value;
      }),
    ),
  );
  const biases = layers.map(({ units }, l) =>
    Array.from({ length: biasCount(mode, units) }, (_, k) =>
      take(styles.map((names) => keyOf(names.bias(l + 1, mode === "shared" ? null : k)))),
    ),
  );
  const unknown = [...values.values()][0];
  if (unknown) {
    throw new ShapeError(
      `weights: ${show(unknown.name)}: expected a weight or bias of this network.${didYouMean(unknown.name, known)}`,
    );
  }
  const isGiven = biases.some((layer) => layer.some((value) => value !== undefined));
  if (isGiven && otherBiases !== undefined) {
    throw new ShapeError("weights: biases are given here and apart from the weights. Drop one of them.");
  }
  return { weights, biases: isGiven ? biases.map((layer) => layer.map((value) => value ?? 0)) : otherBiases };
}
