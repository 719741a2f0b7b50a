/**
 * A short mark of the data of a training: whether a later `fit` gets the same. It looks at a few hundred numbers only, so it
 * costs microseconds. `fit` decides by it whether an unfinished epoch, the best epoch and the memory of early stopping still
 * count; a wrong guess would cost no more than these.
 */
import type { Dataset } from "../../data/dataset.js";

const numbersLookedAt = 256;

/**
 * FNV-1a over sizes and some numbers. Source: Fowler, Noll & Vo, draft-eastlake-fnv.
 *
 * @param rows the rows that train, and how many are validated on
 */
export function markOf(dataset: Dataset, rows: ArrayLike<number>, held: number): number {
  const { inputs, targets, labels, columns } = dataset;
  let hash = 0x811c9dc5;
  const word = new Uint32Array(2);
  const number = new Float64Array(word.buffer);
  const add = (value: number) => {
    number[0] = value;
    hash = Math.imul(hash ^ word[0]!, 0x01000193);
    hash = Math.imul(hash ^ word[1]!, 0x01000193);
  };
  const addSome = (values: ArrayLike<number>) => {
    const step = Math.max(1, Math.floor(values.length / numbersLookedAt));
    for (let at = 0; at < values.length; at += step) add(values[at]!);
  };
  for (const size of [dataset.rows, columns, rows.length, held]) add(size);
  addSome(rows);
  addSome(inputs);
  if (labels) addSome(labels);
  else if (targets && targets !== inputs) addSome(targets);
  return hash >>> 0;
}
