/**
 * Settings that only the command line and its config files take: the data files, and layers without the widths that the
 * data decide. The library does not import them.
 */
import { activationNames, activations, hiddenActivationNames } from "../functions/activations.js";
import { columnRecords } from "./columnRecords.js";
import { divisionRecords } from "./divisionRecords.js";
import { imageRecords } from "./imageRecords.js";
import type { Details, Group, Kind, KindsKind, Setting } from "./kinds.js";
import { anyNumber, count, fraction, notNegative } from "./limits.js";
import { memoryRecords } from "./memoryRecords.js";
import { libraryGroups } from "./records.js";
import { searchKind } from "./searchRecords.js";
import { textFileRecords } from "./textFileRecords.js";

/** The key with which a file names its schema. Only editors read it. */
export const schemaKey = "$schema";

/** Activations as a flag reads them: a name, or one with its parameter, `leakyRelu:0.2`. */
function activationKind(names: readonly (typeof activationNames)[number][]) {
  const kinds = names.map((name): [string, Details] => {
    const { alpha } = activations[name];
    return [name, alpha ? { alpha: { ...notNegative, meaning: alpha.meaning } } : {}];
  });
  return {
    type: "kinds",
    kinds: Object.fromEntries(kinds),
    byPosition: true,
    example: "leakyRelu:0.2",
    expected: "the name of an activation",
  } as const satisfies KindsKind;
}

const data = {
  heading: "Data",
  settings: {
    data: {
      scope: "file",
      type: "either",
      forms: [{ type: "text" }, { type: "list", of: { type: "text" } }],
      expected: "the name of a file, or a list of names",
      isPath: true,
      repeats: true,
      usual: "generated digits",
      flag: "--data <files...>",
      meaning:
        "table (CSV, JSON, Parquet, NPY), IDX images, packed or not, or a folder with a folder of PNG or JPEG images for each class; several files or a pattern for one table in parts; - for standard input",
    },
    sql: {
      scope: "file",
      type: "text",
      expected: "a query",
      flag: "--sql <query>",
      meaning:
        "query of DuckDB whose result is the table, over files (FROM 'parts/*.parquet') or over the database of `data`; needs the package @duckdb/node-api",
    },
    labels: {
      scope: "file",
      type: "text",
      expected: "the name of a file",
      isPath: true,
      flag: "--labels <file>",
      meaning: "IDX labels of IDX images",
    },
    target: {
      scope: "file",
      type: "either",
      forms: [{ type: "text" }, { type: "list", of: { type: "text" } }],
      expected: "the name of a column, or a list of names",
      repeats: true,
      flag: "--target <column>",
      meaning: 'column to learn: its name, its place from 1, or "last"; several are separated by commas',
    },
    targetKind: {
      scope: "file",
      type: "choice",
      names: ["class", "number"],
      usual: "class for text and for few whole numbers",
      flag: "--target-kind <kind>",
      meaning: "whether the target is a class or a number",
    },
    ...columnRecords,
    ...divisionRecords,
    sampleWeights: {
      scope: "file",
      type: "text",
      expected: "the name of a column",
      usual: "all 1",
      flag: "--sample-weights <column>",
      meaning: "CSV column with the weight of each row; it is not an input",
    },
    ...textFileRecords,
    ...imageRecords,
    ...memoryRecords,
    autoencoder: {
      scope: "file",
      type: "flag",
      default: false,
      flag: "--autoencoder",
      meaning: "learn to reproduce the inputs; no target is needed",
    },
    samples: {
      scope: "file",
      type: "integer",
      least: 20,
      most: 1_000_000,
      usual: "`12000`",
      flag: "--samples <n>",
      meaning: "number of digits to generate when no data are given",
    },
    from: {
      scope: "file",
      type: "text",
      expected: "the name of a model file",
      isPath: true,
      usual: "new weights",
      flag: "--warm-start <model>",
      traits: ["trainOnly"],
      meaning:
        "model file to start from: its weights and scaling, and its layers, loss and columns where none are given",
    },
    folds: {
      scope: "file",
      type: "integer",
      least: 2,
      usual: "off",
      flag: "--folds <n>",
      traits: ["trainOnly"],
      meaning: "number of folds of a cross-validation before the training",
    },
    calibrate: {
      scope: "file",
      type: "flag",
      default: false,
      flag: "--calibrate",
      traits: ["trainOnly"],
      meaning:
        "after training, finds the temperature at which the probabilities of the held-out rows have the least log loss, and saves it with the model",
    },
    search: {
      scope: "file",
      ...searchKind,
      meaning: "what `chainrule search` tries",
    },
  },
} as const satisfies Group;

