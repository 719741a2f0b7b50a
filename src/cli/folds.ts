/** Cross-validation before a training: `--folds`. */
import { ConfigError } from "../errors.js";
import { formatTable } from "../report/textTable.js";
import { formatLoss } from "../report/figures.js";
import { crossValidate, type CrossValidation, type Fold } from "../train/search/crossValidate.js";
import type { Dataset } from "../data/dataset.js";
import { configInput } from "../settings/configuration.js";
import type { Config, ConfigInput } from "../settings/generated/types.js";
import { dataHash } from "./dataHash.js";
import { interruptible } from "./interrupt.js";
import { Journal } from "./journal.js";
import { figures, headline } from "./report.js";
import { answer, note, type OutputFlags } from "./say.js";
import type { FileSettings } from "./gather.js";
import { plural } from "../wording.js";

/** Results of the folds, and the journal to remove once the model is saved. */
export interface Folds {
  result: CrossValidation;
  journal: Journal<Fold>;
}

/**
 * Cross-validates if the user asked for it. Folds that an earlier run of the same command has finished are not trained again.
 *
 * @throws Interrupted after the finished folds were printed; ConfigError for a wrong number of folds
 */
export async function foldsFirst(
  { folds, from }: FileSettings,
  config: Config,
  dataset: Dataset,
  flags: OutputFlags & { output: string },
): Promise<Folds | null> {
  if (folds === undefined) return null;
  if (from !== undefined) {
    throw new ConfigError({
      setting: "folds",
      reason: "does not go with a model to start from, which may have seen what a fold holds out",
      advice: "Drop one of them.",
    });
  }
  const input = configInput(config);
  const journal = Journal.of<Fold>(flags.output, "folds", { input, folds, data: dataHash(dataset) });
  const { length } = journal.entries;
  if (length > 0)
    note(flags, `Going on after ${plural(length, "fold")} of an earlier run, from ${journal.path}.`);
  const { result, interrupted } = await runFolds(input, dataset, folds, journal, flags);
  if (!interrupted) return { result, journal };
  journal.close();
  if (flags.json || !flags.quiet) answer(flags, { crossValidation: result }, () => foldsText(result));
  const what = "no model was trained on all of the data";
  note(flags, `Interrupted in the cross-validation: ${what}.${journal.advice}`);
  throw interrupted;
}

/** Cross-validates, with a line for each fold as it ends. */
function runFolds(
  config: ConfigInput,
  dataset: Dataset,
  folds: number,
  journal: Journal<Fold>,
  flags: OutputFlags,
): Promise<{ result: CrossValidation; interrupted: Error | null }> {
  const digits = String(folds).length;
  return interruptible(
    async (signal) => {
      const result = await crossValidate(config, dataset, {
        folds,
        signal,
        finished: journal.entries,
        onFold: (fold, index) => {
          journal.add(fold);
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
