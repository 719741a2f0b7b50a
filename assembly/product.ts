/**
 * Matrix products, c ← finish(a · b), in all three orientations of a training step. The loops are numbered
 * as in Goto & van de Geijn, "Anatomy of high-performance matrix multiplication" (2008), and Van Zee & van de
 * Geijn, "BLIS" (2015); the sizes of the blocks are in tuning.ts:
 *
 *     LOOP 5  columns of c in blocks of `blockColumnBytes`
 *     LOOP 4    k in blocks of `blockDepth`              pack b: [depth × columns], stays in L2
 *     LOOP 3      rows of c in blocks of `blockRows`     pack a: [rows × depth], stays in L2
 *     LOOP 2        panels of b                          one panel stays in L1
 *     LOOP 1          panels of a → one tile in registers
 *
 * Every element of c is summed sequentially over k = 0, 1, 2, …, whatever the blocks: between blocks of k the
 * sum rests in `partial`, and the next block continues from there. So results do not depend on this file.
 */
import { Finish } from "./codes";
import { finishArea } from "./finish";
import { lanes, multiplyAdd, splat } from "./lanes";
import { packA, packB } from "./pack";
import { rowsOf, runTile, tileFor, vectorsFor } from "./tile";
import { blockColumnBytes, blockDepth, blockRows, directBytes, smallProduct, tileVectors } from "./tuning";
import { Product, areaOf, blockOf, packedAOf, packedBOf, productOf, sumsOf, zerosOf } from "./workspace";

/** Whether a matrix with this many rows, of this many bytes each, is a single block of b. */
@inline
export function packsOnce(rows: i32, bytes: i32): bool {
  return rows <= blockDepth && bytes <= blockColumnBytes;
}

/**
 * Runs the product at the head of `workspace`.
 *
 * @param workspace `workspaceBytes()` bytes, 64-byte aligned; the product in it is read, the rest overwritten
 */
export function runProduct<T, V>(workspace: usize): void {
  const product = productOf(workspace);
  if (!product.sameB) product.isPacked = 0;
  if (<i64>product.m * product.n * product.k <= smallProduct) smallLoops<T, V>(workspace);
  else blockLoops<T, V>(workspace);
}

/**
 * LOOPs 5 to 3. An operand whose elements of one step of k lie side by side need not be packed: a tile can
 * read it where it lies. That pays for a (stepping over a whole row of memory each time) and for a small b.
 * Panels at an edge are packed always, so that nothing beyond a matrix is read.
 */
function blockLoops<T, V>(workspace: usize): void {
  const product = productOf(workspace);
  const block = blockOf(workspace);
  const blockColumns = blockColumnBytes / <i32>sizeof<T>();
  const width = tileVectors * lanes<T, V>();
  const tile = tileFor(product.tile, product.m);
  const tileRows = rowsOf(tile);
  const bytesA = product.m * product.k * <i32>sizeof<T>();
  const bytesB = product.k * product.n * <i32>sizeof<T>();
  const directA = product.aRow == 1 && (product.n <= 2 * width || bytesA <= directBytes);
  const directB = product.bColumn == 1 && (product.m <= 2 * tileRows || bytesB <= directBytes);
  const blocks = (product.k + blockDepth - 1) / blockDepth;
  const evenDepth = (product.k + blocks - 1) / blocks;
  const isPacked = product.isPacked && !directB;
  product.isPacked = i32(!directB && packsOnce(product.k, product.n * <i32>sizeof<T>()));
  block.tile = tile;
  const zeros = zerosOf(workspace);
  for (let v = 0; v < tileVectors; ++v) store<V>(zeros + <usize>v * sizeof<V>(), splat<T, V>(0 as T));

  for (let column = 0; column < product.n; column += blockColumns) {
    block.column = column;
    block.columns = min(blockColumns, product.n - column);
    for (let start = 0; start < product.k; start += evenDepth) {
      block.start = start;
      block.depth = min(evenDepth, product.k - start);
      const b = product.b + (<usize>start * product.bRow + <usize>column * product.bColumn) * sizeof<T>();
      block.directB = directB ? b : 0;
      if (!isPacked) packB<T, V>(product, block, packedBOf(workspace), b);
      for (let row = 0; row < product.m; row += blockRows) {
        block.row = row;
        block.rows = min(blockRows, product.m - row);
        const a = product.a + (<usize>row * product.aRow + <usize>start * product.aColumn) * sizeof<T>();
        block.directA = directA ? a : 0;
        packA<T, V>(product, block, packedAOf(workspace), a);
        tileLoops<T, V>(workspace);
      }
    }
  }
}

