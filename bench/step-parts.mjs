/**
 * Where the time of a training step goes beyond the matrix product: the whole step, its products alone with and without what
 * they do with finished tiles, and the product of 1024³, in turns within one process on one thread.
 *
 *     node --experimental-wasm-revectorize bench/step-parts.mjs [--builds wide,fast-wide] [--turns 15]   after npm run build
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build as bundle } from "esbuild";

const { values: flags } = parseArgs({
  options: {
    builds: { type: "string", default: "wide,fast-wide" },
    cases: { type: "string", default: "mnist,mnist-big-batch,wide,deep,wide-f64" },
    turns: { type: "string", default: "15" },
  },
});
const turnMs = 60;

const outfile = join(mkdtempSync(join(tmpdir(), "chainrule-parts-")), "parts.mjs");
await bundle({
  stdin: {
    contents: ["cases", "flopsPerSample", "batchesOf", "partsOf", "dataOf", "wasmSubject"]
      .map(
        (name) =>
          `export { ${name} } from "./${{ partsOf: "stepParts", dataOf: "subjects", wasmSubject: "subjects" }[name] ?? "cases"}.js";`,
      )
      .join("\n"),
    resolveDir: "bench",
  },
  bundle: true,
  format: "esm",
  platform: "node",
  target: "es2022",
  outfile,
});
const { cases, flopsPerSample, batchesOf, partsOf, dataOf, wasmSubject } = await import(
  pathToFileURL(outfile).href
);
const caseOf = (name) => cases.find((one) => one.name === name);
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** Milliseconds of one run, by turn. */
async function inTurns(runs) {
  const counts = [];
  for (const run of runs) {
    let count = 1;
    for (let ms = 0; ms < turnMs / 2; count *= 2) {
      const began = performance.now();
      for (let i = 0; i < count; i++) await run();
      ms = performance.now() - began;
    }
    counts.push(count);
  }
  const times = runs.map(() => []);
  for (let turn = 0; turn < Number(flags.turns); turn++) {
    for (const [index, run] of runs.entries()) {
      const began = performance.now();
      for (let i = 0; i < counts[index]; i++) await run();
      times[index].push((performance.now() - began) / counts[index]);
    }
  }
  return times;
}

console.log(
  "| case | build | step, ms | GFLOP/s | product of 1024³ | own shapes | finishing tiles | the rest |",
);
console.log("|---|---|---:|---:|---:|---:|---:|---:|");
for (const name of flags.cases.split(",")) {
  const one = caseOf(name);
  const square = caseOf(one.precision === "float64" ? "gemm-f64" : "gemm");
  for (const build of flags.builds.split(",")) {
    const subject = wasmSubject(one, dataOf(one), { build, threads: 1 });
    if (subject.build !== build) throw new Error(`${build} does not run here: ${subject.build} does`);
    const steps = batchesOf(one);
    // a call of fit takes at least 0.2 s, so that its beginning and its end do not count
    const epochs = Math.ceil((0.2 * 8e10) / (steps * one.batch * flopsPerSample(one)));
    const [bare, whole] = [partsOf(build, one, false), partsOf(build, one, true)];
    const [product] = partsOf(build, { ...square, layers: square.layers }, false);
    const all = await inTurns([
      () => subject.train(epochs),
      () => product.run(),
      () => bare.forEach((part) => part.run()),
      () => whole.forEach((part) => part.run()),
    ]);
    const flops = one.batch * flopsPerSample(one);
    const [step, ideal, shapes, finished] = [0, 1, 2, 3].map((index) =>
      median(
        all[index].map((ms, turn) => {
          const own = all[0][turn] / (steps * epochs);
          if (index === 0) return own;
          return (index === 1 ? (ms * flops) / product.flops : ms) / own;
        }),
      ),
    );
    const percent = (part) => `${(100 * part).toFixed(1)} %`;
    const cells = [
      percent(ideal),
      percent(shapes - ideal),
      percent(finished - shapes),
      percent(1 - finished),
    ];
    console.log(
      `| ${name} | ${build} | ${step.toFixed(3)} | ${(flops / step / 1e6).toFixed(1)} | ${cells.join(" | ")} |`,
    );
    subject.dispose();
  }
}
process.exit(0);
