/** A learning rate that falls when the loss no longer does. */
import { factorDetail, minimumDetail } from "../scheduleDetails.js";
import type { ScheduleRecord } from "../scheduleRecord.js";

export const plateau = {
  formula:
    "times `factor` when the held-out loss (without one: the training loss) has not fallen for `patience` epochs, not below `minimum`",
  moves: "epoch",
  followsLoss: true,
  details: {
    factor: { ...factorDetail, default: 0.1 },
    patience: {
      type: "integer",
      least: 0,
      default: 10,
      meaning: "epochs without improvement before the rate falls",
    },
    minChange: {
      type: "number",
      least: 0,
      default: 1e-4,
      meaning: "smallest change of the loss that counts as an improvement",
    },
    minimum: minimumDetail,
  },
} as const satisfies ScheduleRecord;
