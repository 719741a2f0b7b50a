/** A learning rate that stays, then falls along half a cosine. */
import { epochsDetail, minimumDetail } from "../scheduleDetails.js";
import type { ScheduleRecord } from "../scheduleRecord.js";

export const flatCosine = {
  formula: "stays η for the part `flat` of all updates, then falls to `minimum` along half a cosine",
  moves: "update",
  lasts: "epochs",
  details: {
    flat: {
      type: "number",
      least: 0,
      below: 1,
      default: 0.75,
      meaning: "part of all updates in which the rate stays",
    },
    minimum: minimumDetail,
    epochs: epochsDetail,
  },
} as const satisfies ScheduleRecord;
