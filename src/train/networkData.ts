/**
 * Turns the caller's data into a `Dataset` that fits a network: of its width, with its classes in its order. Data that do
 * not fit are refused here, before anything changes.
 */
import { Dataset, type Matrix, type Targets } from "../data/dataset.js";
import { refuseChanged } from "../data/datasetChecks.js";
import { ConfigError, DataError, ShapeError } from "../errors.js";
import { listNames } from "../nearest.js";
import { isPlainObject } from "../settings/check.js";
import type { NetworkConfig } from "../settings/generated/types.js";
import { columnsOf } from "../settings/inputColumns.js";
import { plural, show } from "../wording.js";

/** What a network knows of its data besides their sizes. It is kept in `Network.notes`. */
export interface KnownNames {
  /** [outputs], or [2] for one output; null where classes have no names. */
  classes: readonly string[] | null;
  /** [inputs] */
  inputNames: readonly string[] | null;
  /** What the columns of the table mean. */
  schema: unknown;
}

/** Names that a network does not know yet. */
export const noNames: KnownNames = { classes: null, inputNames: null, schema: null };

/**
 * Checks the notes of a network before they are saved, or once they were read.
 *
 * @returns the notes
 * @throws ConfigError for notes that are no object, and for names of classes that are not one for each output
 */
export function checkNotes(notes: Record<string, unknown>, config: NetworkConfig): Record<string, unknown> {
  if (!isPlainObject(notes)) {
    throw new ConfigError({ setting: "notes", expected: "an object, such as {}", got: show(notes) });
  }
  knownNames(notes, config);
  return notes;
}

/**
 * Reads the names in a network's notes.
 *
 * @throws ConfigError for names of classes that are not one for each output
 */
export function knownNames(notes: Record<string, unknown>, config: NetworkConfig): KnownNames {
  const { classes = null, inputNames = null, schema = null } = notes ?? {};
  const expected = classCount(config);
  if (classes !== null && !(isNames(classes) && classes.length === expected)) {
    throw new ConfigError(
      `notes.classes: expected ${expected} names, one for each class, got ${show(classes)}. ` +
        "Set network.notes to the names in the order of the outputs, or leave them out.",
    );
  }
  const inputs = columnsOf(config);
  const areKnown = isNames(inputNames) && inputNames.length === inputs;
  return { classes, inputNames: areKnown ? inputNames : null, schema };
}

/** The names as the notes have them, without missing ones. */
export function notesOf({ classes, inputNames, schema }: KnownNames): Record<string, unknown> {
  return {
    ...(classes && { classes }),
    ...(inputNames && { inputNames }),
    ...(schema !== null && { schema }),
  };
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === "string");
}

/** How many classes the outputs can distinguish: one output distinguishes two. */
export function classCount({ layers }: NetworkConfig): number {
  const { units } = layers.at(-1)!;
  return units === 1 ? 2 : units;
}

/** Whether the network has one output between 0 and 1, which distinguishes two classes. */
export function isYesOrNo({ layers }: NetworkConfig): boolean {
  const { units, activation } = layers.at(-1)!;
  return units === 1 && activation === "sigmoid";
}

/**
 * Inputs as a data set.
 *
 * @param notes of the network
 * @throws ShapeError for rows of another width; DataError for numbers that are not finite, or other input names
 */
export function inputsOf(
  inputs: Matrix | Dataset,
  config: NetworkConfig,
  notes: Record<string, unknown>,
): Dataset {
  const dataset = inputs instanceof Dataset ? inputs : datasetOf(inputs, null, config);
  refuseChanged(dataset);
  requireFit(dataset, config, false);
  if (dataset.inputNames) refuseOtherInputs(dataset, knownNames(notes, config));
  return dataset;
}

/**
 * Samples as a data set whose targets are those of the network's outputs, in their order.
 *
 * @param inputs  a data set, or [rows × inputs]
 * @param targets [rows × outputs] numbers, or [rows] classes: names, or indices where the network has several outputs
 * @returns the samples, and the names that a network knows once it has been trained on them
 * @throws ShapeError, DataError
 */
export function samplesOf(
  inputs: Matrix | Dataset,
  targets: Targets | undefined,
  config: NetworkConfig,
  known: KnownNames,
): { dataset: Dataset; names: KnownNames } {
  const given = inputs instanceof Dataset ? inputs : datasetOf(inputs, targets, config, known.classes);
  refuseChanged(given);
  const dataset = withOneTarget(alignClasses(given, known.classes), config);
  requireFit(dataset, config, true);
  refuseOtherInputs(dataset, known);
  const own =
    given.hasClassNames && given.classNames?.length === classCount(config) ? given.classNames : null;
  const names = {
    classes: known.classes ?? own,
    inputNames: known.inputNames ?? given.inputNames,
    schema: known.schema ?? given.schema,
  };
  return { dataset, names };
}

