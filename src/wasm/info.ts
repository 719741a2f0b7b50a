/** What this host can run: for bug reports and for people who wonder why it is slow. */
import {
  type BuildName,
  buildStatus,
  type BuildStatus,
  chooseBuild,
  hasThreads,
  isCloudflare,
} from "./builds.js";
import { wasmSha256 } from "./generated/sha256.js";
import { defaultSpawn } from "./spawn.js";
import { version } from "./version.js";

/** What `info` tells. */
export interface Info {
  /** Of this package. */
  version: string;
  /** What runs it: "Node 20.20.2 (V8 11.3)", "Bun 1.4.0", in browsers their user agent. */
  host: string;
  /** The build that "auto" takes here. */
  build: BuildName;
  /** Every build, and what the host makes of it. */
  builds: BuildInfo[];
  /** Processors that this process may use. */
  processors: number;
  /** Largest number of threads that "auto" uses; 1 for a build without threads. */
  threads: number;
  /** Whether training can run in workers, and why not. */
  workers: {
    /** Whether it can. */
    available: boolean;
    /** Why not, in words; empty where it can. */
    reason: string;
  };
}

/** A build, and what the host makes of it. */
export interface BuildInfo extends BuildStatus {
  /** SHA-256 of its file in `chainrule/wasm/`, in hexadecimal; null for `javascript`, which has no such file. */
  sha256: string | null;
}

/**
 * Describes the host and the builds it can run, and says why not a better one.
 *
 * @returns what `chainrule info --json` prints
 *
 * @example
 * ```js
 * import { info } from "chainrule";
 *
 * const { build, builds } = info();
 * console.log(builds.find(({ name }) => name === build)?.available); // → true
 * console.log(builds.map(({ name }) => name).join(" "));
 * // → javascript scalar simd simd-threads wide wide-threads fast fast-threads fast-wide fast-wide-threads
 * ```
 */
export function info(): Info {
  const build = chooseBuild("auto");
  return {
    version,
    host: hostName(),
    build,
    builds: buildStatus().map((status) => ({ ...status, sha256: wasmSha256[status.name] ?? null })),
    processors: hostProcessors(),
    threads: hasThreads(build) ? hostProcessors() : 1,
    workers: workersHere(build),
  };
}

function workersHere(build: BuildName): Info["workers"] {
  if (build === "javascript") {
    return {
      available: false,
      reason: `the "javascript" build trains on the caller's thread, in short slices`,
    };
  }
  const available = defaultSpawn() !== null;
  return { available, reason: available ? "" : "this host starts no workers" };
}

/** Processors that this process may use; 1 where the host does not say. */
export function hostProcessors(): number {
  const os = globalThis.process?.getBuiltinModule?.("node:os") as typeof import("node:os") | undefined;
  return os?.availableParallelism() ?? globalThis.navigator?.hardwareConcurrency ?? 1;
}

function hostName(): string {
  const host = globalThis as { Bun?: { version: string }; Deno?: { version: { deno: string } } };
  if (isCloudflare()) return "Cloudflare Workers";
  if (host.Bun) return `Bun ${host.Bun.version}`;
  if (host.Deno) return `Deno ${host.Deno.version.deno}`;
  const versions = globalThis.process?.versions;
  if (versions?.node) return `Node ${versions.node} (V8 ${versions.v8})`;
  return globalThis.navigator?.userAgent ?? "unknown host";
}
