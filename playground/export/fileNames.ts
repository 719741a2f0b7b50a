/** The names of exported files, from the data and the layers. */
import { sizesOf } from "../networkSizes.js";
import type { Snapshot } from "./snapshot.js";

/** As in spirals-2-8-8-2. */
export function modelName({ samples, choices, network }: Snapshot): string {
  return `${dataName({ samples, choices })}-${sizesOf(network).join("-")}`;
}

/** As in spirals; for a file its name without extensions. */
export function dataName({ samples, choices }: Pick<Snapshot, "samples" | "choices">): string {
  if (samples.file === null) return choices.data;
  const base = samples.file.replace(/^.*[\\/]/, "").replace(/(\.(csv|tsv|txt|gz|idx\w*))+$/i, "");
  return base.replace(/[^\p{L}\p{N}_-]+/gu, "-").replace(/^-+|-+$/g, "") || "data";
}
