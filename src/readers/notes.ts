/** What a model remembers of its training data, so that other files of the same kind are read the same way. */
import type { Schema } from "./columns.js";
import type { Separator } from "./table.js";

/** Plain JSON; a part of `Network.notes`. */
export interface DataNotes {
  /** Columns of a CSV file. */
  schema?: Schema | undefined;
  /** Separator of the cells of a CSV file. */
  separator?: Separator | undefined;
  /** Names of the classes, in the order of the outputs. */
  classes?: readonly string[] | undefined;
  /** Height and width of images, in pixels. */
  image?: readonly [height: number, width: number] | undefined;
  /** Whether the inputs were the targets. */
  autoencoder?: true | undefined;
  sampleWeights?: string | undefined;
}
