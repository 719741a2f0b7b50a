/** `chainrule inspect`: prints a data file (`inspectData.ts`), or a model: layers with sizes, costs and parameters, settings, scaling, columns. */
import { ConfigError } from "../errors.js";
import { statisticsOf } from "../explain/statistics.js";
import { readModel } from "../network/modelFile.js";
import { type Scaler, standIns } from "../network/scaling.js";
import {
  allParameters,
  type LayerReport,
  layerTable,
  neuronList,
  parametersCsv,
  parameterSummary,
} from "../report/layerTable.js";
import { formatTable } from "../report/textTable.js";
import { Network } from "../train/network.js";
import { copiesOf, settingOfFactors } from "../settings/members.js";
import { configInput } from "../settings/configuration.js";
import { columnsOf } from "../settings/inputColumns.js";
import { dataNotesOf } from "../readers/notes.js";
import { plural, show } from "../wording.js";
import { isExample } from "./example.js";
import { inspectData, isModelFile } from "./inspectData.js";
import { inspectRows } from "./inspectRows.js";
import { rowFolderOf } from "./rowFiles.js";
import { readBytes } from "./files.js";
import { answer, type OutputFlags, toStdout, widthOf } from "./say.js";
import { openSource } from "./traceSource.js";

type InspectFlags = OutputFlags & {
  weights?: boolean;
  csv?: boolean;
  neurons?: boolean;
  variant?: string;
  sql?: string;
};

export async function inspectCommand(model: string | undefined, flags: InspectFlags): Promise<void> {
  const folder = rowFolderOf(model);
  if (folder !== null) return inspectRows(folder, flags);
  if (model === undefined || flags.sql !== undefined || (!isExample(model) && !isModelFile(model)))
    return inspectData(model, { ...flags });
  if (flags.csv && flags.json) throw new ConfigError("--csv: does not go with --json. Take one of them.");
  if (flags.neurons && (flags.csv || flags.json)) {
    throw new ConfigError(`--neurons: does not go with --${flags.csv ? "csv" : "json"}. Take one of them.`);
  }
  const { config, layers, scalers, temperature, notes } = open(await bytesOf(model, flags.variant), model);
  const setting = settingOfFactors(config);
  if (flags.neurons && setting) {
    throw new ConfigError(`--neurons: such a list has no place for ${setting}. Use --csv or --weights.`);
  }
  if (flags.csv || flags.neurons) {
    const lines = flags.csv ? parametersCsv(layers) : neuronList(layers);
    toStdout(lines.join("\n") + "\n");
    return;
  }
  const total = (key: "parameters" | "bytes" | "flopsPerSample") =>
    layers.reduce((sum, layer) => sum + layer[key], 0);
  const document = {
    model,
    layers: layers.map(({ weights, biases, inputFactors, ...layer }) => ({
      ...layer,
      ...(flags.weights && { weights, biases, inputFactors }),
    })),
    parameters: total("parameters"),
    bytes: total("bytes"),
    flopsPerSample: total("flopsPerSample"),
    config: configInput(config),
    scalers,
    ...(temperature !== 1 && { temperature }),
    notes,
    weightsSha256: await sha256Of(layers),
  };
  answer(flags, document, () => {
    const { layers: _layers, ...settings } = configInput(config);
    const lines = Object.entries(settings).map(([name, value]) => [name, JSON.stringify(value)]);
    const { schema, classes } = notes;
    const about = [
      ["input scaling", scalingText(scalers.inputs)],
      ["target scaling", scalers.targets?.kind ?? "none"],
      ...(temperature === 1 ? [] : [["temperature", temperature.toPrecision(6)]]),
      ...(schema?.rows ? [["training rows", String(schema.rows)]] : []),
      ["inputs", schema ? schema.inputs.map(({ name }) => name).join(", ") : String(columnsOf(config))],
      ["classes", classes?.join(", ") ?? "none"],
      ["weights sha256", document.weightsSha256],
    ];
    const parameters = flags.weights
      ? allParameters(layers, widthOf(process.stdout))
      : ["mean ± deviation, least … greatest; first and last values", ...parameterSummary(layers)];
    const table = layerTable(layers, flags.weights);
    return [...table, "", ...parameters, "", ...formatTable([...lines, ...about])].join("\n");
  });
}

/** `robust, 3 columns in bins, missing numbers are the mean` */
function scalingText(scaler: Scaler | null): string {
  if (!scaler) return "none";
  const binned =
    scaler.edges?.filter((own, column) => own.length > 0 && !scaler.heights?.[column]?.length) ?? [];
  return [
    scaler.kind,
    ...(binned.length > 0 ? [`${plural(binned.length, "column")} in bins`] : []),
    ...(standIns(scaler) ? ["missing numbers are the mean"] : []),
  ].join(", ");
}

/** A model file; of a worked example the file that it would be saved in before training. */
async function bytesOf(model: string, variant: string | undefined): Promise<Uint8Array> {
  if (!isExample(model)) {
    if (variant === undefined) return readBytes(model);
    throw new ConfigError(`--variant: goes with a worked example, got ${show(model)}. Drop it.`);
  }
  const { network } = await openSource(model, { variant });
  try {
    return network.save();
  } finally {
    network.dispose();
  }
}

/**
 * Reads a model file without making a network of it, so that a model whose weights are not finite can be inspected too.
 *
 * @throws ModelError if the model cannot be used for any other reason
 */
function open(bytes: Uint8Array, path: string) {
  const model = readModel(bytes, path);
  const isFinite = model.layers.every(({ weights, biases, inputFactors = [] }) =>
    [weights, biases, inputFactors].every((values) => values.every(Number.isFinite)),
  );
  if (isFinite) Network.load(bytes, path).dispose(); // throws if something does not fit
  const config = model.checked;
  const layers = config.layers.map((layer, index): LayerReport => {
    const { weights: used, biases, inputFactors = [] } = model.layers[index]!;
    const members = copiesOf(config, index);
    const of = config.precision === "float64" ? Float64Array : Float32Array;
    const weights = layer.tied === undefined ? used : [];
    const parameters = weights.length + biases.length + inputFactors.length;
    return {
      ...layer,
      parameters,
      bytes: parameters * of.BYTES_PER_ELEMENT,
      flopsPerSample: 2 * config.members * layer.inputs * layer.units + inputFactors.length,
      weights: of.from(weights),
      biases: of.from(biases),
      ofWeights: statisticsOf(weights),
      ofBiases: statisticsOf(biases),
      ...(members > 1 && { members }),
      ...(inputFactors.length > 0 && {
        inputFactors: of.from(inputFactors),
        ofFactors: statisticsOf(inputFactors),
      }),
    };
  });
  const scalers = { inputs: model.inputScaler, targets: model.targetScaler };
  const { temperature = 1 } = model;
  return { config, layers, scalers, temperature, notes: dataNotesOf(model.notes, columnsOf(config), path) };
}

/** As `network.weightsSha256`: over all parameters' bytes in layer order. */
async function sha256Of(layers: readonly LayerReport[]): Promise<string> {
  const arrays = layers.flatMap(({ weights, biases, inputFactors }) => [
    weights,
    biases,
    ...(inputFactors ? [inputFactors] : []),
  ]);
  const bytes = new Uint8Array(arrays.reduce((sum, values) => sum + values.byteLength, 0));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
