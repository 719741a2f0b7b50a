/**
 * Checks values by the records of their settings, and fills in defaults. Rules between settings are in
 * `configuration.ts`.
 */
import { ConfigError, type ConfigProblem } from "../errors.js";
import { nearest } from "../nearest.js";
import { show } from "../wording.js";
import { expectedOf } from "./expected.js";
import type { Details, Kind, KindsKind, NumberKind, ObjectKind } from "./kinds.js";

/** Keys from the configuration to a value: `["layers", 1, "units"]`. */
export type Path = readonly (string | number)[];

/** More layers than anybody trains would take much memory before the first number is computed. */
const mostLayers = 10_000;

/** `{…}`: not a list, null, or an instance of a class. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return Object.prototype.toString.call(value) === "[object Object]";
}

/** `["layers", 1, "units"]` → `layers[1].units`. A name that cannot be a setting's is quoted. */
export function pathOf(path: Path): string {
  const parts = path.map((key) => {
    if (typeof key === "number") return `[${key}]`;
    return `.${/^\w+$/.test(key) ? key : show(key)}`;
  });
  return parts.join("").replace(/^\./, "");
}

/**
 * The value with all defaults filled in.
 *
 * @param path where the value is, for messages
 * @throws ConfigError for the first thing that is wrong
 */
export function check(kind: Kind, value: unknown, path: Path = []): unknown {
  if (kind.type === "choice" && typeof value === "string") value = kind.spellings?.[value] ?? value;
  switch (kind.type) {
    case "any":
      return value;
    case "either":
      return checkForms(kind.forms, value, path, expectedOf(kind));
    case "list":
      if (!Array.isArray(value)) break;
      return value.map((one, index) => check(kind.of, one, [...path, index]));
    case "layers":
      if (!Array.isArray(value) || value.length < 2) break;
      if (value.length > mostLayers) {
        throw problem(path, { expected: `at most ${mostLayers} layers`, got: String(value.length) });
      }
      return value.map((one, index) => check(index === 0 ? kind.first : kind.other, one, [...path, index]));
    case "named":
      if (!isPlainObject(value)) break;
      return Object.fromEntries(
        Object.entries(value).map(([name, one]) => [name, check(kind.of, one, [...path, name])]),
      );
    case "object":
      return checkObject(kind, value, path);
    case "kinds":
      return checkKinds(kind, value, path);
    default:
      if (isScalar(kind, value)) return value;
  }
  throw refusal(kind, value, path);
}

function refusal(kind: Kind, value: unknown, path: Path): ConfigError {
  return problem(path, { expected: expectedOf(kind), got: show(value) });
}

function problem(path: Path, parts: Omit<ConfigProblem, "setting">): ConfigError {
  return new ConfigError({ setting: pathOf(path) || "config", ...parts });
}

/** Whether a value without parts is of a kind. */
function isScalar(kind: Kind, value: unknown): boolean {
  switch (kind.type) {
    case "number":
      return typeof value === "number" && Number.isFinite(value) && isWithin(kind, value);
    case "integer":
      return Number.isSafeInteger(value) && isWithin(kind, value as number);
    case "choice":
      return kind.names.includes(value as string);
    case "flag":
      return typeof value === "boolean";
    case "text":
      return typeof value === "string";
    case "word":
      return value === kind.word;
    default:
      return false;
  }
}

function isWithin(
  { above = -Infinity, least = -Infinity, below = Infinity, most = Infinity }: NumberKind,
  value: number,
) {
  return value > above && value >= least && value < below && value <= most;
}

/** The error inside a value comes from the first form that has the shape of the value. */
function checkForms(forms: readonly Kind[], value: unknown, path: Path, expected: string): unknown {
  if (forms.some((form) => isScalar(form, value))) return value;
  const form = forms.find(
    ({ type }) => (type === "list" && Array.isArray(value)) || (type === "named" && isPlainObject(value)),
  );
  if (form) return check(form, value, path);
  throw problem(path, { expected, got: show(value) });
}

function checkObject(kind: ObjectKind, value: unknown, path: Path): unknown {
  if (kind.off === value && value !== undefined) return value;
  const { short } = kind;
  if (short !== undefined && typeof value === "number") {
    return checkDetails(kind.details, { [short]: value }, path);
  }
  if (!isPlainObject(value)) throw refusal(kind, value, path);
  return checkDetails(kind.details, value, path);
}

function checkKinds(kind: KindsKind, value: unknown, path: Path): unknown {
  const names = Object.keys(kind.kinds);
  if (typeof value !== "string" && !isPlainObject(value)) throw refusal(kind, value, path);
  const given = typeof value === "string" ? { kind: value } : value;
  const name = given.kind === undefined ? kind.usualKind : given.kind;
  if (typeof name !== "string" || !names.includes(name)) {
    const where = typeof value === "string" ? path : [...path, "kind"];
    throw problem(where, {
      expected: expectedOf({ type: "choice", names }),
      got: name === undefined ? "nothing" : show(name),
    });
  }
  const own = { ...kind.shared, ...kind.kinds[name] };
  const { kind: _, ...rest } = given;
  const known = new Set([
    "kind",
    ...Object.keys(kind.shared ?? {}),
    ...Object.values(kind.kinds).flatMap((one) => Object.keys(one)),
  ]);
  for (const [detail, one] of Object.entries(rest)) {
    if (Object.hasOwn(own, detail)) continue;
    if (one === undefined) {
      delete rest[detail];
      continue;
    }
    if (!known.has(detail)) throw unknownSetting([...path, detail], [...known]);
    const takes = Object.keys(own);
    throw problem([...path, detail], {
      reason: `${name} takes no ${detail}`,
      advice: takes.length > 0 ? `It takes ${takes.join(", ")}.` : "Drop it.",
    });
  }
  return { kind: name, ...(checkDetails(own, rest, path) as object) };
}

/** An object of settings, each checked by its record; missing ones get their defaults. */
export function checkDetails(
  details: Details,
  given: Readonly<Record<string, unknown>>,
  path: Path,
): Record<string, unknown> {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(details, name));
  if (unknown !== undefined) throw unknownSetting([...path, unknown], Object.keys(details));
  const complete: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(details)) {
    const where = [...path, name];
    const value = given[name];
    if (value !== undefined) complete[name] = check(setting, value, where);
    else if (setting.required) throw problem(where, { expected: expectedOf(setting), got: "nothing" });
    else if (setting.default !== undefined) complete[name] = check(setting, setting.default, where);
  }
  return complete;
}

/**
 * An error about a name that is not known.
 *
 * @param known   the names that exist
 * @param aliases names by which people look for a setting, with its path
 */
export function unknownSetting(
  path: Path,
  known: readonly string[],
  aliases: ReadonlyMap<string, string> = new Map(),
): ConfigError {
  const name = String(path.at(-1));
  const meant = aliases.get(name) ?? nearest(name, known);
  const advice = meant === null ? `Known: ${known.join(", ")}.` : `Did you mean ${JSON.stringify(meant)}?`;
  return problem(path, { reason: "there is no such setting", advice });
}
