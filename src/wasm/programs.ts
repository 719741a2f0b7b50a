/**
 * The programs of the builds: compiled modules, or the kernels as JavaScript. Those that the entry point
 * contains can be used at once. Others must be loaded first (`prepare.ts`), or the application gives them.
 */
import { included, loadProgram, reasonNotToLoad } from "./sources.js";
import { ConfigError } from "../errors.js";
import type { BuildName } from "./buildNames.js";
import type { AddedBuild, Exports, Program } from "./program.js";

/** Compiled, or given. */
const programs = /* @__PURE__ */ new Map<BuildName, Program>();
/** Added by the application, not compiled yet. */
const added = /* @__PURE__ */ new Map<BuildName, () => Program>();

/** Whether a build is compiled, or given. */
export function hasProgram(build: BuildName): boolean {
  return programs.has(build);
}

/** Whether a build can be used without waiting. */
export function isLoaded(build: BuildName): boolean {
  return hasProgram(build) || added.has(build) || build in included;
}

/** Why a build is not loaded and cannot be; empty where it is or can. */
export function reasonMissing(build: BuildName): string {
  return isLoaded(build) ? "" : reasonNotToLoad(build);
}

/** Takes a program for a build, in place of the one that the entry point contains. */
export function provideProgram(build: BuildName, program: Program): void {
  programs.set(build, program);
}

/** Takes a build that the application imported. */
export function addBuild({ name, program }: AddedBuild): void {
  added.set(name, program);
}

/** Loads a build that is not loaded yet. @throws ConfigError where the entry point cannot load it */
export async function load(build: BuildName): Promise<void> {
  if (!isLoaded(build)) provideProgram(build, await loadProgram(build));
}

/** @throws ConfigError where the build must be loaded first */
export function programOf(build: BuildName): Program {
  let program = programs.get(build);
  if (program) return program;
  const compile = added.get(build) ?? included[build];
  if (!compile) {
    const reason = reasonNotToLoad(build);
    throw new ConfigError(
      reason
        ? `build: "${build}" cannot be loaded: ${reason}`
        : `build: "${build}" is not loaded yet. Call \`await prepare({ builds: ["${build}"] })\` first; fit does so itself.`,
    );
  }
  program = compile();
  programs.set(build, program);
  return program;
}

export function moduleOf(build: BuildName): WebAssembly.Module {
  return programOf(build) as WebAssembly.Module;
}

export function exportsOf(program: Program, memory: WebAssembly.Memory): Exports {
  if ("instantiate" in program) return program.instantiate(memory);
  return new WebAssembly.Instance(program, { env: { memory } }).exports as Exports;
}
