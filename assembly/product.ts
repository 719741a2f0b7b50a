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
import { packPanel } from "./pack";
import { Product, productOf } from "./plan";
import { tile4x2, tileBytes, tileRowBytes, tileRows, tileVectors } from "./tile";

/** Steps of k in a block. */
export const blockDepth: i32 = 256;
const blockRows: i32 = 64;
/** Bytes of a row of a packed block of b; 512 f32 or 256 f64 columns. */
const blockColumnBytes: usize = 2048;

/** Up to so many multiplications, packing costs more than it saves (measured in the crossover bench). */
const smallProduct: i32 = 2048;

/** Bytes in front of the packing panels: the product and one tile. */
const headBytes: usize = 256;

/** Bytes that a workspace must have. */
export function workspaceBytes(): usize {
  const panelA = <usize>(blockRows * blockDepth) * sizeof<f64>();
  return headBytes + panelA + <usize>blockDepth * blockColumnBytes;
}

/**
 * Runs the product at the head of `workspace`.
 *
 * @param workspace `workspaceBytes()` bytes, 64-byte aligned; the product in it is read, the rest overwritten
 */
export function runProduct<T, V>(workspace: usize): void {
  const p = productOf(workspace);
  if (<i64>p.m * p.n * p.k <= smallProduct) {
    smallLoops<T, V>(p, p.finish == Finish.update ? workspace + headBytes : p.partial);
  } else {
    blockLoops<T, V>(p, workspace);
  }
}

function blockLoops<T, V>(p: Product, workspace: usize): void {
  const tile = workspace + offsetof<Product>();
  const panelsA = workspace + headBytes;
  const panelsB = panelsA + <usize>(blockRows * blockDepth) * sizeof<f64>();
  const width = tileVectors * lanes<T, V>();
  const blockColumns = <i32>(blockColumnBytes / sizeof<T>());

  for (let column = 0; column < p.n; column += blockColumns) {
    const columns = min(blockColumns, p.n - column);
    for (let start = 0; start < p.k; start += blockDepth) {
      const depth = min(blockDepth, p.k - start);
      const resume = i32(start > 0 || p.resume != 0);
      const last = start + depth == p.k;
      const b = p.b + (<usize>start * p.bRow + <usize>column * p.bColumn) * sizeof<T>();
      for (let j = 0; j < columns; j += width) {
        const panel = panelsB + <usize>(j * depth) * sizeof<T>();
        const from = b + <usize>j * p.bColumn * sizeof<T>();
        packPanel<T, V>(panel, from, p.bRow, p.bColumn, depth, width, min(width, columns - j));
      }
      for (let row = 0; row < p.m; row += blockRows) {
        const rows = min(blockRows, p.m - row);
        const a = p.a + (<usize>row * p.aRow + <usize>start * p.aColumn) * sizeof<T>();
        for (let i = 0; i < rows; i += tileRows) {
          const panel = panelsA + <usize>(i * depth) * sizeof<T>();
          const from = a + <usize>i * p.aRow * sizeof<T>();
          packPanel<T, V>(panel, from, p.aColumn, p.aRow, depth, tileRows, min(tileRows, rows - i));
        }
        tileLoops<T, V>(p, tile, panelsA, panelsB, row, rows, column, columns, depth, resume, last);
      }
    }
  }
}

/** LOOPs 2 and 1: every tile of a packed block. */
function tileLoops<T, V>(
  p: Product,
  tile: usize,
  panelsA: usize,
  panelsB: usize,
  row: i32,
  rows: i32,
  column: i32,
  columns: i32,
  depth: i32,
  resume: i32,
  last: bool,
): void {
  const width = tileVectors * lanes<T, V>();
  const panelBytesA = <usize>(tileRows * depth) * sizeof<T>();
  const panelBytesB = <usize>(width * depth) * sizeof<T>();
  let b = panelsB;
  for (let j = 0; j < columns; j += width) {
    const tileColumns = min(width, columns - j);
    let a = panelsA;
    for (let i = 0; i < rows; i += tileRows) {
      const rowsHere = min(tileRows, rows - i);
      const at = <usize>(row + i) * p.n + (column + j);
      if (resume) loadTile<T>(tile, p.partial + at * sizeof<T>(), p.n, rowsHere, tileColumns);
      tile4x2<T, V>(a, a + panelBytesA, b, tile, resume);
      if (last) finishRows<T, V>(p, tile, tileRowBytes, row + i, column + j, rowsHere, tileColumns);
      else storeTile<T>(tile, p.partial + at * sizeof<T>(), p.n, rowsHere, tileColumns);
      a += panelBytesA;
    }
    b += panelBytesB;
  }
}

/** Brings resting sums back into the tile; elements beyond the matrix keep what they have. */
function loadTile<T>(tile: usize, from: usize, stride: i32, rows: i32, columns: i32): void {
  const bytes = <usize>columns * sizeof<T>();
  for (let i = 0; i < rows; ++i) {
    memory.copy(tile, from, bytes);
    tile += tileRowBytes;
    from += <usize>stride * sizeof<T>();
  }
}

/** Puts sums to rest until the next block of k. */
function storeTile<T>(tile: usize, to: usize, stride: i32, rows: i32, columns: i32): void {
  const bytes = <usize>columns * sizeof<T>();
  for (let i = 0; i < rows; ++i) {
    memory.copy(to, tile, bytes);
    tile += tileRowBytes;
    to += <usize>stride * sizeof<T>();
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
