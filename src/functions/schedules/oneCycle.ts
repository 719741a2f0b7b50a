/** One rise and one fall of the learning rate over the whole training. */
import { epochsDetail } from "../scheduleDetails.js";
import type { ScheduleRecord } from "../scheduleRecord.js";

export const oneCycle = {
  formula: "from η / divisor up to η, then down to η / divisor / finalDivisor, along half a cosine each",
  moves: "update",
  lasts: "epochs",
  details: {
    warmup: {
      type: "number",
      least: 0,
      below: 1,
      default: 0.3,
      meaning: "fraction of all updates in which the rate rises",
    },
    divisor: {
      type: "number",
      least: 1,
      default: 25,
      meaning: "the first rate is the learning rate divided by this",
    },
    finalDivisor: {
      type: "number",
      least: 1,
      default: 1e4,
      meaning: "the last rate is the first rate divided by this",
    },
    epochs: epochsDetail,
  },
} as const satisfies ScheduleRecord;
