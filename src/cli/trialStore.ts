/**
 * The trials of a search as files: `trial-0007-27-….json` has the result of trial 7 for 27 epochs, and its model if it was the best
 * so far of its process. A trial that is beaten stays beaten, so the model of the final best is there.
 */
import type { Dataset } from "../data/dataset.js";
import type { ConfigInput } from "../settings/generated/types.js";
import type { TrialStore } from "../train/search/search.js";
import type { SearchInput } from "../train/search/searchSettings.js";
import type { TrialResult, TrialTask } from "../train/search/trial.js";
import { dataHash } from "./dataHash.js";
import { ResultFolder } from "./resultFolder.js";

/** A finished training. */
interface Entry {
  result: Omit<TrialResult, "model">;
  /** Base64; null for a trial that was not the best so far. */
  model: string | null;
}

export type TrialFolder = ResultFolder<Entry>;

/**
 * @param folder of --out or --collect; undefined for the one beside the output
 * @param base   configuration of all trials
 */
export function trialFolder(
  folder: string | undefined,
  output: string,
  base: ConfigInput,
  search: SearchInput,
  dataset: Dataset,
): TrialFolder {
  // more trials do not change the first ones
  const { trials: _, ...decisive }: Partial<SearchInput> = { ...search }; // it is checked later
  const work = { base, search: decisive, data: dataHash(dataset) };
  return folder === undefined
    ? ResultFolder.beside<Entry>(output, "trials", work)
    : new ResultFolder<Entry>(folder, work);
}

export function storeIn(folder: TrialFolder): TrialStore {
  return {
    find: (task) => {
      const found = folder.find(nameOf(task));
      return found && { ...found.result, model: found.model === null ? null : bytesOf(found.model) };
    },
    keep: (task, { model, ...result }) =>
      folder.keep(nameOf(task), { result, model: model && Buffer.from(model).toString("base64") }),
  };
}

function nameOf({ trial, config: { epochs } }: TrialTask): string {
  return `trial-${String(trial).padStart(4, "0")}-${epochs}`;
}

/** A copy: a Buffer would be a view of a larger one. */
function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "base64"));
}
