/**
 * Checks that the layers of a network fit each other and the loss, and fills in the defaults that depend on that. The
 * values of a single layer are checked by its record in `networkRecords.ts`.
 */
import { ConfigError } from "../errors.js";
import { type ActivationName, activations } from "../functions/activations.js";
import { type LossName, losses, usualOutput } from "../functions/losses.js";
import { oneOf, show } from "../wording.js";
import { isPlainObject } from "./check.js";
import type { Config, LayerConfig } from "./generated/types.js";
import { columnsOf, inputCount } from "./inputColumns.js";
import { tieLayers } from "./tiedLayers.js";

/** A layer whose values were checked one by one. */
interface GivenLayer {
  units: number;
  activation?: ActivationName;
  alpha?: number;
  dropout?: number;
  trainable: boolean;
  rateFactor?: number;
  biasRateFactor?: number;
  tied?: number | string;
  name?: string;
}

export interface CheckedLayers {
  /** All but the input layer. */
  layers: LayerConfig[];
  /** Fraction of the inputs that each training step leaves out. */
  inputDropout: number;
}

/**
 * Completes a list of layers.
 *
 * @param given       the inputs, then at least one layer, each checked by its record
 * @param loss        decides the default activation of the last layer
 * @param dropout     default for hidden layers
 * @param tiedWeights whether the second half of the layers uses the weights of the first
 * @param inputBins   how many inputs each column of the data becomes
 * @throws ConfigError naming the layer
 */
export function completeLayers(
  given: readonly unknown[],
  {
    loss,
    dropout,
    tiedWeights,
    inputBins,
  }: Pick<Config, "dropout" | "tiedWeights" | "inputBins"> & { loss: LossName | undefined },
): CheckedLayers {
  const [first, ...rest] = given as [{ units: number; dropout: number }, ...GivenLayer[]];
  const columns = first.units;
  let inputs = inputCount(inputBins, columns);
  const layers = rest.map((one, index) => {
    const path = `layers[${index + 1}]`;
    const isLast = index === rest.length - 1;
    const activation = one.activation ?? (isLast ? usualOutput(loss) : "sigmoid");
    const { alpha, isLastOnly } = activations[activation];
    if (isLastOnly && !isLast) {
      throw new ConfigError({
        setting: `${path}.activation`,
        reason: `${activation} is for the last layer`,
        advice: "Take another one here.",
      });
    }
    if (one.alpha !== undefined && !alpha) {
      throw new ConfigError({
        setting: `${path}.alpha`,
        reason: `${activation} takes no alpha`,
        advice: `Drop it, or take ${oneOf(namesWithAlpha()).replaceAll('"', "")}.`,
      });
    }
    if (isLast && one.dropout) {
      throw new ConfigError({
        setting: `${path}.dropout`,
        reason: "the last layer takes no dropout",
        advice: "Set it to 0.",
      });
    }
    const checked = {
      inputs,
      ...(index === 0 && inputs !== columns && { columns }),
      units: one.units,
      activation,
      alpha: one.alpha ?? alpha?.usual ?? 0,
      dropout: isLast ? 0 : (one.dropout ?? dropout),
      trainable: one.trainable,
      ...factorOf("rateFactor", one),
      ...factorOf("biasRateFactor", one),
      ...(one.tied !== undefined && { tied: one.tied }),
      ...(one.name !== undefined && { name: one.name }),
    };
    inputs = one.units;
    return checked;
  });
  return { layers: tieLayers(layers, tiedWeights), inputDropout: first.dropout };
}

/** A factor that is not 1, as an entry of the layer. */
function factorOf(name: "rateFactor" | "biasRateFactor", layer: GivenLayer): Partial<GivenLayer> {
  return layer[name] === undefined || layer[name] === 1 ? {} : { [name]: layer[name] };
}

function namesWithAlpha(): ActivationName[] {
  return (Object.keys(activations) as ActivationName[]).filter((name) => activations[name].alpha);
}

/**
 * Refuses a loss, or label smoothing, that does not go with the network.
 *
 * @throws ConfigError
 */
export function refuseLoss(config: {
  layers: readonly LayerConfig[];
  loss: LossName;
  labelSmoothing: number;
}): void {
  const { layers, loss, labelSmoothing } = config;
  const { activation } = layers.at(-1)!;
  const { partner, setting } = losses[loss];
  if (partner && partner !== activation) {
    throw new ConfigError({
      setting: "loss",
      reason: `${loss} goes with ${partner} outputs, the last layer has "${activation}"`,
      advice: `Set its activation to "${partner}", or take another loss.`,
    });
  }
  if (labelSmoothing > 0 && setting !== "labelSmoothing") {
    throw new ConfigError({
      setting: "labelSmoothing",
      reason: `goes with crossEntropy, the loss is ${loss}`,
      advice: "Drop it, or take that loss.",
    });
  }
}

/**
 * Layers of a complete configuration (`network.config.layers`) as a user writes them: with the inputs first. Other
 * lists are returned unchanged.
 */
export function writtenLayers(layers: unknown, inputDropout: unknown): unknown {
  if (!Array.isArray(layers) || !isPlainObject(layers[0]) || !("inputs" in layers[0])) {
    if (inputDropout === undefined) return layers;
    throw new ConfigError({
      setting: "inputDropout",
      reason: "belongs to the layers of a complete configuration",
      got: show(inputDropout),
      advice: "Give the first of the layers a dropout instead.",
    });
  }
  const units = columnsOf({ layers: layers as LayerConfig[] });
  const list = layers.map(
    ({ inputs: _inputs, columns: _columns, alpha, dropout, ...layer }: Record<string, unknown>) => ({
      ...layer,
      ...(alpha !== 0 && { alpha }),
      ...(dropout !== 0 && { dropout }),
    }),
  );
  return [inputDropout ? { units, dropout: inputDropout } : units, ...list];
}
