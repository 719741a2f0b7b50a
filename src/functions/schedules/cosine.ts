/** A learning rate that falls along half a cosine, after an optional warm-up and with optional restarts. */
import { minimumDetail } from "../scheduleDetails.js";
import type { ScheduleRecord } from "../scheduleRecord.js";

export const cosine = {
  formula:
    "rises linearly over `warmup`, then falls from η to `minimum` along half a cosine, again after each period",
  moves: "update",
  lasts: "period",
  details: {
    warmup: {
      type: "number",
      least: 0,
      default: 0,
      meaning: "epochs in which the rate rises linearly from 0",
    },
    period: {
      type: "number",
      above: 0,
      usual: "all epochs after the warm-up",
      meaning: "epochs from one restart to the next",
    },
    periodFactor: {
      type: "number",
      least: 1,
      default: 1,
      meaning: "length of each period, relative to the one before",
    },
    minimum: minimumDetail,
  },
} as const satisfies ScheduleRecord;
