/**
 * 256-bit lanes in Node: V8 packs two neighbouring 128-bit operations into one of AVX2 where its flag
 * `--experimental-wasm-revectorize` is on. It changes no bit, because every lane does the same IEEE operations as
 * before. The flag is experimental, so `wideCheck.ts` compares the kernels before they are used.
 */
import { type BuildName, isExact, narrowerBuild } from "./buildNames.js";
import { wideSums } from "./generated/wideSums.js";
import type { Bound, WideLanes } from "./program.js";
import { fastestTile, v8Version } from "./tiles.js";
import type { Prefix } from "./wideCase.js";
import { sumsOf } from "./wideCases.js";
import { checkBits, checkWide, type Expected } from "./wideCheck.js";

const flag = "--experimental-wasm-revectorize";

/** Versions of V8 that the tests run on: those of Node 24 and 26. */
const testedVersions = [13.6, 14.6];

let isTurnedOn = false;
/** Whether the benchmarks have turned the flag off since. */
let isOff = false;

/** In Node; null elsewhere. Bundlers do not see this import. */
function v8(): typeof import("node:v8") | undefined {
  return globalThis.process?.getBuiltinModule?.("node:v8") as typeof import("node:v8") | undefined;
}

function hostReason(): string {
  const host = globalThis as { Bun?: unknown; Deno?: unknown };
  const { arch, versions } = globalThis.process ?? {};
  if (host.Bun || host.Deno || !versions?.node) return "only Node has 256-bit lanes, behind a flag of V8";
  if (v8Version(globalThis) < testedVersions[0]!)
    return `256-bit lanes need Node 24 or later, and this is ${versions.node}`;
  if (arch !== "x64") return `256-bit lanes need an x64 processor, and this one is ${arch}`;
  return v8() ? "" : "256-bit lanes need Node's module v8";
}

function isTested(): boolean {
  return testedVersions.includes(v8Version(globalThis));
}

function isOn(): boolean {
  const given = globalThis.process?.execArgv ?? [];
  return isTurnedOn || given.some((one) => one.replaceAll("_", "-") === flag);
}

function turnOn(): void {
  if (isOn() && !isOff) return;
  set(true);
  isTurnedOn = true;
}

function set(on: boolean): void {
  v8()!.setFlagsFromString(on ? flag : flag.replace("--", "--no-"));
  isOff = !on;
}

/** What the self-checks found, by build and precision; empty where the build is good. */
const found = new Map<string, string>();
/** The instances of those that are good, and what is expected of them. */
const good = new Map<string, { bound: Bound; expected: Expected }>();

function reason(build: string): string {
  const ofBuild = [...found].find(([key, text]) => key.startsWith(`${build} `) && text);
  return hostReason() || ofBuild?.[1] || "";
}

function passes(build: BuildName, precision: Precision, bind: (name: BuildName) => Bound): boolean {
  const key = `${build} ${precision}`;
  if (!found.has(key)) {
    const prefix = prefixOf[precision];
    const bound = bind(build);
    const expected = expectedOf(build, prefix, bind);
    const wrong = checkWide(bound, prefix, expected);
    found.set(key, wrong);
    if (!wrong) good.set(key, { bound, expected });
  }
  return found.get(key) === "";
}

/** What is expected of a wide build. Where the engine fuses, it does so in each fast build. */
export function expectedOf(build: BuildName, prefix: Prefix, bind: (name: BuildName) => Bound): Expected {
  const tile = fastestTile(build);
  if (isExact(build)) return { tile, sums: wideSums[prefix], of: "scalar" };
  const of = narrowerBuild(build)!;
  return { tile, sums: sumsOf(bind(of), prefix, tile), of };
}

function stillPasses(build: BuildName, precision: Precision): boolean {
  const key = `${build} ${precision}`;
  const one = good.get(key);
  if (one) found.set(key, checkBits(one.bound, prefixOf[precision], one.expected));
  return !found.get(key);
}

type Precision = "float32" | "float64";
const prefixOf = { float32: "f32", float64: "f64" } as const;

/** Wide lanes of Node. */
export const nodeLanes: WideLanes = { reason, isTested, isOn, turnOn, set, passes, stillPasses };
