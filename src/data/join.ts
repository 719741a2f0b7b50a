/** Joins samples to train on and samples to hold out to one data set, which says itself which are held out. */
import { Dataset } from "./dataset.js";

/**
 * @param train whose names, weights and flags the result has; its own division is lost
 * @param held  of the same columns and targets; its rows follow
 */
export function joinHeldOut(train: Dataset, held: Dataset): Dataset {
  const { columns, image, inputNames, classNames, hasClassNames, flags, schema } = train;
  const rows = train.rows + held.rows;
  const weights = train.sampleWeights;
  const targets =
    train.labels && held.labels
      ? both(train.labels, held.labels)
      : rowsOf(both(train.targets!, held.targets!), train.outputs);
  const joined = Dataset.from(both(train.inputs, held.inputs), targets as never, {
    columns,
    ...(image && { image }),
    ...(inputNames && { inputNames }),
    ...(train.labels && { classes: hasClassNames ? classNames! : classNames!.length }),
    ...(weights && { sampleWeights: both(weights, new Float64Array(held.rows).fill(1)) }),
    ...(flags && { flags }),
    ...(schema && { schema }),
    allowMissing: train.hasMissing || held.hasMissing,
    division: { heldOut: Array.from({ length: rows }, (_, row) => row >= train.rows) },
  });
  return train.isAutoencoder ? joined.asAutoencoder() : joined;
}

function both<Numbers extends Float32Array | Float64Array | Uint8Array | Uint32Array>(
  one: Numbers,
  other: Numbers,
): Numbers {
  const kind = one.constructor as new (length: number) => Numbers;
  const isExact = one.constructor === other.constructor;
  const to = isExact ? new kind(one.length + other.length) : new Float64Array(one.length + other.length);
  to.set(one);
  to.set(other, one.length);
  return to as Numbers;
}

function rowsOf(values: ArrayLike<number>, width: number): Float64Array[] {
  const numbers = Float64Array.from(values);
  return Array.from({ length: numbers.length / width }, (_, row) =>
    numbers.subarray(row * width, (row + 1) * width),
  );
}
