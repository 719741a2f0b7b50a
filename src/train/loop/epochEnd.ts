/**
 * What every training loop does at the end of an epoch: evaluates the held-out samples, writes the history, calls the
 * callbacks, keeps the weights of the best epoch, and decides whether training ends.
 */
import type { Evaluation } from "../evaluation/evaluation.js";
import { breathe, nextCount } from "./breath.js";
import { type EvaluatedPart, type FitRun, limitReached } from "./fitRun.js";
import { type Progress, type Stopped, trimHistory } from "./history.js";
import { EarlyStopping, monitored } from "./stopping.js";

export class EpochEnd {
  /** Follows the losses. Without early stopping it only notes which epoch was the best. */
  readonly #stopping: EarlyStopping;
  #best: Uint8Array | null = null;

  constructor(private readonly run: FitRun) {
    const { earlyStopping } = run.settings;
    this.#stopping = new EarlyStopping(earlyStopping || { patience: Infinity, minChange: 0 });
  }

  /**
   * Notes an epoch; its updates are in the history already.
   *
   * @returns why training ends before the last epoch, or null
   */
  async note(progress: Progress): Promise<Stopped | null> {
    const { settings, hooks, held, trained, averages, gate, rates, history } = this.run;
    const { epoch, loss } = progress;
    const measure = async () => ({
      metrics: trained && (await evaluatePart(this.run, trained)).metrics,
      validation: held && (await evaluatePart(this.run, held)),
    });
    const isMeasured = trained !== null || held !== null;
    const { metrics, validation } = await (averages && isMeasured ? averages.during(measure) : measure());
    if (metrics) history.metrics.push(metrics);
    this.enter(epoch, loss, validation);
    this.trim();
    const learningRate = history.learningRate.at(-1)!;
    gate.trained(0, 1);
    rates.next(validation?.loss ?? loss);
    if (hooks.onEpoch) await hooks.onEpoch({ ...progress, metrics, validation, learningRate });
    const { targetLoss = -Infinity, epochs } = settings;
    if (epoch >= epochs) return null;
    if (this.#stopping.shouldStop) return "earlyStopping";
    return loss <= targetLoss ? "targetLoss" : limitReached(this.run);
  }

  /** Enters an epoch into the history; its updates are there already. */
  enter(epoch: number, loss: number, validation: Evaluation | null): void {
    const { settings, parameters, averages, rates, history } = this.run;
    history.epochs = epoch;
    history.loss.push(loss);
    history.learningRate.push(rates.at(history.updates - 1));
    if (validation) history.validation.push(validation);
    const { earlyStopping } = settings;
    this.#stopping.next(epoch, monitored(earlyStopping, loss, validation));
    if (!this.#stopping.isBest) return;
    history.best = { epoch, loss: validation?.loss ?? loss, metrics: validation?.metrics ?? {} };
    if (earlyStopping && earlyStopping.restoreBest) this.#best = (averages ?? parameters).bytes();
  }

  /** Drops epochs that the history need not keep. */
  trim(): void {
    trimHistory(this.run.history, this.run.hooks.keepEpochs);
  }

  /** Restores the weights of the best epoch, if early stopping asks for it. */
  restoreBest(): void {
    if (!this.#best) return;
    this.run.parameters.restore(this.#best);
    this.run.history.bestEpoch = this.#stopping.bestEpoch;
  }
}

/** Evaluates some samples, in calls of some milliseconds. */
async function evaluatePart({ plan, runner, samples }: FitRun, part: EvaluatedPart): Promise<Evaluation> {
  const { batch } = samples;
  plan.lossSum = 0;
  let slice = batch;
  for (let from = 0; from < part.rows;) {
    plan.use(part.placed, part.order);
    plan.keepsAnswers = true;
    const rows = Math.min(slice, part.rows - from);
    const ms = await runner.run("evaluate", from, rows);
    from += rows;
    slice = batch * nextCount(slice / batch, ms, runner.sliceMs);
    if (from < part.rows && !runner.isElsewhere) await breathe();
  }
  return part.evaluation();
}
