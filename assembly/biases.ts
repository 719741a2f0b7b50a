/** Gradients of the biases, which are sums of deltas, and their update. */
import { Layer } from "./plan";
import { add, lanes, splat } from "./lanes";

/**
 * Sums columns of a matrix from top to bottom.
 *
 *     sums[j] ← (resume ? sums[j] : 0) + Σᵣ matrix[r][j]
 *
 * @param sums    [columns] T, overwritten; must not overlap `matrix`
 * @param matrix  [rows × columns] T, read
 */
export function columnSums<T, V>(sums: usize, matrix: usize, rows: i32, columns: i32, resume: bool): void {
  let column = 0;
  for (; column + lanes<T, V>() <= columns; column += lanes<T, V>()) {
    columnSum<T, V>(sums, matrix, rows, columns, column, resume);
  }
  for (; column < columns; ++column) columnSum<T, T>(sums, matrix, rows, columns, column, resume);
}

/** The sum of the columns at `column`, as many as V has lanes. */
@inline
function columnSum<T, V>(
  sums: usize,
  matrix: usize,
  rows: i32,
  columns: i32,
  column: i32,
  resume: bool,
): void {
  const at = <usize>column * sizeof<T>();
  let sum = resume ? load<V>(sums + at) : splat<T, V>(0 as T);
  let from = matrix + at;
  for (let row = 0; row < rows; ++row) {
    sum = add<T, V>(sum, load<V>(from));
    from += <usize>columns * sizeof<T>();
  }
  store<V>(sums + at, sum);
}

/**
 * Writes the gradients of the biases, summed over the batch, to `biasGradients`; where `update`, updates the
 * biases. The gradient of a shared bias is the sum over all units of the layer, in the first element.
 *
 * @param copy which of the layer's biases; 0 where `update`
 * @param rows rows of the batch that use them
 */
export function trainBiases<T, V>(
  layer: Layer,
  copy: i32,
  rows: i32,
  resume: bool,
  update: bool,
  rate: f64,
): void {
  const units = layer.outputs;
  const first = <usize>(copy * units) * sizeof<T>();
  const sums = layer.biasGradients + first;
  const isShared = layer.biasCount != units;
  const before: f64 = isShared && resume ? load<T>(sums) : 0;
  columnSums<T, V>(sums, layer.deltas + first * rows, rows, units, resume && !isShared);
  if (isShared) {
    for (let unit = 1; unit < units; ++unit) {
      store<T>(sums, load<T>(sums) + load<T>(sums + <usize>unit * sizeof<T>()));
    }
    store<T>(sums, (<T>before + load<T>(sums)) as T);
  }
  if (!update) return;
  for (let i = 0; i < layer.biasCount; ++i) {
    const at = <usize>i * sizeof<T>();
    store<T>(layer.biases + at, load<T>(layer.biases + at) - <T>rate * load<T>(sums + at));
  }
}
