/**
 * Runs the built command line as a user does: a process of its own, in a directory of its own. Needs
 * `dist/cli.js`, which `npm test` builds first. What goes in and should come out is the tests' business.
 */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

/** The built command line. */
export const programPath = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

export interface RunOptions {
  cwd: string;
  /** Variables of the environment (default: those of this process, with an English locale). */
  env?: Readonly<Record<string, string>>;
  /** What it reads on standard input (default: nothing). */
  input?: string;
}

/** How a process ended, and all that it said. */
export interface Run {
  /** null where a signal ended it. */
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A process that runs. */
export interface Started {
  process: ChildProcessWithoutNullStreams;
  done: Promise<Run>;
  /** Resolves as soon as stderr holds `text`; rejects where the process ends before. */
  says: (text: string) => Promise<void>;
}

/** `chainrule args…`, to its end. */
export function chainrule(args: readonly string[], options: RunOptions): Promise<Run> {
  return start(args, options).done;
}

/** `chainrule args…`, not waited for. */
export function start(args: readonly string[], { cwd, env, input = "" }: RunOptions): Started {
  const child = spawn(process.execPath, [programPath, ...args], {
    cwd,
    env: { ...process.env, LC_ALL: "C", ...env },
  });
  const said = { stdout: "", stderr: "" };
  const listeners = new Set<() => void>();
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      said[name] += text;
      for (const listener of listeners) listener();
    });
  }
  child.stdin.end(input);
  const done = new Promise<Run>((resolve, reject) => {
    child.on("error", reject).on("close", (code) => resolve({ code, ...said }));
  });
  const says = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const listener = () => {
        if (said.stderr.includes(text)) resolve();
      };
      listeners.add(listener);
      listener();
      void done.then((run) => reject(new Error(`never said ${text}: ${JSON.stringify(run)}`)), reject);
    });
  return { process: child, done, says };
}

/** `chainrule args…` that should go well: stdout, or an error with all that it said. */
export async function succeeds(args: readonly string[], options: RunOptions): Promise<string> {
  const run = await chainrule(args, options);
  if (run.code !== 0) throw new Error(`chainrule ${args.join(" ")} gave exit ${run.code}: ${run.stderr}`);
  return run.stdout;
}

/** A fresh directory, removed after the tests of the file. */
export function workspace(): string {
  const directory = mkdtempSync(join(tmpdir(), "chainrule-"));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Every file of a directory with a hash of its bytes: equal before and after where nothing was written. */
export function contents(directory: string): Record<string, string> {
  const names = readdirSync(directory, { recursive: true, encoding: "utf8" }).sort();
  return Object.fromEntries(
    names.map((name) => {
      const path = join(directory, name);
      if (!statSync(path).isFile()) return [name, "not a file"];
      return [name, createHash("sha256").update(readFileSync(path)).digest("hex")];
    }),
  );
}
