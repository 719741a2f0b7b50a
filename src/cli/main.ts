/** The command line's process: one call of `command.ts`, or a thread that trains the trials of a search. */
import { runCommand } from "./command.js";
import { watchStreams } from "./say.js";
import { protectTerminal } from "./terminalOutput.js";
import { isTrialThread, serveTrials } from "./trialThread.js";

protectTerminal(process.stdout);
protectTerminal(process.stderr);
watchStreams();

if (isTrialThread()) serveTrials();
else {
  const code = await runCommand(process.argv.slice(2));
  // a stream that could not be written may have set one
  if (code !== 0) process.exitCode = code;
}
