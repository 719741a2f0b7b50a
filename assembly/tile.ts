/**
 * Which register tile computes a product. scripts/tiles.mjs writes the tiles (generated/tiles.ts) and draws
 * one; packing is in `pack.ts`, the loops are in `product.ts`.
 *
 * Results do not depend on the tile. So the host chooses one by engine (a table in src/wasm/tiles.ts), and
 * `tileFor` another where the shape of the product asks for it.
 */
import { Tile } from "./codes";
import {
  tile4x1,
  tile4x2,
  tile4x4,
  tile4x4Packed,
  tile5x4Packed,
  tile5x1,
  tile5x2,
  tile5x4,
  tile6x1,
  tile6x4,
  tile6x4Packed,
  tile6x2,
  tile6x2Barriers,
} from "./generated/tiles";
import { lanes } from "./lanes";

/** Rows of a tile. */
export function rowsOf(tile: i32): i32 {
  return tile == Tile.rows4 ? 4 : tile == Tile.rows5 ? 5 : 6;
}

/**
 * The tile for a product with `m` rows: the wanted one, or four rows where that leaves fewer rows of the last
 * tile unused. A tile with more rows gains about 3 % (fused 10 %); a sixteenth of idle rows costs as much.
 *
 * @param wanted a `Tile`; one that this build does not have becomes `rows4`
 */
export function tileFor(wanted: i32, m: i32): i32 {
  if (wanted == Tile.rows4 || wanted < 0 || wanted >= tileCount()) return Tile.rows4;
  const rows = rowsOf(wanted);
  const padded = ((m + rows - 1) / rows) * rows;
  const paddedBy4 = (m + 3) & -4;
  return padded * 16 > paddedBy4 * 17 ? Tile.rows4 : wanted;
}

/**
 * How many of the codes in `Tile` this build has. Six rows fit only where multiplication and addition are
 * fused.
 */
@inline
export function tileCount(): i32 {
  return ASC_FEATURE_RELAXED_SIMD ? 4 : ASC_FEATURE_SIMD ? 2 : 1;
}

/**
 * to ← from + A · B, over `depth` steps of k. The tile's arguments stay in registers from here
 * into its loop, so they are not a table in memory.
 *
 * @param tile    a `Tile` that the build has
 * @param vectors vectors of B in a step: `tileVectors`, half as many, or 1
 * @param a       at each step the rows of A side by side, T; read
 * @param aEnd    a + depth · aStep, modulo 2³²; must not equal a
 * @param aStep   bytes from one step of k to the next
 * @param b       at each step the vectors of B, T; read
 * @param bStep   bytes from one step of k to the next
 * @param from    [tile rows] of vectors: what the sums start from; read
 * @param fromRow bytes from row to row of it
 * @param to      [tile rows] of vectors: the sums; overwritten. May be `from`
 * @param toRow   bytes from row to row of it
 */
@inline
export function runTile<T, V>(
  tile: i32,
  vectors: i32,
  a: usize,
  aEnd: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  from: usize,
  fromRow: usize,
  to: usize,
  toRow: usize,
): void {
  if (WIDE && vectors == 4) {
    const isPacked = bStep == 4 * sizeof<V>() && aStep == <usize>rowsOf(tile) * sizeof<T>();
    if (ASC_FEATURE_RELAXED_SIMD && tile >= Tile.rows6) {
      if (isPacked) tile6x4Packed<T, V>(a, aEnd, b, from, fromRow, to, toRow);
      else tile6x4<T, V>(a, aEnd, aStep, b, bStep, from, fromRow, to, toRow);
    } else if (tile == Tile.rows5) {
      if (isPacked) tile5x4Packed<T, V>(a, aEnd, b, from, fromRow, to, toRow);
      else tile5x4<T, V>(a, aEnd, aStep, b, bStep, from, fromRow, to, toRow);
    } else if (isPacked) {
      tile4x4Packed<T, V>(a, aEnd, b, from, fromRow, to, toRow);
    } else tile4x4<T, V>(a, aEnd, aStep, b, bStep, from, fromRow, to, toRow);
  } else if (vectors == 2) {
    if (ASC_FEATURE_RELAXED_SIMD && tile == Tile.rows6) {
      tile6x2<T, V>(a, aEnd, aStep, b, bStep, from, fromRow, to, toRow);
    } else if (ASC_FEATURE_RELAXED_SIMD && tile == Tile.rows6Barriers) {
      tile6x2Barriers<T, V>(a, aEnd, aStep, b, bStep, from, fromRow, to, toRow);
    } else if (ASC_FEATURE_SIMD && tile == Tile.rows5) {
      tile5x2<T, V>(a, aEnd, aStep, b, bStep, from, fromRow, to, toRow);
    } else tile4x2<T, V>(a, aEnd, aStep, b, bStep, from, fromRow, to, toRow);
  } else if (ASC_FEATURE_RELAXED_SIMD && tile >= Tile.rows6) {
    tile6x1<T, V>(a, aEnd, aStep, b, bStep, from, fromRow, to, toRow);
  } else if (ASC_FEATURE_SIMD && tile == Tile.rows5) {
    tile5x1<T, V>(a, aEnd, aStep, b, bStep, from, fromRow, to, toRow);
  } else tile4x1<T, V>(a, aEnd, aStep, b, bStep, from, fromRow, to, toRow);
}

/** Vectors of the narrowest tile for `columns` columns: `tileVectors`, half as many, or 1. */
@inline
export function vectorsFor<T, V>(columns: i32): i32 {
  if (columns <= lanes<T, V>()) return 1;
  return WIDE && columns > 2 * lanes<T, V>() ? 4 : 2;
}
