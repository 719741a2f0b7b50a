/**
 * One call of the command line, from its arguments to its exit code. It prints errors; the process around it is `main.ts`'s business.
 *
 *     0 done · 1 failed · 2 wrong usage · 130 interrupted by Ctrl-C · 129, 143 by SIGHUP, SIGTERM
 */
import { CommanderError } from "commander";
import { ChainruleError, ConfigError } from "../errors.js";
import { visible } from "../wording.js";
import { flagNameOf } from "./flags.js";
import { written } from "./gather.js";
import { Interrupted } from "./interrupt.js";
import { languageOf } from "./locale.js";
import { makeProgram } from "./program.js";
import { toStderr } from "./say.js";

/**
 * Runs a command.
 *
 * @param args what stands behind the program's name
 * @returns the exit code
 */
export async function runCommand(args: readonly string[]): Promise<number> {
  try {
    await makeProgram(languageOf(args)).parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    return report(error);
  }
}

/** Says what went wrong on stderr; gives the exit code. */
function report(error: unknown): number {
  if (error instanceof Interrupted) return error.exitCode;
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // commander has printed the message
  if (error instanceof ChainruleError) {
    const message = error instanceof ConfigError ? written(error, flagNameOf).message : error.message;
    toStderr(`${error.name}: ${visible(message)}\n`);
    return error instanceof ConfigError ? 2 : 1;
  }
  toStderr(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  toStderr("This is a bug in chainrule. Please report it with the lines above.\n");
  return 1;
}
