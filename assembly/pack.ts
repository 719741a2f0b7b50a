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
 * Packs the block of b that begins at address `b` into panels of `tileVectors` vectors, the last one of fewer
 * where that is enough. Where tiles read b directly, packs only the last panel if it is not full.
 */
export function packB<T, V>(product: Product, block: Block, to: usize, b: usize): void {
  const width = tileVectors * lanes<T, V>();
  const columns = block.columns;
  for (let j = block.directB ? columns - (columns % width) : 0; j < columns; j += width) {
    const used = min(width, columns - j);
    const panel = to + <usize>(j * block.depth) * sizeof<T>();
    const from = b + <usize>j * product.bColumn * sizeof<T>();
    const panelWidth = vectorsFor<T, V>(used) * lanes<T, V>();
    packPanel<T, V>(panel, from, product.bRow, product.bColumn, block.depth, panelWidth, used);
  }
}

/** Packs the block of a that begins at address `a` into panels with as many rows as the tile has. */
export function packA<T, V>(product: Product, block: Block, to: usize, a: usize): void {
  const tileRows = rowsOf(block.tile);
  const rows = block.rows;
  for (let i = block.directA ? rows - (rows % tileRows) : 0; i < rows; i += tileRows) {
    const panel = to + <usize>(i * block.depth) * sizeof<T>();
    const from = a + <usize>i * product.aRow * sizeof<T>();
    const used = min(tileRows, rows - i);
    packPanel<T, V>(panel, from, product.aColumn, product.aRow, block.depth, tileRows, used);
  }
}

/**
 * Packs one panel.
 *
 * @param panel   [depth × width] T, 16-byte aligned; overwritten
 * @param source  address of element (0, 0); read, must not overlap `panel`
 * @param strideK distance of successive k, in elements
 * @param strideW distance of successive w, in elements
 * @param depth   steps of k, ≥ 1
 * @param width   elements of a step in the panel; not less than the lanes of V
 * @param used    how many of them exist in the source, 1 … width
 */
export function packPanel<T, V>(
  panel: usize,
  source: usize,
  strideK: usize,
  strideW: usize,
  depth: i32,
  width: i32,
  used: i32,
): void {
  if (used < width) packEdge<T>(panel, source, strideK, strideW, depth, width, used);
  else if (strideW == 1) packRows<T, V>(panel, source, strideK, depth, width);
  else if (strideK == 1) packColumns<T, V>(panel, source, strideW, depth, width);
  else packEdge<T>(panel, source, strideK, strideW, depth, width, used);
}

/** Any strides, any width: element by element, the rest zeros. */
function packEdge<T>(
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
 * Elements of one step lie side by side: copy them vector by vector. Where lanes do not divide the width, the
 * last vector overlaps the one before.
 */
function packRows<T, V>(panel: usize, source: usize, strideK: usize, depth: i32, width: i32): void {
  const step = strideK * sizeof<T>();
  const row = <usize>width * sizeof<T>();
  const end = panel + <usize>depth * row;
  if (width == tileVectors * lanes<T, V>()) {
    for (; panel < end; panel += row) {
      copyPair<V>(panel, source);
      if (WIDE) copyPair<V>(panel + 2 * sizeof<V>(), source + 2 * sizeof<V>());
      source += step;
    }
    return;
  }
  const last = <usize>(width - lanes<T, V>()) * sizeof<T>();
  for (; panel < end; panel += row) {
    for (let at: usize = 0; at < last; at += sizeof<V>()) store<V>(panel + at, load<V>(source + at));
    store<V>(panel + last, load<V>(source + last));
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
 * Steps of k lie side by side: transpose squares of lanes × lanes, the last few steps one by one. Where lanes
 * do not divide the width, the last square overlaps the one before.
 */
function packColumns<T, V>(panel: usize, source: usize, strideW: usize, depth: i32, width: i32): void {
  const row = strideW * sizeof<T>();
  const step = <usize>width * sizeof<T>();
  const last = width - lanes<T, V>();
  let k = 0;
  for (; k + lanes<T, V>() <= depth; k += lanes<T, V>()) {
    const from = source + <usize>k * sizeof<T>();
    const to = panel + <usize>k * step;
    for (let w = 0; w < last; w += lanes<T, V>()) {
      transposeSquare<T, V>(from + <usize>w * row, row, to + <usize>w * sizeof<T>(), step);
    }
    transposeSquare<T, V>(from + <usize>last * row, row, to + <usize>last * sizeof<T>(), step);
  }
  if (k < depth) {
    const rest = depth - k;
    packEdge<T>(panel + <usize>k * step, source + <usize>k * sizeof<T>(), 1, strideW, rest, width, width);
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
