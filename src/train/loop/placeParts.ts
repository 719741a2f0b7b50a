/** Copies the data of a training into linear memory: samples, their order and weights, and what is evaluated. */
import type { Dataset } from "../../data/dataset.js";
import type { Placed } from "../../network/placing.js";
import type { Plan } from "../../network/plan.js";
import type { TrainingConfig } from "../../settings/generated/types.js";
import { breathe, breatheInTime } from "./breath.js";
import type { PlacedSamples, TrainingSamples } from "./fitRun.js";
import { countingOf, evaluatesTrained, type Parts } from "./parts.js";

/** Copying more bytes than this takes milliseconds. */
export const manyBytes = 1e6;

/** The data of a training in linear memory, and of what is evaluated the samples; their inputs are not read. */
export interface PlacedParts {
  samples: TrainingSamples;
  held: PlacedPart | null;
  trained: PlacedPart | null;
}
export type PlacedPart = Omit<PlacedSamples, "evaluation"> & { dataset: Dataset };

/** Copies samples, their order and weights into linear memory; lets the host run its own tasks in between. */
export async function place(
  plan: Plan,
  dataset: Dataset,
  parts: Parts,
  settings: TrainingConfig,
): Promise<PlacedParts> {
  const { train, held, heldSet, heldRows, weights, batch, batches } = parts;
  const placed = await placeInTime(plan, dataset);
  const order = plan.placeOrder(dataset.rows);
  plan.order(order, dataset.rows).set(train);
  plan.order(order, dataset.rows).set(held, train.length);
  if (weights) plan.weigh(weights);
  const count = train.length;
  const isInOrder = held.length === 0 && !settings.shuffle;
  const samples = { dataset, placed, order: isInOrder ? 0 : order, windows: null, count, batch, batches };
  const measured = evaluatesTrained(settings) ? countingOf(dataset, train) : train;
  const trained = evaluatesTrained(settings)
    ? {
        placed,
        order: naturalOrder(plan, measured),
        rows: measured.length,
        dataset: dataset.select(measured),
      }
    : null;
  if (heldRows === 0) return { samples, held: null, trained };
  const own = heldSet
    ? { placed: await placeInTime(plan, heldSet), order: 0, dataset: heldSet }
    : { placed, order: order + 4 * count, dataset: dataset.select(held) };
  return { samples, held: { ...own, rows: heldRows }, trained };
}

/** The training rows once more: shuffling changes the order that trains. */
function naturalOrder(plan: Plan, train: Uint32Array): number {
  const order = plan.placeOrder(train.length);
  plan.order(order, train.length).set(train);
  return order;
}

async function placeInTime(plan: Plan, dataset: Dataset): Promise<Placed> {
  const placing = plan.placing(dataset);
  let placed = placing.next();
  for (; !placed.done; placed = placing.next()) await breatheInTime();
  // copies of many megabytes take long: let the host run its own tasks between them
  if (dataset.inputs.byteLength > manyBytes) await breathe();
  return placed.value;
}
