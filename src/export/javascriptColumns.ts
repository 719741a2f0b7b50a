/** The part of an exported module that makes numbers of an object `{ column: value }`, as `encode` does. */
import { encodedColumns, type InputColumn, isZeroOne } from "../data/columns/columns.js";
import { usualMissing } from "../data/columns/missingTexts.js";

/** A column of the module. */
interface Part {
  readonly name: string;
  /** Texts, of categories and yes/no columns. */
  readonly values?: readonly string[];
  /** yes/no: by two texts, or by 0 and 1; a part of a date, which may be missing with the others. */
  readonly kind?: "pair" | "zeroOne" | "part";
  /** Whether texts that are not listed share an input. */
  readonly other?: true;
  /** Whether an input says that the value is missing. */
  readonly missing?: true;
}

/** The columns of the table, as a constant of the module. Parts of dates are columns of their own. */
export function columnsText(columns: readonly InputColumn[]): string {
  const lines = columns.flatMap(partsOf).map((part) => {
    const entries = Object.entries(part).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
    return `  { ${entries.join(", ")} },`;
  });
  return `
/** Columns of the table; those with values become one input for each. */
const columns = [
${lines.join("\n")}
];
`;
}

function partsOf(column: InputColumn): Part[] {
  const { name } = column;
  const missing = column.missing ? { missing: true as const } : {};
  switch (column.kind) {
    case "number":
      return [{ name, ...missing }];
    case "category":
      return [{ name, values: column.values, ...(column.other && { other: true as const }), ...missing }];
    case "yes/no":
      if (isZeroOne(column)) return [{ name, kind: "zeroOne", ...missing }];
      return [{ name, values: column.values, kind: "pair", ...missing }];
    case "date": {
      const names = encodedColumns({ ...column, missing: 0 }).map((part) => part.name);
      const isLast = (at: number) => at === names.length - 1;
      return names.map((part, at) => ({ name: part, kind: "part", ...(isLast(at) && missing) }));
    }
  }
}

/**
 * The function `encode` of the module; the short one where columns are plain numbers and categories.
 *
 * @param mayMiss whether the scaling fills numbers that are missing
 */
export function encodeText(columns: readonly InputColumn[], mayMiss: boolean): string {
  const isPlain = columns.flatMap(partsOf).every(({ kind, other, missing }) => !kind && !other && !missing);
  return isPlain ? plainText(mayMiss) : fullText(mayMiss);
}

const plainText = (mayMiss: boolean) => `
/** A row of the table as numbers${mayMiss ? "; a missing one is null or NaN" : ""}. */
function encode(row) {
  return columns.flatMap(({ name, values }) => {
    const value = Object.hasOwn(row, name) ? row[name] : undefined;
    if (!values) {
${mayMiss ? "      if (value === null || Number.isNaN(value)) return NaN;\n" : ""}      if (Number.isFinite(value)) return value;
      throw new TypeError(\`column "\${name}": expected a finite number, got \${value}.\`);
    }
    const place = values.indexOf(value);
    if (place < 0) throw new TypeError(\`column "\${name}": expected one of \${values.join(", ")}, got \${value}.\`);
    return values.map((_, at) => (at === place ? 1 : 0));
  });
}
`;

const fullText = (mayMiss: boolean) => `
/** Texts that mean a missing value; null and NaN mean it too. */
const gaps = ${JSON.stringify(usualMissing)};

/** A row of the table as numbers; NaN where a number is missing. */
function encode(row) {
  return columns.flatMap(({ name, values, kind, other, missing }) => {
    const value = Object.hasOwn(row, name) ? row[name] : undefined;
    const refuse = (expected) => {
      throw new TypeError(\`column "\${name}": expected \${expected}, got \${value}.\`);
    };
    const isGap =
      value === null || Number.isNaN(value) || (gaps.includes(value) && !values?.includes(value));
    if (isGap && !missing && kind !== "part"${mayMiss ? " && values" : ""}) refuse("a value");
    const end = missing ? [isGap ? 1 : 0] : [];
    if (!values) {
      if (isGap) return [kind === "zeroOne" ? 0 : NaN, ...end];
      const number = kind === "zeroOne" ? 2 * Number(value) - 1 : value;
      return Number.isFinite(number) ? [number, ...end] : refuse(kind === "zeroOne" ? "0 or 1" : "a finite number");
    }
    const place = values.indexOf(value);
    if (place < 0 && !other && !isGap) refuse("one of " + values.join(", "));
    if (kind === "pair") return [place < 0 ? 0 : 2 * place - 1, ...end];
    const all = values.map((_, at) => (at === place ? 1 : 0));
    return [...all, ...(other ? [place < 0 && !isGap ? 1 : 0] : []), ...end];
  });
}
`;
