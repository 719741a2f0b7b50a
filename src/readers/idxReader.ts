/** The reader of IDX files: images and their labels in separate files, as with MNIST. */
import type { Dataset } from "../data/dataset.js";
import { ConfigError, DataError } from "../errors.js";
import { idxDataset, idxHeader, idxHeaderBytes, isIdx, readIdx } from "./idx.js";
import {
  type FileBytes,
  type KnownModel,
  type ModelBlock,
  type Reader,
  refusedByImages,
  refusedByOthers,
  refuseOtherKind,
  refuseOtherSize,
} from "./reader.js";
import { gather, joined } from "./unpack.js";

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
  readsPieces: true,
  hasLabels: ({ name, bytes }) => idxHeader(bytes, name).shape.length === 1,

  async readToTrain(file, { labels }, withTargets, model) {
    if (model?.notes.schema) refuseOtherKind(file, model, "columns", "IDX images");
    const dataset = await read(file, withTargets ? labelsOf(file, labels) : undefined, model?.notes.classes);
    return {
      dataset,
      notes: { classes: dataset.classNames ?? undefined, image: dataset.image ?? undefined },
    };
  },

  async readForModel(file, model, { labels }, withTargets) {
    if (model.notes.schema) refuseOtherKind(file, model, "columns", "IDX images");
    const dataset = await read(file, withTargets ? labelsOf(file, labels) : labels, classesOf(model));
    checkSize(file, model, dataset);
    return { dataset };
  },

  async *readBlocksForModel(file, model, options) {
    if (model.notes.schema) refuseOtherKind(file, model, "columns", "IDX images");
    const { name, bytes, rest } = file;
    // other elements than bytes are checked one by one, by their place in the file
    if (!rest || bytes[2] !== ofBytes || options.labels) {
      yield await this.readForModel(file, model, options, false);
      return;
    }
    const header = idxHeader(bytes, name);
    const [images, ...size] = header.shape;
    const rowBytes = size.reduce((product, one) => product * one, 1);
    const blockRows = Math.max(1, Math.floor(blockBytes / Math.max(1, rowBytes)));
    let waiting: Uint8Array[] = [bytes.subarray(header.body)];
    let [length, rows] = [bytes.length - header.body, 0];
    const block = (count: number): ModelBlock => {
      const all = joined(waiting, length);
      const own = [idxHeaderBytes(bytes, header, count), all.subarray(0, count * rowBytes)];
      const dataset = idxDataset(readIdx(joined(own, header.body + count * rowBytes), name), null, {
        images: name,
      });
      checkSize(file, model, dataset);
      waiting = [all.slice(count * rowBytes)];
      length -= count * rowBytes;
      rows += count;
      options.onProgress?.({ bytes: header.body + rows * rowBytes, rows });
      return { dataset };
    };
    for await (const piece of rest) {
      waiting.push(piece);
      length += piece.length;
      while (length >= blockRows * rowBytes && rows + blockRows <= images!) yield block(blockRows);
    }
    const left = images! - rows;
    if (length !== left * rowBytes) {
      throw new DataError(
        `expected ${header.body + images! * rowBytes} bytes for ${header.shape.join(" × ")} elements, ` +
          `got ${header.body + rows * rowBytes + length}. Download or copy the file again.`,
        { file: name },
      );
    }
    if (left > 0 || rows === 0) yield block(left);
  },
};

/** The type of an element that is a byte. */
const ofBytes = 8;
/** Bytes of images that are read at once to predict on them. */
const blockBytes = 1 << 22;

/** Refuses images of another size than a model takes. */
function checkSize(file: FileBytes, model: KnownModel, { image, columns }: Dataset): void {
  const [takes, got] = [model.notes.image, image].map(
    (one) => one && `images of ${one[0]} × ${one[1]} pixels${one[2] === 3 ? " in RGB" : ""}`,
  );
  if (takes && got ? takes !== got : columns !== model.inputs) {
    refuseOtherSize(file, takes ?? `${model.inputs} input columns`, got ?? columns);
  }
}

function labelsOf(file: FileBytes, labels: FileBytes | undefined): FileBytes {
  if (labels) return labels;
  throw new ConfigError({ setting: "labels", expected: `the IDX labels of ${file.name}`, got: "nothing" });
}

function classesOf({ notes, outputs }: KnownModel): readonly string[] {
  return notes.classes ?? Array.from({ length: outputs }, (_, index) => String(index));
}

async function read(
  file: FileBytes,
  labels: FileBytes | undefined,
  classes: readonly string[] | undefined,
): Promise<Dataset> {
  const images = readIdx(await whole(file), file.name);
  if (!labels) return idxDataset(images, null, { images: file.name });
  const names = { images: file.name, labels: labels.name };
  return idxDataset(images, readIdx(await whole(labels), labels.name), names, classes && { classes });
}

function whole({ name, bytes, rest = null }: FileBytes): Promise<Uint8Array> {
  return gather({ head: bytes, rest }, name);
}
