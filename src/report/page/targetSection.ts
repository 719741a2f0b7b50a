/** The section on numeric targets: predicted against actual values, and a histogram of the errors. */
import { barChart } from "./bars.js";
import type { TargetFigures } from "./pageData.js";
import { histogramOf } from "./histogram.js";
import { card, escape, section, table } from "./markup.js";
import { columnFormat, metricText, valueText } from "./numbers.js";
import { metricName } from "./metricNames.js";
import { curve, mark, plot } from "./plot.js";
import { linearScale } from "./scale.js";

/** Most points of a scatter plot; of more samples, every nth is drawn. */
const mostPoints = 800;
/** With at most this many points, each has a tooltip with its row. */
const mostTold = 300;
/** Most targets that have plots; the others are in the table only. */
const mostDrawn = 6;

export function targetSection(targets: readonly TargetFigures[] | null | undefined): string {
  if (!targets || targets.length === 0) return "";
  const drawn = targets.slice(0, mostDrawn);
  return section("targets", "Predictions", [
    summaryCard(targets),
    ...drawn.flatMap((target) => [scatterCard(target), residualCard(target)]),
  ]);
}

function summaryCard(targets: readonly TargetFigures[]): string {
  const names = [...new Set(targets.flatMap(({ summary }) => Object.keys(summary)))];
  const rows = targets.map(({ name, summary, actual }) => [
    name,
    ...names.map((figure) => metricText(summary[figure])),
    actual.length,
  ]);
  return card("Errors", table("Errors by target", ["target", ...names.map(metricName), "samples"], rows), {
    wide: true,
  });
}

function scatterCard({ name, actual, predicted }: TargetFigures): string {
  const rows = Array.from({ length: actual.length }, (_, row) => row).filter(
    (row) => Number.isFinite(actual[row]) && Number.isFinite(predicted[row]),
  );
  if (rows.length === 0) return card(name, `<p class="note">No prediction is a number.</p>`);
  const every = Math.ceil(rows.length / mostPoints);
  const shown = rows.filter((_, index) => index % every === 0);
  const values = shown.flatMap((row) => [actual[row]!, predicted[row]!]);
  const scale = linearScale(Math.min(...values), Math.max(...values), { ticks: 4, round: true });
  const [start, end] = [scale.place(scale.ticks[0]!.value), scale.place(scale.ticks.at(-1)!.value)];
  const answer = columnFormat(values);
  const marks = shown.map((row) => {
    const [is, said] = [actual[row]!, predicted[row]!];
    const text =
      shown.length <= mostTold ? `row ${row}: actual ${valueText(is)}, predicted ${answer(said)}` : "";
    return mark(scale.place(is), scale.place(said), `dot ${said < is ? "negative" : "positive"}`, text, 2.5);
  });
  const title = `${name}: predicted against actual`;
  const description = `${shown.length} samples. Points on the diagonal are exact; points above it are predicted too high.`;
  const line = curve(
    [
      [start, start],
      [end, end],
    ],
    "chance",
  );
  const axes = { x: scale, y: scale, xName: "actual", yName: "predicted", square: true };
  const note =
    every > 1
      ? `${shown.length} of ${rows.length} samples. `
      : "Points on the line are exact; points above it are predicted too high.";
  return card(name, plot([line, ...marks], { title, description, ...axes }), { note: escape(note) });
}

function residualCard({ name, actual, predicted }: TargetFigures): string {
  const errors = Float64Array.from({ length: actual.length }, (_, row) => predicted[row]! - actual[row]!);
  const chart = barChart(histogramOf(errors, 30), {
    title: `${name}: errors`,
    xName: "predicted − actual",
    height: 260,
  });
  return card(`${name}: errors`, chart, { note: "Blue: predicted too high. Orange: predicted too low." });
}
