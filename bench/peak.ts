/**
 * The peak speed of this machine: multiply-adds on 128-bit lanes, in registers only, by a wasm module that is
 * assembled here. Thirteen chains run side by side, since a sum must wait for its product and both for the one
 * before: 2 units · (3 + 3) cycles on the processors of today need twelve. With the constant that is 14
 * registers, which fits the 15 that V8 has on x64; more would spill, and measure memory.
 *
 *     accumulator ← accumulator · ½ + ½        → 1, whatever it starts from: no overflow, no subnormals
 *
 * Every other chain is half a step ahead, so that products and sums alternate, and four steps make one turn of
 * the loop. Measured (Node 20, Zen 4, best of 15, a busy neighbour): as written 51 GFLOP/s, one step per turn
 * 42 to 50, products right before their sums 39 to 45, twelve chains 46.
 *
 * The peak on 256-bit lanes is the same with two vectors in each of twelve chains. The pairs end in stores to neighbouring
 * addresses, from which V8 starts to pack them. Measured (Node 24, Zen 4, best): twelve chains 115 to 118 GFLOP/s,
 * thirteen 110 to 113, eleven 91; 118 is four operations in every cycle. Without the flag 23, because 25 vectors spill.
 */
import { isWide } from "./lanes.js";
import type { Runner } from "./turns.js";

type Precision = "float32" | "float64";

/** GFLOP/s that one thread can reach. */
export interface Peak {
  float32: number;
  float64: number;
  /** With fused multiply-add (relaxed SIMD), the ceiling of the `fast` builds; null where the host lacks it. */
  fused: { float32: number; float64: number } | null;
  /** On 256-bit lanes, the ceiling of the `wide` builds; null where V8 packs no vectors. */
  wide: { float32: number; float64: number } | null;
}

/** What a module computes with: two operations on 128-bit lanes, a fused one, two on 256-bit lanes. */
export const peakKinds = ["plain", "fused", "wide"] as const;
export type PeakKind = (typeof peakKinds)[number];

/** Independent accumulators, and the 128-bit vectors in each. */
const chains: Record<PeakKind, { count: number; vectors: number }> = {
  plain: { count: 13, vectors: 1 },
  fused: { count: 13, vectors: 1 },
  wide: { count: 12, vectors: 2 },
};
/** Steps in one turn of the loop. */
const unrolled = 4;
const iterations = 5_000;
/** Milliseconds of a turn: a short time is enough, because the loop is always the same. */
const turnMs = 15;

interface Operations {
  splat: number[];
  constant: number[];
  lanes: number;
}
const operations: Record<Precision, Operations> = {
  float32: { splat: [0xfd, 0x13], constant: [0x43, 0, 0, 0, 0x3f], lanes: 4 },
  float64: { splat: [0xfd, 0x14], constant: [0x44, 0, 0, 0, 0, 0, 0, 0xe0, 0x3f], lanes: 2 },
};
const multiplyAdd: Record<Precision, { plain: [number[], number[]]; fused: number[] }> = {
  float32: {
    plain: [
      [0xfd, 0xe6, 0x01],
      [0xfd, 0xe4, 0x01],
    ],
    fused: [0xfd, 0x85, 0x02],
  },
  float64: {
    plain: [
      [0xfd, 0xf2, 0x01],
      [0xfd, 0xf0, 0x01],
    ],
    fused: [0xfd, 0x87, 0x02],
  },
};

/** Flops of one run of a peak's runner. */
export function peakFlops(precision: Precision, kind: PeakKind = "plain"): number {
  const { count, vectors } = chains[kind];
  return iterations * unrolled * count * vectors * operations[precision].lanes * 2;
}

