/** A training in words: one line on what is trained and how, and one on why it ended. */
import { plural } from "../wording.js";
import { settings } from "../settings/records.js";
import type { Stopped } from "../train/loop/history.js";
import { formatDuration, formatLoss } from "./figures.js";

/** The settings that the line names; `Config` has all settings. */
export interface ToldConfig {
  layers: readonly {
    inputs: number;
    /** Columns of the data, where they are not the inputs. */
    columns?: number | undefined;
    units: number;
    activation: string;
    dropout: number;
    tied?: number | undefined;
  }[];
  inputDropout: number;
  loss: string;
  reduction: string;
  optimizer: { kind: string; learningRate: number; momentum?: number };
  schedule: { kind: string };
  batchSize: number | "full";
  seed: number;
}

/** What a line calls losses and optimisers. */
export interface TrainingNames {
  loss: (name: string) => string;
  optimizer: (kind: string) => string;
}

/** The names that settings have. */
const asSettings: TrainingNames = { loss: (name) => name, optimizer: (kind) => kind };

/**
 * `4 → 16 sigmoid → 3 sigmoid · halfSquaredError, mean over the batch · adam, learning rate 0.01, cosine,
 * batch 16 · l2 0.001, dropout 0.2 · seed 1`; settings that are off are left out. `, tied weights` follows the layers if there are any.
 * With bins of the inputs it begins with `4 columns in bins → 64 → …`.
 *
 * @param names what losses and optimisers are called (default: as in the settings)
 */
export function trainingText(config: ToldConfig, names: TrainingNames = asSettings): string {
  const { layers, loss, reduction, optimizer, schedule, batchSize, seed } = config;
  const { inputs, columns } = layers[0]!;
  const binned = columns === undefined ? [] : [`${plural(columns, "column")} in bins`];
  const sizes = [...binned, inputs, ...layers.map(({ units, activation }) => `${units} ${activation}`)];
  const descent = [
    names.optimizer(optimizer.kind),
    ...(optimizer.momentum === undefined ? [] : [`momentum ${optimizer.momentum}`]),
    `learning rate ${optimizer.learningRate}`,
    ...(schedule.kind === "constant" ? [] : [schedule.kind]),
    batchSize === "full" ? "full batch" : `batch ${batchSize}`,
  ];
  return [
    sizes.join(" → ") + (layers.some(({ tied }) => tied !== undefined) ? ", tied weights" : ""),
    `${names.loss(loss)}, ${reduction} over the batch`,
    descent.join(", "),
    ...regularisers(config),
    `seed ${seed}`,
  ].join(" · ");
}

/** The regularisers that are on, as one part of the line; empty if none is on. */
function regularisers(config: ToldConfig): string[] {
  const values = config as unknown as Readonly<Record<string, unknown>>;
  const dropouts = [...new Set(config.layers.map(({ dropout }) => dropout).filter((part) => part > 0))];
  const on = Object.entries(settings)
    .filter(([name, { called }]) => called !== undefined && Boolean(values[name]))
    .map(([name, { called }]) => `${called} ${String(values[name])}`);
  on.push(...dropouts.map((part) => `dropout ${part}`));
  if (config.inputDropout > 0) on.push(`input dropout ${config.inputDropout}`);
  return on.length > 0 ? [on.join(", ")] : [];
}

/** Settings and results that the sentence on the ending names, as far as they are known. */
export interface EndingDetails {
  earlyStopping?: { patience: number } | false;
  targetLoss?: number | undefined;
  timeLimit?: number | undefined;
  stepLimit?: number | undefined;
  bestEpoch?: number | null | undefined;
}

/**
 * Why training ended: `stopped early: no improvement for 10 epochs; kept the weights of epoch 23`.
 *
 * @param stopped as `History` has it
 */
export function endingText(stopped: string, details: EndingDetails = {}): string {
  const { bestEpoch } = details;
  const why = Object.hasOwn(endings, stopped) ? endings[stopped as Stopped](details) : stopped;
  return bestEpoch ? `${why}; kept the weights of epoch ${bestEpoch}` : why;
}

const endings: Record<Stopped, (details: EndingDetails) => string> = {
  epochs: () => "all epochs done",
  aborted: () => "interrupted",
  earlyStopping: ({ earlyStopping }) => {
    if (!earlyStopping) return "stopped early: no improvement";
    const { patience } = earlyStopping;
    return `stopped early: no improvement for ${plural(patience, "epoch")}`;
  },
  targetLoss: ({ targetLoss }) => reached("target loss", targetLoss && ` ${formatLoss(targetLoss)}`),
  timeLimit: ({ timeLimit }) => reached("time limit", timeLimit && ` of ${formatDuration(timeLimit)}`),
  stepLimit: ({ stepLimit }) =>
    reached("limit", stepLimit === undefined ? " of updates" : ` of ${plural(stepLimit, "update")}`),
  converged: () => "converged: no further step lowers the loss",
  lineSearch: () =>
    "stopped: the line search found no step that lowers the loss; if it is still high, scale inputs and targets",
};

function reached(what: string, detail: string | number | undefined): string {
  return `stopped: ${what}${detail || ""} reached`;
}
