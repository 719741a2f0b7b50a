/**
 * Which register tile computes a product. scripts/tiles.mjs writes the tiles (generated/tiles.ts) and draws
 * one; packing is in `pack.ts`, the loops are in `product.ts`.
 *
 * Results do not depend on the tile. So the host chooses one by engine (a table in src/wasm/tiles.ts), and
 * `tileFor` another where the shape of the product asks for it.
 */
import { Tile } from "./codes";
import { tile4x1, tile4x2, tile5x1, tile5x2, tile6x1, tile6x2, tile6x2Barriers } from "./generated/tiles";

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
 * sums ← (resume ? sums : 0) + A · B, over `depth` steps of k of one panel of each. The tile's seven
 * arguments stay in registers from here into its loop, so they are not a table in memory.
 *
 * @param tile   a `Tile` that the build has
 * @param wide   true: the panel of B has two vectors in each step; false: one
 * @param a      at each step the rows of A side by side, T; read
 * @param aEnd   a + depth · aStep, modulo 2³²; must not equal a
 * @param aStep  bytes from one step of k to the next
 * @param b      at each step the vectors of B, T; read
 * @param bStep  bytes from one step of k to the next
 * @param sums   [tile rows] of two V; overwritten
 * @param resume 0: the sums start at zero; 1: they start from what `sums` holds
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
