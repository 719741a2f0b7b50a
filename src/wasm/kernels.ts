/**
 * The typed face of one wasm instance: the kernels of a precision, bound to a memory. Addresses in, nothing
 * checked: the checks are made above, once.
 */
import { Elementary } from "../../assembly/codes.js";
import type { BuildName } from "./buildNames.js";
import { layerBytes, planBytes, productBytes } from "./generated/layout.js";
import type { Program } from "./program.js";
import { exportsOf, programOf } from "./programs.js";
import { fastestTile } from "./tiles.js";

export { Elementary };

export type Precision = "float32" | "float64";
/** Numbers in the network's precision. */
export type Floats = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** Bytes of one number. */
export const bytesPerFloat: Record<Precision, number> = { float32: 4, float64: 8 };

/** A view of `length` numbers at `address`. Valid until the memory next grows. */
export function floatsAt(
  memory: WebAssembly.Memory,
  precision: Precision,
  address: number,
  length: number,
): Floats {
  return precision === "float64"
    ? new Float64Array(memory.buffer, address, length)
    : new Float32Array(memory.buffer, address, length);
}

/** Of the exports for a precision. */
export const prefixes: Record<Precision, string> = { float32: "f32", float64: "f64" };

type Run = (plan: number, from: number, count: number, thread: number) => void;
type Map = (code: Elementary, to: number, from: number, length: number) => void;

/** Exports of a module, by one precision. See assembly/index.ts. */
export interface Kernels {
  train: Run;
  /** `from` is the number of the first epoch, `count` that of epochs. */
  epochs: Run;
  evaluate: Run;
  gradients: Run;
  /** One update by the gradients in the buffers; `from` and `count` do not matter. */
  apply: Run;
  product: (workspace: number) => void;
  /**
   * (code, to, from, length): the function of `Elementary` over an array; see assembly/arrays.ts. For tests and
   * measurements: bundles of applications have no such export.
   */
  map: Map | undefined;
  /** (items, length, seedLow, seedHigh, stream, substream, scratch) */
  shuffledOrder: (...args: [number, number, number, number, number, number, number]) => void;
  workspaceBytes: number;
  /** Codes in `Tile` that the build has: 0 … tiles − 1. */
  tiles: number;
  /** The fastest of them here, for `Product.tile`. */
  tile: number;
  /** Batches longer than this need the gradient buffers to train. */
  blockDepth: number;
}

/**
 * Makes an instance of a build on a memory.
 *
 * @param program the build's own, or one that the caller has compiled
 * @throws ConfigError where the build must be loaded first
 */
export function instantiate(
  build: BuildName,
  memory: WebAssembly.Memory,
  precision: Precision,
  program: Program = programOf(build),
): Kernels {
  const exports = exportsOf(program, memory);
  const sizes = [exports.plan_bytes!(), exports.layer_bytes!(), exports.product_bytes!()];
  if (sizes.join() !== [planBytes, layerBytes, productBytes].join()) {
    throw new Error(
      `the ${build} module and src/wasm/generated/layout.ts disagree on sizes: ${sizes.join()}`,
    );
  }
  const kernel = (name: string) => exports[`${prefixes[precision]}_${name}`]! as never;
  return {
    train: kernel("train"),
    epochs: kernel("epochs"),
    evaluate: kernel("evaluate"),
    gradients: kernel("gradients"),
    apply: kernel("apply"),
    product: kernel("product"),
    map: kernel("map"),
    shuffledOrder: exports.shuffled_order as never,
    workspaceBytes: exports.workspace_bytes!() >>> 0,
    tiles: exports.tile_count!(),
    tile: fastestTile(build),
    blockDepth: exports.block_depth!(),
  };
}
