/**
 * Reads the text of a flag as a value of the kind of its setting. Text that is not of the kind is returned as it is, and the
 * check refuses it. Text whose details cannot be parsed is refused here.
 */
import { ConfigError } from "../errors.js";
import { show } from "../wording.js";
import { expectedOf } from "./expected.js";
import type { Details, EitherKind, Kind } from "./kinds.js";

/** @throws ConfigError for details such as `adam:beta1` */
export function readText(kind: Kind, text: string, setting: string): unknown {
  switch (kind.type) {
    case "number":
    case "integer":
      return numberOf(text);
    case "flag":
      return text === "true" ? true : text === "false" ? false : text;
    case "list":
      if (kind.example !== undefined) return rowsOf(kind.example, text, setting);
      return text.trim() === "" ? [] : text.split(",").map((one) => readText(kind.of, one.trim(), setting));
    case "named":
      return pairsOf(text, { setting, expected: expectedOf(kind), got: text, of: () => kind.of });
    case "either":
      return readForms(kind, text, setting);
    case "object":
      return readObject(kind, text, setting);
    case "kinds": {
      const at = text.indexOf(":");
      if (at < 0) return text;
      const name = text.slice(0, at);
      if (kind.byPosition && !Object.hasOwn(kind.kinds, name)) return name; // the check refuses it
      const details: Details = {
        ...kind.shared,
        ...(Object.hasOwn(kind.kinds, name) ? kind.kinds[name] : {}),
      };
      const expected = `a name, or one with details as in ${kind.example}`;
      const rest = text.slice(at + 1);
      const values = kind.byPosition && !rest.includes("=") ? byPosition(rest, details) : rest;
      return {
        kind: name,
        ...pairsOf(values, { setting, expected, got: text, of: (detail) => details[detail] }),
      };
    }
    default:
      return text;
  }
}

/** `0,0;0,1` → lists of numbers. */
function rowsOf(example: string, text: string, setting: string): number[][] {
  return text.split(";").map((row) =>
    row.split(",").map((cell) => {
      const value = numberOf(cell.trim());
      if (typeof value === "number" && Number.isFinite(value)) return value;
      const expected = `numbers such as ${example}, samples separated by ";"`;
      throw new ConfigError({ setting, expected, got: show(text) });
    }),
  );
}

/** A number, or the text if it is not a number. */
export function numberOf(text: string): number | string {
  const value = Number(text);
  return text.trim() === "" || Number.isNaN(value) ? text : value;
}

function readForms({ forms, example }: EitherKind, text: string, setting: string): unknown {
  const words = forms.flatMap((form) => (form.type === "word" ? [String(form.word)] : []));
  if (words.includes(text)) return text;
  for (const form of forms) {
    if (form.type !== "named") continue;
    const expected = [...words, `values by name as in ${example}`].join(", or ");
    return pairsOf(text, { setting, expected, got: text, of: () => form.of });
  }
  if (forms.some(({ type }) => type === "text")) {
    return forms.some(({ type }) => type === "list") ? text.split(",") : text;
  }
  const list = forms.find(({ type }) => type === "list");
  return list && text.includes(",") ? readText(list, text, setting) : numberOf(text);
}

function readObject(kind: Extract<Kind, { type: "object" }>, text: string, setting: string): unknown {
  if (text === "false" && kind.off === false) return false;
  const short = numberOf(text);
  if (kind.short !== undefined && typeof short === "number") return short;
  const expected = `a number, or details as in ${kind.example}`;
  return pairsOf(text, { setting, expected, got: text, of: (detail) => kind.details[detail] });
}

/** `-0.5,0.5` → `low=-0.5,high=0.5`. */
function byPosition(text: string, details: Details): string {
  const names = Object.keys(details);
  return text
    .split(",")
    .map((value, index) => `${names[index] ?? ""}=${value}`)
    .join(",");
}

/** `name=value,name=value` → an object. */
function pairsOf(
  text: string,
  {
    setting,
    expected,
    got,
    of,
  }: { setting: string; expected: string; got: string; of: (name: string) => Kind | undefined },
): Record<string, unknown> {
  const refuse = (wanted: string) => new ConfigError({ setting, expected: wanted, got: show(got) });
  const entries = new Map<string, unknown>();
  for (const one of text.split(",")) {
    const at = one.lastIndexOf("=");
    const name = one.slice(0, Math.max(0, at)).trim();
    if (name === "") throw refuse(expected);
    if (name === "kind") throw refuse("the kind before the colon only");
    if (entries.has(name)) throw refuse(`${name} once`);
    const value = one.slice(at + 1).trim();
    const kind = of(name);
    entries.set(name, kind ? readText(kind, value, setting) : numberOf(value));
  }
  return Object.fromEntries(entries);
}