function datasetOf(
  inputs: Matrix,
  targets: Targets | null | undefined,
  config: NetworkConfig,
  classes: readonly string[] | null = null,
): Dataset {
  const width = columnsOf(config);
  if (!Array.isArray(inputs) && !ArrayBuffer.isView(inputs)) {
    throw new DataError(`inputs: expected a Dataset, or rows of ${width} numbers, got ${show(inputs)}.`);
  }
  if (targets !== null && typeof targets?.length !== "number") {
    const got = targets === undefined ? "nothing" : show(targets);
    throw new DataError(`targets: expected an array of targets, one for each row, got ${got}.`);
  }
  if (Array.isArray(inputs) && typeof inputs[0] === "number" && width !== 1) {
    const row = inputs.length > 8 ? "…" : inputs.join(", ");
    throw new ShapeError(
      `inputs: expected rows of ${width} numbers, got a list of ${inputs.length}. For one row, write [[${row}]].`,
    );
  }
  const columns = ArrayBuffer.isView(inputs) ? { columns: width } : {};
  const isList = targets !== null && typeof targets[0] === "number" && targets.length !== 0;
  const isClasses = isList && config.layers.at(-1)!.units > 1 && targets.length === inputs.length;
  const areNames = targets !== null && typeof targets[0] === "string";
  if (areNames && classes) return Dataset.from(inputs, targets, { ...columns, classes });
  if (!isClasses) return Dataset.from(inputs, targets, columns);
  return Dataset.from(inputs, targets, { ...columns, classes: classes ?? classCount(config) });
}

/**
 * The data set with the network's classes in the network's order, by their names. Classes without names are taken as they
 * are, by index.
 *
 * @throws DataError for a class that the network does not know
 */
export function alignClasses(dataset: Dataset, classes: readonly string[] | null): Dataset {
  const { labels, classNames } = dataset;
  if (!labels || !classNames || !dataset.hasClassNames || !classes) return dataset;
  if (classNames.length === classes.length && classNames.every((name, index) => name === classes[index])) {
    return dataset;
  }
  const places = classNames.map((name) => classes.indexOf(name));
  const wrong = labels.findIndex((label) => places[label] === -1);
  if (wrong >= 0) {
    const name = classNames[labels[wrong]!]!;
    throw new DataError(
      `expected a class that the network was trained on (${listNames(classes)}), got ${show(name)}. ` +
        "Leave such rows out, or train a network for these classes.",
      { matrix: "targets", row: wrong },
    );
  }
  return remade(
    dataset,
    labels.map((label) => places[label]!),
    { classes },
  );
}

/** Two classes as targets 0 and 1, for a network with one output between 0 and 1. */
function withOneTarget(dataset: Dataset, config: NetworkConfig): Dataset {
  const { labels, outputs } = dataset;
  if (!labels || outputs !== 2 || !isYesOrNo(config)) return dataset;
  return remade(dataset, Float64Array.from(labels), {});
}

/** A data set with other targets, for a training whose rows are divided already. */
function remade(dataset: Dataset, targets: Targets, options: { classes?: readonly string[] }): Dataset {
  const { inputs, columns, image, inputNames, sampleWeights, flags, hasMissing } = dataset;
  return Dataset.from(inputs, targets, {
    columns,
    ...(image && { image }),
    ...(inputNames && { inputNames }),
    ...(sampleWeights && { sampleWeights }),
    ...(flags && { flags }),
    allowMissing: hasMissing,
    ...options,
  });
}

/** Refuses input columns with other names than those that the network was trained on. */
export function refuseOtherInputs({ inputNames }: Pick<Dataset, "inputNames">, known: KnownNames): void {
  const wrong =
    inputNames && known.inputNames ? inputNames.findIndex((name, at) => name !== known.inputNames![at]) : -1;
  if (wrong < 0) return;
  throw new DataError(
    `inputs: column ${wrong} is ${show(inputNames![wrong])}, but the network was trained on ` +
      `${show(known.inputNames![wrong])} there. Bring the columns into this order: ${listNames(known.inputNames!)}.`,
  );
}

/**
 * Refuses data that a network cannot take.
 *
 * @throws ShapeError, DataError
 */
export function requireFit(dataset: Dataset, config: NetworkConfig, withTargets: boolean): void {
  if (withTargets && dataset.columns === columnsOf(config) && !dataset.targets && !dataset.labels)
    throw new DataError("targets: expected some, got none.");
  requireWidths(dataset, config, withTargets ? undefined : null);
}

/**
 * Refuses data of other widths than those of a network.
 *
 * @param outputs that the data should have; null for any (default: those of the network)
 * @throws ShapeError
 */
export function requireWidths(
  dataset: Pick<Dataset, "columns" | "outputs" | "classNames">,
  config: NetworkConfig,
  outputs: number | null = config.layers.at(-1)!.units,
): void {
  const inputs = columnsOf(config);
  if (dataset.columns !== inputs) {
    throw new ShapeError(
      `inputs: the network takes ${plural(inputs, "column")}, the data have ${dataset.columns}. ` +
        `Set layers[0] to ${dataset.columns}, or give other data.`,
      { expected: inputs, got: dataset.columns },
    );
  }
  if (outputs === null || dataset.outputs === outputs) return;
  const what = dataset.classNames ? "classes" : "target columns";
  throw new ShapeError(
    `targets: the network gives ${outputs} outputs, the data have ${dataset.outputs} ${what}. ` +
      `Set the last layer to ${dataset.outputs} units, or give other data.`,
    { expected: outputs, got: dataset.outputs },
  );
}
