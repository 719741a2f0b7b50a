/** All schedules by name, in the order of the help. To add one, write its file and add its line here. */
import { constant } from "./schedules/constant.js";
import { coslog4 } from "./schedules/coslog4.js";
import { cosine } from "./schedules/cosine.js";
import { exponential } from "./schedules/exponential.js";
import { flatCosine } from "./schedules/flatCosine.js";
import { inverseScaling } from "./schedules/inverseScaling.js";
import { oneCycle } from "./schedules/oneCycle.js";
import { plateau } from "./schedules/plateau.js";
import type { ScheduleRecord } from "./scheduleRecord.js";
import { step } from "./schedules/step.js";

const all = { constant, step, exponential, inverseScaling, cosine, flatCosine, oneCycle, coslog4, plateau };

/** Name of a schedule of the learning rate. Formulas and defaults: docs/settings.md. */
export type ScheduleName = keyof typeof all;

/** The record of each schedule. */
export const schedules: Readonly<Record<ScheduleName, ScheduleRecord>> = all;

/** Names of all schedules. */
export const scheduleNames = /* @__PURE__ */ Object.keys(all) as ScheduleName[];
