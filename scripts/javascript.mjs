/**
 * The scalar kernels as JavaScript, for hosts that refuse WebAssembly: Binaryen's translation, put into a function
 * that makes an instance over a given memory, as `WebAssembly.Instance` does.
 */
import { execFile } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { transform } from "esbuild";

const wasm2js = join(dirname(createRequire(import.meta.url).resolve("binaryen")), "bin", "wasm2js");
/** What AssemblyScript's modules use beyond the first version of WebAssembly. */
const features = ["bulk-memory", "mutable-globals", "sign-ext", "nontrapping-float-to-int"];

/**
 * Source of `instantiateJavaScript(memory)`. It is JavaScript, because TypeScript would parse some comparisons as type arguments.
 *
 * @param wasm path of the module
 */
export async function javascriptSource(wasm) {
  const output = `${wasm}.js`;
  const flags = features.map((name) => `--enable-${name}`);
  await promisify(execFile)(process.execPath, [wasm2js, wasm, "-O1", ...flags, "-o", output]);
  const translated = await readFile(output, "utf8");
  await rm(output);
  const source = `export function instantiateJavaScript(memory) {\n${overMemory(translated)}\n}`;
  const { code } = await transform(source, { minify: true, format: "esm" });
  return `/** Made by scripts/javascript.mjs from the scalar build. */\n${code}`;
}

/** Makes the translation follow a memory that the host grows. Without this it would use its own `grow`. */
function overMemory(translated) {
  const views = [...translated.matchAll(/^ var (HEAP\w+) = new (\w+)\(buffer\);$/gm)];
  let source = cut(translated, /\nvar memasmFunc = [^]*$/);
  source = cut(source, / memory\.grow = __wasm_memory_grow;\n/);
  source = cut(source, / function __wasm_memory_grow[^]*?\n }\n(?= \n return)/);
  const refreshed = views.map(([, name, type]) => `  ${name} = new ${type}(buffer);`).join("\n");
  const wrapped = ` function refresh() {
  buffer = memory.buffer;
${refreshed}
  bufferView = HEAPU8;
 }
 refresh();
 const following = (kernel) => (...given) => {
  if (buffer !== memory.buffer) refresh();
  return kernel(...given);
 };
 const exports = {`;
  source = source.replace(/ return \{(?=\n  "abi_version")/, () => wrapped);
  source = source.replace(/\n \};\n\}\s*$/, () => {
    const each = "Object.entries(exports).map(([name, kernel]) => [name, following(kernel)])";
    return `\n };\n return Object.fromEntries(${each});\n}\nreturn asmFunc({ env: { memory } });`;
  });
  if (views.length === 0 || !source.includes("return asmFunc(")) {
    throw new Error("scripts/javascript.mjs: wasm2js writes a form that this script does not know");
  }
  return source;
}

function cut(source, part) {
  if (!part.test(source)) throw new Error(`scripts/javascript.mjs: wasm2js wrote nothing like ${part}`);
  return source.replace(part, "");
}
