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
 *
 * Tiles of four vectors are for the wide builds: V8's revectorizer packs two neighbouring vectors into one
 * 256-bit register, so that they need as many registers as tiles of two. It starts at pairs of neighbouring
 * stores and gives up a pair whose two halves differ in anything. So every sum is loaded before the loop:
 * from a row of zeros where it starts at zero (with `let c = 0; if (resume) c = load()` the compiler turned the
 * last sum into an `if` with a value; its pair stayed at 128 bits, and 5×2 lost a sixth). Where both panels are
 * packed, the steps of k are at constant distances. Four of them in a turn then share two additions, and the
 * loop's check of the stack (5×4: 88 → 96 GFLOP/s, where PyTorch's product reached 102).
 */

/** Shapes; the names are the functions'. See assembly/tile.ts. */
export const shapes = [
  { rows: 4, vectors: 4 },
  { rows: 5, vectors: 4 },
  { rows: 6, vectors: 4 },
  { rows: 4, vectors: 4, steps: 4, packed: true },
  { rows: 5, vectors: 4, steps: 4, packed: true },
  { rows: 6, vectors: 4, steps: 4, packed: true },
  { rows: 4, vectors: 2, steps: 4 },
  { rows: 5, vectors: 2 },
  { rows: 6, vectors: 2 },
  { rows: 6, vectors: 2, steps: 2, barriers: true },
  { rows: 4, vectors: 1 },
  { rows: 5, vectors: 1 },
  { rows: 6, vectors: 1 },
].map((shape) => ({
  name: `tile${shape.rows}x${shape.vectors}${shape.barriers ? "Barriers" : shape.packed ? "Packed" : ""}`,
  steps: 1,
  barriers: false,
  packed: false,
  ...shape,
}));

const each = (count) => Array.from({ length: count }, (_, index) => index);
/** base + r · step */
const plus = (base, r, step) => base + (r > 0 ? ` + ${r > 1 ? `${r} * ` : ""}${step}` : "");
/** Immediate offset of vector v. */
const at = (v) => (v === 0 ? "" : `, ${v} * sizeof<V>()`);

function tileSource(shape) {
  const { name, rows, vectors, packed } = shape;
  const sums = each(rows).flatMap((r) => each(vectors).map((v) => ({ c: `c${r}_${v}`, r, v })));
  return [
    `/** to ← from + A · B; ${rows} rows, ${vectors} vectors. See assembly/tile.ts. */`,
    `export function ${name}<T, V>(`,
    `  a: usize, aEnd: usize, ${packed ? "b: usize" : "aStep: usize, b: usize, bStep: usize"},`,
    "  from: usize, fromRow: usize, to: usize, toRow: usize,",
    "): void {",
    ...sums.map(({ c, r, v }) => `  let ${c} = load<V>(${plus("from", r, "fromRow")}${at(v)});`),
    ...(packed ? packedLoop(shape) : loop(shape)),
    ...sums.map(({ c, r, v }) => `  store<V>(${plus("to", r, "toRow")}, ${c}${at(v)});`),
    "}",
    "",
  ].join("\n");
}

/** The products of one row: its element of A with the vectors of B. */
const products = (vectors, step, r) =>
  each(vectors).map((v) => `    c${r}_${v} = multiplyAdd<T, V>(a${step}_${r}, b${step}_${v}, c${r}_${v});`);

function loop({ rows, vectors, steps, barriers }) {
  const lines = ["  do {"];
  for (const step of each(steps)) {
    if (step > 0) lines.push("    if (a == aEnd) break;");
    lines.push(...each(vectors).map((v) => `    const b${step}_${v} = load<V>(b${at(v)});`));
    for (const r of each(rows)) {
      // with barriers the pointer itself walks along the rows, or the jumps would be found to be alike
      lines.push(`    const a${step}_${r} = loadSplat${barriers ? 0 : r}<T, V>(a);`);
      lines.push(...products(vectors, step, r));
      if (barriers && r < rows - 1) lines.push("    a += sizeof<T>();", "    if (a == aEnd) break;");
    }
    const walked = barriers ? ` - ${rows - 1} * sizeof<T>()` : "";
    lines.push(`    a += aStep${walked};`, "    b += bStep;");
  }
  return [...lines, "  } while (a != aEnd);"];
}

/**
 * Both panels are packed, so the distances of the steps are constants. The jumps between the steps of a turn are
 * the way out after the last one, and keep the loads of a step from moving into the one before.
 */
function packedLoop({ rows, vectors, steps }) {
  const lines = [
    `  const odd = ((aEnd - a) / (${rows} * sizeof<T>())) % ${steps};`,
    ...each(steps - 1).map(
      (s) =>
        `  const end${s + 1} = odd == ${s + 1} ? aEnd - ${(s + 1) * rows} * sizeof<T>() : 1; // 1: never`,
    ),
    "  do {",
  ];
  for (const step of each(steps)) {
    if (step > 0) lines.push(`    if (a == end${step}) break;`);
    lines.push(...each(vectors).map((v) => `    const b${step}_${v} = load<V>(b${at(step * vectors + v)});`));
    for (const r of each(rows)) {
      lines.push(`    const a${step}_${r} = v128.load_splat<T>(a, ${step * rows + r} * sizeof<T>());`);
      lines.push(...products(vectors, step, r));
    }
  }
  return [
    ...lines,
    `    a += ${steps * rows} * sizeof<T>();`,
    `    b += ${steps * vectors} * sizeof<V>();`,
    "  } while (a != aEnd);",
  ];
}

/** The source text of assembly/generated/tiles.ts. */
export function tilesSource() {
  const splats = each(6).map((n) => `loadSplat${n}`);
  return [
    "/** Made by scripts/tiles.mjs. */",
    `import { ${[...splats, "multiplyAdd"].join(", ")} } from "../lanes";`,
    "",
    ...shapes.map(tileSource),
  ].join("\n");
}
