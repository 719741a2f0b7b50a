/**
 * Copies blocks of a matrix into panels: for each step of k the `width` elements that a tile reads, side by
 * side. One function serves both operands and all three orientations, because a transposed matrix is the
 * same memory with its two strides exchanged. docs/KERNELS.md draws the panels.
 *
 *     panel[k · width + w] ← source[k · strideK + w · strideW]      for w < used
 *                          ← 0                                      for used ≤ w < width
 */
import { lanes } from "./lanes";
import { rowsOf, vectorsFor } from "./tile";
import { tileVectors } from "./tuning";
import { Block, Product } from "./workspace";

/**
 * Packs the block of b that begins at address `b` into panels with as many columns as the tile has, the last
 * one narrower where that is enough. Where tiles read b directly, packs only the last panel if it is not full.
 */
export function packB<T, V>(product: Product, block: Block, to: usize, b: usize): void {
  const width = tileVectors * lanes<T, V>();
  const depth = block.depth;
  const whole = block.columns / width;
  if (!block.directB) packPanels<T, V>(to, b, product.bRow, product.bColumn, depth, width, whole);
  const used = block.columns - whole * width;
  if (!used) return;
  to += <usize>(whole * width * depth) * sizeof<T>();
  b += <usize>(whole * width) * product.bColumn * sizeof<T>();
  packEdge<T, V>(to, b, product.bRow, product.bColumn, depth, vectorsFor<T, V>(used) * lanes<T, V>(), used);
}

/** Packs the block of a that begins at address `a` into panels with as many rows as the tile has. */
export function packA<T, V>(product: Product, block: Block, to: usize, a: usize): void {
  const width = rowsOf(block.tile);
  const depth = block.depth;
  const whole = block.rows / width;
  if (!block.directA) packPanels<T, V>(to, a, product.aColumn, product.aRow, depth, width, whole);
  const used = block.rows - whole * width;
  if (!used) return;
  to += <usize>(whole * width * depth) * sizeof<T>();
  a += <usize>(whole * width) * product.aRow * sizeof<T>();
  packEdge<T, V>(to, a, product.aColumn, product.aRow, depth, width, used);
}

/**
 * Packs full panels.
 *
 * @param panel   [count][depth × width] T, 16-byte aligned; overwritten
 * @param source  address of element (0, 0); read, must not overlap `panel`
 * @param strideK distance of successive k, in elements
 * @param strideW distance of successive w, in elements
 * @param depth   steps of k, ≥ 1
 * @param width   elements of a step in a panel; not less than the lanes of V
 * @param count   how many panels; each begins `width` elements after the one before
 */
function packPanels<T, V>(
  panel: usize,
  source: usize,
  strideK: usize,
  strideW: usize,
  depth: i32,
  width: i32,
  count: i32,
): void {
  if (strideW == 1) return packRows<T, V>(panel, source, strideK, depth, width, count);
  for (; count > 0; --count) {
    if (strideK == 1) packColumns<T, V>(panel, source, strideW, depth, width);
    else packElements<T>(panel, source, strideK, strideW, depth, width, width);
    panel += <usize>(depth * width) * sizeof<T>();
    source += <usize>width * strideW * sizeof<T>();
  }
}

/** Packs a panel of which only the first `used` elements of a step exist in the source. */
function packEdge<T, V>(
  panel: usize,
  source: usize,
  strideK: usize,
  strideW: usize,
  depth: i32,
  width: i32,
  used: i32,
): void {
  if (used == width) packPanels<T, V>(panel, source, strideK, strideW, depth, width, 1);
  else packElements<T>(panel, source, strideK, strideW, depth, width, used);
}

/** Any strides, any width: element by element, the rest zeros. */
function packElements<T>(
  panel: usize,
  source: usize,
  strideK: usize,
  strideW: usize,
  depth: i32,
  width: i32,
  used: i32,
): void {
  for (let k = 0; k < depth; ++k) {
    let w = 0;
    for (; w < used; ++w) {
      store<T>(panel, load<T>(source + <usize>w * strideW * sizeof<T>()));
      panel += sizeof<T>();
    }
    for (; w < width; ++w) {
      store<T>(panel, 0 as T);
      panel += sizeof<T>();
    }
    source += strideK * sizeof<T>();
  }
}

/**
 * Elements of one step lie side by side. All panels take their part of a row before the next row is read:
 * rows at powers of two apart compete for the same places in the cache, and would be fetched once per panel.
 */
function packRows<T, V>(
  panel: usize,
  source: usize,
  strideK: usize,
  depth: i32,
  width: i32,
  count: i32,
): void {
  const vectors = (width + lanes<T, V>() - 1) / lanes<T, V>();
  if (vectors == 4) packVectors<T, V>(4, panel, source, strideK, depth, width, count);
  else if (vectors == 3) packVectors<T, V>(3, panel, source, strideK, depth, width, count);
  else if (vectors == 2) packVectors<T, V>(2, panel, source, strideK, depth, width, count);
  else packVectors<T, V>(1, panel, source, strideK, depth, width, count);
}

