/** What a model remembers of the data it was trained on, so that other files of the same kind are read alike. */
import type { Separator } from "./csv.js";
import type { Schema } from "./schema.js";

/** Plain JSON; a part of `Network.notes`. */
export interface DataNotes {
  /** Columns of a CSV file. */
  schema?: Schema | undefined;
  /** What stands between the cells of a CSV file. */
  separator?: Separator | undefined;
  /** Names of the classes, in the order of the outputs. */
  classes?: readonly string[] | undefined;
  /** Height and width of images, in pixels. */
  image?: readonly [height: number, width: number] | undefined;
  /** Whether the inputs were the targets. */
  autoencoder?: true | undefined;
  sampleWeights?: string | undefined;
}
