/** The tables of docs/settings.md: every setting with its flag, values, default and meaning. */
import { meaningGroups, meaningOf } from "./meanings.js";
import { configFileSchema, type JsonSchema } from "./schema.js";
import { fileEntries, flagOfFile } from "./settings.js";
import { flagGroups } from "./settingFlags.js";

const marks = ["<!-- made by npm run settings -->\n", "<!-- end of what was made -->"] as const;

/** Flags whose setting has another path. */
const pathOfFlag: Record<string, string> = {
  hidden: "layers",
  activation: "layers[i].activation",
  outputActivation: "layers[i].activation",
  inputDropout: "layers[i].dropout",
};

/** The page with fresh tables between its marks. */
export function withSettingsTables(page: string): string {
  const [before, rest] = page.split(marks[0]);
  const after = rest?.split(marks[1])[1];
  if (after === undefined) throw new Error("docs/settings.md has lost its marks");
  return before + marks[0] + settingsTables() + marks[1] + after;
}

function settingsTables(): string {
  const schema = configFileSchema();
  const tables = meaningGroups.map(({ heading, meanings }) => {
    const paths = Object.keys(meanings).filter((path) => !path.endsWith(".kind"));
    const rows = paths.map((path) => {
      const meaning = meanings[path]!;
      const { text, usual } = typeof meaning === "string" ? { text: meaning } : meaning;
      const forms = formsOf(schema, path);
      const flags = flagsOf(path).map((flag) => `\`${flag}\``);
      return [`\`${path}\``, flags.join(", "), valuesOf(forms[0]!.schema), usual ?? defaultsOf(forms), text];
    });
    const head = ["setting", "flag", "values", "default", "meaning"];
    const lines = [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
    return `\n### ${heading}\n\n${lines.join("\n")}\n`;
  });
  return tables.join("") + "\n";
}

function flagsOf(path: string): string[] {
  if (path === "search") return [];
  if (path in fileEntries) return [flagOfFile(path)];
  const flags = flagGroups.flatMap((group) => group.flags);
  return flags
    .filter((flag) => (pathOfFlag[flag.path] ?? flag.path) === path)
    .map(({ flags: text }) => text.split(" ")[0]!);
}

/** A setting as the schema has it; of a detail, as each of the kinds that take it has it. */
interface Form {
  kind: string | undefined;
  schema: JsonSchema;
}

/** The forms of a path such as `batchSize`, `layers[i].units`, `optimizer.beta1` or `schedule.oneCycle.warmup`. */
function formsOf(schema: JsonSchema, path: string): Form[] {
  const [head, ...details] = path.split(".");
  const setting = propertiesOf(schema)[head!.replace("[i]", "")]!;
  const name = details.at(-1);
  if (name === undefined) return [{ kind: undefined, schema: setting }];
  const all = ((head!.endsWith("[i]") ? setting.items : setting) as JsonSchema).anyOf as JsonSchema[];
  if (path.startsWith("search.space.")) return spaceForms(all[0]!, name);
  const forms = all.flatMap((form) => {
    const { [name]: detail, kind } = propertiesOf(form);
    if (!detail || (details.length === 1 && detail.description !== meaningOf(path))) return [];
    return { kind: (kind?.enum as string[] | undefined)?.[0], schema: detail };
  });
  const found = details.length === 1 ? forms : forms.filter(({ kind }) => kind === details[0]);
  if (found.length === 0) throw new Error(`${path}: not in the schema`);
  return found;
}

/** A detail of what may vary in a search. */
function spaceForms(search: JsonSchema, name: string): Form[] {
  const [space] = propertiesOf(search).space!.anyOf as JsonSchema[];
  const dimensions = (space!.additionalProperties as JsonSchema).anyOf as JsonSchema[];
  return dimensions.flatMap((one) => {
    const detail = propertiesOf(one)[name];
    return detail ? { kind: undefined, schema: detail } : [];
  });
}

function propertiesOf({ properties = {} }: JsonSchema): Record<string, JsonSchema> {
  return properties as Record<string, JsonSchema>;
}

/** Defaults, with the kinds that have them. */
function defaultsOf(forms: readonly Form[]): string {
  const kinds = new Map<string, string[]>();
  for (const { kind, schema } of forms) {
    if (schema.default === undefined) continue;
    const usual = code(schema.default);
    kinds.set(usual, [...(kinds.get(usual) ?? []), ...(kind === undefined ? [] : [kind])]);
  }
  return [...kinds].map(([usual, of]) => (of.length > 0 ? `${of.join(", ")} ${usual}` : usual)).join("; ");
}

function valuesOf(schema: JsonSchema): string {
  const { anyOf, enum: names, type, items } = schema;
  if (anyOf) {
    const forms = (anyOf as JsonSchema[]).map(valuesOf).filter((text, at, all) => all.indexOf(text) === at);
    return forms.join(" or ");
  }
  if (names) return (names as string[]).map((name) => code(name)).join(" ");
  if ("const" in schema) return code(schema.const);
  if (type === "boolean") return "`true` `false`";
  if (type === "array")
    return items && "type" in (items as object) ? `list of ${valuesOf(items as JsonSchema)}` : "list";
  if (type === "object") return "object";
  if (type === "string") return "text";
  return `${type === "integer" ? "integer" : "number"}${limitsOf(schema)}`;
}

function limitsOf({ minimum, exclusiveMinimum, maximum, exclusiveMaximum }: JsonSchema): string {
  const most = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  const low =
    minimum !== undefined ? ` ≥ ${minimum}` : exclusiveMinimum !== undefined ? ` > ${exclusiveMinimum}` : "";
  const high =
    most !== undefined ? ` ≤ ${most}` : exclusiveMaximum !== undefined ? ` < ${exclusiveMaximum}` : "";
  return low + (low && high ? "," : "") + high;
}

function code(value: unknown): string {
  const text =
    typeof value === "string" ? value.replace("|", "\\|").replace("\t", "\\t") : JSON.stringify(value);
  return `\`${text}\``;
}
