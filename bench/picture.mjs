/**
 * What the READMEs show of the results for Node 24: docs/pictures/speed.svg with up to five rows of the case `mnist` on
 * one thread, and the figures of the line "Fast".
 *
 *     node bench/picture.mjs            after npm run bench -- --write bench/RESULTS-node24.md
 */
import { readFileSync, realpathSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const resultsFile = "bench/RESULTS-node24.md";
export const pictureFile = "docs/pictures/speed.svg";
export const readmes = ["README.md", "README.zh.md"];

const pictured = "mnist";
const ours = "wasm";
const plain = "typescript";
/** Packages of Python. All other names are packages of JavaScript. */
const python = ["numpy", "torch", "scikit-learn"];

/**
 * Rows of the case on one thread whose losses were compared, as the results file has them.
 *
 * @returns {{ implementation: string, build: string, text: string, rate: number, peak: string, ratio: string }[]}
 */
export function rowsOf(results) {
  const factors = { "": 1, k: 1e3, M: 1e6 };
  const [, table] = results.split("## Training steps");
  return table
    .split("\n## ")[0]
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .filter(([, name, , build, threads]) => {
      return name === pictured && threads === "1" && !build.endsWith("(loss not compared)");
    })
    .map(([, , implementation, build, , text, , , peak, ratio]) => {
      const [, digits, suffix] = /^([\d.]+)([kM]?)$/.exec(text);
      return { implementation, build, text, rate: Number(digits) * factors[suffix], peak, ratio };
    });
}

/** The rows to show: ours on 256-bit and on 128-bit lanes, PyTorch, the fastest other package of JavaScript, plain TypeScript. */
export function chosenRows(results) {
  const rows = rowsOf(results).toSorted((a, b) => b.rate - a.rate);
  const first = (label, choose) =>
    rows
      .filter(choose)
      .slice(0, 1)
      .map((row) => ({ label: label(row), ...row }));
  const own = (build) => (row) => row.implementation === ours && row.build === build;
  const isOther = ({ implementation }) => ![ours, plain, ...python].includes(implementation);
  return [
    ...first(() => "Chainrule, wide", own("wide")),
    ...first(() => "Chainrule, simd", own("simd")),
    ...first(
      () => "PyTorch",
      ({ implementation }) => implementation === "torch",
    ),
    ...first(({ implementation }) => implementation, isOther),
    ...first(
      () => "plain TypeScript",
      ({ build }) => build === "blocked",
    ),
  ].toSorted((a, b) => b.rate - a.rate);
}

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

const width = 740;
const bar = { from: 160, to: 660, height: 22, step: 32, top: 44 };

/** The picture of a results file. */
export function pictureOf(results) {
  const rows = chosenRows(results);
  const [, host, processor] = /^chainrule [^,]+, (Node [\d.]+) \([^)]*\), ([^,]+),/m.exec(results);
  const title = `Samples per second of training: 784-128-10, batch 128, one thread (${host}, ${processor})`;
  const said = rows.map(({ label, text }) => `${label} ${text}`).join(", ");
  const bars = rows.map(({ label, implementation, rate, text }, index) => {
    const y = bar.top + index * bar.step;
    const length = Math.max(1, ((bar.to - bar.from) * rate) / rows[0].rate).toFixed(1);
    const middle = y + bar.height / 2;
    return `<text class="name" x="${bar.from - 10}" y="${middle}">${escaped(label)}</text>
<rect class="${implementation === ours ? "ours" : "other"}" x="${bar.from}" y="${y}" width="${length}" height="${bar.height}" rx="2"/>
<text x="${(bar.from + Number(length) + 8).toFixed(1)}" y="${middle}">${text}</text>`;
  });
  const height = bar.top + rows.length * bar.step;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(`${title}: ${said}`)}">
<style>
text { font: 13px system-ui, sans-serif; fill: #57606a; dominant-baseline: central }
.name { text-anchor: end; fill: #24292f }
.ours { fill: #1f78b4 }
.other { fill: #a5abb1 }
@media (prefers-color-scheme: dark) { text { fill: #adb5bd } .name { fill: #e6edf3 } .ours { fill: #4aa3df } .other { fill: #6b737c } }
</style>
<text x="0" y="16">${escaped(title)}</text>
${bars.join("\n")}
</svg>
`;
}

/** A README with the figures of the build `simd`. @throws Error where it has no place for one of them */
export function readmeOf(readme, results) {
  const { ratio, rate, peak } = rowsOf(results).find(({ build }) => build === "simd");
  const figures = [
    [/[\d.]+(?= times the samples per second| 倍：)/, Number.parseFloat(ratio).toFixed(1)],
    [/[\d,]+(?= on one thread for| 个，达到)/, rate.toLocaleString("en")],
    [/\d+(?= % of what the processor| %（\[bench)/, String(Number.parseFloat(peak))],
  ];
  return figures.reduce((text, [place, figure]) => {
    if (!place.test(text)) throw new Error(`the README has no place for ${figure}: ${place}`);
    return text.replace(place, figure);
  }, readme);
}

export function readResults() {
  return readFileSync(resultsFile, "utf8");
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const results = readResults();
  writeFileSync(pictureFile, pictureOf(results));
  for (const path of readmes) writeFileSync(path, readmeOf(readFileSync(path, "utf8"), results));
}
