/** One number for a data set as it is trained on: equal for equal samples, whatever file they came from. */
import { createHash } from "node:crypto";
import type { Dataset } from "../data/dataset.js";

/** Bytes that are hashed at once. */
const pieceBytes = 1 << 26;

/** SHA-256 over the encoded inputs and targets, their names, weights and division, as 64 hexadecimal digits. */
export function dataHash(dataset: Dataset): string {
  const { rows, columns, outputs, classNames, inputNames, image, hasMissing, isAutoencoder } = dataset;
  const hash = createHash("sha256");
  const words = { rows, columns, outputs, classNames, inputNames, image, hasMissing, isAutoencoder };
  hash.update(JSON.stringify(words));
  const { inputs, targets, labels, sampleWeights, flags, division } = dataset;
  const own = isAutoencoder ? null : targets;
  for (const [name, values] of Object.entries({
    inputs,
    targets: own,
    labels,
    sampleWeights,
    flags,
    [`division ${division?.kind}`]: division?.of ?? null,
  })) {
    if (values === null) continue;
    hash.update(`\n${name} ${values.constructor.name} ${values.length}\n`);
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    for (let at = 0; at < bytes.length; at += pieceBytes) hash.update(bytes.subarray(at, at + pieceBytes));
  }
  return hash.digest("hex");
}
