/** The configuration file of a training, and the command that uses it. */
import type { ConfigInput } from "../../src/settings/generated/types.js";
import { testFraction, originOf } from "./dataFiles.js";
import { modelName } from "./fileNames.js";
import { essentialConfig } from "../../src/settings/essential.js";
import { effectiveConfig, repeatedFits, type Snapshot } from "./snapshot.js";

export interface CommandLine {
  /** The configuration file, to be put beside the data. */
  config: { name: string; content: string };
  command: string;
  /**
   * trains: the same training from the first weights. trace: one update from the current weights, where the
   * command line cannot train on the data.
   */
  does: "trains" | "trace";
  /** Whether one configuration repeats the training to the last bit. */
  isExact: boolean;
}

export function commandLine(snapshot: Snapshot): CommandLine {
  const name = modelName(snapshot);
  const origin = originOf(snapshot);
  const config = essentialConfig(effectiveConfig(snapshot));
  if (origin.kind === "preset" || origin.kind === "inline") {
    const command = `npx chainrule trace ${name}.json`;
    return {
      config: { name: `${name}.json`, content: written({ ...config, ...currentState(snapshot) }) },
      command,
      does: "trace",
      isExact: true,
    };
  }
  const fits = repeatedFits(snapshot);
  const { settings, epochs, stepLimit } = fits.at(-1)!;
  const { scaling, targetScaling, shuffle } = effectiveConfig(snapshot);
  const validation = testFraction(snapshot);
  // the command line has another default for scaling
  const explicit = scaling === "auto" ? (origin.kind === "csv" ? "none" : "bytes") : scaling;
  const own = source(snapshot);
  const document = {
    ...own,
    ...config,
    ...settings,
    optimizer: config.optimizer,
    ...(!shuffle && { shuffle }),
    scaling: explicit,
    targetScaling,
    // a column may say which samples these are
    ...("split" in own ? {} : { validation }),
    epochs,
    ...(stepLimit !== undefined && { stepLimit }),
  };
  return {
    config: { name: `${name}.json`, content: written(document) },
    command: `npx chainrule train ${name}.json -o ${name}.safetensors --report ${name}-report.html`,
    does: "trains",
    isExact: fits.length === 1 && snapshot.fitHistory.isComplete,
  };
}

/** The data, as entries of a configuration file. */
function source(snapshot: Snapshot): Record<string, unknown> {
  const origin = originOf(snapshot);
  switch (origin.kind) {
    case "digits":
      return { samples: origin.rows, seed: origin.seed };
    case "csv":
      return {
        data: origin.file,
        target: origin.target,
        targetKind: origin.targetKind,
        ...(origin.part !== null && { split: origin.part }),
      };
    case "idx":
      return { data: origin.images, labels: origin.labels };
    default:
      return {};
  }
}

/** Current weights, one row per target unit, and the sample, as entries that `trace` reads. */
function currentState({ network, samples, sample }: Snapshot): Record<string, unknown> {
  const { columns, outputs, inputs, targets, rows } = samples.train;
  const row = Math.min(sample, rows - 1);
  const views = network.parameters();
  const { layers, biases } = network.config;
  return {
    weights: layers.map((layer, l) =>
      Array.from({ length: layer.units }, (_, unit) =>
        Array.from({ length: layer.inputs }, (_, from) => views[l]!.weights[from * layer.units + unit]!),
      ),
    ),
    ...(biases !== "none" && {
      biasValues: views.map(({ biases: own }) => (biases === "shared" ? own[0]! : Array.from(own))),
    }),
    inputs: Array.from(inputs.subarray(row * columns, (row + 1) * columns)),
    targets: Array.from(targets!.subarray(row * outputs, (row + 1) * outputs)),
  };
}

/** JSON with one line per setting and per layer. */
function written(document: Record<string, unknown> & Pick<ConfigInput, "layers">): string {
  const lines = Object.entries(document).map(([name, value]) => {
    const isList = Array.isArray(value) && value.some((one) => typeof one === "object");
    const text = isList ? `[\n${value.map((one) => `    ${spaced(one)}`).join(",\n")}\n  ]` : spaced(value);
    return `  ${JSON.stringify(name)}: ${text}`;
  });
  return `{\n${lines.join(",\n")}\n}\n`;
}

/** JSON on one line, with spaces. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}: ${spaced(one)}`);
  return `{ ${entries.join(", ")} }`;
}
