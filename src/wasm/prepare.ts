/** Loading builds ahead of use, and taking those of the caller. */
import { ConfigError } from "../errors.js";
import { checkOptions } from "../arguments.js";
import { oneOf, show } from "../wording.js";
import { type BuildName, buildNames, chooseBuild, narrowerBuild } from "./builds.js";
import { compileFrom, type WasmSource } from "./fetching.js";
import type { AddedBuild } from "./program.js";
import { addBuild, load, provideProgram } from "./programs.js";
import { useWorker, type WorkerSource } from "./spawnWeb.js";

/** What `prepare` loads, and from where. */
export interface PrepareOptions {
  /**
   * Builds to load (default: the one that "auto" takes here). A build that is not in the bundle is imported:
   * `import { fast } from "chainrule/builds/fast"`, then `prepare({ builds: [fast] })`.
   */
  builds?: readonly (BuildName | AddedBuild)[];
  /** By build, modules to use in place of the entry's own: compiled, as bytes, or an address to fetch. */
  wasm?: Partial<Record<BuildName, WasmSource | Promise<Response>>>;
  /**
   * Address of the worker (`chainrule/worker.js`) for browsers, or a function that starts one (default: the entry's own).
   */
  worker?: WorkerSource;
}

/**
 * Makes builds ready for use. `fit` does this itself. Synchronous functions (`predict`, `evaluate`, `gradients`) need it if
 * the entry point does not contain the build: in `chainrule/external`, for `build: "fast"` in a browser, and on pages that
 * refuse WebAssembly.
 *
 * @param options which builds, and your own addresses of modules and worker
 * @returns resolves when they are ready
 * @throws {ConfigError} for an unknown build, or an address without a module
 *
 * @example
 * ```js
 * import { Network, prepare } from "chainrule";
 *
 * await prepare({ builds: ["javascript"] }); // no entry contains the kernels as JavaScript
 * const network = Network.create({ layers: [2, 1], build: "javascript" });
 * console.log(network.build, network.predict([[0, 1]])[0].length); // → javascript 1
 * ```
 */
export async function prepare(options: PrepareOptions = {}): Promise<void> {
  checkOptions(options, "prepare");
  const { builds, wasm = {}, worker } = options;
  const added = (builds ?? []).filter((build) => typeof build === "object" && build !== null);
  const names = builds?.map((build) => (typeof build === "object" && build ? build.name : build));
  for (const name of [...(names ?? []), ...Object.keys(wasm)]) {
    if (!(buildNames as readonly string[]).includes(name)) {
      throw new ConfigError(`builds: expected ${oneOf(buildNames)}, got ${show(name)}.`);
    }
  }
  if (worker !== undefined) useWorker(worker);
  added.forEach(addBuild);
  const given = Object.entries(wasm) as [BuildName, WasmSource | Promise<Response>][];
  await Promise.all(given.map(async ([build, source]) => provideProgram(build, await compileFrom(source))));
  const wanted = names?.map((name) => (narrowerBuild(name) ? chooseBuild(name) : name));
  await Promise.all((wanted ?? [chooseBuild("auto")]).map(load));
}
