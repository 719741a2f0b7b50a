/**
 * Single kernels of a wasm instance: the matrix product in its three orientations, with and without the weight update,
 * each with a counterpart in plain TypeScript. The callers time them.
 */
import { Random } from "../src/network/random.js";
import { BlockedMatmul } from "../src/reference/blocked.js";
import { Arena } from "../src/wasm/arena.js";
import { type BuildName, hasThreads } from "../src/wasm/builds.js";
import { productFields } from "../src/wasm/generated/layout.js";
import { bytesPerFloat, type Floats, floatsAt, instantiate, type Precision } from "../src/wasm/kernels.js";
import { Table } from "../src/wasm/table.js";
import { batchesOf, type Case } from "./cases.js";
import { availableBuilds } from "./engines.js";
import type { Data, Subject } from "./subject.js";

/** As the training step has them: activation · weights, delta · weightsᵀ, activationᵀ · delta. */
export type Orientation = "forward" | "backward" | "gradient";

/** Of a layer: [rows × inputs] · [inputs × units] and its two derivatives. */
export interface ProductShape {
  rows: number;
  inputs: number;
  units: number;
}

/** A computation that can be repeated. */
export interface Kernel {
  reset?(): void;
  run(count: number): void;
  result(): Floats;
  /** Whether it needs 256-bit lanes. */
  isWide?: boolean;
}

/** Codes of `Finish` in assembly/codes.ts. */
const store = 0;
const update = 3;

/** Small enough that weights hardly change over all updates of a measurement. */
const rate = 1e-6;

/** Builds whose kernels one thread can call on its own memory. */
export function kernelBuilds(): BuildName[] {
  return availableBuilds().filter((build) => !hasThreads(build));
}

/** Sizes and strides of a product's operands, which are matrices of a layer. */
export function operandsOf(orientation: Orientation, { rows, inputs, units }: ProductShape) {
  if (orientation === "forward")
    return { m: rows, n: units, k: inputs, aRow: inputs, aColumn: 1, bRow: units, bColumn: 1 };
  if (orientation === "backward")
    return { m: rows, n: inputs, k: units, aRow: units, aColumn: 1, bRow: 1, bColumn: units };
  return { m: inputs, n: units, k: rows, aRow: 1, aColumn: inputs, bRow: units, bColumn: 1 };
}

/** Repeatable numbers from −1 to 1. */
export function draw(precision: Precision, length: number, stream: number): Floats {
  const random = new Random(1, stream);
  const values = precision === "float64" ? new Float64Array(length) : new Float32Array(length);
  return values.map(() => 2 * random.uniform() - 1);
}

/** An instance with memory for arrays. */
export function instanceWith(build: BuildName, precision: Precision, lengths: readonly number[]) {
  const arena = new Arena();
  const kernels = instantiate(build, arena.memory, precision);
  const bytes = lengths.map((length) => length * bytesPerFloat[precision]);
  const [workspace, ...addresses] = arena.take("a benchmark", [kernels.workspaceBytes, ...bytes]);
  const view = (index: number) => floatsAt(arena.memory, precision, addresses[index]!, lengths[index]!);
  return { memory: arena.memory, kernels, workspace: workspace!, addresses, view };
}

/** A product in wasm: c ← a · b, or with `updates` c ← c − rate · a · b. */
export function wasmProduct(
  build: BuildName,
  precision: Precision,
  orientation: Orientation,
  shape: ProductShape,
  updates = false,
): Kernel {
  const { m, n, k, ...strides } = operandsOf(orientation, shape);
  const lengths = [m * k, k * n, m * n, m * n];
  const { memory, kernels, workspace, addresses, view } = instanceWith(build, precision, lengths);
  const [a, b, c, partial] = addresses;
  const zeros = Object.fromEntries(Object.keys(productFields).map((name) => [name, 0]));
  const fields = {
    ...strides,
    m,
    n,
    k,
    a,
    b,
    c,
    partial,
    finish: updates ? update : store,
    rate,
    tile: kernels.tile,
  };
  view(0).set(draw(precision, m * k, 1));
  view(1).set(draw(precision, k * n, 2));
  const table = new Table(memory, workspace, productFields);
  return {
    reset: () => void view(2).set(updates ? draw(precision, m * n, 3) : new Float64Array(m * n)),
    run: (count) => {
      for (let i = 0; i < count; i++) {
        table.set({ ...zeros, ...fields });
        kernels.product(workspace);
      }
    },
    result: () => view(2),
  };
}

/** The same in plain TypeScript, blocked. */
export function referenceProduct(
  precision: Precision,
  orientation: Orientation,
  shape: ProductShape,
  updates = false,
): Kernel {
  const { m, n, k } = operandsOf(orientation, shape);
  const { rows, inputs, units } = shape;
  const [a, b] = [draw(precision, m * k, 1), draw(precision, k * n, 2)];
  const first = draw(precision, m * n, 3);
  const [c, gradient] = [first.slice(), first.slice()];
  const matmul = new BlockedMatmul();
  return {
    reset: () => c.set(first),
    run: (count) => {
      for (let i = 0; i < count; i++) {
        matmul[orientation](updates ? gradient : c, a, b, rows, inputs, units);
        if (updates) for (let at = 0; at < c.length; at++) c[at]! -= rate * gradient[at]!;
      }
    },
    result: () => c,
  };
}

export function halfSquares(values: Floats): number {
  let sum = 0;
  for (const value of values) sum += (value * value) / 2;
  return sum;
}

/** The operands of `productSubjects`, for other implementations: a as inputs, b as targets. */
export function productData({ layers, batch, precision }: Case): Data {
  const [inputs, units] = layers as [number, number];
  const [a, b] = [draw(precision, batch * inputs, 1), draw(precision, inputs * units, 2)];
  return { inputs: a, targets: b, rows: batch };
}

/** The matrix product alone as subjects of a case. A "sample" is a row of the result. */
export function productSubjects(one: Case): Subject[] {
  const shape = { rows: one.batch, inputs: one.layers[0]!, units: one.layers[1]! };
  const subject = (implementation: string, build: string, kernel: Kernel): Subject => ({
    implementation,
    build,
    threads: 1,
    reset: () => kernel.reset?.(),
    train: (epochs) => kernel.run(epochs * batchesOf(one)),
    loss: () => halfSquares(kernel.result()) / one.batch,
    answers: () => kernel.result(),
    dispose: () => {},
  });
  return [
    subject("typescript", "blocked", referenceProduct(one.precision, "forward", shape)),
    ...kernelBuilds().map((build) =>
      subject("wasm", build, wasmProduct(build, one.precision, "forward", shape)),
    ),
  ];
}
