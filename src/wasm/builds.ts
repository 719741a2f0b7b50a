/** Which builds of the kernels this host can run, and why not the others. */
import { ConfigError } from "../errors.js";
import { oneOf } from "../wording.js";
import {
  buildNames,
  type BuildName,
  exactBuilds,
  hasThreads,
  isExact,
  narrowerBuild,
  widerFast,
} from "./buildNames.js";
import { newMemory } from "./memory.js";
import type { Bound } from "./program.js";
import { exportsOf, hasProgram, moduleOf, programOf, reasonMissing } from "./programs.js";
import { wideLanes } from "./sources.js";

export { buildNames, type BuildName, exactBuilds, hasThreads, isExact, narrowerBuild, wideLanes, widerFast };

/** What the host can do with one build. */
export interface BuildStatus {
  /** Name of the build. */
  name: BuildName;
  /** Whether it can run here. */
  available: boolean;
  /** Why it is not available, in words; empty where it is. */
  reason: string;
}

/** A module whose one function uses `i8x16.splat`: valid exactly where 128-bit SIMD is. */
const simdProbe = Uint8Array.from([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11,
]);

/** The same with `f32x4.relaxed_madd`: valid exactly where relaxed SIMD is. */
const relaxedProbe = Uint8Array.from([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 6, 1, 96, 1, 123, 1, 123, 3, 2, 1, 0, 10, 13, 1, 11, 0, 32, 0, 32, 0, 32, 0,
  253, 133, 2, 11,
]);

/**
 * The reason found last. Kept, because a page that refuses WebAssembly writes to the console at each attempt.
 */
let wasmRefusal = "";

/**
 * Why the host compiles no WebAssembly; empty where it does. A page may refuse it by its policy; Cloudflare's
 * Workers refuse it once they have started.
 */
function wasmReason(): string {
  if (wasmRefusal) return wasmRefusal;
  if (typeof WebAssembly !== "object") return (wasmRefusal = "this host has no WebAssembly");
  try {
    new WebAssembly.Module(simdProbe.slice(0, 8)); // an empty one
    return "";
  } catch {
    wasmRefusal =
      typeof location === "object"
        ? "this page's Content-Security-Policy refuses WebAssembly (add 'wasm-unsafe-eval' to script-src)"
        : "this host compiles no WebAssembly (give it compiled: prepare({ wasm }), or `module` of a network)";
    return wasmRefusal;
  }
}

/** Cloudflare's Workers have shared memory and `node:worker_threads`, but start no threads. */
export function isCloudflare(): boolean {
  return globalThis.navigator?.userAgent === "Cloudflare-Workers";
}

/** Why memory cannot be shared between threads here; empty where it can. */
function sharingReason(): string {
  if (isCloudflare()) return "this host starts no threads";
  if (typeof SharedArrayBuffer !== "function") return "this host has no shared memory";
  if (globalThis.crossOriginIsolated === false) return "this page is not cross-origin isolated";
  return "";
}

/**
 * Says of every build whether the host can run it. A build that is compiled already needs no compiler.
 *
 * @param given a build that the caller has compiled
 */
export function buildStatus(given: BuildName | null = null): BuildStatus[] {
  return buildNames.map((name) => {
    const reason = reasonAgainst(name, name === given || hasProgram(name));
    return { name, available: reason === "", reason };
  });
}

/** Why the host does not run a build; empty where it does. */
function reasonAgainst(name: BuildName, isCompiled: boolean): string {
  if (name === "javascript") return reasonMissing(name);
  return (
    (isCompiled ? "" : wasmReason()) ||
    (name === "scalar" ? "" : simdReason()) ||
    (name.startsWith("fast") ? relaxedReason() : "") ||
    (narrowerBuild(name) ? wideReason(name) : "") ||
    (hasThreads(name) ? sharingReason() : "") ||
    (isCompiled ? "" : reasonMissing(name))
  );
}

function simdReason(): string {
  return WebAssembly.validate(simdProbe) ? "" : "this host has no WebAssembly SIMD";
}

function relaxedReason(): string {
  if (WebAssembly.validate(relaxedProbe)) return "";
  const reason = "this host has no relaxed SIMD";
  const major = Number.parseInt(globalThis.process?.versions?.node ?? "", 10);
  if (!(major >= 20 && major < 22)) return reason;
  const flag = "--experimental-wasm-relaxed-simd";
  return `${reason} (Node ${major} has it behind a flag: node ${flag}, or v8.setFlagsFromString("${flag}") first)`;
}

