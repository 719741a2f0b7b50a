/**
 * Times several runners in turns, so that a machine that becomes slower slows all of them. The caller checks that they
 * compute the right thing.
 */

import { useLanes } from "./lanes.js";

/** A computation that can be repeated. */
export interface Runner {
  /** Restores what `run` changes. It is not timed. */
  reset?(): void | Promise<void>;
  run(count: number): void | Promise<void>;
  /** Milliseconds of a turn (default: those of the options). */
  turnMs?: number;
  /** Whether it needs 256-bit lanes, which the others must not have (default: no). */
  isWide?: boolean;
  /** Milliseconds of rest after a run, while its threads still look for work (default: 0). */
  restMs?: number | undefined;
}

export interface TurnOptions {
  /** Turns of each runner. */
  turns: number;
  /** Milliseconds of one turn of one runner, unless a single run takes longer. */
  turnMs: number;
  /** Milliseconds that all turns together should not exceed: fewer turns then, but never below `fewestTurns`. */
  budgetMs?: number;
  /** Smallest number of turns; a median of fewer than 3 says little (default: 3). */
  fewestTurns?: number | undefined;
  /** Called before the first turn and after each, with the number of finished turns and of all turns. */
  onTurn?: (over: number, turns: number) => void;
}

/**
 * Runs per second: by runner, by turn. Each is warmed up first, for about a turn that does not count. In each turn the
 * runners with 256-bit lanes come last.
 */
export async function takeTurns(runners: readonly Runner[], options: TurnOptions): Promise<number[][]> {
  const counts: number[] = [];
  const indices = runners.map((_, index) => index);
  const order = [false, true].flatMap((wide) =>
    indices.filter((index) => (runners[index]!.isWide ?? false) === wide),
  );
  let round = 0;
  for (const index of order) {
    const runner = runners[index]!;
    const { count, ms } = await countFor(runner, runner.turnMs ?? options.turnMs);
    counts[index] = count;
    round += ms * count;
  }
  const afforded = Math.floor((options.budgetMs ?? Infinity) / round);
  const turns = Math.min(options.turns, Math.max(options.fewestTurns ?? 3, afforded));
  const rates: number[][] = runners.map(() => []);
  options.onTurn?.(0, turns);
  for (let turn = 0; turn < turns; turn++) {
    for (const index of order) {
      const ms = await time(runners[index]!, counts[index]!);
      rates[index]!.push((counts[index]! * 1000) / ms);
    }
    options.onTurn?.(turn + 1, turns);
  }
  await useLanes(false);
  return rates;
}

/**
 * How many runs take about `ms`, and the milliseconds of one: doubled until they do, which warms up. What took so long may have
 * been the start of threads, so they are timed once more.
 */
async function countFor(runner: Runner, ms: number): Promise<{ count: number; ms: number }> {
  for (let count = 1, isWarm = false; ;) {
    const took = await time(runner, count);
    if (took <= ms / 2) count *= 2;
    else if (isWarm || took > 2 * ms)
      return { count: Math.max(1, Math.round((count * ms) / took)), ms: took / count };
    else isWarm = true;
  }
}

/** Milliseconds of `count` runs. */
async function time(runner: Runner, count: number): Promise<number> {
  await useLanes(runner.isWide ?? false);
  await runner.reset?.();
  const start = performance.now();
  const running = runner.run(count);
  if (running) await running;
  const ms = performance.now() - start;
  if (runner.restMs) await new Promise((resolve) => setTimeout(resolve, runner.restMs));
  return ms;
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Median of the ratios turn by turn: what drifts from turn to turn drops out. */
export function medianRatio(rates: readonly number[], base: readonly number[]): number {
  return medianOf(rates.map((rate, turn) => rate / base[turn]!));
}
