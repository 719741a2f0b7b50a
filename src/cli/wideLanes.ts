/** When a command turns on 256-bit lanes: for trainings that are long enough to repay their self-check. */
import type { Config } from "../settings/generated/types.js";
import { flopsOf } from "../train/loop/threads.js";
import { turnOnWideLanes, widerFast } from "../wasm/builds.js";

/** Operations of a training from which on wide lanes repay their self-check of some hundredths of a second. */
const longTraining = 2e10;

/** Turns them on where the configuration allows it and the training is long. @param rows that train */
export function useWideLanes(config: Config, rows: number): void {
  const mayBeWide = config.build === "auto" || widerFast(config.build);
  if (mayBeWide && flopsOf(config, rows) * config.epochs > longTraining) turnOnWideLanes(true);
}
