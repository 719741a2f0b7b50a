/** The section on the run: its record, its speed, and the settings as a table and as JSON to copy. */
import { formatDuration, formatRate } from "../figures.js";
import { endingText } from "../trainingWords.js";
import { endingOf, epochsOf, type ReportData } from "./pageData.js";
import { card, type Cell, escape, folded, section, table } from "./markup.js";
import { countText, isFigure } from "./numbers.js";
import { peoplesNames } from "./settingNames.js";

export function runSection(data: ReportData): string {
  return section("run", "Run", [recordCard(data), speedCard(data), configCard(data)]);
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

/** Settings as a table. Those that are not defaults come first, and all others are folded. */
function configCard({ config, chosen }: ReportData): string {
  const json = folded("As JSON", `<pre tabindex="0">${escape(JSON.stringify(config, null, 2))}</pre>`);
  const all = settingsTable("All settings", config);
  if (!chosen) return card("Settings", all + json, { note: "All settings, including defaults." });
  const first = settingsTable("Settings that are not defaults", chosen);
  return card("Settings", first + folded("All settings", all) + json, {
    note: "Those that are not the defaults of the library. Click the JSON to select all of it.",
  });
}

function settingsTable(caption: string, config: Readonly<Record<string, unknown>>): string {
  const { layers, ...others } = config;
  const rows = [...layersOf(layers), ...settingsOf(others)].map(([name, value]) => [
    name,
    peopleSay(name, value),
  ]);
  return table(caption, ["setting", "value"], rows, { words: 2, kind: "pairs" });
}

/** Layers, each on one line: `128 relu, dropout 0.1`. */
function layersOf(layers: unknown): [name: string, value: string][] {
  if (layers === undefined) return [];
  if (!Array.isArray(layers) || layers.every((layer) => typeof layer !== "object"))
    return settingsOf({ layers });
  return layers.map((layer, index) => {
    const { units, activation, ...others } =
      typeof layer === "object" && layer !== null ? layer : { units: layer };
    const said = [units, activation].filter((one) => one !== undefined).join(" ");
    return [`layers[${index}]`, [said, ...settingsOf(others).map((pair) => pair.join(" "))].join(", ")];
  });
}

/** A value with its name in text behind it, where it has one: `halfSquaredError (½ squared error)`. */
function peopleSay(name: string, value: string): string {
  const { loss, optimizer } = peoplesNames;
  const said = name === "loss" ? loss(value) : name === "optimizer.kind" ? optimizer(value) : value;
  return said.toLowerCase() === value.toLowerCase() ? value : `${value} (${said})`;
}

/** Ends of a training that depend on the speed of the machine, or on a person. */
const dependsOnTime = ["aborted", "timeLimit"];

/** What a person needs to repeat the training. */
function recordCard({ record, version, stopped, speed }: ReportData): string {
  if (!record) return "";
  const isRepeatable = !dependsOnTime.includes(stopped) && !speed.build.startsWith("fast");
  const { date, command, host, machine, files } = record;
  const code = (text: string): Cell => ({
    html: `<code>${escape(text)}</code>`,
    attributes: 'class="whole"',
  });
  const rows: Cell[][] = [
    ["date", date],
    ...(command === undefined ? [] : [["command", code(command)]]),
    ...(version === undefined
      ? []
      : [["program", `chainrule ${version}${host === undefined ? "" : `, ${host}`}`]]),
    ...(machine === undefined ? [] : [["machine", machine]]),
    ...files.flatMap(({ what, name, bytes, sha256, problem }): Cell[][] => [
      [what, [name, bytes === undefined ? [] : `${countText(bytes)} bytes`, problem ?? []].flat().join(", ")],
      ...(sha256 === undefined ? [] : [[`SHA-256 of ${what}`, code(sha256)]]),
    ]),
  ];
  return card("Record", table("Record", ["what", "figure"], rows, { words: 2, kind: "pairs" }), {
    note: isRepeatable ? "The same command on the same data gives the same weights, bit for bit." : "",
    wide: true,
  });
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
