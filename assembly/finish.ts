/**
 * What happens to the elements of a product while they are still in the first-level cache: bias and
 * activation, slope of the activation, or the weight update. Each is element by element, so any part of the
 * matrix can be finished at any time with the same bits.
 */
import { Activation, Finish } from "./codes";
import { add, lanes, multiply, splat, subtract } from "./lanes";
import { Product } from "./plan";
import { sigmoid } from "./sigmoid";

/**
 * Finishes a rectangle of c.
 *
 * @param p         the product; `c`, and by `finish` also `biases`, `activations` or `rate`
 * @param sums      [rows × columns] T: the finished sums; may be the rectangle itself
 * @param sumsRow   bytes of a row of `sums`
 * @param row       first row of the rectangle in c
 * @param column    first column of the rectangle in c
 */
export function finishRows<T, V>(
  p: Product,
  sums: usize,
  sumsRow: usize,
  row: i32,
  column: i32,
  rows: i32,
  columns: i32,
): void {
  for (let i = 0; i < rows; ++i) {
    const at = (<usize>(row + i) * p.n + column) * sizeof<T>();
    let j = 0;
    for (; j + lanes<T, V>() <= columns; j += lanes<T, V>()) {
      const offset = <usize>j * sizeof<T>();
      finish<T, V>(p, load<V>(sums + offset), at + offset, column + j);
    }
    for (; j < columns; ++j) {
      const offset = <usize>j * sizeof<T>();
      finish<T, T>(p, load<T>(sums + offset), at + offset, column + j);
    }
    sums += sumsRow;
  }
}

/** Finishes one V of a row: `at` is its byte offset in c, `column` its first column. */
@inline
function finish<T, V>(p: Product, s: V, at: usize, column: i32): void {
  switch (p.finish) {
    case Finish.activate: {
      if (p.biases) {
        if (p.biasStep) s = add<T, V>(s, load<V>(p.biases + <usize>column * sizeof<T>()));
        else s = add<T, V>(s, splat<T, V>(load<T>(p.biases)));
      }
      if (p.activation == Activation.sigmoid) s = sigmoid<T, V>(s);
      break;
    }
    case Finish.slope: {
      s = multiply<T, V>(s, slope<T, V>(p.activation, load<V>(p.activations + at)));
      break;
    }
    case Finish.update: {
      s = subtract<T, V>(load<V>(p.c + at), multiply<T, V>(splat<T, V>(<T>p.rate), s));
      break;
    }
  }
  store<V>(p.c + at, s);
}

/** The derivative of an activation, written in its result a: sigmoid a · (1 − a), identity 1. */
@inline
export function slope<T, V>(activation: i32, a: V): V {
  const one = splat<T, V>(1 as T);
  if (activation == Activation.sigmoid) return multiply<T, V>(a, subtract<T, V>(one, a));
  return one;
}