/** The module: one export, `run(iterations)`, which gives lane 0 of the sum of all accumulators. */
export function peakModule(precision: Precision, kind: PeakKind): Uint8Array<ArrayBuffer> {
  const { splat, constant } = operations[precision];
  const [multiply, add] = multiplyAdd[precision].plain;
  // locals: 0 counter; 1 the constant ½; from 2 on the accumulators, those of a chain side by side
  const get = (local: number) => [0x20, local];
  const set = (local: number) => [0x21, local];
  const { count, vectors } = chains[kind];
  const accumulators = Array.from({ length: count * vectors }, (_, index) => index + 2);
  const half = 1;
  const apply = (local: number, operation: number[]) => [
    ...get(local),
    ...get(half),
    ...operation,
    ...set(local),
  ];
  const step =
    kind === "fused"
      ? accumulators.flatMap((local) => apply(local, [...get(half), ...multiplyAdd[precision].fused]))
      : [0, 1].flatMap((phase) =>
          accumulators.flatMap((local) =>
            apply(local, (Math.floor(local / vectors) + phase) % 2 ? add : multiply),
          ),
        );
  // the sum reads the memory: from packed registers V8 would have to take every half
  const [storeVector, loadVector] = [0x0b, 0x00];
  const vectorAt = (local: number, operation: number) => [0xfd, operation, 4, ...unsigned(16 * local)];
  const store = (local: number) => [0x41, 0, ...get(local), ...vectorAt(local, storeVector)];
  const final = (local: number) => (vectors > 1 ? [0x41, 0, ...vectorAt(local, loadVector)] : get(local));
  const countDown = [...get(0), 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0]; // counter ← counter − 1; again unless 0
  const code = [
    1, // one group of locals: this many of type v128
    accumulators.length + 1,
    0x7b,
    ...constant,
    ...splat,
    ...set(half),
    ...accumulators.flatMap((local) => [...get(half), ...set(local)]), // V8 packs a pair only if it starts from one splat
    0x03, // loop
    0x40,
    ...Array.from({ length: unrolled }, () => step).flat(),
    ...countDown,
    0x0b,
    ...(vectors > 1 ? accumulators.flatMap(store) : []),
    ...final(accumulators[0]!),
    ...accumulators.slice(1).flatMap((local) => [...final(local), ...add]),
    ...(precision === "float32" ? [0xfd, 0x1f, 0] : [0xfd, 0x21, 0]), // extract lane 0
    0x0b,
  ];
  const result = precision === "float32" ? 0x7d : 0x7c;
  const magic = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  return Uint8Array.from([
    ...magic,
    ...section(1, [1, 0x60, 1, 0x7f, 1, result]), // one type: i32 → number
    ...section(3, [1, 0]), // one function of it
    ...section(5, [1, 0, 1]), // a page of memory
    ...section(7, [1, 3, 0x72, 0x75, 0x6e, 0, 0]), // export "run"
    ...section(10, [1, ...sized(code)]),
  ]);
}

const section = (id: number, content: number[]) => [id, ...sized(content)];
const sized = (content: number[]) => [...unsigned(content.length), ...content];
/** LEB128. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >> 7)];
}

/** Measures peaks in the turns of other measurements, and keeps the results. */
export class PeakMeter {
  readonly #rates = new Map<string, number[]>();
  readonly #runners = new Map<string, Runner>();

  /** @param wide whether V8 packs vectors here */
  constructor({ wide }: { wide: boolean }) {
    for (const precision of ["float32", "float64"] as const) {
      for (const kind of peakKinds) {
        const bytes = peakModule(precision, kind);
        if ((kind === "wide" && !wide) || !WebAssembly.validate(bytes)) continue;
        const { run } = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as {
          run(iterations: number): number;
        };
        this.#runners.set(`${precision} ${kind}`, {
          turnMs,
          isWide: kind === "wide",
          run: (count) => {
            for (let i = 0; i < count; i++) run(iterations);
          },
        });
      }
    }
  }

  /** Runners to put among the turns of a part of the run; hand their rates to `add` in the same order. */
  runners(precision: Precision): Runner[] {
    return this.#names(precision).map((name) => this.#runners.get(name)!);
  }

  add(part: string, precision: Precision, rates: readonly (readonly number[])[]): void {
    this.#names(precision).forEach((name, index) => {
      for (const key of [name, `${part} ${name}`]) {
        this.#rates.set(key, [...(this.#rates.get(key) ?? []), ...rates[index]!]);
      }
    });
  }

  /**
   * The best turn of one part of the run, or of the whole run; NaN if it was not measured there. The best and not the
   * median, because a peak is the speed without disturbance.
   */
  peak(part?: string): Peak {
    const gflops = (precision: Precision, kind: PeakKind) => {
      const rates = this.#rates.get(`${part === undefined ? "" : `${part} `}${precision} ${kind}`);
      return rates ? (Math.max(...rates) * peakFlops(precision, kind)) / 1e9 : Number.NaN;
    };
    const both = (kind: PeakKind) => ({ float32: gflops("float32", kind), float64: gflops("float64", kind) });
    const bothOrNull = (kind: PeakKind) => (this.#runners.has(`float32 ${kind}`) ? both(kind) : null);
    return { ...both("plain"), fused: bothOrNull("fused"), wide: bothOrNull("wide") };
  }

  #names(precision: Precision): string[] {
    return peakKinds.map((kind) => `${precision} ${kind}`).filter((name) => this.#runners.has(name));
  }
}

/** The ceiling of a row: that of its precision and build, times its threads. */
export function ceilingOf(peak: Peak, row: { build: string; precision: string; threads: number }): number {
  const own = isWide(row.build) ? peak.wide : row.build.startsWith("fast") ? peak.fused : null;
  const from = own ?? peak;
  return (row.precision === "float64" ? from.float64 : from.float32) * row.threads;
}
