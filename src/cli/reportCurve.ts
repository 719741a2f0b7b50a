/** Whether the training samples are measured after each epoch for the curves of a report page. */
import { multiplications } from "../report/columnFigures.js";
import type { Config } from "../settings/generated/types.js";
import type { Gathered } from "./gather.js";
import type { OutputPlaces } from "./outputs.js";

/** Multiplications that the curve may cost: some seconds. */
const mostOperations = 2e10;
/** Of more epochs, each would cost its measurement more than its training. */
const mostEpochs = 2_000;

/**
 * A page is worth a forward pass over the training samples after each epoch, if all of them together take a few seconds.
 * Where `trainingMetrics` is set, that decides.
 */
export function drawsTraining(
  { config: given }: Pick<Gathered, "config">,
  { report }: Pick<OutputPlaces, "report">,
  config: Config,
  rows: number,
): boolean {
  if (report === undefined || given.trainingMetrics !== undefined || config.epochs > mostEpochs) return false;
  return multiplications(config) * rows * config.epochs <= mostOperations;
}
