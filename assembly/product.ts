/**
 * Matrix products, c ← finish(a · b), in all three orientations of a training step. The loops are numbered
 * as in Goto & van de Geijn, "Anatomy of high-performance matrix multiplication" (2008), and Van Zee & van de
 * Geijn, "BLIS" (2015):
 *
 *     LOOP 5  columns of c in blocks of `blockColumns`
 *     LOOP 4    k in blocks of `blockDepth`              pack b: [depth × columns], stays in L2
 *     LOOP 3      rows of c in blocks of `blockRows`     pack a: [rows × depth], stays in L2
 *     LOOP 2        panels of b                          one panel stays in L1
 *     LOOP 1          panels of a → one tile in registers
 *
 * Every element of c is summed sequentially over k = 0, 1, 2, …, whatever the blocks: between blocks of k the
 * sum rests in `partial`, and the next block goes on from there. So results do not depend on this file.
 */
import { Finish } from "./codes";
import { finishRows } from "./finish";
import { lanes, multiplyAdd, splat } from "./lanes";
import { packA, packB } from "./pack";
import { Plan, Product, productOf } from "./plan";
import { rowsOf, runTile, tileBytes, tileFor, tileVectors } from "./tile";

/** Steps of k in a block. */
export const blockDepth: i32 = 512;
/** Rows of a in a block; a multiple of the rows of every tile. */
const blockRows: i32 = 60;
/** Bytes of a row of a packed block of b; 512 f32 or 256 f64 columns. */
const blockColumnBytes: usize = 2048;

/** Up to so many bytes b stays in the first-level cache whole, and is read where it lies. */
const directBytes: i32 = 16384;

/** Up to so many multiplications, packing costs more than it saves (measured in the crossover bench). */
const smallProduct: i32 = 2048;

/** Where the sums of one tile and the packed blocks lie in the workspace, behind the product and the part at hand. */
const sumsAt: usize = 128;
const blockAtA: usize = sumsAt + tileBytes;
const blockAtB: usize = blockAtA + <usize>(blockRows * blockDepth) * sizeof<f64>();

/** Whether a matrix of so many rows, of so many bytes, is one block of b. */
@inline
export function packsOnce(rows: i32, bytes: i32): bool {
  return rows <= blockDepth && bytes <= <i32>blockColumnBytes;
}

/** Bytes that a workspace must have. */
export function workspaceBytes(): usize {
  return blockAtB + <usize>blockDepth * blockColumnBytes;
}

/** The workspace of a thread. */
@inline
export function workspaceOf(plan: Plan, thread: i32): usize {
  return plan.workspace + <usize>thread * workspaceBytes();
}

/**
 * Runs the product at the head of `workspace`.
 *
 * @param workspace `workspaceBytes()` bytes, 64-byte aligned; the product in it is read, the rest overwritten
 */
export function runProduct<T, V>(workspace: usize): void {
  const p = productOf(workspace);
  if (!p.sameB) p.isPacked = 0;
  if (<i64>p.m * p.n * p.k <= smallProduct) {
    smallLoops<T, V>(p, p.finish == Finish.update ? workspace + blockAtA : p.partial);
  } else {
    blockLoops<T, V>(p, workspace);
  }
}

/**
 * LOOPs 5 to 3. An operand whose elements of one step of k lie side by side need not be packed: a tile can
 * read it where it lies. That pays for a (stepping over a whole row of memory each time) and for a small b.
 * Panels at an edge are packed always, so that nothing beyond a matrix is read.
 */
function blockLoops<T, V>(p: Product, workspace: usize): void {
  const blockA = workspace + blockAtA;
  const blockB = workspace + blockAtB;
  const tile = tileFor(p.tile, p.m);
  const tileRows = rowsOf(tile);
  const blockColumns = <i32>(blockColumnBytes / sizeof<T>());
  const width = tileVectors * lanes<T, V>();
  const directA = p.aRow == 1 && (p.n <= 2 * width || p.m * p.k * <i32>sizeof<T>() <= directBytes);
  const directB = p.bColumn == 1 && (p.m <= 2 * tileRows || p.k * p.n * <i32>sizeof<T>() <= directBytes);
  const blocks = (p.k + blockDepth - 1) / blockDepth;
  const evenDepth = (p.k + blocks - 1) / blocks;
  const isPacked = p.isPacked && !directB;
  p.isPacked = i32(!directB && packsOnce(p.k, p.n * <i32>sizeof<T>()));

  for (let column = 0; column < p.n; column += blockColumns) {
    const columns = min(blockColumns, p.n - column);
    for (let start = 0; start < p.k; start += evenDepth) {
      const depth = min(evenDepth, p.k - start);
      const b = p.b + (<usize>start * p.bRow + <usize>column * p.bColumn) * sizeof<T>();
      if (!isPacked) packB<T, V>(p, blockB, b, columns, depth, directB);
      for (let row = 0; row < p.m; row += blockRows) {
        const rows = min(blockRows, p.m - row);
        const a = p.a + (<usize>row * p.aRow + <usize>start * p.aColumn) * sizeof<T>();
        packA<T, V>(p, blockA, a, rows, depth, tileRows, directA);
        tileLoops<T, V>(
          p,
          workspace,
          tile,
          directA ? a : 0,
          directB ? b : 0,
          row,
          rows,
          column,
          columns,
          start,
          depth,
        );
      }
    }
  }
}

