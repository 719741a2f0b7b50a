/** Softmax over the rows of the output layer, and what its slope does to the deltas. */
import { add } from "./lanes";
import { exponentials } from "./arrays";

/**
 * to[r][j] ← e^(from[r][j] − max) / Σₖ e^(from[r][k] − max)
 *
 * The sum goes from left to right, in f64.
 *
 * @param to   [rows × columns] T, overwritten; must not overlap `from`
 * @param from [rows × columns] T, read
 */
export function softmaxRows<T, V>(to: usize, from: usize, rows: i32, columns: i32): void {
  const width = <usize>columns * sizeof<T>();
  const end = to + <usize>rows * width;
  for (let at = to; at < end; at += width) {
    let greatest = load<T>(from);
    for (let j = sizeof<T>(); j < width; j += sizeof<T>()) {
      const z = load<T>(from + j);
      if (z > greatest) greatest = z;
    }
    for (let j: usize = 0; j < width; j += sizeof<T>()) store<T>(at + j, (load<T>(from + j) - greatest) as T);
    from += width;
  }
  exponentials<T, V>(to, to, end - to);
  for (; to < end; to += width) {
    let sum: f64 = 0;
    for (let j: usize = 0; j < width; j += sizeof<T>()) sum += <f64>load<T>(to + j);
    const total = <T>sum;
    for (let j: usize = 0; j < width; j += sizeof<T>()) store<T>(to + j, (load<T>(to + j) / total) as T);
  }
}

/**
 * Turns ∂E/∂a of a softmax into ∂E/∂z. With the cross-entropy the deltas arrive as a − t. That is the result
 * where the targets of a row add up to 1; otherwise the row becomes s · a − t, with their sum s.
 *
 *     delta[j] ← a[j] · (delta[j] − Σₖ delta[k] · a[k])      or      delta[j] + (s − 1) · a[j]
 *
 * @param deltas      [rows × columns] T, read and overwritten
 * @param activations [rows × columns] T, read
 * @param targets     [rows × columns] T, read for the cross-entropy
 */
export function softmaxDeltas<T>(
  deltas: usize,
  activations: usize,
  targets: usize,
  rows: i32,
  columns: i32,
  isCrossEntropy: bool,
): void {
  const width = <usize>columns * sizeof<T>();
  for (let row = 0; row < rows; ++row) {
    let sum: f64 = 0;
    if (isCrossEntropy) {
      for (let j: usize = 0; j < width; j += sizeof<T>()) sum += <f64>load<T>(targets + j);
      if (sum != 1) {
        const excess = <T>(sum - 1);
        for (let j: usize = 0; j < width; j += sizeof<T>()) {
          store<T>(deltas + j, add<T, T>(load<T>(deltas + j), (excess * load<T>(activations + j)) as T));
        }
      }
    } else {
      for (let j: usize = 0; j < width; j += sizeof<T>()) {
        sum += <f64>load<T>(deltas + j) * <f64>load<T>(activations + j);
      }
      for (let j: usize = 0; j < width; j += sizeof<T>()) {
        const a = load<T>(activations + j);
        store<T>(deltas + j, (a * <T>(<f64>load<T>(deltas + j) - sum)) as T);
      }
    }
    deltas += width;
    activations += width;
    targets += width;
  }
}
