/** A learning rate that falls by a factor every few epochs. */
import { factorDetail } from "../scheduleDetails.js";
import type { ScheduleRecord } from "../scheduleRecord.js";

export const step = {
  formula: "η · factor^⌊e / every⌋",
  moves: "epoch",
  details: {
    every: { type: "integer", least: 1, default: 10, meaning: "epochs between two steps" },
    factor: { ...factorDetail, default: 0.1 },
  },
} as const satisfies ScheduleRecord;
