/** Names of activations and losses. They come from the records in `src/functions`. */
export { type ActivationName, activationNames } from "../functions/activations.js";
export { type LossName, lossNames } from "../functions/losses.js";
