/**
 * The layers of a network: what they are made of, how users write them, which activation goes with which loss.
 */
import * as v from "valibot";
import { ConfigError } from "../errors.js";
import { show } from "../wording.js";
import { type ActivationName, activationNames, activations } from "../functions/activations.js";
import type { LossName } from "../functions/losses.js";
import { check, choice, flag, fraction, integer, notNegative, settings } from "./config.js";
import { type MaybeTied, tieLayers } from "./tied.js";

/** Activations with a parameter of their own, and what it is unless told. */
export const usualAlpha = Object.fromEntries(
  activationNames.flatMap((name) => {
    const { alpha } = activations[name];
    return alpha ? [[name, alpha.usual]] : [];
  }),
) as Partial<Record<ActivationName, number>>;

/** A layer that computes: what it takes, what it gives, how. */
export interface LayerConfig {
  /** Units of the layer below, or inputs: rows of the weights. */
  inputs: number;
  /** Outputs: columns of the weights. */
  units: number;
  /** What the units make of their net input. */
  activation: ActivationName;
  /** Slope of a leakyRelu below 0, depth of an elu; 0 for the others. */
  alpha: number;
  /** The part of the units that each training step leaves out, 0 ≤ p < 1. */
  dropout: number;
  /** Whether training changes weights and biases. */
  trainable: boolean;
  /** Index of the earlier layer whose weights it uses transposed: 1 is the first after the inputs. */
  tied?: number | undefined;
  /** What the user calls it; undefined where it has no name. */
  name?: string | undefined;
}

/** A layer as users write it, or its number of units alone. */
export interface LayerInput {
  /** Number of units, ≥ 1. The first layer of the list are the inputs: it takes `units`, `dropout` and `name` alone. */
  units: number;
  /** What the units make of their net input; `sigmoid` unless told, in the last layer `softmax` for the loss crossEntropy. */
  activation?: ActivationName;
  /** Slope of a leakyRelu below 0, 0.01 unless told; depth of an elu, 1 unless told. ≥ 0; others take none. */
  alpha?: number;
  /** Part of the units that each training step leaves out, 0 ≤ p < 1; as `dropout` of the network unless told. */
  dropout?: number;
  /** Whether training changes weights and biases; true unless told. */
  trainable?: boolean;
  /** An earlier layer, whose weights this one uses transposed: its index (1 is the first after the inputs) or name. */
  tied?: number | string;
  /** What to call it: in messages, for `tied`, for `Network.encode`. */
  name?: string;
}

const layerExpected = 'a number of units, or an object such as { "units": 3 }';
const inputLayer = settings(
  { units: integer(1), dropout: v.optional(fraction, 0), name: v.optional(v.string("a text")) },
  layerExpected,
);
const tiedExpected = "the index or the name of a layer";
const layer = settings(
  {
    units: integer(1),
    activation: v.optional(choice(activationNames)),
    alpha: v.optional(notNegative),
    dropout: v.optional(fraction),
    trainable: v.optional(flag, true),
    tied: v.optional(
      v.union([integer(1, Number.MAX_SAFE_INTEGER, tiedExpected), v.string(tiedExpected)], tiedExpected),
    ),
    name: v.optional(v.string("a text")),
  },
  layerExpected,
);

/**
 * What the first place of the list may hold, and what the others; beside a number of units.
 *
 * @internal
 */
export const layerForms = { input: inputLayer, other: layer };

/** What `checkLayers` makes of a list. */
export interface CheckedLayers {
  /** All but the input layer. */
  layers: LayerConfig[];
  /** The part of the inputs that each training step leaves out. */
  inputDropout: number;
}

/**
 * Checks the list of layers: `[784, { units: 128, activation: "relu" }, 10]`, the first one the inputs.
 *
 * @param loss by which an output layer without an activation gets the one that belongs to it
 * @param dropout of hidden layers that say nothing of it
 * @param tiedWeights whether the second half of them uses the weights of the first
 * @throws ConfigError naming the layer
 */
export function checkLayers(
  given: unknown,
  { loss, dropout, tiedWeights }: { loss: LossName | undefined; dropout: number; tiedWeights: boolean },
  label?: (path: string) => string,
): CheckedLayers {
  const where = label?.("layers") ?? "layers";
  if (!Array.isArray(given) || given.length < 2) {
    throw new ConfigError(
      `${where}: expected a list of at least 2 layers, inputs first, got ${show(given)}.`,
    );
  }
  const named = given.map((one: unknown) => (typeof one === "object" ? one : { units: one }));
  const first = check(v.object({ layers: v.tuple([inputLayer]) }), { layers: [named[0]] }, label).layers[0];
  const at = (path: string) => {
    const shifted = path.replace(/\[(\d+)\]/, (_, index: string) => `[${Number(index) + 1}]`);
    return label?.(shifted) ?? shifted;
  };
  const rest = check(v.object({ layers: v.array(layer) }), { layers: named.slice(1) }, at).layers;
  let inputs = first.units;
  const layers = rest.map((one, index): MaybeTied => {
    const isLast = index === rest.length - 1;
    const activation = one.activation ?? (isLast && loss === "crossEntropy" ? "softmax" : "sigmoid");
    if (activation === "softmax" && !isLast) {
      throw new ConfigError(
        `${at(`layers[${index}].activation`)}: softmax is for the last layer. Take another one here.`,
      );
    }
    if (one.alpha !== undefined && usualAlpha[activation] === undefined) {
      throw new ConfigError(
        `${at(`layers[${index}].alpha`)}: ${activation} takes no alpha. Drop it, or take ${activationNames.filter((name) => activations[name].alpha).join(" or ")}.`,
      );
    }
    if (isLast && one.dropout) {
      throw new ConfigError(
        `${at(`layers[${index}].dropout`)}: the answers cannot be dropped. Leave it out.`,
      );
    }
    const checked = {
      inputs,
      units: one.units,
      activation,
      alpha: one.alpha ?? usualAlpha[activation] ?? 0,
      dropout: isLast ? 0 : (one.dropout ?? dropout),
      trainable: one.trainable,
      ...(one.tied !== undefined && { tied: one.tied }),
      ...(one.name !== undefined && { name: one.name }),
    };
    inputs = one.units;
    return checked;
  });
  return { layers: tieLayers(layers, tiedWeights, label), inputDropout: first.dropout };
}

/**
 * Refuses losses that do not go with the output layer.
 *
 * @throws ConfigError
 */
export function refuseLoss(
  config: { layers: LayerConfig[]; loss: LossName; labelSmoothing: number },
  label: (path: string) => string = (path) => path,
): void {
  const { layers, loss, labelSmoothing } = config;
  const { activation } = layers.at(-1)!;
  for (const [name, needed] of [
    ["crossEntropy", "softmax"],
    ["binaryCrossEntropy", "sigmoid"],
  ]) {
    if (loss === name && activation !== needed) {
      throw new ConfigError(
        `${label("loss")}: ${name} goes with ${needed} outputs, the last layer has "${activation}". ` +
          `Set its activation to "${needed}", or take another loss.`,
      );
    }
  }
  if (labelSmoothing > 0 && loss !== "crossEntropy") {
    throw new ConfigError(
      `${label("labelSmoothing")}: goes with crossEntropy, the loss is ${loss}. Drop it, or take that loss.`,
    );
  }
}
