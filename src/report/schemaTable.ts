/**
 * The meaning of a table's columns as a short text and as figures: shown before training, so that a misread column is seen before
 * it is learnt. A schema is all it needs, so a model can show it too.
 */
import type { InputColumn, Schema, TargetColumn } from "../data/columns/columns.js";
import { plural, show } from "../wording.js";
import { formatLoss, formatMetric } from "./figures.js";
import { formatTable } from "./textTable.js";

/** At most this many columns of a kind are named. */
const mostNamed = 8;

const headings = {
  number: "numbers",
  "yes/no": "yes/no",
  category: "categories",
  date: "dates",
} as const satisfies Record<InputColumn["kind"], string>;

/** What a model without inputs reaches: the score to beat. */
export interface Baseline {
  /** `accuracy` of always answering the most frequent class, or `rmse` of always answering the mean. */
  readonly metric: "accuracy" | "rmse";
  readonly value: number;
  /** The answer. */
  readonly always: string | number;
}

/** The score to beat; null where the schema does not say. */
export function baselineOf(target: TargetColumn | null): Baseline | null {
  if (target?.kind === "class" && target.counts) {
    const { counts, classes } = target;
    const most = counts.indexOf(Math.max(...counts));
    const all = counts.reduce((sum, count) => sum + count, 0);
    return { metric: "accuracy", value: counts[most]! / all, always: classes[most]! };
  }
  if (target?.kind === "number" && target.deviation !== undefined) {
    return { metric: "rmse", value: target.deviation, always: target.mean! };
  }
  return null;
}

/** The figures of a schema, for JSON documents. */
export function schemaFigures(schema: Schema) {
  const { rows, inputs, target, omitted = [] } = schema;
  const kinds = Object.keys(headings) as InputColumn["kind"][];
  const count = (kind: string) => inputs.filter((input) => input.kind === kind).length;
  return {
    rows: rows ?? null,
    columns: Object.fromEntries(kinds.map((kind) => [kind, count(kind)])),
    leftOut: omitted,
    missing: inputs.reduce((sum, { missing = 0 }) => sum + missing, 0),
    target: target && { name: target.name, kind: target.kind },
    baseline: baselineOf(target),
  };
}

/** The lines of a schema: one for each kind of column, the columns left out, the target, and the score to beat. */
export function schemaLines(schema: Schema): string[] {
  const { inputs, omitted = [], target } = schema;
  const kinds = Object.entries(headings).flatMap(([kind, heading]) => {
    const own = inputs.filter((input) => input.kind === kind);
    return own.length === 0 ? [] : [[heading, String(own.length), listed(own.map(inputText))]];
  });
  const out = omitted.map(({ name, reason, detail }) => `${name} (${reason}${detail ? `: ${detail}` : ""})`);
  const baseline = baselineOf(target);
  const rows = [
    ...kinds,
    ...(out.length > 0 ? [["left out", String(out.length), listed(out)]] : []),
    ...(target ? [["target", "", targetText(target)]] : []),
    ...(baseline ? [["to beat", "", baselineText(baseline)]] : []),
  ];
  return formatTable(rows, { align: ["left", "right", "left"] }).map((line) => `  ${line}`);
}

function inputText(input: InputColumn): string {
  const { name, missing } = input;
  const gaps = missing ? [`${missing} missing`] : [];
  const more =
    input.kind === "category"
      ? [
          plural(input.values.length, "value"),
          ...(input.other ? [`${plural(input.other, "row")} with others`] : []),
        ]
      : [];
  const all = [...more, ...gaps];
  return all.length === 0 ? name : `${name} (${all.join(", ")})`;
}

function listed(texts: readonly string[]): string {
  if (texts.length <= mostNamed) return texts.join(", ");
  return `${texts.slice(0, mostNamed).join(", ")} and ${texts.length - mostNamed} more`;
}

function targetText(target: TargetColumn): string {
  const { name } = target;
  if (target.kind === "number") {
    const { least, most } = target;
    return `${name}: a number${least === undefined ? "" : ` from ${least} to ${most}`}`;
  }
  if (target.kind !== "class") return `${name}: ${target.kind === "labels" ? "labels" : "numbers"}`;
  const { classes, counts } = target;
  const all = counts?.reduce((sum, count) => sum + count, 0);
  const shares = classes.map((one, index) =>
    counts ? `${one} ${((100 * counts[index]!) / all!).toFixed(1)} %` : one,
  );
  return `${name}: ${plural(classes.length, "class", "classes")}, ${listed(shares)}`;
}

function baselineText({ metric, value, always }: Baseline): string {
  if (metric === "accuracy") return `accuracy ${formatMetric(value)}, by always answering ${show(always)}`;
  return `rmse ${formatLoss(value)}, by always answering the mean ${formatLoss(always as number)}`;
}
