/** The same learning rate throughout. */
import type { ScheduleRecord } from "../scheduleRecord.js";

export const constant = { formula: "η", moves: "never", details: {} } as const satisfies ScheduleRecord;