const numberOrList = {
  type: "either",
  forms: [anyNumber, { type: "list", of: anyNumber }],
  expected: "a number or a list of numbers",
} as const satisfies Kind;

const rowsOfNumbers = {
  type: "list",
  of: numberOrList,
  expected: "a list of numbers, or a list of such lists",
  example: '"0,0;0,1"',
} as const satisfies Kind;

/** A network and samples by their numbers, instead of data files: what `trace`, `export` and `train` take alike. */
const numbers = {
  heading: "Numbers of your own",
  settings: {
    example: {
      scope: "file",
      type: "text",
      expected: "the name of a worked example",
      meaning:
        "worked example whose settings and numbers are used where the file has none: mazur, matrix, xor or autoencoder",
    },
    variant: {
      scope: "file",
      type: "text",
      expected: "the name of a variant",
      flag: "--variant <name>",
      meaning: 'variant of the example: "printed" of matrix, "listing" of xor',
    },
    inputs: {
      scope: "file",
      ...rowsOfNumbers,
      flag: "--inputs <numbers>",
      meaning:
        "samples as numbers, a list for each; with them nothing is scaled or held out, and the precision is float64, if not set",
    },
    targets: {
      scope: "file",
      ...rowsOfNumbers,
      flag: "--targets <numbers>",
      meaning: "the targets of `inputs`, a list for each",
    },
    weights: {
      scope: "file",
      type: "either",
      forms: [
        { type: "list", of: { type: "any", typeName: "unknown" } },
        { type: "named", of: anyNumber },
      ],
      expected: 'lists of numbers, or an object such as { "w1": 0.15 }',
      usual: "drawn by `initializer`",
      meaning:
        "first weights: by layer a matrix with a row for each unit that they lead to, or flat lists in that order, or by name: w1 and b1, or w_{1,2} from 1 to 2",
    },
    biasValues: {
      scope: "file",
      type: "list",
      of: numberOrList,
      expected: "a number or a list of numbers for each layer",
      usual: "`0` beside `weights`",
      meaning: "first biases, beside `weights`: by layer a number if it is shared, otherwise a list",
    },
  },
} as const satisfies Group;

/** Recipes for settings that are not given: see `src/train/recipe.ts`. */
export const presetNames = ["table", "textbook"] as const;

const layers = {
  heading: "Network",
  settings: {
    preset: {
      scope: "file",
      type: "choice",
      names: presetNames,
      usual: '`"table"`; `"textbook"` for a file with `layers`, and for samples as numbers',
      flag: "--preset <name>",
      meaning:
        "recipe for all settings that are not given: the best that is known for the data, or one layer of sigmoid units and plain descent; with an optimiser other than adamw, its descent is that of textbook",
    },
    hidden: {
      scope: "file",
      type: "list",
      of: count,
      expected: "a list of units, each an integer ≥ 1",
      usual: "`[128, 128]`, `[512]` for images; textbook: `[16]`, `[128]` for images",
      flag: "--layers <units>",
      meaning: 'units of the hidden layers, such as 128,64; "": no hidden layers',
    },
    activation: {
      scope: "file",
      ...activationKind(hiddenActivationNames),
      usual: "`relu`; textbook: `sigmoid`",
      flag: "--activation <name>",
      meaning: "activation of the hidden layers",
    },
    outputActivation: {
      scope: "file",
      ...activationKind(activationNames),
      usual:
        "`softmax` for classes, `identity` for numbers, or the one that the loss needs; textbook: `sigmoid` for classes",
      flag: "--output-activation <name>",
      meaning: "activation of the last layer",
    },
    inputDropout: {
      scope: "file",
      ...fraction,
      usual: "`0`, `0.1` for images; textbook: `0`",
      flag: "--input-dropout <fraction>",
      meaning: "fraction of the inputs that each training step leaves out",
    },
  },
} as const satisfies Group;

/** Name of a setting that only the command line and config files take. */
export type FileSettingName =
  keyof typeof data.settings | keyof typeof numbers.settings | keyof typeof layers.settings;

/** The record of each setting that the command line and config files take. */
export const fileSettings: Readonly<Record<string, Setting>> = Object.assign(
  {},
  ...[data, numbers, layers, ...libraryGroups].map(({ settings }) => settings),
);

/** All groups, in the order of the help: data first, and layers of the command line before those of the library. */
export const allGroups: readonly Group[] = withFileSettings([data, numbers, layers]);

function withFileSettings(own: readonly Group[]): Group[] {
  const headings = [...new Set([...own, ...libraryGroups].map(({ heading }) => heading))];
  return headings.map((heading) => ({
    heading,
    settings: Object.assign(
      {},
      ...[...own, ...libraryGroups].filter((one) => one.heading === heading).map(({ settings }) => settings),
    ) as Group["settings"],
  }));
}
