/**
 * The tables that `chainrule bench` can add to the cases. They are not in `suite.ts`, which runs in pages too, because
 * one of them starts processes. Each table is measured in a file of its own.
 */
import { measurePrediction } from "./prediction.js";
import { measureSettings } from "./setting-costs.js";
import { measureStart } from "./start.js";
import type { TableOf } from "./suite.js";
import { measureCrossover, measureKernels, measureScaling } from "./tables.js";
import type { TurnOptions } from "./turns.js";

export interface AskedTables {
  kernels?: boolean | undefined;
  crossover?: boolean | undefined;
  scaling?: boolean | undefined;
  settings?: boolean | undefined;
  prediction?: boolean | undefined;
  /** Address of the built library, to start fresh processes that import it. */
  startOf?: string | undefined;
  /** Directory from which to look upwards for other packages, to start fresh processes that import them. */
  peersFrom?: string | undefined;
}

/** The tables that were asked for, in the order in which they are printed. */
export function tablesBeside({
  kernels,
  crossover,
  scaling,
  settings,
  prediction,
  startOf,
  peersFrom,
}: AskedTables): TableOf[] {
  const tables: (TableOf | undefined | false)[] = [
    kernels &&
      (async ({ results, meter, timing, say }) => {
        results.kernels = await measureKernels(meter, shorter(timing), say);
      }),
    crossover &&
      (async ({ results, timing: { turns, turnMs }, say }) => {
        results.crossover = await measureCrossover({ turns: Math.min(turns, 3), turnMs: turnMs / 5 }, say);
      }),
    scaling &&
      (async ({ results, timing, say }) => {
        results.scaling = await measureScaling(timing, say);
      }),
    settings &&
      (async ({ results, timing, say }) => {
        results.settings = await measureSettings(shorter(timing), say);
      }),
    prediction &&
      (async ({ results, timing, say }) => {
        const missing = new Set<string>();
        const left = (text: string) => void missing.add(text);
        results.prediction = await measurePrediction(shorter(timing), peersFrom ?? null, say, left);
        for (const text of missing) say(`prediction: left out: ${text}`);
      }),
    startOf !== undefined &&
      (async ({ results, say }) => {
        results.start = await measureStart(startOf, peersFrom ?? null, say);
      }),
  ];
  return tables.filter((table) => !!table);
}

const shorter = ({ turns, turnMs, budgetMs }: TurnOptions): TurnOptions => ({
  turns,
  turnMs: turnMs / 2,
  budgetMs: (budgetMs ?? Infinity) / 2,
});
