/**
 * Which module may import which. A module is a folder of `src`, or a file directly in it; `assembly` has levels of its
 * own, file by file. The linter refuses cycles between files of TypeScript; those of `assembly`, which it cannot read,
 * are checked here.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findCycle, type Imports, importsOf, sourceFiles } from "./importGraph.js";

/** Level of each module. A file may import files of its own module and of lower levels. */
const levels: Record<string, number> = {
  assembly: 0,
  "src/errors.ts": 0,
  "src/nearest.ts": 0,
  "src/wording.ts": 0,
  "src/arguments.ts": 1,
  "src/functions": 1,
  "src/settings": 2,
  "src/wasm": 3,
  "src/network": 4,
  "src/data": 5,
  "src/train": 6,
  "src/readers": 7,
  "src/explain": 7,
  "src/report": 8,
  "src/export": 9,
  "src/import": 9,
  "src/cli": 10,
  playground: 10,
  "src/index.ts": 10,
};
/** Modules without a level, and which modules they may import. */
const beside: Record<string, string[]> = {
  "src/reference": [],
  bench: [
    "src/errors.ts",
    "src/wording.ts",
    "src/functions",
    "src/wasm",
    "src/network",
    "src/data",
    "src/train",
    "src/report",
    "src/export",
    "src/reference",
  ],
};
/** Which modules without a level a module may import. */
const reaches: Record<string, string[]> = {
  "src/cli": ["bench"],
  playground: ["bench"],
  "src/explain": ["src/reference"],
};
/** Modules that may print and import Node's built-in modules. */
const faces = new Set(["src/cli", "playground", "bench"]);

/** Files of `assembly`, from the lowest level up. A file may import files of its own level and of lower ones. */
const assemblyLevels = [
  ["lanes", "plan", "codes", "random", "tuning"],
  ["exponential", "logarithm", "cosine", "tangent", "sigmoid", "normal", "gelu", "elementary"],
  ["arrays", "activation", "softmax", "crossEntropy", "loss", "optimizer"],
  ["workspace", "tile", "pack", "finish", "tileFinish"],
  ["product"],
  ["parts", "barrier", "biases", "dropout", "gather", "norms", "update", "gradients", "members"],
  ["tiny", "tinyGather", "tinyOne", "tinyStep"],
  ["step", "epochs"],
  ["buffers", "vetted/describe", "vetted/create", "vetted/entries"],
  ["index"],
];

const moduleOf = (file: string) => {
  const [top, second = ""] = file.split("/");
  return top === "src" ? `src/${second}` : top!;
};
const assemblyLevel = (file: string) =>
  assemblyLevels.findIndex((names) => names.some((name) => file === `assembly/${name}.ts`));

const files = sourceFiles("src", "assembly", "bench", "playground");
const kernels = files.filter((file) => moduleOf(file) === "assembly");

/** Imports of a file that are not allowed. */
function complaints(file: string, { local, packages }: Imports): string[] {
  const own = moduleOf(file);
  const wrong = local.filter((target) => {
    const other = moduleOf(target);
    if (own === "assembly" && other === own) return !(assemblyLevel(target) <= assemblyLevel(file));
    if (other === own) return false;
    if (own in beside) return !beside[own]!.includes(other);
    if (other in beside) return !reaches[own]?.includes(other);
    return !(levels[other]! < levels[own]!);
  });
  const outside = faces.has(own) ? [] : packages.filter((name) => name.startsWith("node:"));
  return [...wrong, ...outside].map((target) => `${file} → ${target}`);
}

describe("imports", () => {
  it("every file is in a module with a level, and every file of assembly has its own", () => {
    const unknown = files.filter((file) => !(moduleOf(file) in levels) && !(moduleOf(file) in beside));
    expect(unknown).toEqual([]);
    expect(kernels.filter((file) => assemblyLevel(file) < 0)).toEqual([]);
    const listed = assemblyLevels.flat().map((name) => `assembly/${name}.ts`);
    expect(listed.toSorted()).toEqual(kernels.toSorted());
  });

  it("point down, and only the command line, the page and the bench import Node's modules", () => {
    expect(files.flatMap((file) => complaints(file, importsOf(file)))).toEqual([]);
  });

  it("are seen where they point up, sideways, or to Node's modules", () => {
    const bad = {
      local: ["src/train/loop/epochs.ts", "src/reference/loss.ts"],
      packages: ["node:fs", "valibot"],
    };
    expect(complaints("src/network/plan.ts", bad)).toHaveLength(3);
    const suite = { local: ["bench/suite.ts"], packages: [] };
    expect(complaints("src/report/textTable.ts", suite)).toHaveLength(1);
    expect(complaints("src/cli/bench.ts", suite)).toEqual([]);
    expect(complaints("bench/suite.ts", { local: ["src/cli/main.ts"], packages: [] })).toHaveLength(1);
    const kernel = { local: ["assembly/step.ts"], packages: [] };
    expect(complaints("assembly/product.ts", kernel)).toHaveLength(1);
    expect(complaints("assembly/vetted/create.ts", kernel)).toEqual([]);
    expect(
      complaints("assembly/step.ts", { local: ["assembly/vetted/create.ts"], packages: [] }),
    ).toHaveLength(1);
  });

  it("form no cycle in assembly, and a cycle is found where there is one", () => {
    expect(findCycle(new Map(kernels.map((file) => [file, importsOf(file).local])))).toBe(null);
    const cyclic = { a: ["b"], b: ["c"], c: ["d", "b"], d: [] };
    expect(findCycle(new Map(Object.entries(cyclic)))).toEqual(["b", "c", "b"]);
  });
});

it("no file prints, but for the command line, the page and the bench", () => {
  const noisy = files.filter(
    (file) => !faces.has(moduleOf(file)) && /^(?!\s*\* ).*\bconsole\.\w+\(/m.test(readFileSync(file, "utf8")),
  );
  expect(noisy).toEqual([]);
});
