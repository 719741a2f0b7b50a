/**
 * The sizes by which products are cut, and where the cut-offs between the ways to compute them are. None of
 * them changes a result bit. Measurements: docs/performance.md. docs/KERNELS.md draws what they cut.
 */

/** Steps of k in a block: a panel of b of 512 steps (16 KB) stays in the first-level cache. */
export const blockDepth: i32 = 512;

/**
 * Rows of a in a block: 60 × 512 f32 are 120 KB, which stay in the second-level cache. A multiple of 4, 5 and
 * 6.
 */
export const blockRows: i32 = 60;

/** Bytes of one step of k in a packed block of b: 512 f32 or 256 f64 columns. */
export const blockColumnBytes: i32 = 2048 + 2048 * WIDE;

/** Vectors in a row of a tile; the narrow tiles at the right edge have half as many, or one. */
export const tileVectors: i32 = 2 + 2 * WIDE;

/** Bytes of the sums of the largest tile: 6 rows of vectors of 16 bytes. */
export const tileBytes: usize = 192 + 192 * WIDE;

/**
 * Up to this size in bytes an operand stays in the first-level cache whole, and tiles read it where it lies.
 */
export const directBytes: i32 = 16384;

/**
 * Up to this many multiplications a product is computed without packing, which would cost more than it saves.
 */
export const smallProduct: i32 = 2048;

/**
 * Threads take chunks that begin at multiples of this many rows, so at whole vectors whatever the width of a
 * row.
 */
export const chunkGrain: i32 = 4;

/** Rows of the smallest chunk: two tiles. */
export const fewRows: i32 = 8;

/**
 * Rows of the smallest chunk where each chunk packs much by itself: all weights for a chunk of the batch,
 * deltas of more than a block for a chunk of the weights.
 */
export const manyRows: i32 = 64;

/** Threads divide the units of a layer in groups of this many: whole cache lines. */
export const unitGrain: i32 = 16;

/** The tiny path takes networks whose largest product of a batch has at most this many multiplications. */
export const tinyProduct: i32 = 16384;

/** The tiny path may take this many bytes of the workspace. */
export const tinyBytes: usize = 131072;