/** LOOPs 2 and 1: every tile of the block. */
function tileLoops<T, V>(workspace: usize): void {
  const product = productOf(workspace);
  const block = blockOf(workspace);
  const area = areaOf(workspace);
  const sums = sumsOf(workspace);
  const packedA = packedAOf(workspace);
  const packedB = packedBOf(workspace);
  const depth = block.depth;
  const rows = block.rows;
  const columns = block.columns;
  const directA = block.directA;
  const directB = block.directB;
  const tile = block.tile;
  const tileRows = rowsOf(tile);
  const width = tileVectors * lanes<T, V>();
  const row = block.row;
  const column = block.column;
  const resume = block.start > 0 || product.resume != 0;
  const isLast = block.start + depth == product.k;
  const rests = resume || !isLast;
  const zeros = zerosOf(workspace);
  const tileRow: usize = tileVectors * sizeof<V>();
  const partialRow = <usize>product.n * sizeof<T>();
  area.sums = sums;
  area.sumsRow = tileRow;
  for (let j = 0; j < columns; j += width) {
    const tileColumns = min(width, columns - j);
    const vectors = vectorsFor<T, V>(tileColumns);
    let b = packedB + <usize>(j * depth) * sizeof<T>();
    let bStep = <usize>vectors * sizeof<V>();
    if (directB && tileColumns == width) {
      b = directB + <usize>j * sizeof<T>();
      bStep = <usize>product.bRow * sizeof<T>();
    }
    area.column = column + j;
    area.columns = tileColumns;
    for (let i = 0; i < rows; i += tileRows) {
      const rowsHere = min(tileRows, rows - i);
      let a = packedA + <usize>(i * depth) * sizeof<T>();
      let aStep: usize = <usize>tileRows * sizeof<T>();
      if (directA && rowsHere == tileRows) {
        a = directA + <usize>i * sizeof<T>();
        aStep = <usize>product.aColumn * sizeof<T>();
      }
      area.row = row + i;
      area.rows = rowsHere;
      let from = zeros;
      let fromRow: usize = 0;
      let to = sums;
      let toRow = tileRow;
      let partial: usize = 0;
      if (rests) {
        partial = product.partial + (<usize>area.row * product.n + area.column) * sizeof<T>();
        const isWhole = rowsHere == tileRows && tileColumns == width;
        if (resume) {
          from = isWhole ? partial : sums;
          fromRow = isWhole ? partialRow : tileRow;
          if (!isWhole) copyTile<T>(sums, tileRow, partial, partialRow, rowsHere, tileColumns);
        }
        if (isWhole && !isLast) {
          to = partial;
          toRow = partialRow;
          partial = 0;
        }
      }
      runTile<T, V>(tile, vectors, a, a + <usize>depth * aStep, aStep, b, bStep, from, fromRow, to, toRow);
      if (isLast) finishArea<T, V>(product, area);
      else if (partial) copyTile<T>(partial, partialRow, sums, tileRow, rowsHere, tileColumns);
    }
  }
}

/** Copies [rows × columns] T; steps are bytes from row to row. */
function copyTile<T>(to: usize, toStep: usize, from: usize, fromStep: usize, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; ++i) {
    memory.copy(to, from, <usize>columns * sizeof<T>());
    to += toStep;
    from += fromStep;
  }
}

/**
 * The same sums without packing, for products too small to repay it. They go to `partial`; for `update`,
 * where c is still needed, to the place of the packed a.
 */
function smallLoops<T, V>(workspace: usize): void {
  const product = productOf(workspace);
  const sums = product.finish == Finish.update ? packedAOf(workspace) : product.partial;
  const size = sizeof<T>();
  const m = product.m;
  const n = product.n;
  const k = product.k;
  const aStep = <usize>product.aColumn * size;
  const bStep = <usize>product.bRow * size;
  const resume = product.resume;
  for (let i = 0; i < m; ++i) {
    const a = product.a + <usize>i * product.aRow * size;
    const row = sums + <usize>i * n * size;
    let j = 0;
    if (product.bColumn == 1) {
      for (; j + lanes<T, V>() <= n; j += lanes<T, V>()) {
        const at = <usize>j * size;
        smallSum<T, V>(k, a, aStep, product.b + at, bStep, row + at, resume);
      }
    }
    for (; j < n; ++j) {
      const b = product.b + <usize>j * product.bColumn * size;
      smallSum<T, T>(k, a, aStep, b, bStep, row + <usize>j * size, resume);
    }
  }
  const area = areaOf(workspace);
  area.sums = sums;
  area.sumsRow = <usize>n * size;
  area.row = 0;
  area.rows = m;
  area.column = 0;
  area.columns = n;
  finishArea<T, V>(product, area);
}

/** sums ← (resume ? sums : 0) + Σₖ a[k] · b[k], one V of columns at once; steps in bytes. */
@inline
function smallSum<T, V>(
  k: i32,
  a: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  sums: usize,
  resume: i32,
): void {
  let sum = resume ? load<V>(sums) : splat<T, V>(0 as T);
  for (let i = 0; i < k; ++i) {
    sum = multiplyAdd<T, V>(splat<T, V>(load<T>(a)), load<V>(b), sum);
    a += aStep;
    b += bStep;
  }
  store<V>(sums, sum);
}
