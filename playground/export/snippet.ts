/** The training as a program: a module for Node that makes the same network, trains it and prints its loss. */
import { dataSeedOf } from "../choices.js";
import { firstNumbers, fitSettings } from "../configuration.js";
import { givenNumbers, writtenParameters } from "../worked/ownNumbers.js";
import { testFraction, originOf } from "./dataFiles.js";
import { modelName } from "./fileNames.js";
import { essentialConfig } from "../../src/settings/essential.js";
import { effectiveConfig, repeatedFits, type Snapshot } from "./snapshot.js";

/** @param loss of the training samples, for a comment; null where not known */
export function snippetOf(snapshot: Snapshot, loss: number | null): string {
  const { fitHistory, updates, choices } = snapshot;
  const samples = samplesCode(snapshot);
  const config = code(essentialConfig(effectiveConfig(snapshot)));
  const parameters = firstParameters(snapshot);
  const creation = parameters
    ? `presetNetwork({ parameters: ${parameters}, config: ${config} })`
    : `Network.create(${config})`;
  const now = JSON.stringify(fitSettings(choices));
  const trainings = repeatedFits(snapshot).map(({ settings, epochs, stepLimit }) => {
    const others = JSON.stringify(settings) === now ? {} : settings;
    return `await network.fit(data, ${code({ ...others, epochs, ...(stepLimit !== undefined && { stepLimit }) })});`;
  });
  const isSame = fitHistory.isComplete && updates > 0;
  const expected = isSame && loss !== null ? ` // in the playground: ${loss}` : "";
  const names = [...samples.names, parameters ? "presetNetwork" : "Network"].sort();
  const lines = [
    `import { ${samples.readsFiles ? "readFile, " : ""}writeFile } from "node:fs/promises";`,
    `import { ${names.join(", ")} } from "chainrule";`,
    "",
    ...samples.lines,
    "",
    `const network = ${creation};`,
    ...(fitHistory.isComplete
      ? []
      : ["// settings or weights were changed on the way; these are the last settings"]),
    ...trainings,
    "",
    `console.log("loss", network.evaluate(data).loss);${expected}`,
    ...(samples.hasTest ? ['console.log("test", network.evaluate(test));'] : []),
    `await writeFile("${modelName(snapshot)}.safetensors", network.save());`,
  ];
  return lines.join("\n") + "\n";
}

/** Code for the first weights and biases where they are given; null where the seed draws them. */
function firstParameters(snapshot: Snapshot): string | null {
  const { choices, network } = snapshot;
  const given = givenNumbers(choices);
  if (!given.weights && !given.biases) return null;
  const isPreset = !choices.weights && !choices.biases && originOf(snapshot).kind === "preset";
  return isPreset ? "preset.parameters" : code(writtenParameters(network.config, firstNumbers(snapshot)));
}

interface SamplesCode {
  readsFiles: boolean;
  /** Names that the lines import from the library. */
  names: string[];
  lines: string[];
  hasTest: boolean;
}

/** Lines that make `data`, and `test` where there are test samples. */
function samplesCode(snapshot: Snapshot): SamplesCode {
  const origin = originOf(snapshot);
  const held = testFraction(snapshot);
  const name = held > 0 ? "all" : "data";
  const split =
    held > 0
      ? [
          `const { train, validation } = splitDataset(all, ${held}, ${dataSeedOf(snapshot.choices)});`,
          "const data = all.select(train);",
          "const test = all.select(validation);",
        ]
      : [];
  const splitNames = held > 0 ? ["splitDataset"] : [];
  const hasTest = held > 0;
  switch (origin.kind) {
    case "preset":
      return {
        readsFiles: false,
        names: ["Dataset", "presetOf"],
        lines: [
          `const preset = presetOf("${origin.name}");`,
          "const data = Dataset.from(preset.inputs, preset.targets);",
        ],
        hasTest: false,
      };
    case "digits":
      return {
        readsFiles: false,
        names: ["makeDigits", ...splitNames],
        lines: [`const ${name} = makeDigits(${code({ rows: origin.rows, seed: origin.seed })});`, ...split],
        hasTest,
      };
    case "csv": {
      const { file, target, targetKind, part } = origin;
      const about = { kind: targetKind, ...(part !== null && { drop: [part] }) };
      const schema = `inferSchema(table, ${JSON.stringify(target)}, ${code(about)})`;
      return {
        readsFiles: true,
        names: ["encode", "inferSchema", "readCsv", ...splitNames],
        lines: [
          `const table = readCsv(await readFile(${JSON.stringify(file)}, "utf8"), ${JSON.stringify(file)});`,
          `const ${name} = encode(table, ${schema}, { target: true });`,
          ...split,
        ],
        hasTest,
      };
    }
    case "idx": {
      const read = (file: string) =>
        `readIdx(await readFile(${JSON.stringify(file)}), ${JSON.stringify(file)})`;
      return {
        readsFiles: true,
        names: ["idxDataset", "readIdx", ...splitNames],
        lines: [
          `const images = ${read(origin.images)};`,
          `const labels = ${read(origin.labels)};`,
          `const ${name} = idxDataset(images, labels, ${code({ images: origin.images, labels: origin.labels })});`,
          ...split,
        ],
        hasTest,
      };
    }
    case "inline":
      return {
        readsFiles: false,
        names: ["Dataset"],
        lines: [`const data = ${inline(snapshot)};`],
        hasTest: false,
      };
  }
}

function inline({ samples }: Snapshot): string {
  const { rows, columns, outputs, inputs, targets } = samples.train;
  const rowsOf = (values: ArrayLike<number>, width: number) =>
    Array.from({ length: rows }, (_, row) =>
      Array.from({ length: width }, (_, column) => values[row * width + column]!),
    );
  return `Dataset.from(${code(rowsOf(inputs, columns))}, ${code(rowsOf(targets!, outputs))})`;
}

/** A value as a JavaScript literal. Long arrays and objects get one line per part. */
export function code(value: unknown, indent = ""): string {
  if (Array.isArray(value)) {
    const parts = value.map((one) => code(one));
    const line = `[${parts.join(", ")}]`;
    return line.length <= 88 ? line : `[\n${parts.map((one) => `${indent}  ${one},`).join("\n")}\n${indent}]`;
  }
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  const line = `{ ${entries.map(([name, one]) => `${name}: ${code(one)}`).join(", ")} }`;
  if (line.length <= 72 && !line.includes("\n")) return line;
  return `{\n${entries.map(([name, one]) => `${indent}  ${name}: ${code(one, `${indent}  `)},`).join("\n")}\n${indent}}`;
}
