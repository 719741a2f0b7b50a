/** Kinds in words: the end of "expected …" in errors. */
import { oneOf } from "../wording.js";
import type { Kind, NumberKind } from "./kinds.js";

/** What a kind expects: `an integer ≥ 1 or "full"`. */
export function expectedOf(kind: Kind): string {
  switch (kind.type) {
    case "number":
      return numberExpected(kind);
    case "integer":
      return integerExpected(kind);
    case "choice":
      return oneOf(kind.names);
    case "flag":
      return "true or false";
    case "text":
      return kind.expected ?? "text";
    case "word":
      return JSON.stringify(kind.word);
    case "list":
      return kind.expected ?? `a list of ${pluralOf(kind.of)}`;
    case "named":
      return "an object of numbers by name";
    case "either":
      return kind.expected ?? kind.forms.map(expectedOf).join(" or ");
    case "object":
    case "kinds":
    case "layers":
      return kind.expected;
    case "any":
      return "a value";
  }
}

function numberExpected({ above, least, below, most }: NumberKind): string {
  const low = above ?? least;
  const high = below ?? most;
  if (low === undefined && high === undefined) return "a finite number";
  if (high === undefined) return `a finite number ${above === undefined ? "≥" : ">"} ${low}`;
  if (low === undefined) return `a finite number ${below === undefined ? "≤" : "<"} ${high}`;
  return `a number ${low} ${above === undefined ? "≤" : "<"} x ${below === undefined ? "≤" : "<"} ${high}`;
}

function integerExpected({ least, most }: NumberKind): string {
  if (least === undefined) return "an integer";
  return most === undefined ? `an integer ≥ ${least}` : `an integer ${least} to ${most}`;
}

function pluralOf(kind: Kind): string {
  return kind.type === "text" ? "texts" : "values";
}
