/** The results as Markdown: a row for each table, means of the seeds; then means and wins over all tables. */
import { peers } from "./peers.mjs";

const all = { ours: "chainrule", ...peers };

export function resultsText(rows, { host, seeds }) {
  const tables = Map.groupBy ? Map.groupBy(rows, ({ name }) => name) : grouped(rows);
  const means = [...tables.values()].map(meanOf);
  const classes = means.filter(({ ours }) => ours.accuracy !== undefined);
  const numbers = means.filter(({ ours }) => ours.r2 !== undefined);
  const parts = [
    `# Tables: settings as they come`,
    ``,
    `Made by \`bench/tabular/tabular.mjs\` (${host}; ${seeds} seeds; one thread each; time is processor time of training). ` +
      `A quarter of the rows is held out; the figures are of these rows.`,
    ``,
    ...section("Classes", classes, [
      ["accuracy", 4],
      ["logLoss", 3],
    ]),
    ...section("Numbers", numbers, [["r2", 4]]),
    ...wins(means),
  ];
  return parts.join("\n") + "\n";
}

function grouped(rows) {
  const groups = new Map();
  for (const row of rows) groups.set(row.name, [...(groups.get(row.name) ?? []), row]);
  return groups;
}

function meanOf(rows) {
  const { name, columns } = rows[0];
  const sides = Object.keys(all).filter((side) => rows[0][side]);
  const of = (side) =>
    Object.fromEntries(
      Object.keys(rows[0][side]).map((key) => [key, mean(rows.map((row) => row[side][key]))]),
    );
  return { name, rows: rows[0].rows, columns, ...Object.fromEntries(sides.map((side) => [side, of(side)])) };
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const titles = { accuracy: "accuracy", logLoss: "log loss", r2: "R²" };

function section(title, means, figures) {
  if (means.length === 0) return [];
  const sides = Object.keys(all).filter((side) => means[0][side]);
  const keys = figures.flatMap(([key, digits]) => sides.map((side) => ({ key, digits, side })));
  const head = [
    "table",
    "rows",
    "columns",
    ...keys.map(({ key, side }) => `${titles[key]}, ${all[side]}`),
    ...sides.map((side) => `s, ${all[side]}`),
  ];
  const lines = [...means, { name: "**mean**", rows: "", columns: "", ...totals(means, sides) }].map(
    (one) => [
      one.name,
      one.rows,
      one.columns,
      ...keys.map(({ key, side, digits }) => one[side][key].toFixed(digits)),
      ...sides.map((side) => one[side].seconds.toFixed(2)),
    ],
  );
  const text = (cells) => `| ${cells.join(" | ")} |`;
  return [`## ${title}`, ``, text(head), text(head.map(() => "---")), ...lines.map(text), ``];
}

function totals(means, sides) {
  const of = (side) =>
    Object.fromEntries(
      Object.keys(means[0][side]).map((key) => [key, mean(means.map((one) => one[side][key]))]),
    );
  return Object.fromEntries(sides.map((side) => [side, of(side)]));
}

/** On how many tables our figure is better; an equal one counts half. */
function wins(means) {
  const sides = Object.keys(peers).filter((side) => means[0]?.[side]);
  return sides.flatMap((side) => {
    const points = means.map(({ ours, [side]: theirs }) => {
      const difference = (ours.r2 ?? ours.accuracy) - (theirs.r2 ?? theirs.accuracy);
      return difference > 0 ? 1 : difference === 0 ? 0.5 : 0;
    });
    const times = means.map(({ ours, [side]: theirs }) => ours.seconds / theirs.seconds);
    const total = mean(means.map(({ ours }) => ours.seconds)) / mean(means.map((one) => one[side].seconds));
    const middle = times.sort((one, other) => one - other)[Math.floor(times.length / 2)];
    return [
      `Better than ${peers[side]} on ${(100 * mean(points)).toFixed(0)} % of ${means.length} tables (equal counts half); ` +
        `time ${total.toFixed(2)} of its time in all, ${middle.toFixed(2)} in the median.`,
      ``,
    ];
  });
}
