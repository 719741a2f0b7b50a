/**
 * What the self-check of a wide build runs. `scripts/modules.mjs` runs the same on `scalar`, and keeps the sums in
 * `generated/wideSums.ts`.
 */
import { Activation, Finish } from "../../assembly/codes.js";
import { productFields } from "./generated/layout.js";
import { pageBytes } from "./pages.js";
import type { Bound } from "./program.js";
import { Table } from "./table.js";
import { fill, type Place, type Prefix, sumOf, type WideCase } from "./wideCase.js";
import { trainingCases } from "./wideTrainings.js";

/** 5 · 4 + 3 rows, 16 + 16 + 5 columns, an odd depth; for f64 16 + 16 + 5 are four tiles and more. */
const [m, n, k] = [23, 37, 19];
/** Where the operands of products are, and other numbers; and the workspace. */
const [aAt, bAt, cAt, restAt, netInputsAt, workspaceAt] = [0x2000, 0x4000, 0x6000, 0x8000, 0xa000, 0x10000];
/** Enough for the operands and a small plan, in each build. */
const bytes = 0x300000;

/** Grows the memory so far that every case has its place. */
export function reserve({ memory }: Bound): void {
  memory.grow((bytes - memory.buffer.byteLength) / pageBytes);
}

/** The cases of a precision: products in all orientations with every epilogue, then trainings. */
export function wideCases(prefix: Prefix): WideCase[] {
  return [...productCases(prefix), ...trainingCases(prefix)];
}

/** The sums of all cases of a precision, in their order. */
export function sumsOf(bound: Bound, prefix: Prefix, tile: number): number[] {
  reserve(bound);
  return wideCases(prefix).map(({ sum }) => sum(bound, tile));
}

function productCases(prefix: Prefix): WideCase[] {
  const rows = { aRow: k, aColumn: 1 };
  const across = { aRow: 1, aColumn: m };
  const forward = { ...rows, bRow: n, bColumn: 1, finish: Finish.activate, biases: restAt, biasStep: 1 };
  const slope = { finish: Finish.slope, activation: Activation.sigmoid };
  const products = {
    "forward product": { ...forward, activation: Activation.sigmoid },
    "forward product with relu": { ...forward, activation: Activation.relu, netInputs: netInputsAt },
    "backward product": { ...rows, bRow: 1, bColumn: k, ...slope },
    "gradient product": { ...across, bRow: n, bColumn: 1, finish: Finish.store },
    "updating product": { ...across, bRow: n, bColumn: 1, finish: Finish.update, rate: 0.1 },
    "resumed product": { ...rows, bRow: n, bColumn: 1, finish: Finish.store, resume: 1 },
  };
  return Object.entries(products).map(([name, fields]) => ({
    name: `the ${name} (${prefix})`,
    sum: (bound, tile) => sumOfProduct(bound, prefix, { ...fields, tile }),
    again: ({ exports }) => void exports[`${prefix}_product`]!(workspaceAt),
  }));
}

const noFields = Object.fromEntries(Object.keys(productFields).map((name) => [name, 0]));

function sumOfProduct(bound: Bound, prefix: Prefix, fields: object): number {
  const { exports, memory } = bound;
  const results: Place[] = [cAt, netInputsAt].map((at) => [at, m * n]);
  fill(bound, prefix, [aAt, m * k], [bAt, k * n], [restAt, m * n], ...results);
  const operands = { m, n, k, a: aAt, b: bAt, c: cAt, partial: cAt, activations: restAt };
  new Table(memory, workspaceAt, productFields).set({ ...noFields, ...operands, ...fields });
  exports[`${prefix}_product`]!(workspaceAt);
  return sumOf(bound, prefix, results);
}
