/** The tables of docs/settings.md: every setting with its flag, values, default and meaning; optimisers and schedules. */
import { optimizers } from "../../src/functions/optimizers.js";
import { schedules } from "../../src/functions/schedules.js";
import { allGroups, schemaKey } from "../../src/settings/fileRecords.js";
import type {
  DetailSetting,
  Details,
  Group,
  Kind,
  KindsKind,
  NumberKind,
  Setting,
} from "../../src/settings/kinds.js";
import { schemaMeaning } from "./jsonSchema.js";

const marks = (name: string) =>
  [`<!-- ${name}: made by npm run settings -->\n`, `<!-- end of ${name} -->`] as const;

/** The page with fresh tables between its marks. */
export function withSettingsTables(page: string, groups: readonly Group[] = allGroups): string {
  const tables = {
    settings: settingsTables(groups),
    optimisers: optimisersTable(),
    schedules: schedulesTable(),
  };
  return Object.entries(tables).reduce((text, [name, table]) => {
    const [start, end] = marks(name);
    const [before, rest] = text.split(start);
    const after = rest?.split(end)[1];
    if (after === undefined) throw new Error(`docs/settings.md has lost the marks of ${name}`);
    return `${before}${start}${table}${end}${after}`;
  }, page);
}

function settingsTables(groups: readonly Group[]): string {
  const tables = groups.map(({ heading, settings }, index) => {
    const all = Object.entries(settings);
    const isOfFiles = all.every(([, { scope }]) => scope === "file");
    const own = all.flatMap(([name, one]) => rowsOf(name, one, one.scope === "file" && !isOfFiles));
    const rows = index === 0 ? [[code(schemaKey), "", "text", "", schemaMeaning], ...own] : own;
    return `\n### ${heading}${isOfFiles ? ` (${ofFiles})` : ""}\n\n${table(["setting", "flag", "values", "default", "meaning"], rows)}`;
  });
  return tables.join("") + "\n";
}

const ofFiles = "command line and config files only";

/** The row of a setting, and those of its details. */
function rowsOf(name: string, setting: Setting, isMarked: boolean): string[][] {
  const row = [
    code(name),
    flagOf(setting),
    valuesOf(setting),
    usualOf(setting),
    escaped(setting.meaning) + (isMarked ? ` (${ofFiles})` : ""),
  ];
  return [row, ...detailRows(name, setting)];
}

function flagOf({ flag }: DetailSetting): string {
  return flag === undefined ? "" : code(flag.split(" ")[0]);
}

function detailRows(path: string, kind: Kind): string[][] {
  if (kind.type === "object") return rowsOfDetails(path, kind.details);
  if (kind.type === "layers") return rowsOfDetails(`${path}[i]`, kind.other.details);
  if (kind.type === "any" && kind.schema?.type === "named" && kind.schema.of.type === "either") {
    return kind.schema.of.forms.flatMap((form) => detailRows(path, form));
  }
  return kind.type === "kinds" && kind.types ? kindRows(path, kind) : [];
}

function rowsOfDetails(path: string, details: Details): string[][] {
  return Object.entries(details).flatMap(([name, one]) => [
    [code(`${path}.${name}`), flagOf(one), valuesOf(one), usualOf(one), escaped(one.meaning)],
    ...detailRows(`${path}.${name}`, one),
  ]);
}

/** One row for each detail; kinds with the same values and meaning share it. */
function kindRows(path: string, { kinds, shared = {} }: KindsKind): string[][] {
  const rows = new Map<string, { one: DetailSetting; name: string; of: [string, string][] }>();
  for (const [kind, details] of Object.entries(kinds)) {
    for (const [name, one] of Object.entries(details)) {
      const key = [name, valuesOf(one), one.meaning].join("\n");
      const row = rows.get(key) ?? { one, name, of: [] };
      row.of.push([kind, usualOf(one)]);
      rows.set(key, row);
    }
  }
  const names = [...rows.values()].map(({ name }) => name);
  const ofKinds = [...rows.values()].map(({ one, name, of }) => {
    const isTwice =
      names.indexOf(name) !== names.lastIndexOf(name) &&
      names.indexOf(name) !== [...rows.values()].findIndex((row) => row.one === one);
    const where = isTwice ? `${path}.${of[0]![0]}.${name}` : `${path}.${name}`;
    return [code(where), "", valuesOf(one), defaultsOf(of), escaped(one.meaning)];
  });
  return [...rowsOfDetails(path, shared), ...ofKinds];
}

/** `adam, nadam 0.9; adagrad 1e-10`. */
function defaultsOf(of: readonly [kind: string, usual: string][]): string {
  const kinds = new Map<string, string[]>();
  for (const [kind, usual] of of) kinds.set(usual, [...(kinds.get(usual) ?? []), kind]);
  return [...kinds].map(([usual, names]) => `${names.join(", ")} ${usual}`.trim()).join("; ");
}

function usualOf({ required, usual, default: value, commandLine }: DetailSetting): string {
  const own = usual ?? (required ? "required" : value === undefined ? "" : code(value));
  return escaped(commandLine ? `${own}; on the command line ${commandLine}` : own);
}

/** The values that a kind takes, in a cell. */
export function valuesOf(kind: Kind): string {
  switch (kind.type) {
    case "number":
    case "integer":
      return `${kind.type}${limitsOf(kind)}`;
    case "choice":
      return kind.names.map(code).join(" ");
    case "flag":
      return "`true` `false`";
    case "text":
      return "text";
    case "word":
      return code(kind.word);
    case "list":
      return kind.of.type === "any" ? "list" : `list of ${valuesOf(kind.of)}`;
    case "named":
      return "object";
    case "either":
      return kind.forms.map(valuesOf).join(" or ");
    case "object":
      return [
        ...(kind.short ? [valuesOf(kind.details[kind.short]!)] : []),
        "object",
        ...(kind.off === undefined ? [] : [code(kind.off)]),
      ].join(" or ");
    case "kinds":
      return `${Object.keys(kind.kinds).map(code).join(" ")} or object`;
    case "layers":
      return "list";
    case "any":
      return "object";
  }
}

function limitsOf({ above, least, below, most }: NumberKind): string {
  const low = least !== undefined ? ` ≥ ${least}` : above !== undefined ? ` > ${above}` : "";
  const high = most !== undefined ? ` ≤ ${most}` : below !== undefined ? ` < ${below}` : "";
  return low + (low && high ? "," : "") + high;
}

function optimisersTable(): string {
  const rows = Object.entries(optimizers).map(([kind, { formula, learningRate, source }]) => {
    const rate =
      typeof learningRate === "number"
        ? String(learningRate)
        : `${learningRate.flat} for sigmoid outputs (not with binaryCrossEntropy), else ${learningRate.steep}`;
    return [code(kind), formula, rate, source ?? ""];
  });
  return `\n${table(["kind", "update", "learning rate (default)", "source"], rows)}\n`;
}

function schedulesTable(): string {
  const rows = Object.entries(schedules).map(([kind, { formula, moves }]) => [
    code(kind),
    formula,
    moves === "never" ? "" : moves,
  ]);
  return `\n${table(["kind", "rate", "changes each"], rows)}\n`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n") + "\n";
}

function code(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return `\`${text.replaceAll("|", "\\|")}\``;
}

function escaped(text: string): string {
  return text.replaceAll(/(?<!\\)\|/g, "\\|");
}
