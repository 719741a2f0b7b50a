/** What `chainrule trace` shows: a network with its weights, and samples; from a worked example, a config or a model. */
import { existsSync } from "node:fs";
import { isPreset, type PresetVariant, presetNames, presetOf, variantsOf } from "../explain/presets.js";
import type { NameStyle } from "../explain/names.js";
import { sampleOf } from "../explain/sample.js";
import type { Sample } from "../explain/trace.js";
import type { Dataset } from "../data/dataset.js";
import { ConfigError } from "../errors.js";
import { didYouMean } from "../nearest.js";
import type { Network } from "../train/network.js";
import { show } from "../wording.js";
import { asTextbook, configure } from "./complete.js";
import { readForModel } from "./data.js";
import { gather, written } from "./gather.js";
import { isExample } from "./example.js";
import { createNetwork, nameStyleOf, samplesOfFlags } from "./given.js";
import { openModel } from "./model.js";
import { openData } from "./source.js";

/** Flags that say what is traced. */
export interface SourceFlags {
  data?: string;
  labels?: string;
  target?: string;
  separator?: string;
  inputs?: string;
  targets?: string;
  variant?: string;
}

export interface TraceSource {
  network: Network;
  names: NameStyle;
  samples: Sample[];
  /** The sample to show unless the user names one, from 1. */
  shown: number;
  /** Which variant of an example; null if it has none. */
  variant: PresetVariant | null;
  /** The other variants of an example, unless the user asked for one. */
  others: readonly PresetVariant[];
}

const withoutVariants = { shown: 1, variant: null, others: [] } as const;

/** @throws ConfigError, DataError, ShapeError */
export async function openSource(what: string, flags: SourceFlags): Promise<TraceSource> {
  if (isExample(what) || what.endsWith(".json")) return openConfig(what, flags);
  if (flags.variant !== undefined) {
    throw new ConfigError(`--variant: goes with a worked example, got ${show(what)}. Drop it.`);
  }
  if (!/[./\\]/.test(what) && !existsSync(what)) {
    const known = presetNames.join(", ");
    throw new ConfigError(
      `trace: there is no network ${show(what)}, and no such file.${didYouMean(what, presetNames)} Known: ${known}.`,
    );
  }
  const { network, notes } = openModel(what);
  const given = samplesOfFlags(flags);
  if (given) return { network, names: "neurons", ...withoutVariants, samples: samplesOf(given, network) };
  if (flags.data === undefined) {
    throw new ConfigError(
      `--data: expected samples for ${what}, got nothing. Or give --inputs and --targets.`,
    );
  }
  const { dataset } = await readForModel({ network, notes }, flags.data, { ...flags, withTargets: true });
  return { network, names: "neurons", ...withoutVariants, samples: samplesOf(dataset, network) };
}

/** A worked example, or a config of `train` whose samples are in it or in the file that it names. */
async function openConfig(what: string, flags: SourceFlags): Promise<TraceSource> {
  const { data, labels, target, separator, variant, inputs, targets } = flags;
  const gathered = gather(what, { data, labels, target, separator, variant, inputs, targets });
  const { own, config, nameOf } = gathered;
  try {
    if (own.inputs === undefined && own.targets === undefined && own.data === undefined) {
      throw new ConfigError({
        setting: "inputs",
        expected: "the samples to trace",
        got: "nothing",
        advice: 'Give --inputs and --targets, or --data, or put "inputs" and "targets" into the file.',
      });
    }
    const read = await openData(gathered);
    // all samples are shown, in double precision, and nothing is trained
    const whole = { ...config, precision: "float64", validation: 0, earlyStopping: false };
    const network = createNetwork(
      configure(asTextbook({ ...gathered, config: whole }), read).config,
      gathered,
    );
    const known = isPreset(what) ? variantsOf(what) : [];
    const hasOwnSamples = [data, inputs].some((one) => one !== undefined);
    const chosen = (variant as PresetVariant | undefined) ?? known[0] ?? null;
    return {
      network,
      names: nameStyleOf(gathered),
      samples: samplesOf(read.dataset, network),
      shown: isPreset(what) && !hasOwnSamples ? (presetOf(what).shown ?? 0) + 1 : 1,
      variant: chosen,
      others: variant === undefined ? known.slice(1) : [],
    };
  } catch (error) {
    throw written(error, nameOf);
  }
}

function samplesOf(dataset: Dataset, network: Network): Sample[] {
  return Array.from({ length: dataset.rows }, (_, row) => sampleOf(dataset, row, network.config.loss));
}
