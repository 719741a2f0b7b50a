/**
 * Adds two activations, a loss, an optimiser and a setting to a copy of the tree, in four files each, builds one module there, and checks that
 * everything else follows from their records. A third activation is incomplete on purpose: it must not pass silently.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectClose } from "../compare.js";
import { type Addition, forgotten, lion, logCosh, maxWeight, otherMish, softcap } from "./additions/texts.js";

const tree = mkdtempSync(join(tmpdir(), "chainrule-additions-"));
afterAll(() => rmSync(tree, { recursive: true, force: true }));

/** Everything that the build of one module needs, and what it made before. */
const copied = [
  "assembly",
  "src",
  "scripts",
  "bench",
  "dist/wasm",
  "asconfig.json",
  "package.json",
  "tsconfig.json",
];
const probe = "test/repository/additions/probe.ts";

/** Writes an addition into the copy. @returns the files it took */
function add({ files, insertions }: Addition): string[] {
  for (const [path, text] of Object.entries(files)) writeFileSync(join(tree, path), text);
  for (const { path, before, text, isInLine } of insertions) {
    const lines = readFileSync(join(tree, path), "utf8").split("\n");
    const at = lines.findIndex((line) => line.startsWith(before));
    if (at < 0) throw new Error(`${path}: no line begins with ${JSON.stringify(before)}`);
    if (isInLine) lines[at] = lines[at]!.replace(before, text);
    else lines.splice(at, 0, text);
    writeFileSync(join(tree, path), lines.join("\n"));
  }
  return [...new Set([...Object.keys(files), ...insertions.map(({ path }) => path)])];
}

/** Makes the generated sources and one module, as scripts/build.mjs does; the others stay as they were. */
const builder = `
import { readFile, writeFile } from "node:fs/promises";
import { execFileSync } from "node:child_process";
import { functionSources } from "./scripts/functions.mjs";
import { makeLayout } from "./scripts/layout.mjs";
import { writeModules } from "./scripts/modules.mjs";
import { writeTypes } from "./scripts/settings.mjs";
for (const [path, text] of Object.entries(await functionSources())) await writeFile(path, text);
for (const [name, text] of Object.entries(await makeLayout())) await writeFile("src/wasm/generated/" + name, text);
await writeTypes();
execFileSync(process.execPath, ["scripts/compile.mjs", "simd-threads"], { stdio: "inherit" });
await writeModules(Object.keys(JSON.parse(await readFile("asconfig.json", "utf8")).targets), false);
`;

interface Facts {
  answers: number[][];
  fromJavaScript: number[][];
  c: string;
  gradients: number;
  slope: string;
  error: string;
  lesson: { js: string; python: string; errors: { before: number; afterFirst: number; after: number } };
  onnx: string[];
  torch: string;
  words: string[];
}
interface Probed {
  otherMish: Facts;
  softcap: Facts;
  agreement: { cases: number; updates: string[]; failures: string[] };
  largestWeight: number;
  codes: number[];
  inSchema: string[];
  lossWords: string;
  unknown: string;
  alphaless: string;
  hiddenFailure: string;
}

const taken: Record<string, string[]> = {};
let probed: Probed;

beforeAll(async () => {
  for (const path of copied) cpSync(path, join(tree, path), { recursive: true });
  symlinkSync(resolve("node_modules"), join(tree, "node_modules"));
  mkdirSync(join(tree, dirname(probe)), { recursive: true });
  cpSync(probe, join(tree, probe));
  for (const one of [otherMish, softcap, logCosh, lion, maxWeight, forgotten]) taken[one.name] = add(one);
  writeFileSync(join(tree, "build-one.mjs"), builder);
  execFileSync(process.execPath, ["build-one.mjs"], { cwd: tree, stdio: ["ignore", "ignore", "inherit"] });
  const outfile = join(tree, "probe.mjs");
  await build({
    absWorkingDir: tree,
    entryPoints: [probe],
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    define: { __VERSION__: '"0"' },
    outfile,
    logLevel: "error",
  });
  const run = spawnSync(process.execPath, [pathToFileURL(outfile).pathname], { encoding: "utf8" });
  if (run.status !== 0) throw new Error(run.stderr);
  probed = JSON.parse(run.stdout) as Probed;
}, 300_000);

