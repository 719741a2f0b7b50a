/** Estimates the length of a trace without making it. */

/** Most steps that a person can look through. */
export const mostSteps = 5000;

/**
 * About how many steps a trace has: three for each weight, and two for each path of an error back to a hidden unit.
 *
 * @param only the only unit to trace, as [layer, unit]; null for all
 */
export function aboutSteps(
  layers: readonly { readonly inputs: number; readonly units: number }[],
  only: readonly [layer: number, unit: number] | null = null,
): number {
  return layers.reduce((sum, { inputs, units }, index) => {
    const ways = layers[index + 1]?.units ?? 0;
    if (only && only[0] !== index + 1) return sum;
    return sum + (only ? 1 : units) * (3 * inputs + 2 * ways + 8);
  }, 0);
}
