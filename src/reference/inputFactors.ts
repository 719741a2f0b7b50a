/**
 * Trained factors of the inputs: a diagonal layer in front of the first one. Each member of a network has its own, so one
 * row x of a batch becomes a row x ∘ r[j] for each member j.
 *
 * Source: Gorishniy, Kotelnikov & Babenko, "TabM", ICLR 2025 (TabM-mini); with one member, the scaling layer of RealMLP,
 * Holzmüller, Grinsztajn & Steinwart, NeurIPS 2024.
 */
import { descend } from "./referenceLayer.js";
import { allocate, type Precision, type Storage } from "./storage.js";

export class InputFactors {
  /** [members × inputs], 1 at first */
  readonly values: Storage;
  /** ∂E / ∂values, as `values` */
  readonly gradient: Storage;

  constructor(
    readonly members: number,
    readonly inputs: number,
    readonly precision: Precision,
  ) {
    this.values = allocate(precision, members * inputs).fill(1);
    this.gradient = allocate(precision, members * inputs);
  }

  /**
   * The rows of all members, those of member 0 first.
   *
   * @param x [rows × inputs] read
   * @returns [members · rows × inputs]
   */
  forward(x: Storage, rows: number): Storage {
    const { inputs } = this;
    const all = allocate(this.precision, this.members * rows * inputs);
    for (let i = 0; i < all.length; i++) {
      const member = Math.floor(i / (rows * inputs));
      all[i] = x[i % (rows * inputs)]! * this.values[member * inputs + (i % inputs)]!;
    }
    return all;
  }

  /**
   * gradient[j, i] ← Σ over rows of slope[j, row, i] · x[row, i]
   *
   * @param slope [members · rows × inputs] read: ∂E / ∂ what `forward` returned
   * @param x     [rows × inputs] read
   */
  takeGradient(slope: Storage, x: Storage, rows: number): void {
    const { inputs, gradient } = this;
    for (let at = 0; at < gradient.length; at++) {
      const member = Math.floor(at / inputs);
      const input = at % inputs;
      let sum = 0;
      for (let row = 0; row < rows; row++) {
        sum += slope[(member * rows + row) * inputs + input]! * x[row * inputs + input]!;
      }
      gradient[at] = sum;
    }
  }

  /** values ← values − learningRate · gradient */
  update(learningRate: number): void {
    descend(this.values, this.gradient, learningRate);
  }
}
