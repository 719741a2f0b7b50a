/**
 * What the units of a network put out, for its drawing: over a plane on a grid, or for one sample. Work on large
 * networks is spread over several frames.
 */
import { Dataset } from "../../src/data/dataset.js";
import type { Network } from "../../src/train/network.js";
import type { ActivationName } from "../../src/network/codes.js";

/** Points along each side of a unit's surface. */
export const gridSide = 24;

/** Units of each layer, inputs first. */
export function sizesOf({ inputs, config }: Pick<Network, "inputs" | "config">): number[] {
  return [inputs, ...config.layers.map(({ units }) => units)];
}

/**
 * What activations are held against, so that colours tell their signs: `(value − centre) / reach` is −1 … 1. The
 * middle is ½ for those that run from 0 to 1; the reach is null for those without a bound.
 */
export function spanOf(activation: ActivationName): { centre: number; reach: number | null } {
  switch (activation) {
    case "sigmoid":
    case "hardSigmoid":
    case "softmax":
      return { centre: 0.5, reach: 0.5 };
    case "tanh":
    case "softsign":
      return { centre: 0, reach: 1 };
    default:
      return { centre: 0, reach: null };
  }
}

/** Points of a plane [gridSide² × 2], row by row from the top left; y points up. */
export function planeGrid([low, high]: readonly [low: number, high: number]): Dataset {
  const step = (high - low) / gridSide;
  const points = Float32Array.from({ length: gridSide * gridSide * 2 }, (_, i) => {
    const [row, column] = [Math.floor(i / 2 / gridSide), Math.floor(i / 2) % gridSide];
    return i % 2 === 0 ? low + (column + 0.5) * step : high - (row + 0.5) * step;
  });
  return Dataset.from(points, null, { columns: 2 });
}

/** What the units of all layers put out for some inputs, kept up to date a layer at a time. */
export class Activity {
  /** By layer, inputs first: a row of [units] for each row of the inputs; null until it is known. */
  readonly layers: (ArrayLike<number>[] | null)[];
  #next = 1;
  #due: number;

  constructor(
    readonly network: Network,
    readonly inputs: Dataset,
  ) {
    const { rows, columns } = inputs;
    const first = Array.from({ length: rows }, (_, row) =>
      inputs.inputs.subarray(row * columns, (row + 1) * columns),
    );
    this.layers = [first, ...network.config.layers.map(() => null)];
    this.#due = network.config.layers.length;
  }

  /** Everything has changed and is due again; layers whose turn is next are the first. */
  expire(): void {
    this.#due = this.network.config.layers.length;
  }

  /**
   * Works out layers that are due, in turn, until none is or the time is over; at least one.
   *
   * @returns whether none is due any more
   */
  update(milliseconds: number, now: () => number = () => performance.now()): boolean {
    const end = now() + milliseconds;
    while (this.#due > 0) {
      this.layers[this.#next] = this.network.encode(this.inputs, this.#next);
      this.#next = (this.#next % this.network.config.layers.length) + 1;
      this.#due--;
      if (now() >= end) break;
    }
    return this.#due === 0;
  }
}
