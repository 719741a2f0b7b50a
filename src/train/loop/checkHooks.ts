/** Checks callbacks and controls that a caller gives to `fit`, before anything changes. */
import { ConfigError } from "../../errors.js";
import { show } from "../../wording.js";
import { TrainingControl } from "./control.js";
import type { FitHooks } from "./history.js";

const callbacks = ["onEpoch", "onBatch", "onWarning", "onProgress"] as const satisfies (keyof FitHooks)[];

/** @throws ConfigError naming the first that is not what it should be; null counts as not given */
export function checkHooks(hooks: FitHooks): void {
  for (const name of callbacks) {
    const callback: unknown = hooks[name] ?? undefined;
    if (callback !== undefined && typeof callback !== "function") refuse(name, "a function", callback);
  }
  const { signal, control, keepEpochs = Infinity, checkpoint, distributed } = hooks;
  if (distributed && typeof distributed.train !== "function")
    refuse("distributed", "a group, as processGroup makes it", distributed);
  // signals of another realm, or of a library, are signals too
  if (signal && typeof signal.addEventListener !== "function") refuse("signal", "an AbortSignal", signal);
  if (control && !(control instanceof TrainingControl)) refuse("control", "a TrainingControl", control);
  if (checkpoint && (typeof checkpoint.write !== "function" || typeof checkpoint.every !== "object"))
    refuse("checkpoint", "an object with every and write", checkpoint);
  for (const [unit, every] of Object.entries(checkpoint?.every ?? {})) {
    if (every !== undefined && !((every as number) > 0))
      refuse(`checkpoint.every.${unit}`, "a number > 0", every);
  }
  if (keepEpochs !== Infinity && !(Number.isSafeInteger(keepEpochs) && keepEpochs >= 0)) {
    refuse("keepEpochs", "a number of epochs", keepEpochs);
  }
}

function refuse(setting: string, expected: string, got: unknown): never {
  throw new ConfigError({ setting, expected, got: show(got) });
}
