/** Losses and optimisers by the names that people use: "½ squared error", "Adam". */
import { type LossName, lossFormulas } from "../../functions/losses.js";
import { type OptimizerKind, optimizers } from "../../functions/optimizers.js";
import type { TrainingNames } from "../trainingWords.js";

/** A name that nobody knows stays as it is. */
export const peoplesNames: TrainingNames = {
  loss: (name) => (Object.hasOwn(lossFormulas, name) ? lossFormulas[name as LossName].words.en.short : name),
  optimizer: (kind) => (Object.hasOwn(optimizers, kind) ? optimizers[kind as OptimizerKind].words.en : kind),
};
