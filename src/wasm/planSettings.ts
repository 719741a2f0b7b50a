/** Which settings are numbers that the kernels read: those with a field of their name in the plan. */
import type { Setting } from "../settings/kinds.js";
import { type SettingName, settings } from "../settings/records.js";
import { planFields } from "./generated/layout.js";

/** Their names, in the order of the help. */
export const planSettings = /* @__PURE__ */ Object.entries<Setting>(settings)
  .filter(([name, { type }]) => type === "number" && Object.hasOwn(planFields, name))
  .map(([name]) => name as SettingName & keyof typeof planFields);
