/** What this host can run: for bug reports and for people who wonder why it is slow. */
import { type BuildName, buildStatus, chooseBuild, hasThreads } from "./builds.js";
import { defaultSpawn } from "./spawn.js";

declare const __VERSION__: string | undefined;

export interface Info {
  version: string;
  /** e.g. "Node 20.20.2 (V8 11.3)" */
  host: string;
  /** The build that "auto" takes here. */
  build: BuildName;
  builds: { name: BuildName; available: boolean; reason: string }[];
  processors: number;
  /** Most threads that "auto" takes. */
  threads: number;
  /** Whether training can run in workers, and why not. */
  workers: { available: boolean; reason: string };
}

/** Describes the host and the builds it can run, and says why not a better one. */
export function info(): Info {
  const build = chooseBuild("auto");
  return {
    version: typeof __VERSION__ === "string" ? __VERSION__ : "development",
    host: hostName(),
    build,
    builds: buildStatus(),
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
  if (host.Bun) return `Bun ${host.Bun.version}`;
  if (host.Deno) return `Deno ${host.Deno.version.deno}`;
  const versions = globalThis.process?.versions;
  if (versions?.node) return `Node ${versions.node} (V8 ${versions.v8})`;
  return globalThis.navigator?.userAgent ?? "unknown host";
}
