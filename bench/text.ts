/** Results as tables of cells, and the tables as aligned text or Markdown. The page with bars is in `result-page.ts`. */
import { formatRate } from "../src/report/figures.js";
import { formatTable } from "../src/report/textTable.js";
import { cases } from "./cases.js";
import { ceilingOf } from "./peak.js";
import type { PeerRow, Results, Row } from "./results.js";

interface ResultTable {
  title: string;
  heads: string[];
  /** Columns that hold words, from the left; the others are figures. */
  words: number;
  rows: string[][];
}

/** Two digits at least, however small: `12.3×`, `0.00074×`. */
export function ratioText(ratio: number): string {
  return `${ratio < 0.095 ? Number(ratio.toPrecision(2)) : ratio.toFixed(ratio < 99.5 ? 2 : 0)}×`;
}
export function gflopsText(gflops: number): string {
  return gflops < 0.005 ? "< 0.01" : gflops.toFixed(gflops < 9.995 ? 2 : 1);
}
export const percentText = (percent: number | null) =>
  percent === null || !Number.isFinite(percent) ? "–" : `${percent.toFixed(percent < 9.95 ? 1 : 0)} %`;

/** Part of the SIMD peak that a row reached, in percent, by the peak in its own turns; null for native code. */
export function percentOfPeak(results: Results, row: Row | PeerRow): number | null {
  if ("isNative" in row && row.isNative) return null;
  return (100 * row.gflops) / ceilingOf(results.peakByCase[row.case] ?? results.peak, row);
}

/** All rows of the cases, peers under our own. */
export function rowsByCase({ rows, peers }: Results): (Row | PeerRow)[][] {
  const all = [...rows, ...(peers?.rows ?? [])];
  return cases.map(({ name }) => all.filter((row) => row.case === name)).filter((group) => group.length > 0);
}

export function tablesOf(results: Results): ResultTable[] {
  const tables: ResultTable[] = [];
  const { kernels, crossover, scaling, settings, peers, prediction, start } = results;
  if (results.rows.length > 0) {
    tables.push({
      title: "Training steps",
      heads: [
        "case",
        "implementation",
        "build",
        "threads",
        "median samples/s",
        "best",
        "GFLOP/s",
        "of peak",
        "against blocked",
      ],
      words: 3,
      rows: rowsByCase(results)
        .flat()
        .map((row) => [
          row.case,
          row.implementation,
          "lossAgrees" in row && row.lossAgrees === null ? `${row.build} (loss not compared)` : row.build,
          String(row.threads),
          formatRate(row.samplesPerSecond.median),
          formatRate(row.samplesPerSecond.best),
          gflopsText(row.gflops),
          percentText(percentOfPeak(results, row)),
          ratioText(row.ratio),
        ]),
    });
  }
  if (peers) {
    tables.push({
      title: "Other packages",
      heads: ["package", "version", "status"],
      words: 3,
      rows: peers.packages.map(({ name, version, status }) => [name, version ?? "–", status]),
    });
  }
  if (kernels) {
    tables.push({
      title: "Kernels alone, one thread",
      heads: [
        "kernel",
        "shape",
        "precision",
        "implementation",
        "build",
        "elements/s",
        "GFLOP/s",
        "of peak",
        "against TypeScript",
      ],
      words: 5,
      rows: kernels.map((row) => [
        row.kernel,
        row.shape,
        row.precision,
        row.implementation,
        row.build,
        formatRate(row.elementsPerSecond),
        row.gflops === null ? "–" : gflopsText(row.gflops),
        percentText(row.percentOfPeak),
        ratioText(row.ratio),
      ]),
    });
  }
  for (const table of crossoverTables(crossover ?? [])) {
    tables.push({
      title: `Crossover: wasm ${table.name} against blocked TypeScript, nets of two layers, samples/s`,
      heads: ["units", ...table.batches.map((batch) => `batch ${batch}`)],
      words: 0,
      rows: table.lines.map(({ width, cells }) => [
        String(width),
        ...cells.map((cell) =>
          cell ? `${ratioText(cell.ratio)}${cell.winner === "wasm" ? "" : " TS"}` : "–",
        ),
      ]),
    });
  }
  if (scaling && scaling.length > 0) {
    tables.push({
      title: "Scaling over threads",
      heads: ["case", "build", "threads", "median samples/s", "best", "against 1 thread", "as many apart"],
      words: 2,
      rows: scaling.map((row) => [
        row.case,
        row.build,
        String(row.threads),
        formatRate(row.samplesPerSecond.median),
        formatRate(row.samplesPerSecond.best),
        ratioText(row.speedup),
        row.apart === null ? "–" : ratioText(row.apart),
      ]),
    });
  }
  if (settings) {
    tables.push({
      title: "Settings: the step of mnist, time against plain descent",
      heads: ["setting", "build", "samples/s", "best", "time", "best"],
      words: 2,
      rows: settings.map((row) => [
        row.setting,
        row.build,
        formatRate(row.samplesPerSecond.median),
        formatRate(row.samplesPerSecond.best),
        ratioText(row.time),
        ratioText(row.bestTime),
      ]),
    });
  }
  if (prediction) {
    tables.push({
      title: "Prediction, one thread",
      heads: [
        "case",
        "batch",
        "implementation",
        "build",
        "µs a call",
        "median samples/s",
        "best",
        "against predict",
      ],
      words: 4,
      rows: prediction.map((row) => [
        row.case,
        String(row.batch),
        row.implementation,
        row.build,
        Number(row.microseconds.toPrecision(3)).toString(),
        formatRate(row.samplesPerSecond.median),
        formatRate(row.samplesPerSecond.best),
        ratioText(row.ratio),
      ]),
    });
  }
  if (start) {
    tables.push({
      title: "Fresh processes, from the import on",
      heads: ["what", "implementation", "case", "threads", "unit", "median", "best"],
      words: 5,
      rows: start.map(({ what, implementation, unit, median, best, ...row }) => [
        what,
        implementation,
        row.case,
        String(row.threads),
        unit === "%" ? "% of the steady rate" : unit,
        median.toFixed(what === "cold start" ? 1 : 0),
        best.toFixed(what === "cold start" ? 1 : 0),
      ]),
    });
  }
  return tables;
}

