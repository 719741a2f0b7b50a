/**
 * The matrix products of a training step, as fast as they get in plain JavaScript: one kernel on packed panels.
 *
 *     C[m × n] = A[m × k] · B[k × n]
 *
 *     LOOP 1: split m into blocks of A that stay in the second-level cache
 *       LOOP 2: split n into panels of 3 columns of B
 *         LOOP 3: split the block into panels of 3 rows of A
 *           kernel: one 3 × 3 tile of C in local variables, over the whole of k
 *
 * k is never split, so each element of C is one uninterrupted sum, as in `naive`, and has the same bits.
 * Packing copies A and B into doubles, in the order in which the kernel reads them. So one kernel does all three orientations,
 * and its loop sees only one array type.
 *
 * Measured (Node 20, Zen 4, 784 terms, GFLOP/s): tiles 2 × 2 4.1, 3 × 3 5.4, 4 × 4 4.9. V8 computes all products of an
 * iteration before the first sum, so larger tiles spill registers. Unrolling k spills them too. Keeping all panels in one
 * array costs 8 %: indices then do not start at 0, and V8 checks each addition of an index.
 */
import { type Matmul, naive } from "./matmul.js";
import type { Storage } from "./storage.js";

/** Rows and columns of a tile: lines of a panel. */
const side = 3;
/** Doubles in a block of A: 512 KiB. */
const blockLength = 65536;
/** Whether packing costs less than it saves. Measured: equal at 8³, slower for a single row or column. */
function packingPays(rows: number, inputs: number, units: number): boolean {
  return rows > 1 && inputs > 1 && units > 1 && rows * inputs * units > 600;
}

/** Lines of one operand, interleaved: element (p, line) is panel[3 · p + line]. */
type Panel = Float64Array;

/**
 * One tile of C.
 *
 *     c[to + i · n + j] ← Σₚ a[p, i] · b[p, j]          i, j = 0, 1, 2
 *
 * @param c    overwritten at these nine places
 * @param to   the first of them
 * @param n    columns of C
 * @param k    terms of each sum
 * @param a    [k × 3] read
 * @param b    [k × 3] read
 */
function kernel(c: Storage, to: number, n: number, k: number, a: Panel, b: Panel): void {
  let c00 = 0;
  let c01 = 0;
  let c02 = 0;
  let c10 = 0;
  let c11 = 0;
  let c12 = 0;
  let c20 = 0;
  let c21 = 0;
  let c22 = 0;
  const end = k * 3;
  for (let p = 0; p < end; p += 3) {
    const b0 = b[p]!;
    const b1 = b[p + 1]!;
    const b2 = b[p + 2]!;
    const a0 = a[p]!;
    c00 += a0 * b0;
    c01 += a0 * b1;
    c02 += a0 * b2;
    const a1 = a[p + 1]!;
    c10 += a1 * b0;
    c11 += a1 * b1;
    c12 += a1 * b2;
    const a2 = a[p + 2]!;
    c20 += a2 * b0;
    c21 += a2 * b1;
    c22 += a2 * b2;
  }
  c[to] = c00;
  c[to + 1] = c01;
  c[to + 2] = c02;
  const row1 = to + n;
  c[row1] = c10;
  c[row1 + 1] = c11;
  c[row1 + 2] = c12;
  const row2 = to + 2 * n;
  c[row2] = c20;
  c[row2 + 1] = c21;
  c[row2 + 2] = c22;
}

/**
 * Copies lines of a matrix (rows of A, columns of B) into panels. Missing lines of the last panel are zeros.
 *
 * @param panels     one per three lines, overwritten
 * @param source     read: element p of line l is source[start + l · lineStride + p · stride]
 * @param lines      how many
 * @param k          elements per line
 */