/**
 * Copies steps of `vectors` vectors, a constant of 1 … 4. Where lanes do not divide the width, the last vector overlaps
 * the one before.
 */
@inline
function packVectors<T, V>(
  vectors: i32,
  panel: usize,
  source: usize,
  strideK: usize,
  depth: i32,
  width: i32,
  count: i32,
): void {
  const step = strideK * sizeof<T>();
  const row = <usize>width * sizeof<T>();
  const last = row - sizeof<V>();
  const panelBytes = <usize>depth * row;
  for (const end = panel + panelBytes; panel < end; panel += row) {
    let from = source;
    const rowEnd = source + <usize>count * row;
    for (let to = panel; from < rowEnd; to += panelBytes) {
      if (vectors == 2) store<V>(to, load<V>(from));
      if (vectors > 2) copyPair<V>(to, from);
      if (vectors == 4) copyPair<V>(to + 2 * sizeof<V>(), from + 2 * sizeof<V>());
      else store<V>(to + last, load<V>(from + last));
      from += row;
    }
    source += step;
  }
}

/** Copies two vectors. */
@inline
function copyPair<V>(to: usize, from: usize): void {
  const first = load<V>(from);
  const second = load<V>(from, sizeof<V>());
  store<V>(to, first);
  store<V>(to, second, sizeof<V>());
}

/**
 * Steps of k lie side by side: transpose squares of lanes × lanes, the rest one by one. All columns of some
 * cache lines are transposed before the next lines are read, because rows at powers of two apart compete for
 * the same places in the cache.
 */
function packColumns<T, V>(panel: usize, source: usize, strideW: usize, depth: i32, width: i32): void {
  const row = strideW * sizeof<T>();
  const step = <usize>width * sizeof<T>();
  const whole = depth & -lanes<T, V>();
  const line: i32 = 64 / <i32>sizeof<T>();
  for (let start = 0; start < whole; start += line) {
    const bytes = <usize>min(line, whole - start) * sizeof<T>();
    let from = source + <usize>start * sizeof<T>();
    let to = panel + <usize>start * step;
    let w = 0;
    for (; w + lanes<T, V>() <= width; w += lanes<T, V>()) {
      let at = to;
      for (let k: usize = 0; k < bytes; k += sizeof<V>()) {
        transposeSquare<T, V>(from + k, row, at, step);
        at += <usize>lanes<T, V>() * step;
      }
      from += <usize>lanes<T, V>() * row;
      to += sizeof<V>();
    }
    for (; w < width; ++w) {
      let at = to;
      for (let k: usize = 0; k < bytes; k += sizeof<V>()) {
        scatter<T, V>(load<V>(from + k), at, step);
        at += <usize>lanes<T, V>() * step;
      }
      from += row;
      to += sizeof<T>();
    }
  }
  if (whole < depth) {
    const rest = depth - whole;
    const from = source + <usize>whole * sizeof<T>();
    packElements<T>(panel + <usize>whole * step, from, 1, strideW, rest, width, width);
  }
}

/** to[i · step] ← element i of x; the step in bytes. */
@inline
function scatter<T, V>(x: V, to: usize, step: usize): void {
  if (isVector<V>() && sizeof<T>() == 4) {
    v128.store_lane<f32>(to, x, 0);
    v128.store_lane<f32>(to + step, x, 1);
    v128.store_lane<f32>(to + 2 * step, x, 2);
    v128.store_lane<f32>(to + 3 * step, x, 3);
  } else if (isVector<V>()) {
    v128.store_lane<f64>(to, x, 0);
    v128.store_lane<f64>(to + step, x, 1);
  } else {
    store<V>(to, x);
  }
}

/** to[i][j] ← from[j][i] for i, j < lanes; strides in bytes. */
@inline
function transposeSquare<T, V>(from: usize, fromRow: usize, to: usize, toRow: usize): void {
  if (isVector<V>() && sizeof<T>() == 4) {
    const r0 = v128.load(from);
    const r1 = v128.load(from + fromRow);
    const r2 = v128.load(from + 2 * fromRow);
    const r3 = v128.load(from + 3 * fromRow);
    const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
    const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
    const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<f64>(low01, low23, 0, 2));
    v128.store(to + toRow, v128.shuffle<f64>(low01, low23, 1, 3));
    v128.store(to + 2 * toRow, v128.shuffle<f64>(high01, high23, 0, 2));
    v128.store(to + 3 * toRow, v128.shuffle<f64>(high01, high23, 1, 3));
  } else if (isVector<V>()) {
    const r0 = v128.load(from);
    const r1 = v128.load(from + fromRow);
    v128.store(to, v128.shuffle<f64>(r0, r1, 0, 2));
    v128.store(to + toRow, v128.shuffle<f64>(r0, r1, 1, 3));
  } else {
    store<T>(to, load<T>(from));
  }
}
