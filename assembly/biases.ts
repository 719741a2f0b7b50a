/**
 * Gradients of the biases, which are sums of deltas, and their update.
 */
import { Layer } from "./plan";
import { add, lanes, splat } from "./lanes";

/**
 * Sums columns of a matrix from top to bottom.
 *
 *     sums[j] ← (resume ? sums[j] : 0) + Σᵣ matrix[r][j]      for begin ≤ j < end
 *
 * @param sums    [columns] T, written from `begin` to `end`; must not overlap `matrix`
 * @param matrix  [rows × columns] T, read
 */
export function columnSums<T, V>(
  sums: usize,
  matrix: usize,
  rows: i32,
  columns: i32,
  begin: i32,
  end: i32,
  resume: bool,
): void {
  let column = begin;
  for (; column + lanes<T, V>() <= end; column += lanes<T, V>()) {
    columnSum<T, V>(sums, matrix, rows, columns, column, resume);
  }
  for (; column < end; ++column) columnSum<T, T>(sums, matrix, rows, columns, column, resume);
}


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

/** Biases `begin` … `end − 1` ← biases − rate · biasGradients */
function updateBiases<T>(layer: Layer, begin: i32, end: i32, rate: T): void {
  for (let i = begin; i < end; ++i) {
    const at = <usize>i * sizeof<T>();
    store<T>(layer.biases + at, load<T>(layer.biases + at) - rate * load<T>(layer.biasGradients + at));
  }
}

/**
 * The gradient of the biases of units `begin` … `end − 1`, summed over the batch, into `biasGradients`, and
 * their update where `update` is set. That of a shared bias is the sum over all units of the layer, left in
 * its first element; it belongs to whoever has unit 0.
 */
export function trainBiases<T, V>(
  layer: Layer,
  rows: i32,
  begin: i32,
  end: i32,
  resume: bool,
  update: bool,
  rate: T,
): void {
  const sums = layer.biasGradients;
  const units = layer.outputs;
  if (layer.biasCount == units) {
    columnSums<T, V>(sums, layer.deltas, rows, units, begin, end, resume);
    if (update) updateBiases<T>(layer, begin, end, rate);
    return;
  }
  if (begin > 0 || end == 0) return;
  const before = resume ? load<T>(sums) : (0 as T);
  columnSums<T, V>(sums, layer.deltas, rows, units, 0, units, false);
  let total = load<T>(sums);
  for (let unit = 1; unit < units; ++unit) {
    total = (total + load<T>(sums + <usize>unit * sizeof<T>())) as T;
  }
  store<T>(sums, before + total);
  if (update) updateBiases<T>(layer, 0, 1, rate);
}
