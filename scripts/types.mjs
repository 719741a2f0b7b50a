/** Writes dist/types: declarations of what src/index.ts exports, such that TypeScript 5.4 and later reads them. */
import { execFile } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/** Typed arrays take the type of their buffer only since TypeScript 5.7. */
const typedArray = /\b((?:Uint8|Uint32|Int32|Float32|Float64)Array)<ArrayBuffer(?:Like)?>/g;

/** Imports between AssemblyScript's modules have no extension; readers of node16 want one. */
const bareImport = /(from "\.[^"]*?)(?<!\.js)"/g;

/** @param {string} directory where tsconfig.build.json puts them */
export async function writeTypes(directory = "dist/types") {
  const tsc = ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"];
  await promisify(execFile)(process.execPath, tsc).catch(({ stdout, message }) => {
    throw new Error(stdout || message);
  });
  for (const name of await readdir(directory, { recursive: true })) {
    if (!name.endsWith(".d.ts")) continue;
    const path = join(directory, name);
    const source = await readFile(path, "utf8");
    const plain = source.replace(typedArray, "$1").replace(bareImport, '$1.js"');
    if (plain !== source) await writeFile(path, plain);
  }
}
