/**
 * The fields of the plan that settings decide. A number among the settings goes to the plan's field of the same name, if
 * there is one; details of an optimiser go to the fields that its record names.
 */
import { detailFields, kernelOptimizer } from "../functions/optimizers.js";
import type { NetworkConfig, TrainingConfig } from "../settings/generated/types.js";
import type { Setting } from "../settings/kinds.js";
import { settings } from "../settings/records.js";
import type { planFields } from "../wasm/generated/layout.js";
import { planSettings } from "../wasm/planSettings.js";

type Fields = Partial<Record<keyof typeof planFields, number>>;

/** The fields of the plan that are settings of one scope. */
export function settingFields(config: NetworkConfig | TrainingConfig, scope: Setting["scope"]): Fields {
  const own = planSettings.filter((name) => settings[name].scope === scope);
  return Object.fromEntries(own.map((name) => [name, config[name as keyof typeof config]]));
}

/** Fields that each update multiplies by a factor; 1 before the first update. */
export const runningProducts = [
  "power1",
  "power2",
  "averagePower",
  "momentumPower",
  "momentumDecay",
] as const;

/** The fields of the plan that say how to update: everything but the gradient. */
export function updateFields(config: TrainingConfig): Fields {
  const { optimizer } = config;
  const record = kernelOptimizer(optimizer);
  const given: Readonly<Record<string, unknown>> = { ...optimizer };
  return {
    optimizer: record.code,
    learningRate: optimizer.learningRate,
    ...(record.hostSide ? {} : (detailFields(record, (name) => given[name]) as Fields)),
    ...Object.fromEntries(runningProducts.map((field) => [field, 1])),
    ...settingFields(config, "training"),
  };
}