/**
 * LOOPs 2 and 1: every tile of a block.
 *
 * @param directA the block of a where it lies, or 0: packed
 * @param directB the block of b where it lies, or 0: packed
 */
function tileLoops<T, V>(
  p: Product,
  workspace: usize,
  tile: i32,
  directA: usize,
  directB: usize,
  row: i32,
  rows: i32,
  column: i32,
  columns: i32,
  start: i32,
  depth: i32,
): void {
  const sums = workspace + sumsAt;
  const resume = i32(start > 0 || p.resume != 0);
  const last = start + depth == p.k;
  const width = tileVectors * lanes<T, V>();
  const tileRows = rowsOf(tile);
  for (let j = 0; j < columns; j += width) {
    const tileColumns = min(width, columns - j);
    const wide = tileColumns > lanes<T, V>();
    let b = workspace + blockAtB + <usize>(j * depth) * sizeof<T>();
    let bStep: usize = wide ? 2 * sizeof<V>() : sizeof<V>();
    if (directB && tileColumns == width) {
      b = directB + <usize>j * sizeof<T>();
      bStep = <usize>p.bRow * sizeof<T>();
    }
    for (let i = 0; i < rows; i += tileRows) {
      const rowsHere = min(tileRows, rows - i);
      let a = workspace + blockAtA + <usize>(i * depth) * sizeof<T>();
      let aStep: usize = <usize>tileRows * sizeof<T>();
      if (directA && rowsHere == tileRows) {
        a = directA + <usize>i * sizeof<T>();
        aStep = <usize>p.aColumn * sizeof<T>();
      }
      const partial = p.partial + (<usize>(row + i) * p.n + (column + j)) * sizeof<T>();
      if (resume)
        copyTile<T, V>(sums, rowBytes<V>(), partial, <usize>p.n * sizeof<T>(), rowsHere, tileColumns);
      runTile<T, V>(tile, wide, a, a + <usize>depth * aStep, aStep, b, bStep, sums, resume);
      if (last) finishRows<T, V>(p, sums, rowBytes<V>(), row + i, column + j, rowsHere, tileColumns);
      else copyTile<T, V>(partial, <usize>p.n * sizeof<T>(), sums, rowBytes<V>(), rowsHere, tileColumns);
    }
  }
}

/** Bytes of a row of a tile in the scratch area. */
@inline
function rowBytes<V>(): usize {
  return tileVectors * sizeof<V>();
}

/** Puts the sums of a tile to rest until the next block of k, or brings them back; steps in bytes. */
@inline
function copyTile<T, V>(
  to: usize,
  toStep: usize,
  from: usize,
  fromStep: usize,
  rows: i32,
  columns: i32,
): void {
  if (columns == tileVectors * lanes<T, V>()) {
    for (let i = 0; i < rows; ++i) {
      store<V>(to, load<V>(from));
      store<V>(to, load<V>(from, sizeof<V>()), sizeof<V>());
      to += toStep;
      from += fromStep;
    }
    return;
  }
  for (let i = 0; i < rows; ++i) {
    memory.copy(to, from, <usize>columns * sizeof<T>());
    to += toStep;
    from += fromStep;
  }
}

/** The same sums without packing, for products too small to repay it. `sums` is [m × n] T. */
function smallLoops<T, V>(p: Product, sums: usize): void {
  const size = sizeof<T>();
  const aStep = <usize>p.aColumn * size;
  const bStep = <usize>p.bRow * size;
  for (let i = 0; i < p.m; ++i) {
    const a = p.a + <usize>i * p.aRow * size;
    const row = sums + <usize>i * p.n * size;
    let j = 0;
    if (p.bColumn == 1) {
      for (; j + lanes<T, V>() <= p.n; j += lanes<T, V>()) {
        smallSum<T, V>(p.k, a, aStep, p.b + <usize>j * size, bStep, row + <usize>j * size, p.resume);
      }
    }
    for (; j < p.n; ++j) {
      smallSum<T, T>(
        p.k,
        a,
        aStep,
        p.b + <usize>j * p.bColumn * size,
        bStep,
        row + <usize>j * size,
        p.resume,
      );
    }
  }
  finishRows<T, V>(p, sums, <usize>p.n * size, 0, 0, p.m, p.n);
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
