/**
 * The self-check of a wide build before its first use, in some hundredths of a second. The flag that packs vectors is
 * experimental, so nothing is taken for granted:
 *
 * 1. Whether tiles of four vectors are faster than tiles of two. They are not where nothing packs them (no AVX2, or a V8
 *    that ignores the flag): four vectors do not fit into the registers then.
 * 2. Whether products and small trainings (`wideCases.ts`), on shapes that fill no tile, give the bits of `scalar`, or a
 *    fast build those of `fast`: all of them in the code that V8 makes first; products again, once V8 has had time to
 *    optimise them.
 *
 * V8 optimises the other kernels only when a training has used them for long. So the bits of all are compared again after
 * such a training.
 */
import { Tile } from "../../assembly/codes.js";
import type { BuildName } from "./buildNames.js";
import type { Bound } from "./program.js";
import type { Prefix, WideCase } from "./wideCase.js";
import { reserve, wideCases } from "./wideCases.js";

/** Where the operands of the timed tiles are. */
const [aAt, bAt, cAt, restAt] = [0x2000, 0x4000, 0x8000, 0xa000];

/**
 * Milliseconds of this process's processor time within which V8 must have optimised the tiles. It takes 15. What other
 * processes take, or the time for which the system stops this one, does not count.
 */
const usualLimitMs = 3000;
/** Calls of each product, in which V8 comes to optimise its code: about a millisecond. */
const warmCalls = 200;
/** Rounds with a steady gain that show that both tiles had been optimised before. A round takes 2 ms. */
const steadyRounds = 20;
/**
 * How many times the speed of tiles of two vectors those of four have: 1.4 to 1.6 where the engine packs them, 0.8 where it
 * does not, never more than 2 in the end; more while V8 has optimised only one of the two.
 */
const [leastGain, mostGain] = [1.15, 2.2];

/** What the cases are expected to give. */
export interface Expected {
  /** The `Tile` of products. */
  tile: Tile;
  /** The sums of the cases, in their order. */
  sums: readonly number[];
  /** The build that they are of. */
  of: BuildName;
}

/**
 * Checks an instance, which nobody else uses.
 *
 * @returns what is wrong; empty where nothing is
 */
export function checkWide(
  wide: Bound,
  prefix: Prefix,
  expected: Expected,
  limitMs: number = usualLimitMs,
): string {
  reserve(wide);
  const gain = gainOfTiles(wide, prefix, limitMs);
  if (gain > mostGain) return "V8 did not optimise the tiles in time";
  if (gain < leastGain)
    return `V8 packs no vectors on this processor (256-bit tiles at ${gain.toFixed(2)} of the speed)`;
  const optimised = () => {
    for (const one of wideCases(prefix)) warm(one, wide, expected.tile);
    return checkBits(wide, prefix, expected, true);
  };
  return checkBits(wide, prefix, expected) || optimised();
}

/**
 * Compares the results of an instance that `checkWide` has found good, in the code that V8 has by now.
 *
 * @param onlyHot products alone
 * @returns what is wrong; empty where nothing is
 */
export function checkBits(
  wide: Bound,
  prefix: Prefix,
  { tile, sums, of }: Expected,
  onlyHot = false,
): string {
  const differs = ({ sum }: WideCase, index: number) => {
    try {
      return sum(wide, tile) !== sums[index];
    } catch {
      return true; // wrong code may also trap, or refuse the plan
    }
  };
  const wrong = wideCases(prefix).find((one, index) => (one.again || !onlyHot) && differs(one, index));
  return wrong ? `its self-check failed: ${wrong.name} differs from the ${of} build; please report this` : "";
}

/**
 * How many times the speed of tiles of two vectors those of four have, once V8 has optimised both. The least times so far are
 * compared, because another program may take the processor during any of them.
 */
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
  const [first4, first2] = [time(4), time(2)];
  let [least4, least2] = [first4, first2];
  let gain = 0;
  let steady = 0;
  for (const end = processorMs() + limitMs; processorMs() < end;) {
    for (let times = 0; times < 5; times++) {
      least4 = Math.min(least4, time(4));
      least2 = Math.min(least2, time(2));
    }
    gain = least2 / least4;
    if (gain < leastGain || gain > mostGain) steady = 0;
    else if (least4 < first4 / 2 && least2 < first2 / 2)
      break; // the code before optimisation takes three times as long
    else if (++steady > steadyRounds) break;
  }
  return gain;
}

/** Milliseconds of processor time that this process has used. Only Node has wide lanes, so it has this too. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Runs a product so often that V8 optimises it; does nothing for other cases. */
function warm({ sum, again }: WideCase, bound: Bound, tile: number): void {
  if (!again) return;
  sum(bound, tile);
  for (let call = 0; call < warmCalls; call++) again(bound);
}
