/**
 * The host's view of the tables in linear memory, from the sources of the kernels: the byte offset of every
 * field, from the `@unmanaged` classes of assembly/plan.ts and assembly/workspace.ts, and the rules of
 * assembly/buffers.ts as TypeScript. Fields stand at their natural alignment, as AssemblyScript puts them; a
 * class that extends another begins with its fields. A test compares the sizes with what the modules
 * themselves say.
 */
import { readFile } from "node:fs/promises";

const sizes = { i32: 4, u32: 4, usize: 4, f32: 4, f64: 8 };

/** The sources of the tables. */
export const tableFiles = ["assembly/plan.ts", "assembly/workspace.ts"];
const rulesFile = "assembly/buffers.ts";

/**
 * Source text → `{ Plan: { bytes, fields: { lossSum: { offset, type }, … } }, … }`, for each class that is
 * exported. Fields of a class that another extends have its name as `part`.
 */
export function tablesOf(source) {
  const all = {};
  const tables = {};
  const classes = source.matchAll(/@unmanaged\s+(export )?class (\w+)(?: extends (\w+))? \{([\s\S]*?)\n\}/g);
  for (const [, isExported, name, base, body] of classes) {
    const fields = base ? { ...all[base].fields } : {};
    let end = base ? all[base].bytes : 0;
    for (const [, field, type] of body.matchAll(/^ {2}(\w+): (\w+);$/gm)) {
      const size = sizes[type];
      if (!size) throw new Error(`${name}.${field}: no size known for ${type}`);
      const offset = Math.ceil(end / size) * size;
      fields[field] = { offset, type, ...(isExported ? {} : { part: name }) };
      end = offset + size;
    }
    all[name] = { bytes: end, fields };
    if (isExported) tables[name] = all[name];
  }
  return tables;
}

/** `tablesOf` of the sources. */
export async function readTables() {
  const sources = await Promise.all(tableFiles.map((file) => readFile(file, "utf8")));
  return tablesOf(sources.join("\n"));
}

/**
 * The fields of a table that point to buffers, which the rules must name; the host's own data come before
 * `shift`.
 */
function buffersOf({ fields }, first) {
  const pointers = Object.keys(fields).filter((name) => fields[name].type === "usize");
  return pointers.slice(pointers.indexOf(first));
}

/**
 * The rules of assembly/buffers.ts as TypeScript: a pointer is known by its name there, a layer by its place
 * in `Plan.tables`.
 *
 * @throws Error for a pointer that no rule names
 */
function rulesOf(rules, functions, plan, tuning, tables) {
  for (const [table, first] of [
    ["Plan", "shift"],
    ["Layer", "weights"],
  ]) {
    for (const field of buffersOf(tables[table], first)) {
      if (!rules.includes(`case offsetof<${table}>("${field}"):`))
        throw new Error(`${rulesFile}: no rule says how long ${table}.${field} is`);
    }
  }
  const needed = [
    ["generated/functions", functions],
    ["plan", plan],
  ].flatMap(([file, source]) =>
    new RegExp(`import \\{ (.*) \\} from "./${file}"`)
      .exec(rules)[1]
      .split(", ")
      .filter((name) => /^[a-z]/.test(name) && name !== "layerAt")
      .map((name) => {
        const found = new RegExp(`function ${name}\\([\\s\\S]*?\\n}\\n`).exec(source);
        if (!found) throw new Error(`${rulesFile}: assembly/${file}.ts has no ${name}`);
        return found[0];
      }),
  );
  const blockDepth = /const blockDepth: i32 = (\d+);/.exec(tuning)[1];
  const code = [rules.slice(rules.indexOf("*/") + 2), ...needed]
    .join("\n")
    .replace(/^import .*\n/gm, "")
    .replaceAll(/offsetof<\w+>\(("\w+")\)/g, "$1")
    .replaceAll("field: usize", "field: string")
    .replaceAll(/<u64>/g, "")
    .replaceAll(/\bmax\(/g, "Math.max(")
    .replaceAll(/ == /g, " === ")
    .replaceAll(/ != /g, " !== ")
    .replaceAll(/: (?:i32|u64|f64|usize)\b/g, ": number")
    .replaceAll(/: bool\b/g, ": boolean");
  return `/** Made by scripts/layout.mjs from ${rulesFile}, which says more. */
import { Loss, Optimizer, Pass } from "../../../assembly/codes.js";
import type { layerFields, planFields } from "./layout.js";

/** A description of a layer, of a plan. */
export type Layer = Record<keyof typeof layerFields, number>;
export type Plan = Record<keyof typeof planFields, number> & { tables: readonly Layer[] };

/** The pointers to buffers, in the order of the tables. */
export const planBuffers = ${JSON.stringify(buffersOf(tables.Plan, "shift"))} as const;
export const layerBuffers = ${JSON.stringify(buffersOf(tables.Layer, "weights"))} as const;

const layerAt = (plan: Plan, index: number) => plan.tables[index]!;
const blockDepth = ${blockDepth};
${code}`;
}

/** Byte offsets as a TypeScript file. Fields are made by functions, because a page loads this file. */
function layoutSource(tables) {
  const types = new Set(
    Object.values(tables).flatMap(({ fields }) => Object.values(fields).map(({ type }) => type)),
  );
  const lines = [
    `/** Made by scripts/layout.mjs from ${tableFiles.join(" and ")}. */`,
    ...[...types].map(
      (type) => `const ${type} = (offset: number) => ({ offset, type: "${type}" }) as const;`,
    ),
  ];
  for (const [name, { bytes, fields }] of Object.entries(tables)) {
    lines.push(`export const ${name.toLowerCase()}Bytes = ${bytes};`);
    lines.push(`export const ${name.toLowerCase()}Fields = {`);
    for (const [field, { offset, type }] of Object.entries(fields)) {
      lines.push(`  ${field}: /* @__PURE__ */ ${type}(${offset}),`);
    }
    lines.push("};");
  }
  return lines.join("\n") + "\n";
}

/**
 * The files that this script makes, by their names in src/wasm/generated. scripts/functions.mjs must have
 * run.
 */
export async function makeLayout() {
  const tables = await readTables();
  const read = (name) => readFile(`assembly/${name}.ts`, "utf8");
  const sources = await Promise.all(["buffers", "generated/functions", "plan", "tuning"].map(read));
  return { "layout.ts": layoutSource(tables), "buffers.ts": rulesOf(...sources, tables) };
}
