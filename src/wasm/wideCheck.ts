/**
 * The self-check of a wide build before its first use, in some hundredths of a second. The flag that packs vectors is
 * experimental, so nothing is taken for granted:
 *
 * 1. Whether tiles of four vectors are faster than tiles of two. They are not where nothing packs them (no AVX2, or a V8
 *    that ignores the flag): four vectors do not fit into the registers then.
 * 2. Whether products, elementary functions and updates give the bits of `scalar`, on shapes that fill no tile, before
 *    V8 has optimised their code and after.
 */
import { Activation, Elementary, Finish, Optimizer, Tile } from "../../assembly/codes.js";
import { planFields, productFields } from "./generated/layout.js";
import { pageBytes } from "./pages.js";
import type { Bound } from "./program.js";
import { Table } from "./table.js";

type Prefix = "f32" | "f64";

/** A kernel on fixed numbers. */
interface Case {
  name: string;
  run: (bound: Bound) => void;
}

const planAt = 1024;
/** Where the operands are: 64 KB each, before the workspace. */
const [aAt, bAt, cAt, restAt] = [0x10000, 0x20000, 0x30000, 0x40000];
const workspaceAt = 0x50000;
/** 5 · 4 + 3 rows, 16 + 16 + 5 columns, an odd depth; for f64 16 + 16 + 5 are four tiles and more. */
const [m, n, k] = [23, 37, 19];
const length = m * n;

/** Milliseconds within which V8 must have optimised the tiles. It takes 15, and on a busy processor a second. */
const usualLimitMs = 3000;
/** Milliseconds of each case, in which V8 comes to optimise its code. */
const warmMs = 1.5;
/** Milliseconds of a steady gain that show that both tiles had been optimised before. */
const steadyMs = 40;
/**
 * How many times the speed of tiles of two vectors those of four have: 1.4 to 1.6 where the engine packs them, 0.8 where it
 * does not, never more than 2 in the end; more while V8 has optimised only one of the two.
 */
const [leastGain, mostGain] = [1.15, 2.2];

/** See `WideLanes.check`. */
export function checkWide(wide: Bound, scalar: Bound, prefix: Prefix, limitMs = usualLimitMs): string {
  for (const bound of [wide, scalar]) reserve(bound);
  const gain = gainOfTiles(wide, prefix, limitMs);
  if (gain > mostGain) return "V8 did not optimise the tiles in time";
  if (gain < leastGain)
    return `V8 packs no vectors on this processor (256-bit tiles at ${gain.toFixed(2)} of the speed)`;
  const cases = casesOf(prefix);
  const wanted = cases.map((one) => resultOf(one, scalar, prefix));
  const differs = () => cases.find((one, at) => !areEqual(resultOf(one, wide, prefix), wanted[at]!));
  const wrong = differs() ?? (cases.forEach((one) => warm(one, wide)), differs());
  return wrong
    ? `its self-check failed: ${wrong.name} differs from the scalar build; please report this`
    : "";
}

/** Grows the memory so far that everything has its place. */
function reserve({ exports, memory }: Bound): void {
  const end = workspaceAt + (exports.workspace_bytes!() >>> 0);
  memory.grow(Math.ceil(end / pageBytes) - memory.buffer.byteLength / pageBytes);
}

/** How many times the speed of tiles of two vectors those of four have, once V8 has optimised both. */
function gainOfTiles({ exports }: Bound, prefix: Prefix, limitMs: number): number {
  const tile = exports[`${prefix}_tile`]!;
  const step = 4 * (prefix === "f32" ? 4 : 8);
  const depth = 64;
  /** Milliseconds for the same number of operations. */
  const time = (vectors: number) => {
    const begin = performance.now();
    for (let call = 0; call < 200 / vectors; call++) {
      tile(Tile.rows4, vectors, aAt, aAt + depth * step, step, bAt, 16 * vectors, cAt, 0, restAt, 64);
    }
    return performance.now() - begin;
  };
  /** The least of some times. */
  const least = (vectors: number) => Math.min(...[1, 2, 3, 4, 5].map(() => time(vectors)));
  const [first4, first2] = [time(4), time(2)];
  let gain = 0;
  let steadySince = performance.now();
  for (const end = steadySince + limitMs; performance.now() < end;) {
    const [now4, now2] = [least(4), least(2)];
    gain = now2 / now4;
    if (gain < leastGain || gain > mostGain) steadySince = performance.now();
    else if (now4 < first4 / 2 && now2 < first2 / 2)
      break; // the code before optimisation takes three times as long
    else if (performance.now() - steadySince > steadyMs) break;
  }
  return gain;
}

