/**
 * Settings that only the command line and its config files take: the data files, and layers without the widths that the
 * data decide. The library does not import them.
 */
import { activationNames, activations, hiddenActivationNames } from "../functions/activations.js";
import type { Details, Group, KindsKind, Setting } from "./kinds.js";
import { count, fraction, notNegative } from "./limits.js";
import { libraryGroups } from "./records.js";
import { searchKind } from "./searchRecords.js";

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
      type: "text",
      expected: "the name of a file",
      usual: "generated digits",
      flag: "--data <file>",
      meaning: "CSV file with a header, or IDX images, gzipped or not",
    },
    labels: {
      scope: "file",
      type: "text",
      expected: "the name of a file",
      flag: "--labels <file>",
      meaning: "IDX labels of IDX images",
    },
    target: {
      scope: "file",
      type: "text",
      expected: "the name of a column",
      flag: "--target <column>",
      meaning: "CSV column to learn",
    },
    targetKind: {
      scope: "file",
      type: "choice",
      names: ["class", "number"],
      usual: "class for text and for few whole numbers",
      flag: "--target-kind <kind>",
      meaning: "whether the target is a class or a number",
    },
    drop: {
      scope: "file",
      type: "either",
      forms: [{ type: "text" }, { type: "list", of: { type: "text" } }],
      expected: "a list of column names",
      flag: "--drop <columns>",
      meaning: "CSV columns that are not inputs, separated by commas",
    },
    sampleWeights: {
      scope: "file",
      type: "text",
      expected: "the name of a column",
      usual: "all 1",
      flag: "--sample-weights <column>",
      meaning: "CSV column with the weight of each row; it is not an input",
    },
    separator: {
      scope: "file",
      type: "choice",
      names: [",", ";", "|", "tab"],
      usual: '`","`',
      flag: "--separator <mark>",
      meaning: "mark between CSV cells",
    },
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
    search: {
      scope: "file",
      ...searchKind,
      meaning: "what `chainrule search` tries",
    },
  },
} as const satisfies Group;

const layers = {
  heading: "Network",
  settings: {
    hidden: {
      scope: "file",
      type: "list",
      of: count,
      expected: "a list of units, each an integer ≥ 1",
      usual: "`[16]`; `[128]` for images",
      flag: "--layers <units>",
      meaning: 'units of the hidden layers, such as 128,64; "": no hidden layers',
    },
    activation: {
      scope: "file",
      ...activationKind(hiddenActivationNames),
      usual: "`sigmoid`",
      flag: "--activation <name>",
      meaning: "activation of the hidden layers",
    },
    outputActivation: {
      scope: "file",
      ...activationKind(activationNames),
      usual: "`sigmoid` for classes, `identity` for numbers, or the one that the loss needs",
      flag: "--output-activation <name>",
      meaning: "activation of the last layer",
    },
    inputDropout: {
      scope: "file",
      ...fraction,
      usual: "`0`",
      flag: "--input-dropout <fraction>",
      meaning: "fraction of the inputs that each training step leaves out",
    },
  },
} as const satisfies Group;

/** Name of a setting that only the command line and config files take. */
export type FileSettingName = keyof typeof data.settings | keyof typeof layers.settings;

/** The record of each setting that the command line and config files take. */
export const fileSettings: Readonly<Record<string, Setting>> = Object.assign(
  {},
  ...[data, layers, ...libraryGroups].map(({ settings }) => settings),
);

/** All groups, in the order of the help: data first, and layers of the command line before those of the library. */
export const allGroups: readonly Group[] = withFileSettings([data, layers]);

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
