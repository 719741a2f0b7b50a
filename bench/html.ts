/**
 * Results as one self-contained page: bars for the cases, a heat map for the crossover, tables for the rest.
 * Nothing is fetched and nothing runs: it works from a disk, without a network, with scripts turned off.
 */
import { formatRate } from "../src/report/figures.js";
import { cases } from "./cases.js";
import { pageStyle } from "./page-style.js";
import type { PeerRow, Results, Row } from "./results.js";
import {
  crossoverTables,
  gflopsText,
  machineLines,
  percentOfPeak,
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
    .map(({ title, heads, words, rows }) => section(title, table(heads, rows, words)));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>chainrule bench, ${escape(results.date)}</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<h1>chainrule bench</h1>
<p>${machineLines(results).map(escape).join("<br>")}</p>
</header>
<main>
${cards.length > 0 ? section("Training steps", `${legend(results)}<p class="note">Samples per second, more is better. Each bar starts at 0; its ratio is against plain TypeScript with a blocked product, the dashed line. Median of at most ${turns} interleaved turns of ${turnMs} ms; losses agree to 1e-4.</p>${cards.join("\n")}`) : ""}
${crossover(results)}
${tables.join("\n")}
${leftOut.length > 0 ? `<p class="note">Left out: ${escape(leftOut.join("; "))}.</p>` : ""}
</main>
</body>
</html>
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
    const detail = `best ${formatRate(best)} · ${gflopsText(row.gflops)} GFLOP/s · ${percent.toFixed(0)} % of peak`;
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
  fast: "wasm, fast (relaxed SIMD: gives up equal bits)",
  peer: "another package",
};

function kindOf({ implementation, build, threads }: Row | PeerRow): string {
  if (implementation === "typescript") return "typescript";
  if (implementation !== "wasm") return "peer";
  if (build === "scalar") return "scalar";
  if (build.startsWith("fast")) return "fast";
  return threads > 1 ? "threads" : "simd";
}

function legend(results: Results): string {
  const used = new Set(rowsByCase(results).flat().map(kindOf));
  const items = Object.entries(kinds).filter(([kind]) => used.has(kind));
  return `<ul class="legend">${items.map(([kind, text]) => `<li class="${kind}"><i></i>${escape(text)}</li>`).join("")}</ul>`;
}

/** Strongest colour of the heat map: this ratio, either way. */
const strongest = 16;

function crossover({ crossover: cells = [] }: Results): string {
  const maps = crossoverTables(cells).map(({ name, batches, lines }) => {
    const heads = batches.map((batch) => `<th scope="col">batch ${batch}</th>`).join("");
    const body = lines.map(({ width, cells: line }) => {
      const columns = line.map((cell) => {
        if (!cell) return "<td>–</td>";
        const strength = Math.min(1, Math.abs(Math.log(cell.ratio)) / Math.log(strongest));
        const title = `wasm ${formatRate(cell.wasm)}/s, TypeScript ${formatRate(cell.typescript)}/s`;
        return `<td class="${cell.winner}" style="--strength:${(15 + 70 * strength).toFixed(0)}%" title="${escape(title)}">${ratioText(cell.ratio)}</td>`;
      });
      return `<tr><th scope="row">${width} units</th>${columns.join("")}</tr>`;
    });
    return `<h3>${escape(name)}</h3>
<div class="wide"><table class="heat"><thead><tr><th></th>${heads}</tr></thead><tbody>${body.join("\n")}</tbody></table></div>`;
  });
  if (maps.length === 0) return "";
  const note = `<p class="note">Nets of two layers, as wide as their input: samples per second of wasm over plain TypeScript. <span class="key wasm">wasm wins</span> <span class="key typescript">TypeScript wins</span></p>`;
  return section("Crossover", note + maps.join("\n"));
}

function table(heads: readonly string[], rows: readonly (readonly string[])[], words: number): string {
  const tag = (name: string, cells: readonly string[]) =>
    `<tr>${cells.map((cell, index) => `<${name}${index < words ? "" : ' class="figure"'}>${escape(cell)}</${name}>`).join("")}</tr>`;
  return `<div class="wide"><table><thead>${tag("th", heads)}</thead><tbody>${rows.map((row) => tag("td", row)).join("\n")}</tbody></table></div>`;
}

const section = (title: string, content: string) =>
  `<section>\n<h2>${escape(title)}</h2>\n${content}\n</section>`;

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escape = (text: string) => text.replace(/[&<>"]/g, (character) => entities[character]!);
