import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import type { Results } from "../../../bench/results.js";
import { type Progress, runSuite } from "../../../bench/suite.js";
import { takeTurns } from "../../../bench/turns.js";

describe("the suite", () => {
  it("has nothing of Node in it: bundled for a page, it imports no built-in module", async () => {
    const bundle = await build({
      entryPoints: ["bench/suite.ts"],
      bundle: true,
      platform: "browser",
      format: "esm",
      write: false,
      metafile: true,
      logLevel: "silent",
    });
    const imports = Object.values(bundle.metafile.outputs).flatMap((output) => output.imports);
    expect(imports).toEqual([]);
    const files = Object.keys(bundle.metafile.inputs);
    expect(files.some((file) => file.endsWith("bench/measure.ts"))).toBe(true);
    // what starts processes or looks for packages stays outside
    expect(files.filter((file) => /bench\/(start|beside|peers)/.test(file))).toEqual([]);
  });

  it("tells how far it is, case by case and turn by turn, and the results so far", async () => {
    const seen: Progress[] = [];
    const sofar: string[][] = [];
    const options = { cases: ["tiny", "xor"], turns: 2, turnMs: 1 };
    const results = await runSuite(
      {
        ...options,
        onProgress: (progress) => seen.push(progress),
        onCase: ({ rows }) => sofar.push([...new Set(rows.map((row) => row.case))]),
      },
      () => {},
    );
    const of = (name: string, index: number) => [
      { case: name, index, count: 2, phase: "checking", turn: 0, turns: 0 },
      ...[0, 1, 2].map((turn) => ({ case: name, index, count: 2, phase: "timing", turn, turns: 2 })),
    ];
    expect(seen).toEqual([...of("tiny", 0), ...of("xor", 1)]);
    expect(sofar).toEqual([["tiny"], ["tiny", "xor"]]);
    expect(results.rows.every(({ lossAgrees }) => lossAgrees)).toBe(true);
  });

  it("says host and processor as it is told, and runs the tables that are handed in", async () => {
    const kernels = [] as unknown as NonNullable<Results["kernels"]>;
    const results = await runSuite(
      {
        cases: [],
        turns: 1,
        turnMs: 1,
        host: "a page",
        tables: [async ({ results: into }) => void (into.kernels = kernels)],
      },
      () => {},
    );
    expect(results).toMatchObject({ host: "a page", processor: "unknown processor", rows: [] });
    expect(results.kernels).toBe(kernels);
  });
});

describe("turns of what is slow", () => {
  const slow = { run: () => new Promise<void>((resolve) => setTimeout(resolve, 5)) };
  const options = { turns: 50, turnMs: 1, budgetMs: 1 };

  it("may be a single one, where that is asked for", async () => {
    expect((await takeTurns([slow], { ...options, fewestTurns: 1 }))[0]).toHaveLength(1);
  });

  it("are told as they go", async () => {
    const told: [number, number][] = [];
    await takeTurns([slow], { ...options, onTurn: (over, turns) => told.push([over, turns]) });
    expect(told).toEqual([0, 1, 2, 3].map((over) => [over, 3]));
  });
});
