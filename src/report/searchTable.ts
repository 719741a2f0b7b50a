/** The results of a search for settings, as a table. */
import { formatDuration, formatLoss } from "./figures.js";
import { formatTable } from "./textTable.js";

export interface SearchRow {
  trial: number;
  /** The settings that vary, by path. */
  settings: Readonly<Record<string, unknown>>;
  epochs: number;
  /** null if the trial failed. */
  validationLoss: number | null;
  metrics: Readonly<Record<string, number>> | null;
  /** Why it has failed. */
  reason: string | null;
  seconds: number;
}

/** Reasons are cut to this many columns. */
const widestReason = 60;

/**
 * @param rows the best first
 * @param metric to show beside the loss; null for none
 * @returns lines joined by "\n"
 */
export function formatSearch(rows: readonly SearchRow[], metric: string | null): string {
  const paths = Object.keys(rows[0]?.settings ?? {});
  const hasReasons = rows.some(({ reason }) => reason !== null);
  const head = ["trial", ...paths, "epochs", "validation loss", ...(metric === null ? [] : [metric]), "time"];
  const lines = rows.map((row) => {
    const value = metric === null ? undefined : row.metrics?.[metric];
    return [
      String(row.trial),
      ...paths.map((path) => settingText(row.settings[path])),
      String(row.epochs),
      row.validationLoss === null ? "–" : formatLoss(row.validationLoss),
      ...(metric === null ? [] : [value === undefined ? "–" : value.toFixed(4)]),
      formatDuration(row.seconds),
      ...(hasReasons ? [row.reason ?? ""] : []),
    ];
  });
  return formatTable([[...head, ...(hasReasons ? ["failed"] : [])], ...lines], {
    align: [...head.map(() => "right" as const), "left"],
    widest: widestReason,
  }).join("\n");
}

/** A value as people write it: `0.01`, `128,64`, `adam`. */
export function settingText(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((one) => typeof one === "number")) return value.join(",") || "none";
  return JSON.stringify(value);
}
