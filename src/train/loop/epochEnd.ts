/**
 * What follows an epoch, whichever way it was trained: the held-out part is evaluated, history and callbacks
 * hear of it, the best weights are kept, and it is settled whether training ends. Not here: the epoch itself.
 */
import type { Evaluation } from "../evaluation/evaluation.js";
import { type History, type Progress, type Stopped, trimHistory } from "./history.js";
import type { FitJob } from "./job.js";
import { breathe, nextCount } from "./many.js";
import { EarlyStopping } from "./stopping.js";

export class EpochEnd {
  readonly #stopping: EarlyStopping | null;
  #best: Uint8Array | null = null;

  constructor(
    private readonly job: FitJob,
    private readonly history: History,
  ) {
    const { earlyStopping } = job.settings;
    this.#stopping = earlyStopping ? new EarlyStopping(earlyStopping) : null;
  }

  /**
   * Notes an epoch; its updates are in the history already.
   *
   * @param learningRate that of its last update
   * @returns why training ends before the last epoch, or null
   */
  async note(progress: Progress, learningRate: number): Promise<Stopped | null> {
    const { job, history } = this;
    const { earlyStopping, targetLoss = -Infinity, epochs } = job.settings;
    const { epoch, loss } = progress;
    const validation = job.held && (await evaluateHeld(job, job.held));
    const monitored = validation?.loss ?? loss;
    history.epochs = epoch;
    history.loss.push(loss);
    history.learningRate.push(learningRate);
    if (validation) history.validation.push(validation);
    trimHistory(history, job.keepEpochs);
    job.gate.trained(0, 1);
    job.rates.next(monitored);
    if (job.onEpoch) await job.onEpoch({ ...progress, validation, learningRate });
    if (this.#stopping && earlyStopping) {
      this.#stopping.next(epoch, earlyStopping.monitor === "loss" ? loss : monitored);
      if (this.#stopping.isBest && earlyStopping.restoreBest) this.#best = job.parameters.bytes();
    }
    if (epoch >= epochs) return null;
    if (this.#stopping?.shouldStop) return "earlyStopping";
    return loss <= targetLoss ? "targetLoss" : limitReached(job, history);
  }

  /** Brings back the weights of the best epoch, where early stopping is to do that. */
  restoreBest(): void {
    if (!this.#best) return;
    this.job.parameters.restore(this.#best);
    this.history.bestEpoch = this.#stopping!.bestEpoch;
  }
}

/** Whether a limit of time or of updates is reached. */
export function limitReached({ settings, pace }: FitJob, history: History): Stopped | null {
  const { timeLimit = Infinity, stepLimit = Infinity } = settings;
  if (performance.now() - pace.began >= 1000 * timeLimit) return "timeLimit";
  return history.updates >= stepLimit ? "stepLimit" : null;
}

/** Evaluates the held-out part, in slices as training is. */
async function evaluateHeld(job: FitJob, held: NonNullable<FitJob["held"]>): Promise<Evaluation> {
  const { plan, runner, batch } = job;
  plan.lossSum = 0;
  let slice = batch;
  for (let from = 0; from < held.rows;) {
    plan.use(job.placed, held.order);
    plan.keepsAnswers = true;
    const rows = Math.min(slice, held.rows - from);
    const ms = await runner.run("evaluate", from, rows);
    from += rows;
    slice = batch * nextCount(slice / batch, ms, runner.sliceMs);
    if (from < held.rows && !runner.isElsewhere) await breathe();
  }
  return held.evaluation();
}
