/** The section on the run: speed, and the configuration as a table and as JSON to copy. */
import { formatDuration, formatRate } from "../figures.js";
import { endingText } from "../trainingWords.js";
import { endingOf, epochsOf, type ReportData } from "./pageData.js";
import { card, escape, folded, isFigure, section, table } from "./markup.js";

export function runSection(data: ReportData): string {
  return section("run", "Run", [speedCard(data), configCard(data)]);
}

function speedCard(data: ReportData): string {
  const { speed } = data;
  const { samplesPerSecond, seconds, threads, build } = speed;
  const rows = [
    ["samples/s", isFigure(samplesPerSecond) ? formatRate(samplesPerSecond) : "–"],
    ["time", isFigure(seconds) ? formatDuration(seconds) : "–"],
    ["epochs", String(epochsOf(data))],
    ["end", endingText(data.stopped, endingOf(data))],
    ["threads", String(threads)],
    ["build", build],
  ];
  return card("Speed", table("Speed", ["what", "figure"], rows, { words: 2, kind: "pairs" }));
}

function configCard({ config }: ReportData): string {
  const rows = settingsOf(config);
  const json = JSON.stringify(config, null, 2);
  const whole = folded("As JSON", `<pre tabindex="0">${escape(json)}</pre>`);
  return card(
    "Configuration",
    table("Configuration", ["setting", "value"], rows, { words: 2, kind: "pairs" }) + whole,
    {
      note: "All settings, including defaults. Click the JSON to select all of it.",
    },
  );
}

/** Nested settings as rows: `optimizer.kind`, `layers[1].units`; lists of plain values on one line. */
export function settingsOf(value: unknown, path = ""): [name: string, value: string][] {
  const isPlain = (one: unknown) => typeof one !== "object" || one === null;
  if (Array.isArray(value)) {
    if (value.every(isPlain)) return [[path, value.map(String).join(", ") || "none"]];
    return value.flatMap((item, index) => settingsOf(item, `${path}[${index}]`));
  }
  if (isPlain(value)) return [[path, String(value ?? "none")]];
  const entries = Object.entries(value as object);
  if (entries.length === 0 && path !== "") return [[path, "none"]];
  return entries.flatMap(([key, item]) => settingsOf(item, path === "" ? key : `${path}.${key}`));
}
