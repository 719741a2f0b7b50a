/**
 * Brings sources of rows to a network: of its widths, with its classes in its order. What does not fit is refused here, before
 * anything is read.
 */
import { Dataset } from "../../data/dataset.js";
import {
  aboutRows,
  checkRowSource,
  datasetRows,
  isRowSource,
  type RowSource,
} from "../../data/rows/rowSource.js";
import { ConfigError, DataError } from "../../errors.js";
import { listNames } from "../../nearest.js";
import type { NetworkConfig, TrainingConfig } from "../../settings/generated/types.js";
import { plural, show } from "../../wording.js";
import {
  classCount,
  isYesOrNo,
  type KnownNames,
  refuseOtherInputs,
  requireWidths,
  samplesOf,
} from "../networkData.js";
import type { RowData } from "./rowParts.js";
import type { GivenRows } from "./rowTraining.js";

/**
 * The rows that `fit` trains and validates on.
 *
 * @returns the rows, and the names that the network knows once it has been trained on them
 * @throws ConfigError, DataError, ShapeError
 */
export function rowDataOf(
  given: RowSource,
  { validation, windowRows }: GivenRows,
  training: TrainingConfig,
  config: NetworkConfig,
  known: KnownNames,
): { data: RowData; names: KnownNames } {
  if (windowRows !== undefined && !(Number.isSafeInteger(windowRows) && windowRows >= 1)) {
    throw new ConfigError({ setting: "windowRows", expected: "an integer ≥ 1", got: show(windowRows) });
  }
  const { source, names } = rowsFor(given, config, known, "rows");
  if (validation === undefined || typeof validation === "number") {
    if (training.validation === 0) return { data: { source, held: null, windowRows }, names };
    throw new ConfigError({
      setting: "validation",
      reason: `expected samples or another source of rows, got ${training.validation}. Rows of a source are not divided by fit`,
      advice: "Give the rows to hold out as a source of their own, or set it to 0.",
    });
  }
  if (validation instanceof Dataset) {
    const { dataset } = samplesOf(validation, undefined, config, names);
    return { data: { source, held: datasetRows(dataset), windowRows }, names };
  }
  if (!isRowSource(validation)) {
    const expected =
      "samples or a source of rows, because the rows of a source have no numbers to divide them by";
    throw new ConfigError({ setting: "validation", expected, got: show(validation) });
  }
  const held = rowsFor(validation, config, names, "validation").source;
  return { data: { source, held, windowRows }, names };
}

/** A source that fits a network. @param name of the argument, for messages */
export function rowsFor(
  given: RowSource,
  config: NetworkConfig,
  known: KnownNames,
  name: string,
): { source: RowSource; names: KnownNames } {
  checkRowSource(given, name);
  requireWidths(given, config, given.targetType === "labels" && isYesOrNo(config) ? 2 : undefined);
  refuseOtherInputs(given, known);
  const own =
    given.hasClassNames && given.classNames?.length === classCount(config) ? given.classNames : null;
  const names = {
    classes: known.classes ?? own,
    inputNames: known.inputNames ?? given.inputNames,
    schema: known.schema ?? given.schema,
  };
  return { source: aligned(given, known.classes), names };
}

/** A source with the network's classes in the network's order, by their names. */
function aligned(source: RowSource, classes: readonly string[] | null): RowSource {
  const { classNames, hasClassNames, targetType } = source;
  if (targetType !== "labels" || !classNames || !hasClassNames || !classes) return source;
  if (classNames.length === classes.length && classNames.every((one, at) => one === classes[at]))
    return source;
  const places = classNames.map((one) => classes.indexOf(one));
  const wrong = places.indexOf(-1);
  if (wrong >= 0 || classNames.length !== classes.length) {
    const got = wrong >= 0 ? show(classNames[wrong]!) : plural(classNames.length, "class");
    throw new DataError(
      `expected the classes that the network was trained on (${listNames(classes)}), got ${got}. ` +
        "Prepare rows with these classes, or train a network for the others.",
    );
  }
  return {
    ...aboutRows(source),
    classNames: classes,
    async read(from, count, into) {
      await source.read(from, count, into);
      into.labels!.forEach((label, row) => (into.labels![row] = places[label] ?? label));
    },
  };
}
