/** The section on columns: how much each matters, and how the mean answer depends on the most important ones. */
import type { ColumnsFigures } from "./pageData.js";
import { card, type Cell, escape, legend, section, table } from "./markup.js";
import { lossText, valueText } from "./numbers.js";
import { coordinate, curve, mark, plot, stretched } from "./plot.js";
import { linearScale } from "./scale.js";

/** Most columns that are listed. */
const mostColumns = 40;
/** Most outputs that a plot shows. */
const mostOutputs = 4;
/** Classes of the style, for the outputs of a plot. */
const kinds = ["training", "validation", "negative", "positive"] as const;

type Dependence = ColumnsFigures["dependence"][number];

export function columnSection(columns: ColumnsFigures | null | undefined): string {
  if (!columns || columns.importance.length === 0) return "";
  const drawn = columns.dependence.map((dependence) => dependenceCard(dependence, columns.outputs));
  return section("columns", "Columns", [importanceCard(columns), ...drawn]);
}

function importanceCard({ measure, rows: count, importance }: ColumnsFigures): string {
  const most = Math.max(...importance.map((one) => one.importance));
  const shown = importance.slice(0, mostColumns);
  const rows = shown.map(({ name, importance: value, deviation }): Cell[] => {
    const part = most > 0 ? Math.max(0, (100 * value) / most) : 0;
    const attributes = `class="figure measure" style="--part:${part.toFixed(1)}%"`;
    return [name, { html: escape(lossText(value)), attributes }, `± ${lossText(deviation)}`];
  });
  const rest = importance.length - shown.length;
  return card("Importance", table("Importance by column", ["column", "importance", ""], rows), {
    note:
      `By how much ${escape(measure)} gets worse when the column is shuffled, on ${count} samples: mean and standard deviation ` +
      `of several shuffles. Columns that say the same share their importance.` +
      (rest > 0 ? ` ${rest} more matter less.` : ""),
  });
}

/** Which outputs are drawn: of two classes the second, because the first is its mirror image. */
function drawnOutputs(outputs: readonly string[], isUnit: boolean): number[] {
  if (isUnit && outputs.length === 2) return [1];
  return outputs.slice(0, mostOutputs).map((_, output) => output);
}

function dependenceCard({ column, points }: Dependence, outputs: readonly string[]): string {
  const isUnit = points.every(({ answers }) => answers.every((answer) => answer >= 0 && answer <= 1));
  const shown = drawnOutputs(outputs, isUnit);
  const answers = points.flatMap((point) => shown.map((output) => point.answers[output]!));
  const nameOf = (output: number) => outputs[output] ?? String(output);
  const categories = points[0]?.category !== undefined;
  const held = categories ? [0, ...answers] : answers; // bars start at 0
  const y = linearScale(Math.min(...held), Math.max(...held), { round: true, ticks: 4 });
  const key = legend(shown.map((output, index) => [kinds[index]!, nameOf(output)] as const));
  const title = `Dependence on ${column}`;
  const description = points
    .map(
      (point) =>
        `${nameOfPoint(point)}: ${shown.map((output) => lossText(point.answers[output]!)).join(", ")}.`,
    )
    .join(" ");
  const options = { title, description, y, yName: "mean answer", height: 180 };
  const drawing = categories
    ? plot(bars(points, shown, y.place), { ...options, x: { place: (at) => at, ticks: [] }, xName: column })
    : plot(lines(points, shown, y.place), { ...options, x: scaleOf(points), xName: column });
  return card(column, key + drawing + (categories ? categoryTable(points, shown, nameOf) : ""));
}

function scaleOf(points: Dependence["points"]) {
  return linearScale(points[0]!.value, points.at(-1)!.value, { ticks: 4 });
}

function lines(points: Dependence["points"], shown: readonly number[], place: (value: number) => number) {
  const x = scaleOf(points);
  return shown.flatMap((output, index) => [
    curve(
      points.map(({ value, answers }) => [x.place(value), place(answers[output]!)] as const),
      kinds[index]!,
    ),
    ...points.map((point) =>
      mark(
        x.place(point.value),
        place(point.answers[output]!),
        `mark ${kinds[index]!}`,
        `${nameOfPoint(point)}: ${lossText(point.answers[output]!)}`,
        2.5,
      ),
    ),
  ]);
}

/** A bar for each category and output, from 0. */
function bars(points: Dependence["points"], shown: readonly number[], place: (value: number) => number) {
  const width = 1 / points.length;
  const each = (0.8 * width) / shown.length;
  const drawn = points.flatMap((point, at) =>
    shown.map((output, index) => {
      const [from, to] = [place(0), place(point.answers[output]!)].toSorted((a, b) => a - b);
      const left = (at + 0.1) * width + index * each;
      const text = `${nameOfPoint(point)}: ${lossText(point.answers[output]!)}`;
      const size = `x="${coordinate(left)}" width="${coordinate(each)}" y="${coordinate(1 - to!)}" height="${coordinate(to! - from!)}"`;
      return `<rect class="bar ${kinds[index]!}" ${size}><title>${escape(text)}</title></rect>`;
    }),
  );
  return [stretched(drawn.join(""))];
}

function categoryTable(
  points: Dependence["points"],
  shown: readonly number[],
  nameOf: (output: number) => string,
): string {
  const rows = points.map((point) => [
    nameOfPoint(point),
    ...shown.map((output) => lossText(point.answers[output]!)),
  ]);
  return table("Mean answers by value", ["value", ...shown.map(nameOf)], rows);
}

function nameOfPoint({ value, category }: Dependence["points"][number]): string {
  return category ?? valueText(value);
}
