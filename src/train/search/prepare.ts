/** Checks a search before any training: its settings, every point that is known, and the measure that trials are compared by. */
import type { Dataset } from "../../data/dataset.js";
import { requireDataset } from "../../data/datasetChecks.js";
import { splitDataset } from "../../data/split.js";
import { checkConfig } from "../../settings/configuration.js";
import type { ConfigInput } from "../../settings/generated/types.js";
import { metricNamesOf } from "../evaluation/evaluation.js";
import { noNames, samplesOf } from "../networkData.js";
import { checkSearch, refuseSearchMetric, type SearchInput, type SearchSettings } from "./searchSettings.js";
import { checkPoint, drawPoint, type Point } from "./space.js";

/** Fraction of the data to hold out if the configuration holds out none. */
export const usualValidation = 0.2;

/** A search whose settings were checked. */
export interface PreparedSearch {
  readonly settings: SearchSettings;
  /** The configuration of all trials, but for what varies. */
  readonly base: ConfigInput;
  /** The point of each trial, as drawn; TPE proposes others for later trials. */
  readonly points: readonly Point[];
  /** The fraction of the data that trials hold out. */
  readonly validation: number;
}

/** @throws ConfigError for wrong settings of the search or of any point */
export function prepareSearch(config: ConfigInput, dataset: Dataset, given: SearchInput): PreparedSearch {
  requireDataset(dataset, "dataset");
  const usual = checkConfig(config);
  const settings = checkSearch(given, usual);
  const { space, seed } = settings;
  const isHeldOut = dataset.division?.kind === "heldOut";
  const part = isHeldOut ? usual.validation : usual.validation || usualValidation;
  const base = { ...config, validation: part };
  const points = Array.from({ length: settings.trials }, (_, index) => drawPoint(space, seed, index + 1));
  for (const point of points) checkPoint(base, point);
  refuseSearchMetric(settings, metricsOf(base, dataset));
  return { settings, base, points, validation: isHeldOut ? heldPart(dataset) : part };
}

/** The fraction of the rows that a data set holds out itself. */
function heldPart(dataset: Dataset): number {
  return splitDataset(dataset, 0, 0).validation.length / dataset.rows;
}

/** The names of the metrics that a network has on these data. */
function metricsOf(given: ConfigInput, dataset: Dataset): string[] {
  const config = checkConfig(given);
  const held = splitDataset(dataset, config.validation, config.seed, config.stratify).validation;
  return metricNamesOf(samplesOf(dataset.select(held), undefined, config, noNames).dataset, config);
}
