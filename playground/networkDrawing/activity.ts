/**
 * The outputs of all units of a network, for its drawing: on a grid over a plane, or for one sample. The work for large
 * networks is spread over several frames.
 */
import { gridOf } from "../views/plane.js";
import { Dataset } from "../../src/data/dataset.js";
import type { PlaneView } from "../sessionTypes.js";
import type { Network } from "../../src/train/network.js";
import { type ActivationName, activations } from "../../src/functions/activations.js";

/** Points per side of the picture of a unit's outputs over the plane. */
export const gridSide = 24;

/**
 * The range of an activation, so that colours can show its outputs: `(value − centre) / reach` is −1 … 1. The centre is ½
 * for outputs between 0 and 1. The reach is null for unbounded outputs.
 */
export function spanOf(activation: ActivationName): { centre: number; reach: number | null } {
  const [low, high] = activations[activation].range;
  const isBounded = Number.isFinite(high - low);
  return isBounded ? { centre: (low + high) / 2, reach: (high - low) / 2 } : { centre: 0, reach: null };
}

/** The network's inputs at points of a plane [gridSide² × inputs], row by row from the upper left; y points up. */
export function planeGrid({ inputsAt, ranges }: Pick<PlaneView, "inputsAt" | "ranges">): Dataset {
  const inputs = inputsAt(gridOf(gridSide, ranges));
  return Dataset.from(inputs, null, { columns: inputs.length / gridSide ** 2 });
}

/** The outputs of all layers for some inputs, updated one layer at a time. */
export class Activity {
  /** By layer, inputs first: a row of [units] for each row of the inputs; null until computed. */
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

  /** Marks all layers as due. The update continues with the next layer. */
  expire(): void {
    this.#due = this.network.config.layers.length;
  }

  /**
   * Computes at least one due layer, and more until none is due or the time is over.
   *
   * @returns whether no layer is due
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
