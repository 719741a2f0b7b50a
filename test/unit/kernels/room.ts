/**
 * A wasm instance with room around it: regions are separated by canaries, outputs start as NaN, and a test
 * can ask whether anything was written that should not have been.
 */
import { Arena } from "../../../src/wasm/arena.js";
import { type BuildName, exactBuilds, hasThreads } from "../../../src/wasm/builds.js";
import { load } from "../../../src/wasm/programs.js";
import {
  bytesPerFloat,
  type Floats,
  floatsAt,
  instantiate,
  type Kernels,
  type Precision,
} from "../../../src/wasm/kernels.js";
import { productFields } from "../../../src/wasm/generated/layout.js";
import { Table } from "../../../src/wasm/table.js";

/** The builds that are compared bit for bit; `fast` has tests of its own. */
export const builds = exactBuilds;
await load("javascript");
export const precisions: readonly Precision[] = ["float32", "float64"];
/** Every build in every precision, as rows of a table for `describe.each`. */
export const variants = builds.flatMap((build) => precisions.map((precision) => ({ build, precision })));

const canaryBytes = 64;
const canary = 0xa5;

export class Room {
  readonly arena: Arena;
  readonly kernels: Kernels;
  readonly #canaries: number[] = [];

  constructor(
    build: BuildName,
    readonly precision: Precision,
  ) {
    this.arena = new Arena(hasThreads(build));
    this.kernels = instantiate(build, this.arena.memory, precision);
    this.#canary();
  }

  /** Room for numbers: the given ones, or so many NaN. Followed at once by a canary. */
  numbers(values: ArrayLike<number> | number): { at: number; view: () => Floats } {
    const length = typeof values === "number" ? values : values.length;
    const bytes = length * bytesPerFloat[this.precision];
    const at = this.arena.take("a test", [bytes + canaryBytes])[0]!;
    const view = () => floatsAt(this.arena.memory, this.precision, at, length);
    if (typeof values === "number") view().fill(Number.NaN);
    else view().set(values);
    new Uint8Array(this.arena.memory.buffer, at + bytes, canaryBytes).fill(canary);
    this.#canaries.push(at + bytes);
    return { at, view };
  }

  /** Runs a product; what is not given is 0. */
  product(fields: Partial<Record<keyof typeof productFields, number>>): void {
    const workspace = this.arena.take("a workspace", [this.kernels.workspaceBytes])[0]!;
    // rubbish in the panels must not matter
    new Uint8Array(this.arena.memory.buffer, workspace, this.kernels.workspaceBytes).fill(0xff);
    const table = new Table(this.arena.memory, workspace, productFields);
    const zeros = Object.fromEntries(Object.keys(productFields).map((name) => [name, 0]));
    table.set({ ...zeros, ...fields });
    this.#canary();
    this.kernels.product(workspace);
  }

  /** Whether every byte between the regions is as it was. */
  intact(): boolean {
    return this.#canaries.every((at) =>
      new Uint8Array(this.arena.memory.buffer, at, canaryBytes).every((byte) => byte === canary),
    );
  }

  #canary(): void {
    const at = this.arena.take("a canary", [canaryBytes])[0]!;
    new Uint8Array(this.arena.memory.buffer, at, canaryBytes).fill(canary);
    this.#canaries.push(at);
  }
}

/** Repeatable numbers between −1 and 1, none of them short in binary. */
export function numbers(length: number, seed = 1): Float64Array {
  let state = seed;
  return Float64Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // Numerical Recipes' generator
    return (state / 2 ** 31 - 1) * 0.999;
  });
}
