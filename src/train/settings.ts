/** The settings of the trainer. */
export { checkConfig, checkTraining, configInput } from "../settings/configuration.js";
export type { Config, ConfigInput, TrainingConfig, TrainingInput } from "../settings/generated/types.js";
