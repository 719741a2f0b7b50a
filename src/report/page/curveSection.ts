/** The section on learning: loss, metrics and learning rate by epoch, as charts and as a table. */
import { card, type Cell, escape, folded, legend, section, table } from "./markup.js";
import { isFigure, lossText, metricText } from "./numbers.js";
import { type EpochFigures, epochsOf, type Figure, type ReportData } from "./pageData.js";
import { metricName } from "./metricNames.js";
import { lineChart, type LineChartOptions, type Series } from "./lines.js";

/** Most rows of the table of epochs; of more epochs, every nth is listed. */
const mostRows = 100;
/** If the loss falls by more than this factor, the chart opens on the logarithmic scale. */
const steep = 20;

export function learningSection(data: ReportData): string {
  const { history } = data;
  const metrics = metricNames(history).map((name) => metricCard(name, data));
  return section("learning", "Learning", [
    history.length > 0 ? lossCard(data) : "",
    ...metrics,
    rateCard(history),
    resultCard(data),
  ]);
}

/** Names of all metrics, in the order of their first occurrence. */
export function metricNames(history: readonly EpochFigures[]): string[] {
  const names = history.flatMap(({ metrics, validationMetrics }) => [
    ...Object.keys(validationMetrics ?? {}),
    ...Object.keys(metrics ?? {}),
  ]);
  return [...new Set(names)];
}

/** The training and validation series that have at least one value. */
function bothSeries(
  history: readonly EpochFigures[],
  training: (epoch: EpochFigures) => Figure | undefined,
  validation: (epoch: EpochFigures) => Figure | undefined,
): Series[] {
  const series = (kind: string, name: string, of: typeof training): Series => ({
    kind,
    name,
    points: history.map((epoch) => [epoch.epoch, of(epoch) ?? null] as const),
  });
  const both = [series("training", "training", training), series("validation", "validation", validation)];
  return both.filter(({ points }) => points.some(([, value]) => value !== null));
}

function legendOf(series: readonly Series[]): string {
  return legend(series.map(({ kind, name }) => [kind, name] as const));
}

function lossCard({ history, loss, bestEpoch }: ReportData): string {
  const series = bothSeries(
    history,
    (epoch) => epoch.loss,
    (epoch) => epoch.validationLoss,
  );
  const options: LineChartOptions = { title: "Loss by epoch", yName: "", format: lossText, best: bestEpoch };
  const values = series.flatMap(({ points }) => points.map(([, value]) => value)).filter(isFigure);
  // not Math.min(...values): a long training has more values than a function call can take
  const least = values.reduce((one, other) => Math.min(one, other), Infinity);
  const greatest = values.reduce((one, other) => Math.max(one, other), -Infinity);
  const note = escape(loss);
  if (!(least > 0 && greatest > 1.5 * least)) {
    return card("Loss", legendOf(series) + lineChart(series, options), { note });
  }
  const isSteep = greatest > steep * least;
  const radio = (scale: string, on: boolean) =>
    `<input type="radio" name="loss-scale" id="loss-${scale}"${on ? " checked" : ""}>`;
  const content = `${radio("linear", !isSteep)}${radio("log", isSteep)}
<div class="switch"><label for="loss-linear">linear</label><label for="loss-log">log</label></div>
${legendOf(series)}
<div class="linear">${lineChart(series, options)}</div>
<div class="log">${lineChart(series, { ...options, title: "Loss by epoch, logarithmic", log: true })}</div>`;
  return card("Loss", content, { note });
}

function metricCard(name: string, { history, bestEpoch }: ReportData): string {
  const series = bothSeries(
    history,
    (epoch) => epoch.metrics?.[name],
    (epoch) => epoch.validationMetrics?.[name],
  );
  const called = metricName(name);
  const title = called.charAt(0).toUpperCase() + called.slice(1);
  const options = { title: `${title} by epoch`, yName: "", format: metricText, best: bestEpoch };
  const isHalf = series.length === 1 && series[0]!.kind === "validation";
  const note = isHalf ? "Set trainingMetrics to measure it on the training samples too." : "";
  return card(title, legendOf(series) + lineChart(series, options), { note });
}

/** Empty if the rate never changes: then the configuration has it. */
function rateCard(history: readonly EpochFigures[]): string {
  const points = history.map(({ epoch, learningRate }) => [epoch, learningRate ?? null] as const);
  if (new Set(points.map(([, rate]) => rate)).size < 2) return "";
  const series = [{ kind: "plain", name: "learning rate", points }];
  const format = (rate: number) => lossText(rate);
  const chart = lineChart(series, { title: "Learning rate by epoch", yName: "", format, hold: [0] });
  return card("Learning rate", chart);
}

function resultCard(data: ReportData): string {
  const { results, history } = data;
  const { training, validation } = results;
  const parts = [
    ["training", training] as const,
    ...(validation ? [["validation", validation] as const] : []),
  ];
  const names = [...new Set(parts.flatMap(([, { metrics }]) => Object.keys(metrics)))];
  const rows = parts.map(([name, { loss, metrics, samples }]): Cell[] => [
    { html: `<i class="dot ${name}"></i>${name}`, attributes: 'scope="row"' },
    lossText(loss),
    ...names.map((metric) => metricText(metrics[metric])),
    samples === undefined ? "–" : samples,
  ]);
  const note = validation
    ? "Measured with the weights that were kept."
    : "No validation data: performance on unseen samples is unknown.";
  const ends = table("Final metrics", ["", "loss", ...names.map(metricName), "samples"], rows);
  const epochs = history.length > 0 ? folded("Metrics by epoch", epochTable(data)) : "";
  return card("Final metrics", ends + epochs, { note, wide: true });
}

function epochTable(data: ReportData): string {
  const { history, bestEpoch } = data;
  const names = metricNames(history);
  const every = Math.ceil(history.length / mostRows);
  const chosen = history.filter(
    ({ epoch }, index) => index % every === 0 || index === history.length - 1 || epoch === bestEpoch,
  );
  const has = (of: (epoch: EpochFigures) => unknown) => history.some((epoch) => (of(epoch) ?? null) !== null);
  const columns: { head: string; text: (epoch: EpochFigures) => string }[] = [
    { head: "loss", text: ({ loss }) => lossText(loss) },
  ];
  if (has((epoch) => epoch.validationLoss)) {
    columns.push({ head: "validation loss", text: ({ validationLoss }) => lossText(validationLoss) });
  }
  for (const name of names) {
    if (has((epoch) => epoch.metrics?.[name])) {
      columns.push({ head: metricName(name), text: ({ metrics }) => metricText(metrics?.[name]) });
    }
    if (has((epoch) => epoch.validationMetrics?.[name])) {
      columns.push({
        head: `validation ${metricName(name)}`,
        text: ({ validationMetrics }) => metricText(validationMetrics?.[name]),
      });
    }
  }
  if (has((epoch) => epoch.learningRate)) {
    columns.push({ head: "learning rate", text: ({ learningRate }) => lossText(learningRate) });
  }
  const rows = chosen.map((epoch) => [
    epoch.epoch === bestEpoch ? `${epoch.epoch} (best)` : epoch.epoch,
    ...columns.map(({ text }) => text(epoch)),
  ]);
  const heads = ["epoch", ...columns.map(({ head }) => head)];
  const part =
    epochsOf(data) > history.length ? "Some of the epochs" : every > 1 ? `Every ${every}th epoch` : "";
  const left = part && `<p class="note">${part}, plus the best and the last.</p>`;
  return left + table("Metrics by epoch", heads, rows);
}
