/**
 * What happens to the elements of a product while they are still in the first-level cache: bias and
 * activation, slope of the activation, or the weight update. Each is element by element, so any part of the
 * matrix can be finished at any time with the same bits.
 */
import { activateAll, isStraight, slope, straight } from "./activation";
import { Finish } from "./codes";
import { add, lanes, loadPart, multiply, splat, storePart, subtract } from "./lanes";
import { Product } from "./plan";

/**
 * Finishes a rectangle of c.
 * Where an activation is not straight, it is taken of all the sums where they lie, four vectors at a time, and then they
 * are stored.
 *
 * @param p         the product; `c`, and by `finish` also `biases`, `activations`, `netInputs` or `rate`
 * @param sums      [rows × columns] T: the finished sums, overwritten; may be the rectangle itself where that is all columns
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
  const at = (<usize>row * p.n + column) * sizeof<T>();
  // a narrow tile's net inputs move together: no activation is computed of the empty places between them
  const keptRow = columns > lanes<T, V>() ? sumsRow : min<usize>(sumsRow, sizeof<V>());
  finishColumns<T, V>(p, p.finish, sums, sumsRow, keptRow, at, column, rows, columns);
  if (p.finish != Finish.activate || isStraight(p.activation)) return;
  activateAll<T, V>(p.activation, sums, <usize>rows * keptRow, <T>p.alpha);
  if (sums != p.c + at)
    finishColumns<T, V>(p, Finish.store, sums, keptRow, keptRow, at, column, rows, columns);
}

/** One vector of columns after the other. */
function finishColumns<T, V>(
  p: Product,
  finish: i32,
  sums: usize,
  sumsRow: usize,
  keptRow: usize,
  at: usize,
  column: i32,
  rows: i32,
  columns: i32,
): void {
  let j = 0;
  for (; j + lanes<T, V>() <= columns; j += lanes<T, V>()) {
    const here = <usize>j * sizeof<T>();
    finishColumn<T, V>(p, finish, sums + here, sumsRow, keptRow, at + here, column + j, rows, 0);
  }
  if (j < columns) {
    const here = <usize>j * sizeof<T>();
    finishColumn<T, V>(p, finish, sums + here, sumsRow, keptRow, at + here, column + j, rows, columns - j);
  }
}

/** One vector of columns from top to bottom, of which `part` columns count, or all where it is 0. */
@inline
function finishColumn<T, V>(
  p: Product,
  finish: i32,
  sums: usize,
  sumsRow: usize,
  keptRow: usize,
  at: usize,
  column: i32,
  rows: i32,
  part: i32,
): void {
  const step = <usize>p.n * sizeof<T>();
  const end = sums + <usize>rows * sumsRow;
  const activation = p.activation;
  const alpha = <T>p.alpha;
  let netInputs = p.netInputs ? p.netInputs + at : 0;
  let c = p.c + at;
  switch (finish) {
    case Finish.activate: {
      let bias = splat<T, V>(0 as T);
      if (p.biases && p.biasStep) bias = fetch<T, V>(p.biases + <usize>column * sizeof<T>(), part);
      else if (p.biases) bias = splat<T, V>(load<T>(p.biases));
      const hasBias = p.biases != 0; // −0 + 0 would be 0
      const isLast = isStraight(activation);
      let kept = sums;
      for (; sums < end; sums += sumsRow) {
        let s = fetch<T, V>(sums, part);
        if (hasBias) s = add<T, V>(s, bias);
        if (netInputs) {
          put<T, V>(netInputs, s, part);
          netInputs += step;
        }
        if (isLast) put<T, V>(c, straight<T, V>(activation, s, alpha), part);
        else put<T, V>(kept, s, part);
        kept += keptRow;
        c += step;
      }
      break;
    }
    case Finish.slope: {
      let activations = p.activations + at;
      for (; sums < end; sums += sumsRow) {
        const s = fetch<T, V>(sums, part);
        const a = fetch<T, V>(activations, part);
        let z = a;
        if (netInputs) {
          z = fetch<T, V>(netInputs, part);
          netInputs += step;
        }
        put<T, V>(c, multiply<T, V>(s, slope<T, V>(activation, a, z, alpha)), part);
        c += step;
        activations += step;
      }
      break;
    }
    case Finish.update: {
      const rate = splat<T, V>(<T>p.rate);
      for (; sums < end; sums += sumsRow) {
        const s = multiply<T, V>(rate, fetch<T, V>(sums, part));
        put<T, V>(c, subtract<T, V>(fetch<T, V>(c, part), s), part);
        c += step;
      }
      break;
    }
    default: {
      for (; sums < end; sums += sumsRow) {
        put<T, V>(c, fetch<T, V>(sums, part), part);
        c += step;
      }
    }
  }
}


@inline
function fetch<T, V>(at: usize, part: i32): V {
  return part ? loadPart<T, V>(at, part) : load<V>(at);
}


@inline
function put<T, V>(at: usize, x: V, part: i32): void {
  if (part) storePart<T, V>(at, x, part);
  else store<V>(at, x);
}