function casesOf(prefix: Prefix): Case[] {
  const maps = (["exponential", "sigmoid", "hyperbolicTangent", "logarithm", "gelu"] as const).map(
    (name) => ({
      name,
      run: ({ exports }: Bound) =>
        exports[`${prefix}_map`]!(Elementary[name], cAt, name === "logarithm" ? restAt : aAt, length),
    }),
  );
  const updates = (["momentum", "adam"] as const).map((name) => ({
    name,
    run: (bound: Bound) => {
      const plan = {
        optimizer: Optimizer[name],
        learningRate: 0.1,
        momentum: 0.9,
        beta1: 0.9,
        beta2: 0.99,
        epsilon: 1e-3,
      };
      new Table(bound.memory, planAt, planFields).set({ ...plan, power1: 0.9, power2: 0.99 });
      bound.exports[`${prefix}_update`]!(planAt, cAt, aAt, bAt, restAt, length, 1, 0.5);
    },
  }));
  const rows = { aRow: k, aColumn: 1 };
  const across = { aRow: 1, aColumn: m };
  const forward = { ...rows, bRow: n, bColumn: 1, finish: Finish.activate, biases: restAt, biasStep: 1 };
  const products = {
    "forward product": { ...forward, activation: Activation.sigmoid },
    "forward product with relu": { ...forward, activation: Activation.relu, netInputs: restAt + 0x8000 },
    "backward product": {
      ...rows,
      bRow: 1,
      bColumn: k,
      finish: Finish.slope,
      activation: Activation.sigmoid,
    },
    "gradient product": { ...across, bRow: n, bColumn: 1, finish: Finish.store },
    "updating product": { ...across, bRow: n, bColumn: 1, finish: Finish.update, rate: 0.1 },
    "resumed product": { ...rows, bRow: n, bColumn: 1, finish: Finish.store, resume: 1 },
  };
  return [
    ...Object.entries(products).map(([name, fields]) => ({
      name: `the ${name} (${prefix})`,
      run: (bound: Bound) => runProduct(bound, prefix, fields),
    })),
    ...[...maps, ...updates].map((one) => ({ ...one, name: `${one.name} (${prefix})` })),
  ];
}

const noFields = Object.fromEntries(Object.keys(productFields).map((name) => [name, 0]));

function runProduct({ exports, memory }: Bound, prefix: Prefix, fields: object): void {
  const operands = { m, n, k, a: aAt, b: bAt, c: cAt, partial: cAt, activations: restAt, tile: Tile.rows5 };
  new Table(memory, workspaceAt, productFields).set({ ...noFields, ...operands, ...fields });
  exports[`${prefix}_product`]!(workspaceAt);
}

/** The bytes that a case leaves in c, from the same numbers each time. */
function resultOf({ run }: Case, bound: Bound, prefix: Prefix): Uint8Array {
  const count = (workspaceAt - aAt) / (prefix === "f32" ? 4 : 8);
  const { buffer } = bound.memory;
  const numbers =
    prefix === "f32" ? new Float32Array(buffer, aAt, count) : new Float64Array(buffer, aAt, count);
  // from −4 to 4 in no order; the moments of adam must not be negative
  for (let at = 0, x = 1; at < count; at++) {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
    numbers[at] = x / 2 ** 29 - 4;
    if (at >= (restAt - aAt) / numbers.BYTES_PER_ELEMENT) numbers[at] = Math.abs(numbers[at]!);
  }
  run(bound);
  // updates work by whole vectors and may write beyond the end
  return new Uint8Array(buffer, cAt, length * numbers.BYTES_PER_ELEMENT).slice();
}

function areEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.every((byte, at) => byte === other[at]);
}

/** Runs a case until V8 has had time to optimise it. */
function warm({ run }: Case, bound: Bound): void {
  for (const end = performance.now() + warmMs; performance.now() < end;) run(bound);
}
