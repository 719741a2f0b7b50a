/**
 * The command line's entry: runs the program, and is the one place that prints errors and sets exit codes.
 *
 *     0 done · 1 failed · 2 wrong usage · 130 interrupted
 */
import { CommanderError } from "commander";
import { ChainruleError, ConfigError } from "../errors.js";
import { visible } from "../wording.js";
import { flagNameOf } from "./flags.js";
import { written } from "./gather.js";
import { Interrupted } from "./interrupt.js";
import { makeProgram } from "./program.js";
import { protectTerminal } from "./terminalOutput.js";
import { isTrialThread, serveTrials } from "./trialThread.js";

protectTerminal(process.stdout);
protectTerminal(process.stderr);
// `chainrule predict … | head` closes our output early. That is not an error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});
// `chainrule train … 2>&1 | head` closes progress early. The training continues, and saves its model.
process.stderr.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

try {
  if (isTrialThread()) serveTrials();
  else await makeProgram().parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** Says what went wrong on stderr; gives the exit code. */
function report(error: unknown): number {
  if (error instanceof Interrupted) return 130;
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // commander has printed the message
  if (error instanceof ChainruleError) {
    const message = error instanceof ConfigError ? written(error, flagNameOf).message : error.message;
    process.stderr.write(`${error.name}: ${visible(message)}\n`);
    return error instanceof ConfigError ? 2 : 1;
  }
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.stderr.write("This is a bug in chainrule. Please report it with the lines above.\n");
  return 1;
}
