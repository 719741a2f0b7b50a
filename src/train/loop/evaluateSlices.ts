/** Evaluates rows that are in the plan's memory, in calls of some milliseconds, so that an event loop keeps turning. */
import { ThreadError } from "../../errors.js";
import type { Plan } from "../../network/plan.js";
import { breathe, nextCount } from "./breath.js";
import type { Runner } from "./runner.js";

/**
 * Adds the losses of the rows to `plan.lossSum`, and writes their answers.
 *
 * @param batch rows of a batch of the plan
 * @param use   says where the rows are, before each call
 * @throws ThreadError where a thread fails and no other may go on
 */
export async function evaluateSlices(
  { plan, runner, batch }: { plan: Plan; runner: Runner; batch: number },
  count: number,
  use: () => void,
): Promise<void> {
  let slice = batch;
  for (let from = 0; from < count;) {
    use();
    plan.keepsAnswers = true;
    const rows = Math.min(slice, count - from);
    const lossBefore = plan.lossSum;
    let ms = 0;
    try {
      ms = await runner.run("evaluate", from, rows);
    } catch (error) {
      // evaluating changes no parameters, so it can be repeated
      if (!(error instanceof ThreadError) || !runner.goOnAlone()) throw error;
      plan.reset();
      plan.lossSum = lossBefore;
      continue;
    }
    from += rows;
    slice = batch * nextCount(slice / batch, ms, runner.sliceMs);
    if (from < count && !runner.isElsewhere) await breathe();
  }
}
