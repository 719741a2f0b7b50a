/**
 * Writes what other hosts need to know about the modules, from the sources of the ABI: dist/abi/chainrule.h and abi.d.ts, and
 * the version and the tables of docs/ABI.md; and the snapshot test/repository/abi.json. A change of the interface
 * needs a new version, except codes that are added.
 *
 *     npm run abi            after the kernels are built
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { readTables } from "./layout.mjs";

/** The sources of all codes, and those made of the records of activations and losses. */
const codeSources = ["assembly/generated/codes.ts", "assembly/codes.ts"];

/** Source texts of enums → `{ Loss: { squared: 0, … }, … }`. */
function codesOf(source) {
  const codes = {};
  for (const [, name, body] of source.matchAll(/export enum (\w+) \{([\s\S]*?)\n\}/g)) {
    codes[name] = Object.fromEntries(
      [...body.matchAll(/^ {2}(\w+) = (-?\d+),$/gm)].map(([, key, value]) => [key, Number(value)]),
    );
  }
  return codes;
}

/** A module as text → its imports, and its exports with their parameters and results. */
function signaturesOf(wat) {
  const imports = [...wat.matchAll(/\(import "(\w+)" "(\w+)" \((\w+)/g)].map((match) =>
    match.slice(1).join(" "),
  );
  const functions = {};
  for (const [, name, rest] of wat.matchAll(/\n \(func (\$"[^"]*"|\$[^\s)]+)([^\n]*)/g)) {
    const params = [...rest.matchAll(/\(param(?: \$\S+)? ([\w ]+)\)/g)].flatMap(([, types]) =>
      types.split(" "),
    );
    functions[name] = `(${params.join(", ")}) → ${/\(result (\w+)\)/.exec(rest)?.[1] ?? "nothing"}`;
  }
  const exports = {};
  for (const [, name, target] of wat.matchAll(/\(export "(\w+)" \(func ([^)]+)\)\)/g))
    exports[name] = functions[target];
  return { imports, exports };
}

/** The binary interface: the version and the tables and codes in the sources, the imports and exports of one module. */
export async function interfaceOf(name) {
  const read = (path) => readFile(path, "utf8");
  const sources = await Promise.all(codeSources.map(read));
  const [, version] = /abiVersion: i32 = (\d+);/.exec(await read("assembly/plan.ts"));
  return {
    version: Number(version),
    ...signaturesOf(await read(`dist/wasm/${name}.wat`)),
    tables: await readTables(),
    codes: codesOf(sources.join("\n")),
  };
}

const kinds = { i32: "int32_t", u32: "uint32_t", usize: "uint32_t address", f64: "double" };

/** chainrule.h: offsets and codes, and how to read and write fields. */
function header(tables, codes) {
  const lines = [
    "/* Made by scripts/abi.mjs. Tables of Chainrule's modules: byte offsets of their fields, and codes. See docs/ABI.md. */",
    "#ifndef CHAINRULE_H\n#define CHAINRULE_H\n#include <stdint.h>\n#include <string.h>\n",
  ];
  for (const [table, { bytes, fields }] of Object.entries(tables)) {
    lines.push(`enum { Chainrule${table}Bytes = ${bytes}`);
    for (const [field, { offset, type }] of Object.entries(fields)) {
      lines.push(`  , Chainrule${table}_${field} = ${offset} /* ${kinds[type]} */`);
    }
    lines.push("};");
  }
  for (const [name, values] of Object.entries(codes)) {
    const each = Object.entries(values).map(([key, value]) => `Chainrule${name}_${key} = ${value}`);
    lines.push(`enum {\n  ${each.join(",\n  ")}\n};`);
  }
  lines.push(
    "/* `memory` is the first byte of the module's memory, on a little-endian machine. */",
    "static inline void chainrule_set(uint8_t *memory, uint32_t at, uint32_t value) { memcpy(memory + at, &value, 4); }",
    "static inline void chainrule_set_f64(uint8_t *memory, uint32_t at, double value) { memcpy(memory + at, &value, 8); }",
    "static inline uint32_t chainrule_get(const uint8_t *memory, uint32_t at) { uint32_t v; memcpy(&v, memory + at, 4); return v; }",
    "static inline double chainrule_get_f64(const uint8_t *memory, uint32_t at) { double v; memcpy(&v, memory + at, 8); return v; }",
    "#endif\n",
  );
  return lines.join("\n");
}

/** abi.d.ts: the exports of a module. */
function declarations(exports) {
  const lines = [
    "/** Made by scripts/abi.mjs: the exports of a module of Chainrule. See docs/ABI.md. */",
    "export interface ChainruleExports {",
  ];
  for (const [name, signature] of Object.entries(exports)) {
    const [, params, result] = /^\((.*)\) → (\w+)$/.exec(signature);
    const given = params ? params.split(", ").map((_, index) => `a${index}: number`) : [];
    lines.push(`  ${name}(${given.join(", ")}): ${result === "nothing" ? "void" : "number"};`);
  }
  return [...lines, "}", ""].join("\n");
}

/** Codes that the manual lists. */
const shown = "Refusal Run Pass Feature Activation Loss Optimizer Trainable Finish Elementary Stream".split(
  " ",
);

/** The tables of docs/ABI.md, as Markdown. */
function markdown(tables, codes, exports) {
  const parts = ["### Exports\n", "| function | signature |", "|---|---|"];
  for (const [name, signature] of Object.entries(exports)) parts.push(`| \`${name}\` | ${signature} |`);
  for (const name of ["Plan", "Layer", "Product"]) {
    parts.push(`\n### ${name}: ${tables[name].bytes} bytes\n`, "| offset | field | type |", "|---|---|---|");
    let before;
    for (const [field, { offset, type, part }] of Object.entries(tables[name].fields)) {
      if (part !== before)
        parts.push(`| | **${part ? part.replace("Part", "").toLowerCase() : "record"}** | |`);
      before = part;
      parts.push(`| ${offset} | \`${field}\` | ${type} |`);
    }
  }
  for (const name of shown) {
    parts.push(
      `\n### ${name}\n`,
      Object.entries(codes[name])
        .map(([key, value]) => `${value} ${key}`)
        .join(" · "),
    );
  }
  return parts.join("\n");
}

const marks = /(<!-- tables -->\n)[\s\S]*(<!-- end of tables -->)/;

/** All that this script writes, by path. */
export async function makeAbi() {
  const { version, exports, tables, codes } = await interfaceOf("scalar");
  const manual = await readFile("docs/ABI.md", "utf8");
  return {
    "dist/abi/chainrule.h": header(tables, codes),
    "dist/abi/abi.d.ts": declarations(exports),
    "docs/ABI.md": manual
      .replace(/(`abi_version\(\)` is )\d+/, `$1${version}`)
      .replace(marks, (_, open, close) => `${open}\n${markdown(tables, codes, exports)}\n\n${close}`),
  };
}

const snapshot = "test/repository/abi.json";

/** @throws Error for an interface that is new in more than further codes, and has the version of the snapshot */
async function writeSnapshot() {
  const before = JSON.parse(await readFile(snapshot, "utf8"));
  const now = await interfaceOf("scalar");
  if (isDeepStrictEqual(before, now)) return;
  const codesBefore = Object.fromEntries(
    Object.entries(before.codes).map(([name, codes]) => [
      name,
      Object.fromEntries(Object.keys(codes).map((key) => [key, now.codes[name]?.[key]])),
    ]),
  );
  if (!isDeepStrictEqual(before, { ...now, codes: codesBefore }) && before.version === now.version)
    throw new Error(
      `${snapshot} has another interface for version ${now.version}. Raise abiVersion in assembly/plan.ts.`,
    );
  const { format, resolveConfig } = await import("prettier");
  const style = { ...(await resolveConfig(snapshot)), filepath: snapshot };
  await writeFile(snapshot, await format(JSON.stringify(now, null, 2), style));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await mkdir("dist/abi", { recursive: true });
  for (const [path, text] of Object.entries(await makeAbi())) await writeFile(path, text);
  await writeSnapshot();
}
