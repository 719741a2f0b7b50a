/**
 * The programs of the builds: compiled modules, or the kernels as JavaScript. Those that an entry has inlined are
 * there at once; others must be loaded first (`prepare.ts`), or are given by the caller.
 */
import { ConfigError } from "../errors.js";
import type { BuildName } from "./builds.js";
import { inlinedBytes, loadProgram } from "./sources.js";

export type Exports = Record<string, (...given: number[]) => number>;

/** The kernels as JavaScript. */
export interface JavaScriptProgram {
  instantiate: (memory: WebAssembly.Memory) => Exports;
}
export type Program = WebAssembly.Module | JavaScriptProgram;

const programs = new Map<BuildName, Program>();

/** Whether a build is compiled, or given. */
export function hasProgram(build: BuildName): boolean {
  return programs.has(build);
}

/** Whether a build can be used without waiting. */
export function isLoaded(build: BuildName): boolean {
  return hasProgram(build) || build in inlinedBytes;
}

/** Takes a program for a build, in place of what the entry has. */
export function provideProgram(build: BuildName, program: Program): void {
  programs.set(build, program);
}

/** Loads a build that is not there yet. */
export async function load(build: BuildName): Promise<void> {
  if (!isLoaded(build)) provideProgram(build, await loadProgram(build));
}

/** @throws ConfigError where the build must be loaded first */
export function programOf(build: BuildName): Program {
  let program = programs.get(build);
  if (program) return program;
  const bytes = inlinedBytes[build];
  if (!bytes) {
    throw new ConfigError(
      `build: "${build}" is not loaded yet. Call \`await prepare({ builds: ["${build}"] })\` first; fit does so itself.`,
    );
  }
  program = new WebAssembly.Module(bytes());
  programs.set(build, program);
  return program;
}

/** The compiled module of a build of WebAssembly. */
export function moduleOf(build: BuildName): WebAssembly.Module {
  return programOf(build) as WebAssembly.Module;
}

/** Makes an instance over a memory. */
export function exportsOf(program: Program, memory: WebAssembly.Memory): Exports {
  if ("instantiate" in program) return program.instantiate(memory);
  return new WebAssembly.Instance(program, { env: { memory } }).exports as Exports;
}
