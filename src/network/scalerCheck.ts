/** Checks scalers that come from a file or from a caller. */
import { ConfigError, ShapeError } from "../errors.js";
import { activations } from "../functions/activations.js";
import type { NetworkConfig } from "../settings/generated/types.js";
import { scalingNames, targetScalingNames } from "../settings/machineRecords.js";
import { plural } from "../wording.js";
import { addedBeforeLog } from "./logarithm.js";
import { isLinear, preparedWidth, type Scaler, type ScalingName } from "./scaling.js";

/** Whether a value is the name of a scaling. */
export function isScalingName(name: unknown): name is ScalingName {
  return [...scalingNames, ...targetScalingNames].includes(name as ScalingName);
}

/** Refuses a temperature that is not above 0, or of outputs that are no probabilities. @throws ConfigError */
export function refuseTemperature(
  given: number | undefined,
  { layers }: Pick<NetworkConfig, "layers">,
): void {
  const { activation } = layers.at(-1)!;
  const isPositive = Number.isFinite(given) && given! > 0;
  if (given === undefined || (isPositive && activations[activation].isProbability)) return;
  throw new ConfigError(
    `scalers.temperature: expected a number > 0, of probabilities, got ${given} of ${activation} outputs.`,
  );
}

/**
 * Refuses a scaler, of a file or given, that does not fit a network. Targets take no curves, which could not be undone, and
 * inputs no logarithm.
 *
 * @param what    "inputs" or "targets"
 * @param columns that it should have
 * @param inputs  that it should make of a row
 * @throws ShapeError
 */
export function refuseScaler(what: string, scaler: Scaler | null, columns: number, inputs: number): void {
  if (scaler === null) return; // 0 and "" are no scalers
  const { kind, shift, scale, missing, limit, edges = [], heights = [], widths } = scaler;
  const areNumbers = (list: unknown) => Array.isArray(list) && list.every(Number.isFinite);
  const fits = (list: readonly unknown[]) => list.length === columns;
  const areCut = (own: readonly number[], column: number) => {
    const points = heights[column]?.length ?? 0;
    if (points > 0 ? points !== own.length : own.length > (widths?.[column] ?? 1) + 1) return false;
    return own.length !== 1 && own.every((edge, t) => t === 0 || edge > own[t - 1]!);
  };
  const isGood =
    isScalingName(kind) &&
    [shift, scale, missing ?? shift, limit ?? shift, widths ?? shift].every(
      (list) => areNumbers(list) && fits(list),
    ) &&
    [edges, heights].every(
      (lists) => Array.isArray(lists) && lists.every(areNumbers) && (lists.length === 0 || fits(lists)),
    ) &&
    (edges.length > 0 || heights.length === 0) &&
    (widths ?? []).every((width) => width >= 1) &&
    preparedWidth(scaler, columns) === inputs &&
    edges.every(areCut) &&
    (what === "inputs" ? addedBeforeLog(kind) === null : isLinear(scaler));
  if (isGood) return;
  const becomes = inputs === columns ? "" : ` that become ${inputs} inputs`;
  throw new ShapeError(
    `scalers.${what}: expected lists of numbers for ${plural(columns, "column")}${becomes}.`,
  );
}
