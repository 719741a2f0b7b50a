/** Types of fixed-nets.mjs. */
import type { Dataset } from "../../src/data/dataset.js";
import type { ConfigInput } from "../../src/train/settings.js";

export interface FixedTraining {
  name: string;
  settings: ConfigInput;
  data: Dataset;
}

export function fixedTrainings(dataset: typeof Dataset): FixedTraining[];
