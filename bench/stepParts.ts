/**
 * The matrix products of a training step one by one, as the step runs them: with its shapes and what it does with a finished
 * tile. What a step takes beyond their sum is gathering, losses, biases, and data that other parts drove out of the caches.
 */
import { activations } from "../src/functions/activations.js";
import { productFields } from "../src/wasm/generated/layout.js";
import type { BuildName } from "../src/wasm/builds.js";
import { bytesPerFloat } from "../src/wasm/kernels.js";
import { Table } from "../src/wasm/table.js";
import type { Case } from "./cases.js";
import { draw, instanceWith, operandsOf, type Orientation } from "./products.js";

/** Codes of `Finish` in assembly/codes.ts: what a step does with the products of an orientation. */
const finishOf: Record<Orientation, number> = { forward: 1, backward: 2, gradient: 3 };

export interface Part {
  orientation: Orientation;
  /** Multiplications and additions. */
  flops: number;
  /** Runs the product once. */
  run(): void;
}

/** The products of one batch, in their order; with `finishes` as in a step, otherwise the sums are only stored. */
export function partsOf(build: BuildName, { layers, batch, precision }: Case, finishes: boolean): Part[] {
  const pairs = layers.slice(1).map((units, index) => ({ rows: batch, inputs: layers[index]!, units }));
  const down = pairs.toReversed();
  const part = (orientation: Orientation, shape: (typeof pairs)[number]): Part => {
    const { m, n, k, ...strides } = operandsOf(orientation, shape);
    const lengths = [m * k, k * n, m * n, m * n, m * n, n];
    const { memory, kernels, workspace, addresses, view } = instanceWith(build, precision, lengths);
    const [a, b, c, partial, slopes, biases] = addresses;
    const finish = finishes ? finishOf[orientation] : 0;
    const zeros = Object.fromEntries(Object.keys(productFields).map((name) => [name, 0]));
    const activation = activations.sigmoid.code;
    const fields = {
      ...zeros,
      ...strides,
      m,
      n,
      k,
      a,
      b,
      c,
      finish,
      rate: 1e-7,
      tile: kernels.tile,
      activation,
    };
    const more = {
      partial: finish === 3 ? partial : c,
      activations: slopes,
      biases: finish === 1 ? biases : 0,
      biasStep: 1,
    };
    view(0).set(draw(precision, m * k, 1));
    view(1).set(draw(precision, k * n, 2));
    view(4).fill(0.5);
    const table = new Table(memory, workspace, productFields);
    return {
      orientation,
      flops: 2 * m * n * k,
      run: () => {
        table.set({ ...fields, ...more });
        kernels.product(workspace);
      },
    };
  };
  return [
    ...pairs.map((shape) => part("forward", shape)),
    ...down.slice(0, -1).map((shape) => part("backward", shape)),
    ...pairs.map((shape) => part("gradient", shape)),
  ];
}

/** Bytes of all operands of a step, to compare with the caches. */
export function bytesOf({ layers, batch, precision }: Case): number {
  const units = layers.reduce((sum, count) => sum + count, 0);
  const weights = layers.slice(1).reduce((sum, count, index) => sum + count * layers[index]!, 0);
  return (2 * batch * units + weights) * bytesPerFloat[precision];
}
