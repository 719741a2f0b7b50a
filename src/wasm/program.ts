/** What a program of the kernels is, and how an entry point or an application has one. */
import type { BuildName } from "./buildNames.js";

/** Exported functions of a module, by name. */
export type Exports = Record<string, (...given: number[]) => number>;

/** The kernels as JavaScript. */
export interface JavaScriptProgram {
  /** Binds them to a memory. */
  instantiate: (memory: WebAssembly.Memory) => Exports;
}

/** A compiled module, or the kernels as JavaScript. */
export type Program = WebAssembly.Module | JavaScriptProgram;

/** Programs that an entry point contains, each compiled when it is first used. */
export type IncludedPrograms = { [Name in BuildName]?: () => Program };

/**
 * A build that a bundle contains only where it is imported, for `prepare({ builds: [fast] })`. There are
 * `chainrule/builds/scalar`, `chainrule/builds/fast`, `chainrule/builds/fast-threads` and
 * `chainrule/builds/javascript`.
 */
export interface AddedBuild {
  /** Name of the build. */
  readonly name: BuildName;
  /** Compiles it. */
  readonly program: () => Program;
}

/** Wide lanes on a host that has them behind a flag. */
export interface WideLanes {
  /** Why the host cannot have them, or what the self-check of a build found; empty where it may run. */
  reason: (build: string) => string;
  /** Whether the tests have run on this version of the engine. */
  isTested: () => boolean;
  /** Whether the flag is on: the process was started with it, or `turnOn` was called. */
  isOn: () => boolean;
  /** Turns the flag on for the process. Modules that are compiled later can use it. */
  turnOn: () => void;
  /** Sets the flag, whatever it was, and leaves `isOn` as it is: for measurements of other builds in the same process. */
  set: (on: boolean) => void;
  /** Whether a build passes its self-check, which runs once for each precision; `bind` makes an instance. */
  passes: (build: BuildName, precision: "float32" | "float64", bind: (name: BuildName) => Bound) => boolean;
  /** Whether a build that has passed still gives the right bits, in the code that the engine has optimised since. */
  stillPasses: (build: BuildName, precision: "float32" | "float64") => boolean;
}

/** An instance and its memory. */
export interface Bound {
  exports: Exports;
  memory: WebAssembly.Memory;
}

/** Why a bundle cannot load a build, with the lines that add it. */
export function notInBundle(build: BuildName): string {
  const name = build === "fast-threads" ? "fastThreads" : build;
  return `it is not in this bundle. Add it: import { ${name} } from "chainrule/builds/${build}"; await prepare({ builds: [${name}] });`;
}