/** One table for each engine: lines by width, columns by batch. */
export function crossoverTables(cells: NonNullable<Results["crossover"]>) {
  const unique = (values: number[]) => [...new Set(values)];
  const names = [...new Set(cells.map(nameOfEngine))];
  return names.map((name) => {
    const own = cells.filter((cell) => nameOfEngine(cell) === name);
    const batches = unique(own.map(({ batch }) => batch));
    const lines = unique(own.map(({ width }) => width)).map((width) => ({
      width,
      cells: batches.map((batch) => own.find((cell) => cell.width === width && cell.batch === batch)),
    }));
    return { name, batches, lines };
  });
}
const nameOfEngine = ({ build, threads }: { build: string; threads: number }) =>
  `${build}, ${threads} ${threads === 1 ? "thread" : "threads"}`;

/** The machine and its ceiling, in a line or two. */
export function machineLines({ host, processor, processors, date, version, peak }: Results): string[] {
  const fused = peak.fused
    ? `, fused ${peak.fused.float32.toFixed(1)} and ${peak.fused.float64.toFixed(1)}`
    : "";
  const wide = peak.wide
    ? `, 256-bit ${peak.wide.float32.toFixed(1)} and ${peak.wide.float64.toFixed(1)}`
    : "";
  return [
    `chainrule ${version}, ${host}, ${processor}, ${processors} processors, ${date}.`,
    `SIMD peak of one thread, GFLOP/s: float32 ${peak.float32.toFixed(1)}, float64 ${peak.float64.toFixed(1)}${fused}${wide}.`,
  ];
}

/** For a terminal. */
export function resultText(results: Results): string {
  const parts = [machineLines(results).join("\n")];
  for (const { title, heads, words, rows } of tablesOf(results)) {
    const align = heads.map((_, index) => (index < words ? "left" : "right") as "left" | "right");
    parts.push([title, ...formatTable([heads, ...rows], { align })].join("\n"));
  }
  if (results.leftOut.length > 0) parts.push(`Left out: ${results.leftOut.join("; ")}.`);
  return parts.join("\n\n");
}

/** bench/RESULTS.md. */
export function resultMarkdown(results: Results): string {
  const { turns, turnMs, rows, leftOut } = results;
  const tables = tablesOf(results).map(({ title, heads, words, rows: cells }) =>
    [
      `## ${title}`,
      "",
      `| ${heads.join(" | ")} |`,
      `|${heads.map((_, index) => (index < words ? "---" : "---:")).join("|")}|`,
      ...cells.map((row) => `| ${row.join(" | ")} |`),
    ].join("\n"),
  );
  const names = new Set(rows.map((row) => row.case));
  const shapes = cases
    .filter(({ name }) => names.has(name))
    .map(
      ({ name, layers, batch, precision }) => `| ${name} | ${layers.join("-")} | ${batch} | ${precision} |`,
    );
  return `# Results

Written by \`npm run bench -- --write\`. One training step after another (forward, backward, update), sigmoid, ½ squared
error, plain SGD; samples per second through the public \`fit\`, its overhead included; \`gemm\` is the bare product, a
sample being a row of it. All rows of a case in one process, in turns (up to ${turns} of ${turnMs} ms, fewer where a step is
slow) after a warm-up that does not count; losses agree to 1e-4 before anything is timed. "Against blocked" is the
median of the ratios turn by turn against plain TypeScript with a blocked product. "Of peak" is the median against the
multiply-adds on 128-bit lanes that this machine did in registers alone, at the best of the same turns, times the
threads; of the \`wide\` builds those on 256-bit lanes. V8's flag for 256-bit lanes is on in the turns of the \`wide\` builds
alone.

${machineLines(results).join("\n")} Machines drift: quote ratios.

${tables.join("\n\n")}

${leftOut.length > 0 ? `Left out: ${leftOut.join("; ")}.\n\n` : ""}## Shapes

| case | layers | batch | precision |
|---|---|---:|---|
${shapes.join("\n")}
`;
}
