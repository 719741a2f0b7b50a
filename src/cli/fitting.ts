/** Runs the training of `chainrule train`, and saves the weights whatever ends it. */
import type { FitHooks, History } from "../train/loop/history.js";
import type { Network } from "../train/network.js";
import { interruptible } from "./interrupt.js";
import type { ProgressPrinter } from "./progress.js";
import type { Recording } from "./recording.js";
import { type Saved, saveModel } from "./rescue.js";
import { note, type OutputFlags } from "./say.js";

/** What writes and prints while the training runs. */
export interface Observers {
  flags: OutputFlags & { output: string };
  recording: Recording;
  printer: ProgressPrinter;
}

export interface Fitted {
  history: History;
  saved: Saved;
  /** What to throw after all is said, if a signal ended the training; else null. */
  interrupted: Error | null;
}

/**
 * Trains and saves. The first signal during it ends the training; one while the model is written changes nothing.
 *
 * @param fit    calls `network.fit` with these hooks
 * @throws what `fit` throws, with a sentence on where the weights are; DataError where the model cannot be saved anywhere
 */
export function fitAndSave(
  network: Network,
  fit: (hooks: FitHooks) => Promise<History>,
  { flags, recording, printer }: Observers,
): Promise<Fitted> {
  return interruptible(
    async (signal) => {
      let history: History;
      const { updates } = network.training;
      try {
        history = await fit({ signal });
      } catch (error) {
        recording.fail(error);
        throw network.training.updates > updates ? await withWeights(error, network, flags.output) : error;
      } finally {
        printer.end();
      }
      const saved = await saveModel(flags.output, network.save());
      recording.end(history);
      return { history, saved, interrupted: history.stopped === "aborted" ? signal.reason : null };
    },
    () => {
      printer.end();
      note(flags, "Stopping after this batch. Press Ctrl-C again to leave at once.");
    },
  );
}

/** Saves the weights that a failed training leaves behind: the last good ones. */
async function withWeights(error: unknown, network: Network, output: string): Promise<unknown> {
  if (!(error instanceof Error)) return error;
  const { path, problem } = await saveModel(output, network.save());
  error.message += ` ${problem?.message ?? `The weights are in ${path}.`}`;
  return error;
}
