/**
 * The outputs of a network's units, for its drawing: on a grid over a plane, or for one sample. Work on large networks is
 * spread over several frames.
 */
import { Dataset } from "../../src/data/dataset.js";
import type { Network } from "../../src/train/network.js";
import { type ActivationName, activations } from "../../src/functions/activations.js";

/** Points along each side of a unit's surface. */
export const gridSide = 24;

/** Units of each layer, inputs first. */
export function sizesOf({ inputs, config }: Pick<Network, "inputs" | "config">): number[] {
  return [inputs, ...config.layers.map(({ units }) => units)];
}

/**
 * The middle of an activation's outputs and how far they reach from it: `(value − centre) / reach` is −1 … 1, so that
 * colours show the sign. The reach is null where the outputs have no bounds.
 */
export function spanOf(activation: ActivationName): { centre: number; reach: number | null } {
  const [low, high] = activations[activation].range;
  if (!Number.isFinite(high - low)) return { centre: 0, reach: null };
  return { centre: (low + high) / 2, reach: (high - low) / 2 };
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

/** The outputs of all units for some inputs, kept up to date one layer at a time. */
export class Activity {
  /** By layer, inputs first: a row of [units] for each row of the inputs; null before the first update. */
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

  /** Marks all layers as due. The next update goes on with the layer after the last one it computed. */
  expire(): void {
    this.#due = this.network.config.layers.length;
  }

  /**
   * Updates the layers that are due, in turn, until none is left or the time is over; at least one layer.
   *
   * @returns whether all layers are up to date
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
