/** What the files are called: after the data and the layers, so that two of them can lie side by side. */
import type { Snapshot } from "./snapshot.js";

/** spirals-2-8-8-2 */
export function modelName({ samples, choices, network }: Snapshot): string {
  const sizes = [network.inputs, ...network.config.layers.map(({ units }) => units)];
  return `${dataName({ samples, choices })}-${sizes.join("-")}`;
}

/** spirals; of a file its name without what stands behind the dots. */
export function dataName({ samples, choices }: Pick<Snapshot, "samples" | "choices">): string {
  if (samples.file === null) return choices.data;
  const base = samples.file.replace(/^.*[\\/]/, "").replace(/(\.(csv|tsv|txt|gz|idx\w*))+$/i, "");
  return base.replace(/[^\p{L}\p{N}_-]+/gu, "-").replace(/^-+|-+$/g, "") || "data";
}
