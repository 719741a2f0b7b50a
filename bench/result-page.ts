/**
 * Results as one page, in the style of the training report: bars for the cases, a heat map for the crossover, tables
 * for the rest. The page fetches nothing and has no scripts, so it works from a disk and without a network.
 */
import { formatRate } from "../src/report/figures.js";
import { escape, legend, table } from "../src/report/page/markup.js";
import { pageStyle } from "../src/report/page/pageStyle.js";
import { cases } from "./cases.js";
import { headlineOf, timesText } from "./headline.js";
import { isWide } from "./lanes.js";
import { heatStrength, resultStyle } from "./result-style.js";
import type { PeerRow, Results, Row } from "./results.js";
import {
  crossoverTables,
  gflopsText,
  machineLines,
  percentOfPeak,
  percentText,
  ratioText,
  rowsByCase,
  tablesOf,
} from "./text.js";

/** The page. */
export function resultPage(results: Results): string {
  const { turns, turnMs, leftOut } = results;
  const cards = rowsByCase(results).map((rows) => card(results, rows));
  const tables = tablesOf(results)
    .filter(({ title }) => !title.startsWith("Training") && !title.startsWith("Crossover"))
    .map(({ title, heads, words, rows }) => section(title, table(title, heads, rows, { words })));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>chainrule bench, ${escape(results.date)}</title>
<style>${pageStyle}${resultStyle}</style>
</head>
<body>
<header>
<h1>chainrule bench</h1>
${headline(results)}<p>${machineLines(results).map(escape).join("<br>")}</p>
</header>
<main>
${cards.length > 0 ? section("Training steps", `${legendOf(results)}<p class="note">Samples per second, more is better. Each bar starts at 0. The ratio compares it with plain TypeScript with a blocked product (dashed line). Median of at most ${turns} interleaved turns of ${turnMs} ms; losses agree to 1e-4.</p>${cards.join("\n")}`) : ""}
${crossover(results)}
${tables.join("\n")}
${leftOut.length > 0 ? `<p class="note">Left out: ${escape(leftOut.join("; "))}.</p>` : ""}
</main>
</body>
</html>
`;
}

/** The first line of the page; empty where nothing was compared with TypeScript. */
function headline(results: Results): string {
  const found = headlineOf(results);
  if (!found) return "";
  const { layers, one, several } = found;
  const more = several ? `, ${timesText(several.ratio)} times on ${several.threads} threads` : "";
  return `<p class="headline"><strong>${timesText(one.ratio)} times</strong> as fast as plain TypeScript on this machine, on one thread${more}.
<small>Training a ${layers.join("-")} network: ${formatRate((several ?? one).samplesPerSecond.median)} samples per second.</small></p>
`;
}

/** A case: its rows as bars from 0 to the fastest. */
function card(results: Results, rows: readonly (Row | PeerRow)[]): string {
  const { name, layers, batch, precision } = cases.find((one) => one.name === rows[0]!.case)!;
  const fastest = Math.max(...rows.map((row) => row.samplesPerSecond.median));
  const baseline = rows.find((row) => row.build === "blocked")!;
  const part = (rate: number) => `${((100 * rate) / fastest).toFixed(2)}%`;
  const bars = rows.map((row) => {
    const { median, best } = row.samplesPerSecond;
    const percent = percentOfPeak(results, row);
    const detail = `best ${formatRate(best)} · ${gflopsText(row.gflops)} GFLOP/s · ${percentText(percent)} of peak`;
    const threads = row.threads > 1 ? ` · ${row.threads} threads` : "";
    return `<div class="bar ${kindOf(row)}">
<span class="who"><b>${escape(row.implementation)}</b> ${escape(row.build)}${threads}</span>
<span class="track" style="--base:${part(baseline.samplesPerSecond.median)}"><i style="width:${part(median)}"></i></span>
<span class="ratio">${ratioText(row.ratio)}</span>
<span class="rate">${formatRate(median)}/s</span>
<span class="detail">${escape(detail)}</span>
</div>`;
  });
  return `<article>
<h3>${escape(name)} <small>${layers.join("-")}, batch ${batch}, ${precision}</small></h3>
${bars.join("\n")}
</article>`;
}

/** What a bar's colour says. */
const kinds: Record<string, string> = {
  typescript: "plain TypeScript",
  scalar: "wasm, scalar",
  simd: "wasm, SIMD",
  threads: "wasm, SIMD on several threads",
  wide: "wasm, 256-bit lanes (a flag of V8)",
  fast: "wasm, fast (relaxed SIMD: results may differ in the last bits)",
  peer: "another package",
};

function kindOf({ implementation, build, threads }: Row | PeerRow): string {
  if (implementation === "typescript") return "typescript";
  if (implementation !== "wasm") return "peer";
  if (build === "scalar") return "scalar";
  if (build.startsWith("fast")) return "fast";
  if (isWide(build)) return "wide";
  return threads > 1 ? "threads" : "simd";
}

function legendOf(results: Results): string {
  const used = new Set(rowsByCase(results).flat().map(kindOf));
  return legend(Object.entries(kinds).filter(([kind]) => used.has(kind)));
}

/** The ratio, or its inverse, that has the strongest colour of the heat map. */
const strongest = 16;

function crossover({ crossover: cells = [] }: Results): string {
  const maps = crossoverTables(cells).map(({ name, batches, lines }) => {
    const heads = batches.map((batch) => `<th scope="col">batch ${batch}</th>`).join("");
    const body = lines.map(({ width, cells: line }) => {
      const columns = line.map((cell) => {
        if (!cell) return "<td>–</td>";
        const strength = Math.min(1, Math.abs(Math.log(cell.ratio)) / Math.log(strongest));
        const title = `wasm ${formatRate(cell.wasm)}/s, TypeScript ${formatRate(cell.typescript)}/s`;
        return `<td class="${cell.winner}" style="--part:${heatStrength(strength).toFixed(0)}%" title="${escape(title)}">${ratioText(cell.ratio)}</td>`;
      });
      return `<tr><th scope="row">${width} units</th>${columns.join("")}</tr>`;
    });
    return `<h3>${escape(name)}</h3>
<div class="scroll"><table class="heat few"><thead><tr><th></th>${heads}</tr></thead><tbody>${body.join("\n")}</tbody></table></div>`;
  });
  if (maps.length === 0) return "";
  const note = `<p class="note">Nets of two layers, as wide as their input: samples per second of wasm over plain TypeScript. <span class="key wasm">wasm wins</span> <span class="key typescript">TypeScript wins</span></p>`;
  return section("Crossover", note + maps.join("\n"));
}

const section = (title: string, content: string) =>
  `<section>\n<h2>${escape(title)}</h2>\n${content}\n</section>`;