describe("an activation, a loss, an optimiser or a setting that is added", () => {
  it("takes four files", () => {
    expect(taken.otherMish!.length).toBeLessThanOrEqual(4);
    expect(taken.softcap!.length).toBeLessThanOrEqual(4);
    expect(taken.logCosh!.length).toBeLessThanOrEqual(4);
    expect(taken.lion!.length).toBeLessThanOrEqual(4);
    expect(taken.maxWeight!.length).toBeLessThanOrEqual(4);
  });

  it("has its code in the ABI and its name in the schema", () => {
    expect(probed.codes).toEqual([15, 16, 8, 8]);
    expect(probed.inSchema).toEqual(["otherMish", "softcap", "logCosh", "lion", "maxWeight"]);
  });

  it("has gradients that agree with differences of the loss to 1e-6, and kernels that agree with the reference", () => {
    expect(probed.otherMish.gradients).toBeLessThanOrEqual(1e-6);
    expect(probed.softcap.gradients).toBeLessThanOrEqual(1e-6);
    expect(probed.agreement.failures).toEqual([]);
    expect(probed.agreement.cases).toBeGreaterThan(10);
    expect(probed.agreement.updates).toEqual([
      "train lion, small",
      "train lion, large",
      "train sgd, maxWeight, small",
      "train sgd, maxWeight, large",
    ]);
  });

  it("is obeyed by the kernels", () => {
    expect(probed.largestWeight).toBe(0.125);
  });

  it("is exported: JavaScript to 1e-12, C, ONNX composed from the formula, PyTorch or a refusal", () => {
    for (const facts of [probed.otherMish, probed.softcap]) {
      facts.answers.forEach((row, index) => {
        expectClose(facts.fromJavaScript[index]!, row, { relative: 1e-12, absolute: 1e-12 }, "row");
      });
    }
    expect(probed.otherMish.c).toContain(
      "return x > 0.0 ? x * tanh(x + log1p(exp(-x))) : x * tanh(log1p(exp(x)));",
    );
    expect(probed.softcap.c).toContain("return alpha * tanh(x / alpha);");
    expect(probed.otherMish.onnx).toEqual(["Tanh", "Where"]);
    expect(probed.softcap.onnx).toEqual(["Tanh"]);
    expect(probed.otherMish.torch).toContain("nn.Mish()");
    expect(probed.softcap.torch).toBe(
      "ConfigError: torch: PyTorch has no module for softcap. Export the network to onnx, js or c.",
    );
  });

  it("is traced, and taught: the lesson in JavaScript prints our errors to 9 digits", () => {
    expect(probed.softcap.slope).toBe("1 − (out_h1/3)²");
    expect(probed.otherMish.error).toBe("|target_o1 − out_o1| + ln(1 + e^(−2·|target_o1 − out_o1|)) − ln 2");
    expect(probed.lossWords).toBe("log-cosh, Σ (|target − out| + ln(1 + e^(−2·|target − out|)) − ln 2)");
    expect(probed.softcap.words).toEqual(["soft cap", "软截断函数"]);
    for (const { lesson } of [probed.otherMish, probed.softcap]) {
      const file = join(tree, "lesson.mjs");
      writeFileSync(file, lesson.js);
      const printed = execFileSync(process.execPath, [file], { encoding: "utf8" });
      const errors = [...printed.matchAll(/^total error .*: (.*)$/gm)].map((match) => Number(match[1]));
      const { before, afterFirst, after } = lesson.errors;
      expectClose(errors, [before, afterFirst, after], { relative: 5.1e-9, absolute: 1e-15 }, "errors");
    }
    expect(probed.otherMish.lesson.python).toContain("def other_mish_slope(x):");
  });

  it("is known to the messages", () => {
    expect(probed.unknown).toContain('"otherMish"');
    expect(probed.alphaless).toContain("otherMish takes no alpha");
    expect(probed.alphaless).toContain("softcap");
  });
});

describe("an activation that lacks its kernel case and its line in the reference", () => {
  it("stops the kernel instead of computing something else", () => {
    expect(probed.hiddenFailure).toMatch(/unreachable/);
  });

  it("is named by the compiler, and nothing else is", () => {
    const config = { extends: "./tsconfig.json", include: ["src"] };
    writeFileSync(join(tree, "tsconfig.probe.json"), JSON.stringify(config));
    const tsc = resolve("node_modules/typescript/bin/tsc");
    const { stdout } = spawnSync(
      process.execPath,
      [tsc, "--noEmit", "--noErrorTruncation", "-p", "tsconfig.probe.json"],
      {
        cwd: tree,
        encoding: "utf8",
      },
    );
    // an error is its first line and the indented ones below, which say more
    const errors = stdout.split(/\n(?=\S)/).filter((error) => /^\S.* error TS/.test(error));
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.filter((error) => !error.includes('"forgotten"'))).toEqual([]);
  }, 300_000);
});
