/**
 * Recognises a trace of a published example by its numbers, and the figures that are misprinted there. The errata
 * themselves are data in scripts/documents/published/, of which the build makes `generated/errata.ts`.
 */
import { agreement, readWritten, type Written } from "./agreement.js";
import type { Erratum } from "./erratum.js";
import { namesOf } from "./fingerprints.js";
import { errata } from "./generated/errata.js";
import { type MatrixVariant, matrixVariants, type Preset, presetOf } from "./presets.js";
import type { Trace } from "./trace.js";

/** A published example, and for the 3-3-2 example which third row of weights it has. */
export interface KnownExample {
  readonly name: "mazur" | "matrix";
  readonly variant: MatrixVariant | null;
}

/** The published example that a trace calculates: the same network, weights, sample and learning rate; null for any other. */
export function exampleOf(trace: Trace): KnownExample | null {
  if (isOf(presetOf("mazur"), trace)) return { name: "mazur", variant: null };
  const variant = matrixVariants.find((one) => isOf(presetOf("matrix", one), trace));
  return variant === undefined ? null : { name: "matrix", variant };
}

/** The erratum that explains a wrong figure of an example; null if it is not printed so. */
export function erratumOf(example: KnownExample | null, key: string, written: Written): Erratum | null {
  if (!example) return null;
  const isPrinted = (one: Erratum) => agreement(written, readWritten(one.text)!.value).agrees;
  return errata[example.name].find((one) => one.key === key && isPrinted(one)) ?? null;
}

function isOf({ config, parameters, inputs, targets, names }: Preset, trace: Trace): boolean {
  const { network } = trace;
  const flat = parameters!.weights.flatMap((layer, l) => {
    const own = parameters!.biases?.[l] ?? [];
    return [...layer.flat(), ...(typeof own === "number" ? [own] : own)];
  });
  return (
    namesOf(trace).style === names &&
    isSame(network.sizes, config.layers as readonly number[]) &&
    network.activations.every((activation) => activation === "sigmoid") &&
    network.loss === config.loss &&
    network.learningRate === config.optimizer.learningRate &&
    (network.biases === "none" || !network.trainBiases) &&
    isSame(trace.inputs, inputs[0]!) &&
    isSame(trace.targets, targets[0]!) &&
    isSame(
      network.parameters.map(({ before }) => before),
      flat,
    )
  );
}

function isSame(some: readonly number[], others: readonly number[]): boolean {
  return some.length === others.length && some.every((value, at) => value === others[at]);
}