function pack(
  panels: readonly Panel[],
  source: Storage,
  start: number,
  lines: number,
  lineStride: number,
  k: number,
  stride: number,
): void {
  for (let line = 0, at = 0; line < lines; line += side, at++) {
    const panel = panels[at]!;
    const line0 = start + line * lineStride;
    const line1 = line0 + lineStride;
    const line2 = line1 + lineStride;
    const left = lines - line;
    if (left >= 3) {
      for (let p = 0, from = 0, to = 0; p < k; p++, from += stride, to += 3) {
        panel[to] = source[line0 + from]!;
        panel[to + 1] = source[line1 + from]!;
        panel[to + 2] = source[line2 + from]!;
      }
    } else {
      for (let p = 0, from = 0, to = 0; p < k; p++, from += stride, to += 3) {
        panel[to] = source[line0 + from]!;
        panel[to + 1] = left > 1 ? source[line1 + from]! : 0;
        panel[to + 2] = 0;
      }
    }
  }
}

/** The blocked products. Their packing memory grows to the largest product so far. */
export class BlockedMatmul implements Matmul {
  /** A tile that lies only partly in C. */
  readonly #tile = new Float64Array(side * side);
  readonly #panelsOfA: Panel[] = [];
  readonly #panelsOfB: Panel[] = [];

  forward(
    c: Storage,
    activation: Storage,
    weights: Storage,
    rows: number,
    inputs: number,
    units: number,
  ): void {
    if (packingPays(rows, inputs, units))
      this.#multiply(c, rows, units, inputs, activation, inputs, 1, weights, units, 1);
    else naive.forward(c, activation, weights, rows, inputs, units);
  }

  backward(c: Storage, delta: Storage, weights: Storage, rows: number, inputs: number, units: number): void {
    if (packingPays(rows, inputs, units))
      this.#multiply(c, rows, inputs, units, delta, units, 1, weights, 1, units);
    else naive.backward(c, delta, weights, rows, inputs, units);
  }

  gradient(
    c: Storage,
    activation: Storage,
    delta: Storage,
    rows: number,
    inputs: number,
    units: number,
  ): void {
    if (packingPays(rows, inputs, units))
      this.#multiply(c, inputs, units, rows, activation, 1, inputs, delta, units, 1);
    else naive.gradient(c, activation, delta, rows, inputs, units);
  }

  /** C[m × n] ← A[m × k] · B[k × n], where A[i, p] is a[i · aRow + p · aColumn], and B likewise. */
  #multiply(
    c: Storage,
    m: number,
    n: number,
    k: number,
    a: Storage,
    aRow: number,
    aColumn: number,
    b: Storage,
    bRow: number,
    bColumn: number,
  ): void {
    const panelsInBlock = Math.min(Math.ceil(m / side), Math.max(1, Math.floor(blockLength / k / side)));
    const block = panelsInBlock * side;
    const tile = this.#tile;
    const panelsOfA = this.#panelsOfA;
    const panelsOfB = this.#panelsOfB;
    reserve(panelsOfA, panelsInBlock, k);
    reserve(panelsOfB, Math.ceil(n / side), k);
    pack(panelsOfB, b, 0, n, bColumn, k, bRow);

    // LOOP 1
    for (let blockStart = 0; blockStart < m; blockStart += block) {
      const blockEnd = Math.min(m, blockStart + block);
      pack(panelsOfA, a, blockStart * aRow, blockEnd - blockStart, aRow, k, aColumn);
      // LOOP 2
      for (let column = 0, right = 0; column < n; column += side, right++) {
        const columns = Math.min(side, n - column);
        const panelOfB = panelsOfB[right]!;
        // LOOP 3
        for (let row = blockStart, left = 0; row < blockEnd; row += side, left++) {
          const rows = Math.min(side, blockEnd - row);
          const to = row * n + column;
          if (rows === side && columns === side) {
            kernel(c, to, n, k, panelsOfA[left]!, panelOfB);
          } else {
            kernel(tile, 0, side, k, panelsOfA[left]!, panelOfB);
            for (let i = 0; i < rows; i++) {
              for (let j = 0; j < columns; j++) c[to + i * n + j] = tile[i * side + j]!;
            }
          }
        }
      }
    }
  }
}

/** Makes sure that there are `count` panels of at least k terms. */
function reserve(panels: Panel[], count: number, k: number): void {
  for (let at = 0; at < count; at++) {
    if (at === panels.length) panels.push(new Float64Array(k * side));
    else if (panels[at]!.length < k * side) panels[at] = new Float64Array(k * side);
  }
}
