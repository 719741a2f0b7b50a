/**
 * What happens to the elements of a product while they are still in the first-level cache: bias and
 * activation, slope of the activation, or the weight update. Each is element by element, so any part of the
 * matrix can be finished at any time with the same bits.
 */
import { activateAll, isStraight, slope, straight } from "./activation";
import { Finish } from "./codes";
import { add, lanes, loadPart, multiply, splat, storePart, subtract } from "./lanes";
import { finishTile } from "./tileFinish";
import { tileVectors } from "./tuning";
import { Area, Product } from "./workspace";

/**
 * Finishes an area of c. An activation that is not computed in line is taken of all the sums where they lie,
 * four vectors at a time, and only then are they stored.
 *
 * @param product `c`, and depending on `finish` also `biases`, `activations`, `netInputs` or `rate`
 * @param area    the rectangle, and its sums, which are overwritten
 */
export function finishArea<T, V>(product: Product, area: Area): void {
  const sumsRow = area.sumsRow;
  if (WIDE && area.columns == tileVectors * lanes<T, V>() && sumsRow == tileVectors * sizeof<V>()) {
    return finishTile<T, V>(product, area);
  }
  // the net inputs of a narrow tile are moved together, so that the gaps between them need no activation
  const isNarrow = area.columns <= lanes<T, V>();
  const keptRow = isNarrow ? min<usize>(sumsRow, sizeof<V>()) : sumsRow;
  finishColumns<T, V>(product, area, product.finish, keptRow);
  if (product.finish != Finish.activate || isStraight(product.activation)) return;
  activateAll<T, V>(product.activation, area.sums, <usize>area.rows * keptRow, <T>product.alpha);
  if (area.sums == placeOf<T>(product, area, 0)) return;
  area.sumsRow = keptRow;
  finishColumns<T, V>(product, area, Finish.store, keptRow);
  area.sumsRow = sumsRow;
}

/** Address in c of column `j` of the first row of an area. */
@inline
function placeOf<T>(product: Product, area: Area, j: i32): usize {
  return product.c + offsetIn<T>(product, area, j);
}

/** Bytes from the beginning of a matrix as large as c to column `j` of the first row of an area. */
@inline
function offsetIn<T>(product: Product, area: Area, j: i32): usize {
  return (<usize>area.row * product.n + area.column + j) * sizeof<T>();
}

/**
 * Finishes one vector of columns after the other.
 *
 * @param finish  a `Finish`
 * @param keptRow bytes from row to row of the net inputs that `activate` leaves in the sums
 */
function finishColumns<T, V>(product: Product, area: Area, finish: i32, keptRow: usize): void {
  const columns = area.columns;
  let j = 0;
  for (; j + lanes<T, V>() <= columns; j += lanes<T, V>()) {
    finishColumn<T, V>(product, area, finish, keptRow, j, 0);
  }
  if (j < columns) finishColumn<T, V>(product, area, finish, keptRow, j, columns - j);
}

/**
 * Finishes the vector of columns at `j`, from top to bottom. Its first `part` columns count, or all where it
 * is 0.
 */
@inline
function finishColumn<T, V>(
  product: Product,
  area: Area,
  finish: i32,
  keptRow: usize,
  j: i32,
  part: i32,
): void {
  const at = offsetIn<T>(product, area, j);
  const sumsRow = area.sumsRow;
  let sums = area.sums + <usize>j * sizeof<T>();
  const step = <usize>product.n * sizeof<T>();
  const end = sums + <usize>area.rows * sumsRow;
  const activation = product.activation;
  const alpha = <T>product.alpha;
  let netInputs = product.netInputs ? product.netInputs + at : 0;
  let c = product.c + at;
  switch (finish) {
    case Finish.activate: {
      let bias = splat<T, V>(0 as T);
      if (product.biases && product.biasStep)
        bias = fetch<T, V>(product.biases + <usize>(area.column + j) * sizeof<T>(), part);
      else if (product.biases) bias = splat<T, V>(load<T>(product.biases));
      const hasBias = product.biases != 0; // −0 + 0 would be 0
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
      let activations = product.activations + at;
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
      const rate = splat<T, V>(<T>product.rate);
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

/** Loads a vector, or the first `part` elements of one. */
@inline
function fetch<T, V>(at: usize, part: i32): V {
  return part ? loadPart<T, V>(at, part) : load<V>(at);
}

/** Stores a vector, or the first `part` elements of one. */
@inline
function put<T, V>(at: usize, x: V, part: i32): void {
  if (part) storePart<T, V>(at, x, part);
  else store<V>(at, x);
}
