/** `chainrule import`: makes a model file of a model of another program. `importModel.ts` has the formats. */
import { ConfigError } from "../errors.js";
import { remarksOf } from "../import/network.js";
import type { GivenScaling } from "../import/scaling.js";
import type { TorchOptions } from "../import/torch.js";
import { strictJson } from "../network/strictJson.js";
import type { Network } from "../train/network.js";
import { checkWritable, readBytes, refuseOverwriting } from "./files.js";
import { importers, openFile } from "./importModel.js";
import { answer, note, type OutputFlags } from "./say.js";
import { writeWhole } from "./wholeFile.js";

export type ImportFlags = OutputFlags & {
  from?: string;
  activations?: string;
  module?: string;
  classes?: string;
  inputNames?: string;
  scaling?: string;
  output: string;
};

export const importFlags = [
  [
    "--from <format>",
    `${Object.entries(importers)
      .map(([name, { what }]) => `${name} (${what})`)
      .join(" | ")} (found from the file)`,
  ],
  [
    "--activations <names>",
    "for PyTorch: the activation behind each Linear module, separated by commas; identity for none",
  ],
  [
    "--module <text>",
    "for PyTorch: the module instead, as print(model) prints it; @FILE for a file that has it",
  ],
  ["--classes <names>", "names of the classes, in the order of the outputs, separated by commas"],
  ["--input-names <names>", "names of the columns, in the order of the inputs, separated by commas"],
  [
    "--scaling <file>",
    "JSON file that says how inputs and targets were scaled outside of the model, or ml5's model_meta.json",
  ],
] as const;

export async function importCommand(path: string, flags: ImportFlags): Promise<void> {
  const { output, classes, inputNames, scaling, activations, module } = flags;
  checkWritable(output, "--output");
  refuseOverwriting(output, "--output", { "what is imported": path, "the scaling": scaling });
  const { file, format } = openFile(path, flags.from);
  for (const name of ["activations", "module"] as const) {
    if (flags[name] !== undefined && format !== "torch")
      throw new ConfigError(
        `--${name}: goes with PyTorch's safetensors, got ${importers[format]!.what}. Drop it.`,
      );
  }
  const options: TorchOptions = {
    name: path,
    ...(activations !== undefined && { activations: listOf(activations) }),
    ...(module !== undefined && { module: textOf(module) }),
    ...(classes !== undefined && { classes: listOf(classes) }),
    ...(inputNames !== undefined && { inputNames: listOf(inputNames) }),
    ...(scaling !== undefined && { scaling: scalingIn(scaling) }),
  };
  const network = await withFlags(() => importers[format]!.read(file, options));
  try {
    await writeWhole(output, network.save());
    const remarks = remarksOf(network);
    for (const text of remarks) note(flags, text);
    note(flags, `Saved ${output}.`);
    const from = importers[format]!.what;
    answer(
      flags,
      documentOf(network, { from: path, format, model: output, remarks }),
      () => `${from}: ${shapeOf(network)}`,
    );
  } finally {
    network.dispose();
  }
}

function documentOf(network: Network, about: object): object {
  const { config, inputs, outputs, notes, scalers } = network;
  const { classes = null, inputNames = null } = notes;
  return {
    ...about,
    inputs,
    outputs,
    layers: config.layers.map(({ units, activation }) => ({ units, activation })),
    classes,
    inputNames,
    scalers,
  };
}

/** `3 → 4 relu → 2 softmax` */
function shapeOf({ config, inputs }: Network): string {
  return [inputs, ...config.layers.map(({ units, activation }) => `${units} ${activation}`)].join(" → ");
}

function listOf(text: string): string[] {
  return text.split(/,(?![^()]*\))/).map((name) => name.trim());
}

/** `@FILE`: the text of a file. */
function textOf(given: string): string {
  return given.startsWith("@") ? new TextDecoder().decode(readBytes(given.slice(1))) : given;
}

function scalingIn(path: string): GivenScaling {
  const read = strictJson(new TextDecoder().decode(readBytes(path)));
  if ("value" in read) return read.value as GivenScaling;
  throw new ConfigError(`--scaling: expected a JSON file, ${path} ${read.problem}.`);
}

/** Runs an importer, and names options in errors as flags. */
async function withFlags(run: () => Network | Promise<Network>): Promise<Network> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const { setting } = error;
    const flag = { activations: "--activations", classes: "--classes", inputNames: "--input-names" }[
      setting ?? ""
    ];
    if (flag) throw error.about({ setting: flag });
    throw setting?.startsWith("scaling") ? error.about({ setting: `--${setting}` }) : error;
  }
}
