/**
 * How long a user waits after the start: fresh processes import the built library and train the case `mnist`. The time counts
 * from the import.
 *
 *     first batch     milliseconds until one batch is trained
 *     first second    samples trained in it, as percent of what a second brings two seconds later
 */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type BuildName, hasThreads } from "../src/wasm/builds.js";
import { cases } from "./cases.js";
import { coldStarts, timed } from "./cold-start.js";
import { availableBuilds } from "./engines.js";
import { isWide } from "./lanes.js";
import type { StartRow } from "./results.js";
import { medianOf } from "./turns.js";

/** The steady rate is measured between these times, in milliseconds after the import. */
const steady = [2000, 3000] as const;

interface StartRun {
  build: BuildName | "auto";
  threads: 1 | "auto";
  /** 0: train one batch, answer milliseconds; otherwise train on and answer percent. */
  untilMs: number;
}

/** The program of a process. It imports the library by its address, and prints one number. */
function program(library: string, { build, threads, untilMs }: StartRun): string {
  const { layers, batch } = cases.find(({ name }) => name === "mnist")!;
  const settings = { layers, batchSize: batch, build, threads, epochs: untilMs ? 1e6 : 1 };
  const rows = untilMs ? 64 * batch : batch;
  return `
    const rows = ${rows}, columns = ${layers[0]!};
    const x = new Float32Array(rows * columns).map((_, i) => ((i * 7919) % 1009) / 1009);
    const labels = Array.from({ length: rows }, (_, row) => row % 10);
    const start = performance.now();
    const { Dataset, Network } = await import(${JSON.stringify(library)});
    const network = Network.create(${JSON.stringify(settings)});
    const data = Dataset.from(x, labels, { columns, classes: 10 });
    const seen = [[0, 0]];
    const abort = new AbortController();
    const onProgress = ({ epoch, samples }) => {
      const now = performance.now() - start;
      seen.push([now, (epoch - 1) * rows + samples]);
      if (now > ${untilMs}) abort.abort();
    };
    await network.fit(data, ${untilMs ? "{ onProgress, signal: abort.signal }" : "{}"});
    const ms = performance.now() - start;
    const at = (when) => seen.findLast(([now]) => now <= when);
    const rate = (from, to) => (at(to)[1] - at(from)[1]) / (at(to)[0] - at(from)[0]);
    console.log(${untilMs ? `100 * at(1000)[1] / at(1000)[0] / rate(${steady.join(", ")})` : "ms"});
    process.exit();
  `;
}

/**
 * Starts process after process.
 *
 * @param library   address of the built library, as `import` takes it
 * @param peersFrom where other packages are looked for, upwards; null: nowhere
 */
export async function measureStart(
  library: string,
  peersFrom: string | null,
  say: (text: string) => void,
  { batches = 9, seconds = 3 } = {},
): Promise<StartRow[]> {
  const numberOf = async (text: string) => {
    const flags = ["--input-type=module", "-e", text];
    return Number((await promisify(execFile)(process.execPath, flags)).stdout.trim().split("\n").at(-1));
  };
  const run = (how: StartRun) => numberOf(program(library, how));
  const rows: StartRow[] = [];
  const usual = [1, "auto"].map((threads) => ({ build: "auto", threads })) as Pick<
    StartRun,
    "build" | "threads"
  >[];
  // with the self-check of a wide build, and the flag that it turns on
  const wide = availableBuilds()
    .filter(isWide)
    .map((build) => ({ build, threads: hasThreads(build) ? "auto" : 1 }) as const);
  for (const { build, threads } of [...usual, ...wide]) {
    const implementation = build === "auto" ? "chainrule" : `chainrule, ${build}`;
    for (const what of ["first batch", "first second"] as const) {
      const isBatch = what === "first batch";
      const values: number[] = [];
      for (let i = 0; i < (isBatch ? batches : seconds); i++) {
        values.push(await run({ build, threads, untilMs: isBatch ? 0 : steady[1] }));
      }
      const best = isBatch ? Math.min(...values) : Math.max(...values);
      const figures = { unit: isBatch ? "ms" : "%", median: medianOf(values), best } as const;
      rows.push({ what, implementation, case: "mnist", threads, ...figures });
      const { median, unit } = rows.at(-1)!;
      say(`start: ${what}, ${implementation}, threads ${threads}: ${median.toFixed(0)} ${unit}`);
    }
  }
  const starts = coldStarts(new URL("./wasm", library).href, peersFrom);
  const values = new Map(starts.map((one): [typeof one, number[]] => [one, []]));
  for (let i = 0; i < batches; i++) {
    // in turns, so that a machine that slows down slows all of them
    for (const [one, ms] of values) {
      try {
        ms.push(await numberOf(timed(one.program)));
      } catch (error) {
        if (one === starts[0]) throw error;
        values.delete(one); // leave out a package that fails
        say(`start: cold start, ${one.implementation}: failed: ${String(error)}`);
      }
    }
  }
  values.forEach((ms, { implementation }) => {
    const figures = { median: medianOf(ms), best: Math.min(...ms) };
    rows.push({ what: "cold start", implementation, case: "mnist", threads: 1, unit: "ms", ...figures });
    say(`start: cold start, ${implementation}: ${figures.median.toFixed(1)} ms`);
  });
  return rows;
}
