/**
 * Tied weights: a layer that uses the weights of an earlier one, transposed, as the second half of an autoencoder
 * may use those of the first. Only its biases are its own. This file decides which layers are tied; the gradient of
 * a shared matrix, the sum over its uses, is in assembly/gradients.ts.
 */
import { ConfigError } from "../errors.js";
import { didYouMean, listNames } from "../nearest.js";
import { show } from "../wording.js";
import type { LayerConfig } from "./generated/types.js";

type MaybeTied = Omit<LayerConfig, "tied"> & { tied?: number | string | undefined };

/**
 * Turns names of layers into indices, and ties the second half of a network where `tiedWeights` asks for it.
 *
 * @param given       all layers but the inputs
 * @param tiedWeights whether layer L + 1 − l uses the weights of layer l: L the last, l in the first half
 * @throws ConfigError for a layer that cannot be tied as it says, or sizes that do not mirror
 */
export function tieLayers(given: readonly MaybeTied[], tiedWeights: boolean): LayerConfig[] {
  if (tiedWeights) refuseUnmirrored(given);
  const layers: LayerConfig[] = [];
  for (const [index, { tied: wanted, ...layer }] of given.entries()) {
    const setting = `layers[${index + 1}].tied`;
    const named = wanted === undefined ? undefined : sourceOf(wanted, given.slice(0, index), setting);
    const mirrored = tiedWeights && 2 * (index + 1) > given.length + 1 ? given.length - index : undefined;
    if (tiedWeights && named !== undefined && named !== mirrored) {
      const other = mirrored === undefined ? "gives it its own weights" : `ties it to layer ${mirrored}`;
      throw new ConfigError({
        setting,
        reason: `does not go with tiedWeights, which ${other}`,
        got: show(wanted),
        advice: "Drop one of them.",
      });
    }
    const tied = named ?? mirrored;
    if (tied !== undefined) refuseShape(layer, layers[tied - 1]!, [index + 1, tied], setting);
    layers.push({ ...layer, ...(tied !== undefined && { tied }) });
  }
  return layers;
}

/** The index of an earlier layer, given by its index or its name; 1 is the first after the inputs. */
function sourceOf(wanted: number | string, earlier: readonly MaybeTied[], setting: string): number {
  if (earlier.length === 0) {
    throw new ConfigError({
      setting,
      reason: "there is no earlier layer that has weights",
      advice: "Drop it.",
    });
  }
  if (typeof wanted === "number") {
    if (wanted <= earlier.length) return wanted;
    const most = earlier.length === 1 ? "1" : `1 to ${earlier.length}`;
    throw new ConfigError({
      setting,
      expected: `the index of an earlier layer, ${most}`,
      got: String(wanted),
    });
  }
  const index = earlier.findIndex(({ name }) => name === wanted);
  if (index >= 0) return index + 1;
  const names = earlier.flatMap(({ name }) => name ?? []);
  const known =
    names.length > 0 ? `There are: ${listNames(names)}.` : "No earlier layer has a name: give its index.";
  throw new ConfigError({
    setting,
    reason: `there is no earlier layer with the name ${show(wanted)}`,
    advice: didYouMean(wanted, names).trim() || known,
  });
}

function refuseShape(
  layer: { inputs: number; units: number },
  source: LayerConfig,
  [own, other]: readonly [number, number],
  setting: string,
): void {
  if (source.tied !== undefined) {
    throw new ConfigError({
      setting,
      expected: "an earlier layer with weights of its own",
      got: `layer ${other}, which is tied to layer ${source.tied}`,
      advice: "Tie it to that one.",
    });
  }
  if (source.inputs === layer.units && source.units === layer.inputs) return;
  throw new ConfigError({
    setting,
    expected: `an earlier layer with weights [${layer.units} × ${layer.inputs}], the transpose of layer ${own}'s`,
    got: `layer ${other} with [${source.inputs} × ${source.units}]`,
    advice: "Give the two mirrored sizes, or drop it.",
  });
}

function refuseUnmirrored(layers: readonly MaybeTied[]): void {
  const sizes = [layers[0]!.inputs, ...layers.map(({ units }) => units)];
  const setting = "tiedWeights";
  if (layers.length < 2) {
    throw new ConfigError({
      setting,
      reason: "goes with at least 2 layers after the inputs",
      got: "1",
      advice: "Add a hidden layer, or drop it.",
    });
  }
  if (sizes.every((size, at) => size === sizes.at(-1 - at))) return;
  throw new ConfigError({
    setting,
    reason: "goes with sizes that are the same from both ends, as 8-3-8",
    got: sizes.join("-"),
    advice: "Change the layers, or drop it.",
  });
}
