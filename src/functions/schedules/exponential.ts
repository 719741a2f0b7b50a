/** A learning rate that falls by a factor after each epoch. */
import { factorDetail } from "../scheduleDetails.js";
import type { ScheduleRecord } from "../scheduleRecord.js";

export const exponential = {
  formula: "η · factorᵉ",
  moves: "epoch",
  details: { factor: { ...factorDetail, default: 0.95 } },
} as const satisfies ScheduleRecord;
