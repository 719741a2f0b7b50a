/** Cross-validation before a training: `--folds`. */
import { ConfigError } from "../errors.js";
import { formatTable } from "../report/textTable.js";
import { formatLoss } from "../report/figures.js";
import { crossValidate, type CrossValidation } from "../train/search/crossValidate.js";
import type { Dataset } from "../data/dataset.js";
import { configInput } from "../settings/configuration.js";
import type { Config, ConfigInput } from "../settings/generated/types.js";
import { Interrupted, interruptible } from "./interrupt.js";
import { figures, headline } from "./report.js";
import { answer, note, type OutputFlags } from "./say.js";
import type { FileSettings } from "./gather.js";

/**
 * Cross-validates if the user asked for it.
 *
 * @throws Interrupted after the finished folds were printed; ConfigError for a wrong number of folds
 */
export async function foldsFirst(
  { folds, from }: FileSettings,
  config: Config,
  dataset: Dataset,
  flags: OutputFlags,
): Promise<CrossValidation | null> {
  if (folds === undefined) return null;
  if (from !== undefined) {
    throw new ConfigError({
      setting: "folds",
      reason: "does not go with a model to start from, which may have seen what a fold holds out",
      advice: "Drop one of them.",
    });
  }
  const result = await runFolds(configInput(config), dataset, folds, flags);
  if (result.stopped === "folds") return result;
  if (flags.json || !flags.quiet) answer(flags, { crossValidation: result }, () => foldsText(result));
  note(flags, "Interrupted in the cross-validation: no model was trained on all of the data.");
  throw new Interrupted();
}

/** Cross-validates, with a line for each fold as it ends. */
function runFolds(
  config: ConfigInput,
  dataset: Dataset,
  folds: number,
  flags: OutputFlags,
): Promise<CrossValidation> {
  const digits = String(folds).length;
  return interruptible(
    (signal) =>
      crossValidate(config, dataset, {
        folds,
        signal,
        onFold: (fold, index) =>
          note(flags, `fold ${String(index + 1).padStart(digits)}/${folds}  held out  ${figures(fold)}`),
      }),
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
