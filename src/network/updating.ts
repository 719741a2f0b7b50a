/**
 * The fields of the plan that settings decide. A number among the settings goes to the plan's field of the same name, if
 * there is one; details of an optimiser go to the fields that its record names.
 */
import { kernelOptimizer } from "../functions/optimizers.js";
import type { NetworkConfig, TrainingConfig } from "../settings/generated/types.js";
import type { Setting } from "../settings/kinds.js";
import { settings } from "../settings/records.js";
import { planFields } from "../wasm/generated/layout.js";

type Fields = Partial<Record<keyof typeof planFields, number>>;

/** Numbers among the settings that have a field of their name in the plan. */
const inPlan = /* @__PURE__ */ Object.entries<Setting>(settings).filter(
  ([name, { type }]) => type === "number" && Object.hasOwn(planFields, name),
);

/** The fields of the plan that are settings of one scope. */
export function settingFields(config: NetworkConfig | TrainingConfig, scope: Setting["scope"]): Fields {
  const own = inPlan.filter(([, setting]) => setting.scope === scope);
  return Object.fromEntries(own.map(([name]) => [name, config[name as keyof typeof config]]));
}

/** The fields of the plan that say how to update: everything but the gradient. */
export function updateFields(config: TrainingConfig): Fields {
  const { optimizer } = config;
  const { code, details, hostSide } = kernelOptimizer(optimizer);
  const given: Readonly<Record<string, unknown>> = { ...optimizer };
  const own = Object.entries(hostSide ? {} : details)
    .map(([name, { field = name }]) => [field, given[name]] as const)
    .filter(([, value]) => value !== undefined);
  return {
    optimizer: code,
    learningRate: optimizer.learningRate,
    ...(Object.fromEntries(own) as Fields),
    power1: 1,
    power2: 1,
    momentumPower: 1,
    momentumDecay: 1,
    ...settingFields(config, "training"),
  };
}
