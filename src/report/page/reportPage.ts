/**
 * A training as one self-contained HTML page. The page fetches nothing and has no script, so it works from a disk,
 * offline, and on paper.
 */
import { plural } from "../../wording.js";
import { formatRate } from "../figures.js";
import { classSection } from "./classSection.js";
import { columnSection } from "./columnSection.js";
import { confidenceSection } from "./confidenceSection.js";
import { learningSection } from "./curveSection.js";
import { endingText } from "../trainingWords.js";
import { findingsOf } from "./findings.js";
import { endingOf, epochsOf, type ReportData } from "./pageData.js";
import { metricName } from "./metricNames.js";
import { networkSection } from "./networkSection.js";
import { escape } from "./markup.js";
import { countText, isFigure, lossText, metricText } from "./numbers.js";
import { runSection } from "./runSection.js";
import { sampleSection } from "./sampleSection.js";
import { pageStyle } from "./pageStyle.js";
import { targetSection } from "./targetSection.js";

/** Allows only what is in the page itself. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/**
 * A training as one self-contained HTML page, as `chainrule train --report` writes it. The page fetches nothing and has no
 * script, so it works from a disk, offline, and on paper.
 *
 * @param data what the page shows; if a part is missing, its section is missing
 * @returns the text of an HTML file
 *
 * @example
 * ```js
 * import { Dataset, layerFigures, Network, reportPage } from "chainrule";
 *
 * const line = Dataset.from([[0], [1], [2]], [[1], [3], [5]]);
 * const network = Network.create({ layers: [1, { units: 1, activation: "identity" }] });
 * const history = await network.fit(line, { epochs: 20 });
 * const { loss, stopped, samplesPerSecond, seconds, threads } = history;
 * const { config, build } = network;
 * const views = network.parameters();
 * const html = reportPage({
 *   title: "A line",
 *   description: "three points",
 *   config: { ...config },
 *   loss: config.loss,
 *   history: loss.map((value, index) => ({ epoch: index + 1, loss: value })),
 *   stopped,
 *   speed: { samplesPerSecond, seconds, threads, build },
 *   results: { training: network.evaluate(line) },
 *   layers: layerFigures(config.layers.map((layer, i) => ({ ...layer, ...views[i] }))),
 * });
 * console.log(html.slice(0, 15), html.includes("<h1>A line</h1>")); // → <!doctype html> true
 * ```
 */
export function reportPage(data: ReportData): string {
  const { title, description, version } = data;
  const sections = [
    { id: "learning", name: "Learning", html: learningSection(data) },
    { id: "classes", name: "Classes", html: classSection(data.classes) },
    { id: "targets", name: "Predictions", html: targetSection(data.targets) },
    { id: "confidence", name: "Confidence", html: confidenceSection(data.reliability) },
    { id: "columns", name: "Columns", html: columnSection(data.columns) },
    { id: "samples", name: data.reconstructions?.length ? "Images" : "Samples", html: sampleSection(data) },
    { id: "network", name: "Network", html: networkSection(data) },
    { id: "run", name: "Run", html: runSection(data) },
  ].filter(({ html }) => html !== "");
  const links = sections.map(({ id, name }) => `<a href="#${id}">${name}</a>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escape(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<h1>${escape(title)}</h1>
<p>${escape(description)}</p>
${headlines(data)}${findings(data)}
<nav aria-label="Sections">${links.join("")}</nav>
</header>
<main>
${sections.map(({ html }) => html).join("\n")}
</main>
<footer>${escape(version ? `chainrule ${version}` : "chainrule")}</footer>
</body>
</html>
`;
}

function findings(data: ReportData): string {
  return findingsOf(data)
    .map((text) => `\n<p class="finding" role="note">${escape(text)}</p>`)
    .join("");
}

/** The most important figures, at the top of the page. */
function headlines(data: ReportData): string {
  const { results, stopped, speed, layers } = data;
  const { training, validation } = results;
  const best = validation ?? training;
  const part = validation ? "validation" : "training";
  const items: [name: string, value: string, detail: string][] = [];
  const [first] = Object.keys(best.metrics);
  // R² says how good a prediction is in any unit
  const shown = new Set(best.metrics.r2 === undefined ? [first] : ["r2", first]);
  for (const metric of shown) {
    if (metric === undefined) continue;
    const other = validation ? `training ${metricText(training.metrics[metric])}` : "";
    items.push([`${part} ${metricName(metric)}`, metricText(best.metrics[metric]), other]);
  }
  items.push([`${part} loss`, lossText(best.loss), validation ? `training ${lossText(training.loss)}` : ""]);
  const epochs = epochsOf(data);
  items.push([epochs === 1 ? "epoch" : "epochs", countText(epochs), endingText(stopped, endingOf(data))]);
  const parameters = layers.reduce((sum, layer) => sum + layer.parameters, 0);
  items.push(["parameters", countText(parameters), layers.map(({ units }) => units).join("–")]);
  const rate = isFigure(speed.samplesPerSecond) ? formatRate(speed.samplesPerSecond) : "–";
  const threads = `${plural(speed.threads, "thread")}, ${speed.build}`;
  items.push(["samples/s", rate, threads]);
  const list = items.map(
    ([name, value, detail]) =>
      `<div><dt>${escape(name)}</dt><dd>${escape(value)}<small>${escape(detail)}</small></dd></div>`,
  );
  return `<dl>${list.join("\n")}</dl>`;
}
