/** Details that several schedules take. */
import type { Detail } from "./detail.js";

/** The default is each schedule's own. */
export const factorDetail = {
  type: "number",
  above: 0,
  below: 1,
  meaning: "factor by which the rate is multiplied",
} as const satisfies Detail;

export const minimumDetail = {
  type: "number",
  least: 0,
  default: 0,
  meaning: "smallest rate",
} as const satisfies Detail;

export const epochsDetail = {
  type: "integer",
  least: 1,
  usual: "those of the fit, with each of which the schedule begins again",
  meaning: "epochs from its beginning to its end, counted over all calls of fit",
} as const satisfies Detail;