/** Why a wide build cannot run here, or was refused by its self-check; empty where it can. */
function wideReason(name: string): string {
  return wideLanes ? wideLanes.reason(name) : "only Node has 256-bit lanes, behind a flag of V8";
}

/** Whether a wide build passes its self-check, which runs before its first use; only where lanes are turned on. */
function passes(name: BuildName, { precision = "float32" }: BuildUse): boolean {
  return !reasonAgainst(name, hasProgram(name)) && wideLanes!.passes(name, precision, bind);
}

/**
 * Why a wide build, which has passed its self-check, does not any more, now that the engine has optimised its code; empty
 * where it does, and for other builds.
 */
export function faultOf(build: BuildName, precision: "float32" | "float64"): string {
  const isGood = !narrowerBuild(build) || !wideLanes || wideLanes.stillPasses(build, precision);
  return isGood ? "" : wideReason(build);
}

/** An instance on a memory of its own. */
function bind(name: BuildName): Bound {
  const memory = newMemory(hasThreads(name));
  return { exports: exportsOf(programOf(name), memory), memory };
}

/**
 * Lets "auto" take the wide builds in this process, where it can run them: turns on the flag of V8 that they need. The
 * flag is experimental and belongs to the process: V8 then packs vectors in all WebAssembly that it optimises later. So
 * the library does this only where a configuration names a wide build. The command line does it for long trainings.
 *
 * @param onlyTested whether to do it only on the versions of V8 that the tests run on
 */
export function turnOnWideLanes(onlyTested = false): void {
  if (!wideReason("wide") && !(onlyTested && !wideLanes!.isTested())) wideLanes!.turnOn();
}

/** The status of every build, after the self-checks of the wide ones that the host may run. */
export function checkedStatus(): BuildStatus[] {
  turnOnWideLanes();
  for (const name of buildNames) {
    if (!narrowerBuild(name)) continue;
    for (const precision of ["float32", "float64"] as const) passes(name, { precision });
  }
  return buildStatus();
}

/** Why a network has a build for 128-bit lanes although a wide one was named; else null. */
export function whyNarrow(wanted: BuildName | "auto", build: BuildName): string | null {
  if (narrowerBuild(wanted) !== build) return null;
  return `"${wanted}" cannot run here: ${wideReason(wanted)}`;
}

/** Options by which a network gets the fast build that it names, and not its wide form: to compare the two. */
export function exactly(build: BuildName | "auto" = "auto"): { module?: WebAssembly.Module } {
  return wideLanes && build !== "auto" && widerFast(build) ? { module: moduleOf(build) } : {};
}

/** What a build is chosen for. */
export interface BuildUse {
  /** The caller has compiled the build asked for. */
  isGiven?: boolean | undefined;
  precision?: "float32" | "float64";
  /** Whether the work is large enough to gain from wide lanes (default: true). */
  isLarge?: boolean;
}

/**
 * The build to use: the one asked for, or the best of those with exact results. In place of a wide one that does not
 * work here, the one for 128-bit lanes; in place of a fast one, its wide form where wide lanes are turned on.
 *
 * @throws ConfigError where the host lacks it, with the reason
 */
export function chooseBuild(wanted: BuildName | "auto", use: BuildUse = {}): BuildName {
  const { isGiven = false, isLarge = true } = use;
  const narrower = narrowerBuild(wanted);
  if (narrower && wanted !== "auto") {
    turnOnWideLanes();
    return isGiven || passes(wanted, use) ? wanted : chooseBuild(narrower, use);
  }
  const status = buildStatus(isGiven && wanted !== "auto" ? wanted : null);
  const available = status.filter((build) => build.available).map((build) => build.name);
  const mayBeWide = isLarge && wideLanes?.isOn();
  if (wanted === "auto") {
    const isGood = (name: BuildName) =>
      isExact(name) && (!narrowerBuild(name) || (mayBeWide && passes(name, use)));
    return available.findLast(isGood) ?? "javascript"; // says what is missing when it is first used
  }
  const build = status.find((one) => one.name === wanted)!;
  if (!build.available) {
    throw new ConfigError({
      setting: "build",
      reason: `"${wanted}" cannot run here: ${build.reason}. Use ${oneOf(available)}`,
    });
  }
  const wider = widerFast(wanted);
  return wider && mayBeWide && !isGiven && passes(wider, use) ? wider : wanted;
}
