/**
 * Writes assembly/generated/tiles.ts, the register tiles: the innermost loop of every matrix product, one
 * function for each shape. AssemblyScript has no macros and cannot index registers, so this script writes out
 * the repeated lines.
 *
 *        B panel:   k × [ 2 vectors ]
 *       ┌─────────┬─────────┐
 *     A │ c0_0    │ c0_1    │   rows × vectors of C stay in registers while k runs. V8 has 15 vector
 *     p │ c1_0    │ c1_1    │   registers on x64; a tile that needs more runs at half speed. Besides C it
 *     a │ c2_0    │ c2_1    │   needs the vectors of B, one broadcast of A and, unless the machine
 *     n │ c3_0    │ c3_1    │   multiplies and adds in one, one product.
 *     el└─────────┴─────────┘
 *
 * Each element of C is one chain of additions in the order of k, so its bits do not depend on the shape.
 *
 * The V8 of Node 20 and 22 moves all loads of a basic block to its top, so that they all need registers at
 * once, and does not unroll these loops. A conditional jump ends a basic block and costs one instruction:
 * hence `steps`, several steps of k in a turn of the loop with a way out between them (4×2 on Node 20: one
 * step 40 GFLOP/s, two 43, four 44, the 128-bit peak being 58.7), and `barriers`, ways out between rows too
 * (fused 6×2 on Node 20: without 27, with 53). Node 24 unrolls by itself and is best left alone.
 */

/** Shapes by their code in `Product.tile`; the names are the functions'. See assembly/tile.ts. */
export const shapes = [
  { name: "tile4x2", rows: 4, vectors: 2, steps: 4, barriers: false },
  { name: "tile5x2", rows: 5, vectors: 2, steps: 1, barriers: false },
  { name: "tile6x2", rows: 6, vectors: 2, steps: 1, barriers: false },
  { name: "tile6x2Barriers", rows: 6, vectors: 2, steps: 2, barriers: true },
  { name: "tile4x1", rows: 4, vectors: 1, steps: 1, barriers: false },
  { name: "tile5x1", rows: 5, vectors: 1, steps: 1, barriers: false },
  { name: "tile6x1", rows: 6, vectors: 1, steps: 1, barriers: false },
];

const each = (count) => Array.from({ length: count }, (_, index) => index);

function tileSource({ name, rows, vectors, steps, barriers }) {
  const sums = each(rows).flatMap((r) => each(vectors).map((v) => ({ c: `c${r}_${v}`, r, v })));
  const at = ({ r, v }) => (r + v === 0 ? "tile" : `tile, ${r} * 2 * sizeof<V>() + ${v} * sizeof<V>()`);
  const vector = (v) => (v === 0 ? "load<V>(b)" : `load<V>(b, ${v} * sizeof<V>())`);
  const lines = [
    `/** tile ← (resume ? tile : 0) + A · B; ${rows} rows, ${vectors} vectors. See assembly/tile.ts. */`,
    `export function ${name}<T, V>(`,
    "  a: usize, aEnd: usize, aStep: usize, b: usize, bStep: usize, tile: usize, resume: i32,",
    "): void {",
    ...sums.map(({ c }) => `  let ${c} = splat<T, V>(0 as T);`),
    "  if (resume) {",
    ...sums.map((sum) => `    ${sum.c} = load<V>(${at(sum)});`),
    "  }",
    "  do {",
  ];
  for (const step of each(steps)) {
    if (step > 0) lines.push("    if (a == aEnd) break;");
    lines.push(...each(vectors).map((v) => `    const b${step}_${v} = ${vector(v)};`));
    for (const r of each(rows)) {
      // with barriers the pointer itself walks along the rows, or the jumps would be found to be alike
      const row = barriers ? 0 : r;
      const x = `a${step}_${r}`;
      lines.push(`    const ${x} = loadSplat${row}<T, V>(a);`);
      lines.push(
        ...each(vectors).map((v) => `    c${r}_${v} = multiplyAdd<T, V>(${x}, b${step}_${v}, c${r}_${v});`),
      );
      if (barriers && r < rows - 1) lines.push("    a += sizeof<T>();", "    if (a == aEnd) break;");
    }
    const walked = barriers ? ` - ${rows - 1} * sizeof<T>()` : "";
    lines.push(`    a += aStep${walked};`, "    b += bStep;");
  }
  lines.push(
    "  } while (a != aEnd);",
    ...sums.map((sum) => `  store<V>(${at(sum).replace("tile", `tile, ${sum.c}`)});`),
  );
  return [...lines, "}", ""].join("\n");
}

/** The source text of assembly/generated/tiles.ts. */
export function tilesSource() {
  const splats = each(6).map((n) => `loadSplat${n}`);
  return [
    "/** Made by scripts/tiles.mjs. */",
    `import { ${[...splats, "multiplyAdd", "splat"].join(", ")} } from "../lanes";`,
    "",
    ...shapes.map(tileSource),
  ].join("\n");
}
