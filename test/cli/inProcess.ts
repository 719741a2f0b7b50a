/**
 * Runs the command line inside the test's own process, by the call that `src/cli/main.ts` makes: with the arguments, directory,
 * environment and standard streams that the test gives. It takes a tenth of the time of a process. For what only a process
 * has, such as signals, pipes and the built file, there is `run.ts`. A search by several workers is a process here too: they are threads
 * that load the built file.
 */
import { Readable, Writable } from "node:stream";
import { runCommand } from "../../src/cli/command.js";
import { type Fault, faultyDisk } from "./faults.mjs";
import { chainrule as inOwnProcess, programPath, type Run, type RunOptions } from "./run.js";

export interface InProcessOptions extends RunOptions {
  /** What happens to an operation of the disk (default: nothing). */
  fault?: Fault | null;
}

export interface InProcessRun extends Run {
  /** The operations of the disk, where `fault` is given. */
  calls: string[];
}

/** Those of the test runner. */
const otherExitListeners = new Set(process.listeners("exit"));
let last: Promise<unknown> = Promise.resolve();

/** `chainrule args…`, to its end. Calls wait for each other, because directory and streams belong to the process. */
export async function chainrule(args: readonly string[], options: RunOptions): Promise<Run> {
  const { code, stdout, stderr } = await withCalls(args, options);
  return { code, stdout, stderr };
}

/** `chainrule args…` that should go well: stdout, or an error with all that it said. */
export async function succeeds(args: readonly string[], options: RunOptions): Promise<string> {
  const run = await chainrule(args, options);
  if (run.code !== 0) throw new Error(`chainrule ${args.join(" ")} gave exit ${run.code}: ${run.stderr}`);
  return run.stdout;
}

/** Like `chainrule`, on a disk that may fail. */
export function withCalls(args: readonly string[], options: InProcessOptions): Promise<InProcessRun> {
  const run = last.then(() => (startsThreads(args) ? inProcessOfItsOwn(args, options) : call(args, options)));
  last = run.catch(() => {});
  return run;
}

const startsThreads = ([command, ...flags]: readonly string[]) =>
  command === "search" && flags[flags.indexOf("--workers") + 1] !== "1";

async function inProcessOfItsOwn(args: readonly string[], options: InProcessOptions): Promise<InProcessRun> {
  if (options.fault !== undefined) throw new Error("the threads of a search take no faults");
  return { ...(await inOwnProcess(args, options)), calls: [] };
}

async function call(args: readonly string[], { cwd, env, input = "", fault }: InProcessOptions) {
  const [stdout, stderr] = [new Collected(), new Collected()];
  const restore = inPlace(
    ["stdin", Readable.from([Buffer.from(input)])],
    ["stdout", stdout],
    ["stderr", stderr],
  );
  const { argv, exitCode } = process;
  const [cwdBefore, envBefore] = [process.cwd(), { ...process.env }];
  Object.assign(process.env, { LC_ALL: "C" }, env);
  process.argv = [process.execPath, programPath, ...args];
  process.exitCode = undefined;
  process.chdir(cwd);
  const disk = fault === undefined ? null : faultyDisk(fault);
  try {
    const code = (await runCommand(args)) || (process.exitCode ?? 0);
    const calls = disk?.calls.slice() ?? [];
    for (const listener of process.listeners("exit"))
      if (!otherExitListeners.has(listener)) listener(Number(code));
    return { code: Number(code), stdout: stdout.text, stderr: stderr.text, calls };
  } finally {
    disk?.mend();
    process.chdir(cwdBefore);
    for (const name of Object.keys(process.env)) if (!(name in envBefore)) delete process.env[name];
    Object.assign(process.env, envBefore);
    process.argv = argv;
    process.exitCode = exitCode;
    restore();
  }
}

/** A standard stream that keeps what is written. */
class Collected extends Writable {
  readonly #pieces: Buffer[] = [];

  override _write(piece: Buffer, _encoding: string, done: () => void): void {
    this.#pieces.push(piece);
    done();
  }

  get text(): string {
    return Buffer.concat(this.#pieces).toString("utf8");
  }
}

/** Puts streams in the place of those of the process. @returns what puts those back */
function inPlace(...streams: ["stdin" | "stdout" | "stderr", object][]): () => void {
  const before = streams.map(([name]) => [name, Object.getOwnPropertyDescriptor(process, name)!] as const);
  for (const [name, value] of streams) Object.defineProperty(process, name, { value, configurable: true });
  return () => {
    for (const [name, descriptor] of before) Object.defineProperty(process, name, descriptor);
  };
}
