/**
 * The register tile: the innermost loop of every matrix product.
 *
 *        B panel:   k × [ 2 vectors ]
 *       ┌─────────┬─────────┐
 *     A │ c00     │ c01     │   4 rows × 2 vectors of C stay in registers while k runs:
 *     p │ c10     │ c11     │   8 accumulators + 2 of B + 1 broadcast + 1 product
 *     a │ c20     │ c21     │   = 12 of the 15 vector registers that V8 has on x64.
 *     n │ c30     │ c31     │
 *     el└─────────┴─────────┘
 *
 * Each element of C is one chain of additions in the order of k, so its bits depend neither on the shape of
 * the tile nor on the number of lanes. Packing is in `pack.ts`, loops in `product.ts`.
 */
import { loadSplat0, loadSplat1, loadSplat2, loadSplat3, multiplyAdd, splat } from "./lanes";

/** Rows of C in a tile. */
export const tileRows: i32 = 4;

/** Vectors of C in a row of a tile. */
export const tileVectors: i32 = 2;

/** Bytes of a row of a tile in the scratch area: two of the widest vectors. */
export const tileRowBytes: usize = 32;

/** Bytes of the scratch area. */
export const tileBytes: usize = 128;

/**
 * tile ← (resume ? tile : 0) + A · B, over one packed panel of each.
 *
 * @param a      [k × 4] T, packed: the 4 rows of A at each k; read
 * @param aEnd   a + k · 4 · sizeof<T>; must not equal a
 * @param b      [k × 2 vectors] T, packed, 16-byte aligned; read
 * @param tile   [4 × 2 vectors] at `tileRowBytes` a row; overwritten
 * @param resume 0: start the sums at zero; 1: go on from what `tile` holds
 */
export function tile4x2<T, V>(a: usize, aEnd: usize, b: usize, tile: usize, resume: i32): void {
  let c00 = splat<T, V>(0 as T);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  if (resume) {
    c00 = load<V>(tile);
    c01 = load<V>(tile, sizeof<V>());
    c10 = load<V>(tile, 32);
    c11 = load<V>(tile, 32 + sizeof<V>());
    c20 = load<V>(tile, 64);
    c21 = load<V>(tile, 64 + sizeof<V>());
    c30 = load<V>(tile, 96);
    c31 = load<V>(tile, 96 + sizeof<V>());
  }
  do {
    const b0 = load<V>(b);
    const b1 = load<V>(b, sizeof<V>());
    const a0 = loadSplat0<T, V>(a);
    c00 = multiplyAdd<T, V>(a0, b0, c00);
    c01 = multiplyAdd<T, V>(a0, b1, c01);
    const a1 = loadSplat1<T, V>(a);
    c10 = multiplyAdd<T, V>(a1, b0, c10);
    c11 = multiplyAdd<T, V>(a1, b1, c11);
    const a2 = loadSplat2<T, V>(a);
    c20 = multiplyAdd<T, V>(a2, b0, c20);
    c21 = multiplyAdd<T, V>(a2, b1, c21);
    const a3 = loadSplat3<T, V>(a);
    c30 = multiplyAdd<T, V>(a3, b0, c30);
    c31 = multiplyAdd<T, V>(a3, b1, c31);
    a += 4 * sizeof<T>();
    b += 2 * sizeof<V>();
  } while (a < aEnd);
  store<V>(tile, c00);
  store<V>(tile, c01, sizeof<V>());
  store<V>(tile, c10, 32);
  store<V>(tile, c11, 32 + sizeof<V>());
  store<V>(tile, c20, 64);
  store<V>(tile, c21, 64 + sizeof<V>());
  store<V>(tile, c30, 96);
  store<V>(tile, c31, 96 + sizeof<V>());
}
