/** The reader of folders of PNG and JPEG images, and of single ones. The name of the folder that an image lies in is its class. */
import { Dataset } from "../../data/dataset.js";
import { ConfigError, DataError } from "../../errors.js";
import { plural, show } from "../../wording.js";
import {
  type FileBytes,
  type KnownModel,
  type ModelReading,
  type Reader,
  type ReadOptions,
  refusedByImages,
  refuseOtherKind,
} from "../reader.js";
import { labelsOf } from "./imageDataset.js";
import { isJpeg } from "./jpeg.js";
import type { PictureShape } from "./picture.js";
import { isPng } from "./pngChunks.js";
import {
  type PictureFile,
  type PictureOptions,
  type PictureRows,
  readPictures,
  sizeOf,
  sizeText,
  type Survey,
  surveyPictures,
} from "./readPictures.js";

const noLabels = "Drop it: the folders are the classes.";

export const imageReader: Reader = {
  kind: "images",
  content: "PNG or JPEG images",
  refuses: {
    labels: noLabels,
    target: noLabels,
    targetKind: noLabels,
    ...refusedByImages,
  },
  joins: true,
  recognises: (bytes) => isPng(bytes) || isJpeg(bytes),

  async readToTrain(file, options, withTargets, model) {
    const files = picturesOf(file);
    if (withTargets) requireClasses(file, files);
    const own = await pictureOptions(file, options);
    const survey = surveyPictures(files, model ? ofModel(file, model, options) : wantedBy(options), own);
    const { shape } = survey;
    const { pixels, rows, faults } = readPictures(survey.files, shape, own);
    const read = filesOf(survey.files, rows);
    const dataset = datasetOf(
      file,
      pixels,
      shape,
      withTargets ? labelsOf(read, model?.notes.classes) : null,
      model,
    );
    return {
      dataset,
      notes: { classes: dataset.classNames ?? undefined, image: dataset.image ?? undefined },
      remarks: [...surveyLines(file, survey, read), ...faultRemarks([...survey.faults, ...faults])],
    };
  },

  async readForModel(file, model, options, withTargets) {
    const files = picturesOf(file);
    if (withTargets) requireClasses(file, files);
    const own = await pictureOptions(file, options);
    const shape = shapeOf(file, model, options);
    const read = readPictures(files, shape, own);
    const labels = withTargets ? labelsOf(filesOf(files, read.rows), model.notes.classes) : null;
    return readingOf(file, files, read, model, shape, labels);
  },

  async *readBlocksForModel(file, model, options) {
    const shape = shapeOf(file, model, options);
    const own = await pictureOptions(file, options);
    const files = picturesOf(file);
    const rows = Math.max(1, Math.floor(blockBytes / (shape.height * shape.width * shape.channels)));
    let bytes = 0;
    for (let at = 0; at < files.length; at += rows) {
      let last = 0;
      const onProgress = (read: { bytes: number; rows: number }) => {
        options.onProgress?.({ bytes: bytes + read.bytes, rows: at + read.rows });
        last = read.bytes;
      };
      const read = readPictures(files.slice(at, at + rows), shape, { ...own, onProgress });
      bytes += last;
      if (read.rows.length > 0) yield readingOf(file, files.slice(at, at + rows), read, model, shape, null);
      else yield { dataset: null, remarks: faultRemarks(read.faults) };
    }
  },

  async describe(file, options) {
    const files = picturesOf(file);
    const survey = surveyPictures(files, wantedBy(options), await pictureOptions(file, options));
    const { shape, sizes, isGrey, faults } = survey;
    const classes = Object.fromEntries(classCounts(survey.files));
    const document = {
      images: survey.files.length,
      classes,
      sizes: Object.fromEntries(sizes),
      isGrey,
      becomes: shape,
      ...(faults.length > 0 && { faults }),
    };
    const shown = [...sizes].slice(0, 10).map(([size, count]) => `${size} (${count})`);
    const lines = [
      ...surveyLines(file, survey, survey.files),
      `sizes: ${shown.join(", ")}${sizes.size > shown.length ? ` and ${sizes.size - shown.length} more` : ""}`,
      ...faultRemarks(faults),
    ];
    return { document, lines };
  },
};

/** Bytes of pixels that are read at once to predict on them. */
const blockBytes = 1 << 22;

function picturesOf(file: FileBytes): PictureFile[] {
  return [file, ...(file.more ?? [])].flatMap(
    ({ name, bytes, folder }) => folder?.files ?? [{ name, label: null, read: () => bytes }],
  );
}

function filesOf(files: readonly PictureFile[], rows: Uint32Array): PictureFile[] {
  return Array.from(rows, (row) => files[row]!);
}

async function pictureOptions({ host }: FileBytes, options: ReadOptions): Promise<PictureOptions> {
  const { onError, onProgress } = options;
  return { onError, onProgress, jpeg: await host?.jpeg?.() };
}

