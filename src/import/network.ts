/** Makes a network of a model of another program. The importers, one for each format, end here. */
import { checkOptions } from "../arguments.js";
import { ConfigError } from "../errors.js";
import type { Scaler } from "../network/scaling.js";
import type { ConfigInput } from "../settings/generated/types.js";
import type { HostOptions } from "../train/engine.js";
import { Network } from "../train/network.js";
import { show } from "../wording.js";
import { type GivenLayers, layersOf } from "./layers.js";
import { refusalOf } from "./refusal.js";
import { type GivenScaling, scalersOf } from "./scaling.js";
import type { GivenModel } from "./steps.js";

/** Options of all importers. */
export interface ImportOptions {
  /** Name of the file, for messages (default: "model"). */
  name?: string;
  /** [outputs] names of the classes, in the order of the outputs (default: those of the file, if it has any). */
  classes?: readonly string[];
  /** [inputs] names of the columns (default: those of the file, if it has any). */
  inputNames?: readonly string[];
  /**
   * How inputs and targets were scaled outside of the model. The network then takes inputs as they are in the data, and answers
   * in the units of the targets (default: as in the file, which is not at all in most).
   */
  scaling?: GivenScaling;
  /** Settings of `Network.create` for the training that goes on (default: the usual ones). */
  settings?: Partial<Omit<ConfigInput, "layers" | "biases">>;
}

/**
 * Makes the network.
 *
 * @throws ModelError for steps that are not those of a perceptron; ConfigError for options that do not fit it
 */
export function networkOf(model: GivenModel, options: ImportOptions, host: HostOptions): Network {
  const refuse = refusalOf(nameOf(options));
  const given = layersOf(model, refuse);
  const { layers } = given;
  const { inputs } = layers[0]!;
  const outputs = layers.at(-1)!.units;
  const { classes = model.classes, inputNames = model.inputNames } = options;
  refuseNames("classes", options.classes, outputs === 1 ? 2 : outputs);
  refuseNames("inputNames", options.inputNames, inputs);
  const scaled = options.scaling === undefined ? null : scalersOf(options.scaling, inputs, outputs);
  const scalers = {
    inputs: only("inputs", scaled?.inputs, given.inputScaler ?? model.scalers?.inputs),
    targets: only("targets", scaled?.targets, given.targetScaler ?? model.scalers?.targets),
  };
  const remarks = [...model.remarks, ...given.remarks];
  const network = Network.create(
    { ...configOf(given, scalers), ...model.settings, ...options.settings } as ConfigInput as never,
    host,
  );
  try {
    const hasBiases = network.config.biases !== "none";
    network.setParameters(
      layers.map(({ units, weights, biases }) => ({
        weights,
        ...(hasBiases && { biases: biases ?? new Float32Array(units) }),
      })),
    );
    const { temperature } = model.scalers ?? {};
    network.scalers = { ...scalers, ...(temperature !== undefined && { temperature }) };
    const named = classes ?? scaled?.classes;
    const columns = inputNames ?? scaled?.inputNames;
    network.notes = {
      ...(named?.length === (outputs === 1 ? 2 : outputs) && { classes: [...named] }),
      ...(columns?.length === inputs && { inputNames: [...columns] }),
      imported: { from: model.from, remarks },
    };
    return network;
  } catch (error) {
    network.dispose();
    throw error;
  }
}

/** The name of the file, for messages. @throws ConfigError for options that are no object */
export function nameOf(options: ImportOptions): string {
  checkOptions(options, "import");
  return String(options.name ?? "model");
}

/** What an importer left out or changed, as sentences; none for a network that was not imported. */
export function remarksOf(network: Network): readonly string[] {
  const { remarks } = (network.notes.imported ?? {}) as { remarks?: readonly string[] };
  return remarks ?? [];
}

function configOf(
  { layers, inputDropout }: GivenLayers,
  scalers: { inputs: Scaler | null; targets: Scaler | null },
): Record<string, unknown> {
  const { inputs, weights } = layers[0]!;
  return {
    layers: [
      inputDropout > 0 ? { units: inputs, dropout: inputDropout } : inputs,
      ...layers.map(({ units, activation, alpha, dropout }) => ({
        units,
        activation: activation ?? "identity",
        ...(alpha !== undefined && { alpha }),
        ...(dropout > 0 && { dropout }),
      })),
    ],
    ...(layers.every(({ biases }) => biases === null) && { biases: "none" }),
    precision: weights instanceof Float64Array ? "float64" : "float32",
    // weights fit no other scaling
    scaling: scalers.inputs?.kind ?? "none",
    targetScaling: scalers.targets?.kind ?? "none",
  };
}

/** The scaler that is given, or that of the file. @throws ConfigError where there are two */
function only(what: string, given: Scaler | null | undefined, own: Scaler | null | undefined): Scaler | null {
  if (!given) return own ?? null;
  if (!own) return given;
  throw new ConfigError(
    `scaling.${what}: expected none, for the model scales its ${what} itself, got a scaling. Drop it.`,
  );
}

function refuseNames(what: string, names: readonly string[] | undefined, count: number): void {
  if (names === undefined) return;
  if (Array.isArray(names) && names.length === count && names.every((one) => typeof one === "string")) return;
  throw new ConfigError({ setting: what, expected: `a list of ${count} names`, got: show(names) });
}
