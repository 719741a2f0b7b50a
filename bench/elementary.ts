/**
 * Single elementary kernels of a wasm instance, each with a counterpart that uses Math. The callers time them.
 */
import type { BuildName } from "../src/wasm/builds.js";
import { Elementary, type Floats, type Precision } from "../src/wasm/kernels.js";
import { draw, instanceWith, type Kernel } from "./products.js";

/** Elementary functions over arrays, in wasm and with Math in a loop. They are timed on values `from` … `to`. */
export const elementary = {
  sigmoid: { reference: (x: number) => 1 / (1 + Math.exp(-x)), from: -8, to: 8 },
  exponential: { reference: Math.exp, from: -8, to: 0 },
  exponentialLessOne: { reference: Math.expm1, from: -8, to: 0 },
  hyperbolicTangent: { reference: Math.tanh, from: -8, to: 8 },
  logarithm: { reference: Math.log, from: 0, to: 8 },
  logarithmOfOnePlus: { reference: Math.log1p, from: 0, to: 1 },
  normalCumulative: { reference: normalCumulative, from: -8, to: 8 },
  normalDensity: { reference: density, from: -8, to: 8 },
  cosineOfTurns: { reference: (x: number) => Math.cos(2 * Math.PI * x), from: 0, to: 1 },
  gelu: { reference: (x: number) => x * normalCumulative(x), from: -8, to: 8 },
} as const;

export type ElementaryName = keyof typeof elementary;

function density(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
}

/** Φ(x) by the error function of Abramowitz & Stegun 7.1.26, within 1e-7, because Math has no such function. */
function normalCumulative(x: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(x)) / Math.SQRT2);
  const p = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  const tail = 0.5 * p * Math.exp(-0.5 * x * x);
  return x < 0 ? tail : 1 - tail;
}

function drawFor(name: ElementaryName, precision: Precision, length: number): Floats {
  const { from, to } = elementary[name];
  return draw(precision, length, 4).map((value) => from + ((to - from) * (value + 1)) / 2);
}

export function wasmElementary(
  build: BuildName,
  name: ElementaryName,
  precision: Precision,
  length: number,
): Kernel {
  const { kernels, addresses, view } = instanceWith(build, precision, [length, length]);
  view(0).set(drawFor(name, precision, length));
  const map = kernels.map!;
  return {
    run: (count) => {
      for (let i = 0; i < count; i++) map(Elementary[name], addresses[1]!, addresses[0]!, length);
    },
    result: () => view(1),
  };
}

/** The same with Math, in a loop. */
export function referenceElementary(name: ElementaryName, precision: Precision, length: number): Kernel {
  const { reference } = elementary[name];
  const from = drawFor(name, precision, length);
  const to = from.slice();
  return {
    run: (count) => {
      for (let i = 0; i < count; i++) {
        for (let at = 0; at < length; at++) to[at] = reference(from[at]!);
      }
    },
    result: () => to,
  };
}
