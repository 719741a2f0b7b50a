/** What `fit` trains and validates on, of data in memory. `rows/rowTraining.ts` does the same with a source of rows. */
import { Dataset, type Matrix, type Targets } from "../data/dataset.js";
import { requireDataset } from "../data/datasetChecks.js";
import { isRowSource } from "../data/rows/rowSource.js";
import { checkSplit, type Split, splitDataset } from "../data/split.js";
import { ConfigError } from "../errors.js";
import { isPlainObject } from "../settings/check.js";
import type { Config, TrainingConfig } from "../settings/generated/types.js";
import type { FitData } from "./loop/parts.js";
import { type KnownNames, samplesOf } from "./networkData.js";
import type { FitSettings } from "./networkTypes.js";

/**
 * Samples in memory, and those to validate on.
 *
 * @param targets beside inputs that are no data set
 * @param known   names of classes and inputs that the network has already
 * @throws ConfigError, DataError, ShapeError
 */
export function dataInMemory(
  data: Dataset | Matrix,
  targets: Targets,
  { validation, windowRows }: Pick<FitSettings, "validation" | "windowRows">,
  training: TrainingConfig,
  config: Config,
  known: KnownNames,
): { data: FitData; names: KnownNames } {
  if (windowRows !== undefined) throw notForMemory("windowRows");
  const isDataset = data instanceof Dataset;
  const { dataset, names } = samplesOf(data, isDataset ? undefined : targets, config, known);
  if (isRowSource(validation)) throw notForMemory("validation");
  const isSplit = isPlainObject(validation) && "train" in validation;
  const held =
    validation instanceof Dataset
      ? heldOut(validation, names, dataset, config)
      : isSplit
        ? checkSplit(validation as Split, dataset.rows)
        : splitDataset(isDataset ? data : dataset, training.validation, config.seed, training.stratify);
  return { data: { dataset, validation: held }, names };
}

/** Samples to validate on, beside all rows of the training data. */
function heldOut(validation: Dataset, known: KnownNames, { division }: Dataset, config: Config): Dataset {
  if (division?.kind === "heldOut") {
    const reason = "does not go with data that say which rows are held out";
    throw new ConfigError({ setting: "validation", reason, advice: "Drop one of them." });
  }
  try {
    requireDataset(validation);
    return samplesOf(validation, undefined, config, known).dataset;
  } catch (error) {
    if (error instanceof Error) error.message = `validation: ${error.message}`;
    throw error;
  }
}

function notForMemory(setting: string): ConfigError {
  return new ConfigError({
    setting,
    reason:
      "expected samples that are read row by row to go with a source of rows, got one beside data in memory",
    advice: "Train on a source too (datasetRows makes one), or drop it.",
  });
}
