/** A learning rate divided by a power of the number of the update. */
import type { ScheduleRecord } from "../scheduleRecord.js";

export const inverseScaling = {
  formula: "η / (u + 1)^power",
  moves: "update",
  details: {
    power: { type: "number", above: 0, default: 0.5, meaning: "exponent of the number of the update" },
  },
} as const satisfies ScheduleRecord;
