/** Pictures in memory as a `Dataset`. Folders are read by the command line. */
import { Dataset } from "../../data/dataset.js";
import { ConfigError, DataError } from "../../errors.js";
import type { GivenBytes } from "../../network/givenArrays.js";
import { show } from "../../wording.js";
import { requireBytes } from "../unpack.js";
import type { JpegDecoder } from "./jpeg.js";
import { mostPixels } from "./picture.js";
import { type PictureFile, readPictures, surveyPictures } from "./readPictures.js";

/** A picture for `imageDataset`. */
export interface ImageFile {
  /** For messages. */
  readonly name: string;
  /** The bytes of a PNG or JPEG file. */
  readonly bytes: GivenBytes;
  /** Its class; of all pictures or of none. */
  readonly label?: string;
}

/** Options of `imageDataset`. */
export interface ImageDatasetOptions {
  /** Height and width of all rows, in pixels (default: the most frequent size, with at most 64 pixels across and down). */
  readonly size?: readonly [height: number, width: number];
  /** Whether a pixel is one number or three (default: "grey" if all files are grey, else "rgb"). */
  readonly color?: "grey" | "rgb";
  /** Names of the classes in the order of the outputs, if they are known, e.g. from a model to evaluate. */
  readonly classes?: readonly string[];
  /** Decodes JPEG: `decode` of the package `jpeg-js`. */
  readonly jpeg?: JpegDecoder;
}

/**
 * Makes a data set of PNG and JPEG pictures, one row of bytes for each. Pictures of another size are resized: each new pixel is the
 * mean of the area that it covers. Transparent pixels are laid on white.
 *
 * @param images  the files, with their classes
 * @param options size and colour; they are also in `dataset.image`: height, width, channels
 * @returns inputs [images × height · width · channels] in bytes, and labels
 * @throws {DataError} for a file that is damaged or no picture, for a class that is not known, and for no files
 * @throws {ConfigError} for options out of range
 *
 * @example
 * ```js
 * import { imageDataset } from "chainrule";
 *
 * // a PNG file of 2 × 2 grey pixels
 * const text =
 *   "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVR4XmNgCGBY8B8AA4UB8KQOq98A" +
 *   "AAAASUVORK5CYII=";
 * const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
 * const dataset = imageDataset([{ name: "a.png", bytes, label: "ramp" }]);
 * console.log(dataset.inputs.join(" "), dataset.image, dataset.classNames);
 * // → 0 80 160 255 [ 2, 2, 1 ] [ 'ramp' ]
 * ```
 */
export function imageDataset(images: readonly ImageFile[], options: ImageDatasetOptions = {}): Dataset {
  const { size, color, classes, jpeg } = options;
  if (!Array.isArray(images)) throw new DataError(`images: expected a list of images, got ${show(images)}.`);
  const isSize = (given: unknown) =>
    Array.isArray(given) && given.length === 2 && given.every((side) => Number.isInteger(side) && side >= 1);
  if (size !== undefined && !(isSize(size) && size[0] * size[1] <= mostPixels)) {
    throw new ConfigError({ setting: "size", expected: "[height, width] in pixels", got: show(size) });
  }
  if (color !== undefined && color !== "grey" && color !== "rgb") {
    throw new ConfigError({ setting: "color", expected: '"grey" or "rgb"', got: show(color) });
  }
  const files = images.map((image: ImageFile, index): PictureFile => {
    const { name = `image ${index}`, bytes, label = null } = (image ?? {}) as Partial<ImageFile>;
    return { name, label, read: () => requireBytes(bytes, name) };
  });
  const channels = color && (color === "grey" ? 1 : 3);
  const { shape } = surveyPictures(files, { ...(size && { size }), ...(channels && { channels }) }, { jpeg });
  const { pixels } = readPictures(files, shape, { jpeg });
  const { height, width } = shape;
  return Dataset.from(pixels, labelsOf(files, classes), {
    columns: height * width * shape.channels,
    image: [height, width, shape.channels],
    ...(classes && files.some(({ label }) => label !== null) && { classes }),
  });
}

/**
 * The classes of files; null where no file has one.
 *
 * @param classes that may occur (default: any)
 * @throws DataError for a file without a class, and for a class that is not known
 */
export function labelsOf(files: readonly PictureFile[], classes?: readonly string[]): string[] | null {
  if (files.every(({ label }) => label === null)) return null;
  return files.map(({ name, label }) => {
    if (label === null)
      throw new DataError(`expected a class, got none. Give all images one.`, { file: name });
    if (!classes || classes.includes(label)) return label;
    throw new DataError(
      `expected a class that the model knows (${classes.slice(0, 10).join(", ")}${classes.length > 10 ? ", …" : ""}), got ${show(label)}. ` +
        `Leave out such images.`,
      { file: name },
    );
  });
}
