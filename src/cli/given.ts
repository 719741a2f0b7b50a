/**
 * Samples and weights as numbers instead of data files: the keys `inputs`, `targets`, `weights` and `biasValues` of a config file
 * or worked example, and the flags --inputs and --targets. `trace`, `export` and `train` read them here, so that they mean the
 * same everywhere.
 */
import { isPreset, presetOf } from "../explain/presets.js";
import type { NameStyle } from "../explain/names.js";
import { readParameters } from "../explain/writtenParameters.js";
import { Dataset } from "../data/dataset.js";
import { ConfigError, ShapeError } from "../errors.js";
import type { Config } from "../settings/generated/types.js";
import { columnsOf } from "../settings/inputColumns.js";
import { Network } from "../train/network.js";
import { plural, show } from "../wording.js";
import { asWritten, gather, type Gathered } from "./gather.js";

/** The samples of --inputs and --targets, for a model; null without them. @throws {ConfigError} naming the flag */
export function samplesOfFlags({ inputs, targets }: { inputs?: string; targets?: string }): Dataset | null {
  const gathered = gather(undefined, { inputs, targets });
  return asWritten(gathered.nameOf, () => givenDataset(gathered));
}

/** The samples of a configuration as data; null if it has none. @throws {ConfigError} if only one of both is given */
export function givenDataset({ own, nameOf }: Gathered): Dataset | null {
  const { inputs, targets } = own;
  if (inputs === undefined && targets === undefined) return null;
  const missing = inputs === undefined ? "inputs" : targets === undefined ? "targets" : null;
  if (missing !== null && !(missing === "targets" && own.autoencoder)) {
    const other = missing === "inputs" ? "targets" : "inputs";
    throw new ConfigError({ setting: missing, expected: `numbers, as ${nameOf(other)} has`, got: "nothing" });
  }
  const rows = rowsOf(inputs, nameOf("inputs"));
  if (targets === undefined) return Dataset.from(rows, rows).asAutoencoder();
  const wanted = rowsOf(targets, nameOf("targets"));
  if (wanted.length !== rows.length) {
    throw new ConfigError({
      setting: "targets",
      expected: `${plural(rows.length, "row")}, as ${nameOf("inputs")} has`,
      got: String(wanted.length),
    });
  }
  return Dataset.from(rows, wanted);
}

/** One sample as a list of numbers, or several as a list of such lists. */
function rowsOf(value: unknown, name: string): number[][] {
  const list = value as readonly (number | readonly number[])[];
  const rows = list.filter((one) => typeof one !== "number");
  if (rows.length === list.length && list.length > 0) return rows.map((row) => [...row]);
  if (rows.length === 0 && list.length > 0) return [[...(list as readonly number[])]];
  throw new ConfigError(`${name}: expected a list of numbers, or a list of such lists, got ${show(value)}.`);
}

/** Refuses samples of another width than the network. */
export function refuseWidths({ layers }: Config, dataset: Dataset, nameOf: Gathered["nameOf"]): void {
  const { columns, outputs } = dataset;
  for (const [setting, expected, got] of [
    ["inputs", columnsOf({ layers }), columns],
    ["targets", layers.at(-1)!.units, outputs],
  ] as const) {
    if (expected === got) continue;
    throw new ShapeError(`${nameOf(setting)}: expected ${expected} numbers for each sample, got ${got}.`);
  }
}

/** A network with the weights of its configuration, or with drawn ones. @throws {ConfigError, ShapeError} */
export function createNetwork(config: Config, { own, nameOf }: Gathered): Network {
  const { weights, biasValues } = own;
  if (weights === undefined && biasValues !== undefined) {
    throw new ConfigError({
      setting: "biasValues",
      reason: 'goes with "weights", which is not there',
      advice: "Add it, or drop this.",
    });
  }
  const network = Network.create(config);
  if (weights === undefined) return network;
  try {
    network.setParameters(readParameters(network, { weights, biases: biasValues } as never));
    return network;
  } catch (error) {
    network.dispose();
    if (!(error instanceof ShapeError)) throw error;
    throw new ShapeError(error.message.replace(/^weights/, nameOf("weights")));
  }
}

/** How the numbers of a network are named: as in the example, or by matrices if weights are given as w_{1,2}. */
export function nameStyleOf({ own }: Gathered): NameStyle {
  const names = Object.keys((own.weights ?? {}) as object);
  if (names.some((name) => name.includes(","))) return "matrices";
  return typeof own.example === "string" && isPreset(own.example) ? presetOf(own.example).names : "neurons";
}
