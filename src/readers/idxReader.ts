/** The reader of IDX files: images and their labels in separate files, as with MNIST. */
import { ConfigError } from "../errors.js";
import { idxDataset, isIdx, readIdx } from "./idx.js";
import {
  type FileBytes,
  type KnownModel,
  type Reader,
  refusedByImages,
  refusedByOthers,
  refuseOtherKind,
  refuseOtherSize,
} from "./reader.js";

export const idxReader: Reader = {
  kind: "IDX images",
  content: "IDX images",
  refuses: {
    target: "Drop it: the labels are the target.",
    targetKind: "Drop it: labels are classes.",
    ...refusedByImages,
    ...refusedByOthers,
    onError: "Drop it: the images are all in one file.",
  },
  recognises: isIdx,
  hasLabels: ({ name, bytes }) => readIdx(bytes, name).shape.length === 1,

  readToTrain(file, { labels }, withTargets, model) {
    if (model?.notes.schema) refuseOtherKind(file, model, "columns", "IDX images");
    const dataset = read(file, withTargets ? labelsOf(file, labels) : undefined, model?.notes.classes);
    return {
      dataset,
      notes: { classes: dataset.classNames ?? undefined, image: dataset.image ?? undefined },
    };
  },

  readForModel(file, model, { labels }, withTargets) {
    if (model.notes.schema) refuseOtherKind(file, model, "columns", "IDX images");
    const dataset = read(file, withTargets ? labelsOf(file, labels) : labels, classesOf(model));
    const [takes, got] = [model.notes.image, dataset.image].map(
      (image) => image && `images of ${image[0]} × ${image[1]} pixels${image[2] === 3 ? " in RGB" : ""}`,
    );
    if (takes && got ? takes !== got : dataset.columns !== model.inputs) {
      refuseOtherSize(file, takes ?? `${model.inputs} input columns`, got ?? dataset.columns);
    }
    return { dataset };
  },
};

function labelsOf(file: FileBytes, labels: FileBytes | undefined): FileBytes {
  if (labels) return labels;
  throw new ConfigError({ setting: "labels", expected: `the IDX labels of ${file.name}`, got: "nothing" });
}

function classesOf({ notes, outputs }: KnownModel): readonly string[] {
  return notes.classes ?? Array.from({ length: outputs }, (_, index) => String(index));
}

function read(file: FileBytes, labels: FileBytes | undefined, classes: readonly string[] | undefined) {
  const images = readIdx(file.bytes, file.name);
  if (!labels) return idxDataset(images, null, { images: file.name });
  const names = { images: file.name, labels: labels.name };
  return idxDataset(images, readIdx(labels.bytes, labels.name), names, classes && { classes });
}
