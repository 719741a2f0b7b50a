/**
 * Which register tile multiplies what. The tiles themselves are written by scripts/tiles.mjs, which says how
 * they look; packing is in `pack.ts`, loops in `product.ts`.
 *
 * Results do not depend on the tile, so it may be chosen by engine (the host does, by a short trial) and by
 * the shape of the product.
 */
import { Tile } from "./codes";
import { tile4x1, tile4x2, tile5x1, tile5x2, tile6x1, tile6x2, tile6x2Barriers } from "./generated/tiles";

/** Vectors in a row of a tile; the narrow tiles at the right edge have one. */
export const tileVectors: i32 = 2;

/** Bytes of the scratch area of the largest tile: 6 rows of 2 vectors of 16 bytes. */
export const tileBytes: usize = 192;

/** Rows of a tile. */
export function rowsOf(tile: i32): i32 {
  return tile == Tile.rows4 ? 4 : tile == Tile.rows5 ? 5 : 6;
}

/**
 * The tile for a product of `m` rows: the wanted one, or four rows where that leaves less of the last tile
 * unused. A tile of more rows gains some 3 % (fused 10 %), which a sixteenth of idle rows takes away.
 *
 * @param wanted a `Tile`; what this build does not have becomes `rows4`
 */
export function tileFor(wanted: i32, m: i32): i32 {
  if (wanted == Tile.rows4 || wanted < 0 || wanted >= tileCount()) return Tile.rows4;
  const rows = rowsOf(wanted);
  const padded = ((m + rows - 1) / rows) * rows;
  const paddedBy4 = (m + 3) & -4;
  return padded * 16 > paddedBy4 * 17 ? Tile.rows4 : wanted;
}

/** How many of the codes in `Tile` this build has: six rows only fit where the machine's multiply adds too. */
@inline
export function tileCount(): i32 {
  return ASC_FEATURE_RELAXED_SIMD ? 4 : ASC_FEATURE_SIMD ? 2 : 1;
}

/**
 * sums ← (resume ? sums : 0) + A · B, over `depth` steps of k of one panel of each.
 *
 * @param tile   a `Tile` that the build has
 * @param wide   whether the panel of B has two vectors, or one
 * @param a      at each step the rows of A side by side, T; read
 * @param aEnd   a + depth · aStep, modulo 2³²; must not equal a
 * @param aStep  bytes from one step of k to the next
 * @param b      at each step the vectors of B, T; read
 * @param bStep  bytes from one step of k to the next
 * @param sums   [rows] of two V; overwritten
 * @param resume 0: start the sums at zero; 1: go on from what `sums` holds
 */
@inline
export function runTile<T, V>(
  tile: i32,
  wide: bool,
  a: usize,
  aEnd: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  sums: usize,
  resume: i32,
): void {
  if (wide) {
    if (ASC_FEATURE_RELAXED_SIMD && tile == Tile.rows6) {
      tile6x2<T, V>(a, aEnd, aStep, b, bStep, sums, resume);
    } else if (ASC_FEATURE_RELAXED_SIMD && tile == Tile.rows6Barriers) {
      tile6x2Barriers<T, V>(a, aEnd, aStep, b, bStep, sums, resume);
    } else if (ASC_FEATURE_SIMD && tile == Tile.rows5) {
      tile5x2<T, V>(a, aEnd, aStep, b, bStep, sums, resume);
    } else tile4x2<T, V>(a, aEnd, aStep, b, bStep, sums, resume);
  } else if (ASC_FEATURE_RELAXED_SIMD && tile >= Tile.rows6) {
    tile6x1<T, V>(a, aEnd, aStep, b, bStep, sums, resume);
  } else if (ASC_FEATURE_SIMD && tile == Tile.rows5) {
    tile5x1<T, V>(a, aEnd, aStep, b, bStep, sums, resume);
  } else tile4x1<T, V>(a, aEnd, aStep, b, bStep, sums, resume);
}
