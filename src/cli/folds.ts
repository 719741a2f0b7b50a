/** Cross-validation before a training: `--folds`. */
import { ConfigError } from "../errors.js";
import { formatTable } from "../report/textTable.js";
import { formatLoss } from "../report/figures.js";
import { crossValidate, type CrossValidation, type Fold } from "../train/search/crossValidate.js";
import type { Shard } from "../train/search/shards.js";
import type { Dataset } from "../data/dataset.js";
import { configInput } from "../settings/configuration.js";
import type { Config, ConfigInput } from "../settings/generated/types.js";
import { dataHash } from "./dataHash.js";
import { interruptible } from "./interrupt.js";
import { ResultFolder } from "./resultFolder.js";
import type { ShardWishes } from "./shardFlags.js";
import { figures, headline } from "./report.js";
import { answer, note, type OutputFlags } from "./say.js";
import type { FileSettings } from "./gather.js";
import { plural } from "../wording.js";

/** The folds of a training. */
export interface Folds {
  result: CrossValidation;
  /** Whether only the folds of a shard were trained: then no model is. */
  isPart: boolean;
  /** Removes what was kept for the same command. Call it when the model is saved. */
  forget: () => Promise<void>;
}

/**
 * Cross-validates if the user asked for it. Folds that an earlier run of the same command has finished are not trained again.
 *
 * @throws Interrupted after the finished folds were printed; ConfigError for a wrong number of folds; DataError for a fold that
 *   --collect does not find
 */
export async function foldsFirst(
  { folds, from }: FileSettings,
  config: Config,
  dataset: Dataset,
  flags: OutputFlags & { output: string },
  wishes: ShardWishes,
): Promise<Folds | null> {
  const { shard, folder: path, collects } = wishes;
  if (folds === undefined) {
    const flag = collects ? "--collect" : shard ? "--shard" : "--out";
    if (path !== undefined) throw new ConfigError(`${flag}: goes with --folds, which is not there. Drop it.`);
    return null;
  }
  if (from !== undefined) {
    throw new ConfigError({
      setting: "folds",
      reason: "does not go with a model to start from, which may have seen what a fold holds out",
      advice: "Drop one of them.",
    });
  }
  const input = configInput(config);
  const work = { input, folds, data: dataHash(dataset) };
  const folder =
    path === undefined
      ? ResultFolder.beside<Fold>(flags.output, "folds", work)
      : new ResultFolder<Fold>(path, work);
  if (collects) refuseMissing(folder, folds);
  else if (folder.count > 0)
    note(flags, `Going on after ${plural(folder.count, "fold")} of an earlier run, from ${folder.path}.`);
  const { result, interrupted } = await runFolds(input, dataset, folds, { folder, flags, shard });
  const isPart = shard !== null;
  if (!interrupted && !isPart)
    return { result, isPart, forget: () => (path === undefined ? folder.remove() : Promise.resolve()) };
  if (flags.json || !flags.quiet) answer(flags, { crossValidation: result }, () => foldsText(result));
  if (interrupted) {
    const what = "no model was trained on all of the data";
    note(flags, `Interrupted in the cross-validation: ${what}.${folder.advice}`);
    throw interrupted;
  }
  note(flags, `The results are in ${path}. When all shards are done: --collect ${path}.`);
  return { result, isPart, forget: async () => {} };
}

function nameOf(index: number): string {
  return `fold-${String(index + 1).padStart(3, "0")}`;
}

function refuseMissing(folder: ResultFolder<Fold>, folds: number): void {
  for (let index = 0; index < folds; index++)
    if (!folder.find(nameOf(index))) throw folder.missing(`fold ${index + 1}`);
}

/** Cross-validates, with a line for each fold as it ends. */
function runFolds(
  config: ConfigInput,
  dataset: Dataset,
  folds: number,
  { folder, flags, shard }: { folder: ResultFolder<Fold>; flags: OutputFlags; shard: Shard | null },
): Promise<{ result: CrossValidation; interrupted: Error | null }> {
  const digits = String(folds).length;
  return interruptible(
    async (signal) => {
      const result = await crossValidate(config, dataset, {
        folds,
        signal,
        finished: Array.from({ length: folds }, (_, index) => folder.find(nameOf(index))),
        shard: shard ?? undefined,
        onFold: async (fold, index) => {
          await folder.keep(nameOf(index), fold);
          note(flags, `fold ${String(index + 1).padStart(digits)}/${folds}  held out  ${figures(fold)}`);
        },
      });
      return { result, interrupted: result.stopped === "aborted" ? signal.reason : null };
    },
    () => note(flags, "Stopping after this batch. Press Ctrl-C again to leave at once."),
  );
}

/** A table: one line for each fold, and mean ± deviation below. The JSON document has all metrics. */
export function foldsText({ folds, mean, deviation }: CrossValidation): string {
  const names = headline.filter((name) => name in mean.metrics);
  const lines = folds.map(({ loss, metrics, epochs }, index) => [
    String(index + 1),
    String(epochs),
    formatLoss(loss),
    ...names.map((name) => metrics[name]!.toFixed(4)),
  ]);
  const both = (value: number, spread: number, format: (one: number) => string) =>
    `${format(value)} ± ${Number.isNaN(spread) ? "–" : format(spread)}`;
  const means = [
    "mean",
    "",
    both(mean.loss, deviation.loss, formatLoss),
    ...names.map((name) => both(mean.metrics[name]!, deviation.metrics[name]!, (one) => one.toFixed(4))),
  ];
  const table = formatTable([["fold", "epochs", "held-out loss", ...names], ...lines, means], {
    align: ["right", "right", "right", ...names.map(() => "right" as const)],
  });
  return ["", `Cross-validation over ${folds.length} folds`, ...table].join("\n");
}
