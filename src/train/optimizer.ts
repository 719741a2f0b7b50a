/**
 * The optimiser as users give it: which settings each kind takes and what they are unless told. What they do is
 * in assembly/optimizer.ts and src/train/secondOrder/lbfgs.ts.
 */
import * as v from "valibot";
import { ConfigError } from "../errors.js";
import { choice, integer, positive, real, settings, writtenAs } from "../network/config.js";
import type { LayerConfig } from "../network/layers.js";
import {
  type OptimizerKind,
  optimizerKinds,
  optimizers,
  usualLearningRate,
} from "../functions/optimizers.js";
import type { OptimizerConfig, OptimizerDetails, OptimizerInput } from "./trainingSettings.js";

export type { OptimizerConfig } from "./trainingSettings.js";

const below1 = real("a number 0 ≤ x < 1", { least: 0, below: 1 });

const entries = {
  kind: v.optional(choice(optimizerKinds)),
  learningRate: v.optional(positive),
  momentum: v.optional(below1),
  rho: v.optional(below1),
  beta1: v.optional(below1),
  beta2: v.optional(below1),
  epsilon: v.optional(positive),
  increase: v.optional(real("a finite number > 1", { above: 1 })),
  decrease: v.optional(real("a number 0 < x < 1", { above: 0, below: 1 })),
  minStep: v.optional(positive),
  maxStep: v.optional(positive),
  history: v.optional(integer(1, 1000)),
};
type Detail = keyof OptimizerDetails;

/** What each kind takes beside its learning rate, and the defaults. */
export const details: Record<OptimizerKind, Partial<Record<Detail, number>>> = Object.fromEntries(
  optimizerKinds.map((kind) => [
    kind,
    Object.fromEntries(Object.entries(optimizers[kind].details).map(([name, one]) => [name, one.default])),
  ]),
) as Record<OptimizerKind, Partial<Record<Detail, number>>>;

/** Whether each update of an optimiser uses all samples. */
export function needsFullBatch(kind: OptimizerKind): boolean {
  return optimizers[kind].fullBatch === true;
}

const expected = 'the name of an optimiser, or an object such as { "kind": "adam", "learningRate": 0.001 }';
const asObject = settings(entries, expected);

/**
 * The setting: an object, or the kind alone.
 *
 * @internal
 */
export const optimizerSetting = v.pipe(
  v.custom<OptimizerInput | OptimizerKind>(() => true, expected),
  v.transform((given): OptimizerInput => (typeof given === "string" ? { kind: given } : given)),
  asObject,
  writtenAs(choice(optimizerKinds), ...optimizerKinds.map(formOf)),
);

/** What a user may give of one kind, with its defaults; sgd need not be named. */
function formOf(kind: OptimizerKind): v.GenericSchema {
  const own = Object.entries(details[kind]).map(([name, usual]) => {
    const entry = entries[name as Detail] as v.OptionalSchema<v.GenericSchema, undefined>;
    return [name, v.optional(entry.wrapped, usual)] as const;
  });
  const named = choice([kind]);
  const { learningRate } = entries;
  return settings(
    { kind: kind === "sgd" ? v.optional(named, kind) : named, learningRate, ...Object.fromEntries(own) },
    expected,
  );
}

/**
 * Fills in an optimiser.
 *
 * @throws ConfigError for a setting of another kind
 */
export function completeOptimizer(
  given: OptimizerInput,
  last: LayerConfig,
  loss: string,
  label: (path: string) => string = (path) => path,
): OptimizerConfig {
  const { kind = "sgd", learningRate = usualLearningRate(kind, last.activation, loss), ...rest } = given;
  const usual = details[kind];
  const own = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  for (const name of Object.keys(own)) {
    if (name in usual) continue;
    throw new ConfigError(
      `${label(`optimizer.${name}`)}: ${kind} takes no ${name}. It takes ` +
        `${["learningRate", ...Object.keys(usual)].join(", ")}.`,
    );
  }
  const complete = { kind, learningRate, ...usual, ...own };
  if (complete.momentum === 0) delete complete.momentum; // plain descent
  return complete;
}
