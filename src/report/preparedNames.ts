/** The inputs of the first layer where columns have bins: their names, for reports and for files of the layers alone. */
import type { Scaler } from "../network/scaling.js";

/**
 * Names of the inputs of the first layer: of a column with bins one for each bin, such as "age [18, 25]".
 *
 * @param names [columns]
 * @returns [inputs of the first layer]
 */
export function preparedNames(names: readonly string[], scaler: Scaler | null): string[] {
  if (!scaler?.widths) return [...names];
  return names.flatMap((name, column) => {
    const width = scaler.widths![column]!;
    const edges = scaler.edges?.[column] ?? [];
    if (width === 1) return [name];
    const short = (value: number) => String(Number(value.toPrecision(4)));
    return Array.from({ length: width }, (_, bin) => {
      const [low, high] = [edges[bin], edges[bin + 1]];
      return low === undefined || high === undefined
        ? `${name} [${bin + 1}]`
        : `${name} [${short(low)}, ${short(high)}]`;
    });
  });
}
