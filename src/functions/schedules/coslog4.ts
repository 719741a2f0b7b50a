/** Four cosine waves of the learning rate, each as long as all before it and one more: the schedule of RealMLP. */
import { epochsDetail } from "../scheduleDetails.js";
import type { ScheduleRecord } from "../scheduleRecord.js";

export const coslog4 = {
  formula: "½ η (1 − cos(2π log₂(1 + 15 p))), p the part of all updates that is done",
  moves: "update",
  lasts: "epochs",
  details: { epochs: epochsDetail },
} as const satisfies ScheduleRecord;