/** What options say of size and colour. @throws ConfigError */
function wantedBy({ imageSize, imageColor }: ReadOptions): Parameters<typeof surveyPictures>[1] {
  const size = imageSize === undefined ? undefined : sizeOf(imageSize);
  if (size === null) {
    const expected = "width and height in pixels, such as 28x28";
    throw new ConfigError({ setting: "imageSize", expected, got: show(imageSize) });
  }
  return { ...(size && { size }), ...(imageColor && { channels: imageColor === "grey" ? 1 : 3 }) };
}

/** Size and colour that a model takes. @throws ConfigError for options that say it too; DataError for another model */
function ofModel(
  file: FileBytes,
  model: KnownModel,
  options: ReadOptions,
): Parameters<typeof surveyPictures>[1] {
  const { image, schema } = model.notes;
  if (!image) refuseOtherKind(file, model, schema ? "columns" : "numbers", "images");
  const given = (["imageSize", "imageColor"] as const).find((name) => options[name] !== undefined);
  const [height, width, channels = 1] = image!;
  if (given === undefined) return { size: [height, width], channels };
  const takes = `${channels === 1 ? "grey" : "RGB"} images of ${sizeText({ width, height })} pixels`;
  throw new ConfigError({ setting: given, reason: `${model.name} takes ${takes}`, advice: "Drop it." });
}

function shapeOf(file: FileBytes, model: KnownModel, options: ReadOptions): PictureShape {
  const { size, channels } = ofModel(file, model, options);
  return { height: size![0], width: size![1], channels: channels! };
}

/** Refuses images without a class, before any is decoded. */
function requireClasses({ name }: FileBytes, files: readonly PictureFile[]): void {
  const lone = files.find(({ label }) => label === null);
  if (!lone) return;
  if (lone.name === name)
    throw new DataError("expected a folder with a folder of images for each class, got one image.", {
      file: name,
    });
  throw new DataError(
    `expected folders of images in ${name}, one for each class, got an image outside of them. ` +
      `Move it into a folder with the name of its class.`,
    { file: lone.name },
  );
}

function datasetOf(
  file: FileBytes,
  pixels: Uint8Array,
  { height, width, channels }: PictureShape,
  labels: readonly string[] | null,
  model: KnownModel | null,
): Dataset {
  if (pixels.length === 0)
    throw new DataError("expected at least 1 image that can be read, got none.", { file: file.name });
  const classes = labels ? model?.notes.classes : undefined;
  return Dataset.from(pixels, labels, {
    columns: height * width * channels,
    image: [height, width, channels],
    ...(classes && { classes }),
  });
}

/** Rows of bytes for a model, with the names of their files. */
function readingOf(
  file: FileBytes,
  files: readonly PictureFile[],
  { pixels, rows, faults }: PictureRows,
  model: KnownModel,
  shape: PictureShape,
  labels: readonly string[] | null,
): ModelReading {
  return {
    dataset: datasetOf(file, pixels, shape, labels, model),
    rows,
    rowsInFile: files.length,
    ids: [{ name: "file", of: (row) => files[row]!.name }],
    remarks: faultRemarks(faults),
  };
}

function classCounts(files: readonly PictureFile[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { label } of files) if (label !== null) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

/** Classes that are named in a line. */
const shownClasses = 10;

/** What was found, and what becomes of it. */
function surveyLines(file: FileBytes, { shape, sizes }: Survey, files: readonly PictureFile[]): string[] {
  const counts = [...classCounts(files)];
  const listed = counts.slice(0, shownClasses).map(([label, count]) => `${label} ${count}`);
  const classes =
    counts.length === 0
      ? ""
      : ` in ${plural(counts.length, "class", "classes")} (${listed.join(", ")}${counts.length > shownClasses ? ", …" : ""})`;
  const colour = shape.channels === 1 ? "grey" : "RGB";
  const others = files.length - (sizes.get(sizeText(shape)) ?? 0);
  const leftOut = [file, ...(file.more ?? [])].flatMap(({ folder }) => folder?.others ?? []);
  return [
    `${file.name}: ${plural(files.length, "image")}${classes}, ${colour}, ${sizeText(shape)} pixels.`,
    ...(others > 0
      ? [
          `${plural(others, "image")} of ${others === 1 ? "another size is" : "other sizes are"} resized (--image-size).`,
        ]
      : []),
    ...(leftOut.length > 0
      ? [
          `${plural(leftOut.length, "file")} not named .png, .jpg or .jpeg left out, the first: ${leftOut[0]}.`,
        ]
      : []),
  ];
}

function faultRemarks(faults: readonly string[]): string[] {
  if (faults.length === 0) return [];
  return [`${plural(faults.length, "image")} could not be read and left out, the first: ${faults[0]}`];
}
