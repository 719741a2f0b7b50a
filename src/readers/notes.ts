/** What a model remembers of its training data, so that other files of the same kind are read the same way. */
import { ModelError } from "../errors.js";
import { plural, show } from "../wording.js";
import { inputColumnNames, type Schema } from "../data/columns/columns.js";
import type { ImageShape } from "../data/dataset.js";
import { separators } from "./csvForm.js";
import { schemaProblem } from "../data/columns/schemaCheck.js";
import type { Separator } from "./table.js";

/** Plain JSON; a part of `Network.notes`. */
export interface DataNotes {
  /** Columns of a CSV file. */
  schema?: Schema | undefined;
  /** Separator of the cells of a CSV file. */
  separator?: Separator | undefined;
  /** Names of the classes, in the order of the outputs. */
  classes?: readonly string[] | undefined;
  /** Height and width of images, in pixels; with channels (1 grey, 3 RGB) where they come from picture files. */
  image?: ImageShape | undefined;
  /** Whether the inputs were the targets. */
  autoencoder?: true | undefined;
  sampleWeights?: string | undefined;
}

/**
 * The notes of a model from a file, which may hold anything.
 *
 * @param inputs columns that the network takes
 * @param path   of the file, for messages
 * @throws ModelError naming the note
 */
export function dataNotesOf(
  notes: Readonly<Record<string, unknown>>,
  inputs: number,
  path: string,
): DataNotes {
  const { schema, separator, image, autoencoder, sampleWeights, classes = null } = notes;
  const refuse = (name: string, problem: string) => new ModelError(`${path}: notes.${name}: ${problem}.`);
  if (schema !== undefined) {
    const problem = schemaProblem(schema);
    if (problem !== null) throw refuse("schema", problem);
    const { length } = inputColumnNames(schema as Schema);
    if (length !== inputs) {
      throw refuse("schema", `expected columns for ${plural(inputs, "input")} of the network, got ${length}`);
    }
  }
  if (image !== undefined && !isImage(image, inputs)) {
    throw refuse("image", `expected height and width of images of ${inputs} pixels, got ${show(image)}`);
  }
  if (separator !== undefined && !separators.includes(separator as Separator)) {
    throw refuse(
      "separator",
      `expected one of ${separators.map((one) => show(one)).join(" ")}, got ${show(separator)}`,
    );
  }
  if (autoencoder !== undefined && autoencoder !== true) {
    throw refuse("autoencoder", `expected true or nothing, got ${show(autoencoder)}`);
  }
  // whether they are one for each output is checked when a network is made
  if (classes !== null && !(Array.isArray(classes) && classes.every((name) => typeof name === "string"))) {
    throw refuse("classes", `expected names, got ${show(classes)}`);
  }
  if (sampleWeights !== undefined && typeof sampleWeights !== "string") {
    throw refuse("sampleWeights", `expected the name of a column, got ${show(sampleWeights)}`);
  }
  return notes as DataNotes;
}

function isImage(value: unknown, pixels: number): boolean {
  if (!Array.isArray(value) || value.length < 2 || value.length > 3) return false;
  const [height, width, channels = 1] = value as unknown[];
  return (
    Number.isSafeInteger(height) &&
    Number.isSafeInteger(width) &&
    (channels === 1 || channels === 3) &&
    (height as number) * (width as number) * channels === pixels
  );
}
