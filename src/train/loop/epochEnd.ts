/**
 * What every training loop does at the end of an epoch: evaluates the held-out samples, writes the history, calls the
 * callbacks, keeps the weights of the best epoch, and decides whether training ends.
 */
import type { Evaluation } from "../evaluation/evaluation.js";
import { evaluateSlices } from "./evaluateSlices.js";
import { advance, type EvaluatedPart, type FitRun, limitReached, lossOf } from "./fitRun.js";
import { type EpochEntry, enterEpoch, keepsEpoch, type Progress, type Stopped } from "./history.js";
import { EarlyStopping, monitored } from "./stopping.js";

export class EpochEnd {
  /** Follows the losses. Without early stopping it only notes which epoch was the best. */
  readonly #stopping: EarlyStopping;

  constructor(private readonly run: FitRun) {
    const { settings, state, history } = run;
    const { earlyStopping } = settings;
    const { monitor } = earlyStopping || { monitor: "validation" };
    const before = state.stopping;
    this.#stopping = new EarlyStopping(
      earlyStopping || { patience: Infinity, minChange: 0 },
      monitor,
      before,
    );
    state.stopping = this.#stopping.memory;
    if (state.stopping !== before) {
      state.best = null;
      state.bestParameters = null;
    }
    history.best = state.best;
  }

  /**
   * Notes an epoch; its updates are in the state already.
   *
   * @returns why training ends before the last epoch, or null
   */
  async note(progress: Progress): Promise<Stopped | null> {
    const { run } = this;
    const { settings, hooks, held, trained, averages, gate, rates, lastEpoch } = run;
    const { epoch, loss } = progress;
    const measure = async () => ({
      ofTrained: trained && (await evaluatePart(run, trained)),
      validation: held && (await evaluatePart(run, held)),
    });
    const isMeasured = trained !== null || held !== null;
    run.isMeasuring = isMeasured;
    const { ofTrained, validation } = await (
      averages && isMeasured ? averages.during(measure) : measure()
    ).finally(() => (run.isMeasuring = false));
    const metrics = settings.trainingMetrics && ofTrained ? ofTrained.metrics : null;
    const learningRate = rates.atEndOf(epoch);
    this.#enter({ epoch, loss, learningRate, metrics, validation }, ofTrained?.loss ?? loss);
    gate.trained(0, 1);
    rates.next(validation?.loss ?? loss);
    if (hooks.onEpoch) await hooks.onEpoch({ ...progress, learningRate, metrics, validation });
    const { targetLoss = -Infinity } = settings;
    if (epoch >= lastEpoch) return null;
    if (this.#stopping.shouldStop) return this.#isOver();
    return loss <= targetLoss ? "targetLoss" : limitReached(run);
  }

  /** Why training need not begin: an epoch that was trained before ended it, and it was saved right after. */
  endedBefore(): Stopped | null {
    const { state, settings, begun, lastEpoch } = this.run;
    if (begun.epochs === lastEpoch || begun.samples > 0 || !state.best) return null;
    if (this.#stopping.shouldStop) return this.#isOver();
    const { targetLoss = -Infinity } = settings;
    return state.log.lastLoss <= targetLoss ? "targetLoss" : null;
  }

  /** Enters epochs that nothing was measured after, and nobody watched. @param sums Σ of the losses of each */
  enterJoined(sums: Float64Array): void {
    const { run } = this;
    const { state, samples, begun } = run;
    const { batches } = samples;
    const first = state.epochs + 1;
    sums.forEach((sum, at) => {
      const epoch = first + at;
      const isKept = keepsEpoch(epoch) || keepsEpoch(epoch - begun.epochs) || at === sums.length - 1;
      const loss = lossOf(run, sum, samples.count);
      if (isKept || loss < this.#stopping.best) this.#enterPlain(epoch, loss);
      else this.#stopping.next(epoch, loss);
      state.epochs = epoch;
      state.updates += batches;
    });
    advance(run, { samples: 0, lossSum: 0 });
    run.history.epochs = state.epochs - begun.epochs;
  }

  #enterPlain(epoch: number, loss: number): void {
    this.#enter(
      { epoch, loss, learningRate: this.run.rates.atEndOf(epoch), metrics: null, validation: null },
      loss,
    );
  }

  /**
   * Enters an epoch into history and state; its updates are in the state already.
   *
   * @param own the loss of the training samples, by the parameters of the epoch's end where that was measured
   */
  #enter(entry: EpochEntry, own: number): void {
    const { settings, parameters, averages, history, hooks, state, begun } = this.run;
    const { epoch, loss, validation } = entry;
    advance(this.run, { epochs: epoch, samples: 0, lossSum: 0 });
    history.epochs = epoch - begun.epochs;
    enterEpoch(history, entry, begun.epochs, hooks.keepEpochs);
    state.log.add(entry);
    const { earlyStopping } = settings;
    this.#stopping.next(epoch, monitored(earlyStopping, own, validation));
    if (!this.#stopping.isBest) return;
    state.best = {
      epoch,
      loss: validation?.loss ?? (earlyStopping ? own : loss),
      metrics: validation?.metrics ?? {},
    };
    history.best = state.best;
    if (earlyStopping && earlyStopping.restoreBest) state.bestParameters = (averages ?? parameters).bytes();
  }

  /** Early stopping ends the training: a later `fit` starts from the best weights, and waits as long again. */
  #isOver(): Stopped {
    this.#stopping.memory.waited = 0;
    return "earlyStopping";
  }

  /**
   * Gives the network the parameters that it is to answer with: those of the best epoch, if early stopping asks for it, or
   * the averages. The state keeps those that a later `fit` continues from.
   */
  show(): void {
    const { parameters, averages, state, settings, history } = this.run;
    const { earlyStopping } = settings;
    const best = earlyStopping && earlyStopping.restoreBest ? state.bestParameters : null;
    if (best) history.bestEpoch = this.#stopping.bestEpoch;
    if (!best && !averages) return;
    const trained = parameters.bytes();
    if (best) parameters.restore(best);
    else averages!.use();
    const isOver = best !== null && history.stopped === "earlyStopping" && !averages;
    state.shown = isOver ? null : parameters.bytes();
    state.current = isOver ? null : trained;
  }
}

/** Evaluates some samples, in calls of some milliseconds. */
async function evaluatePart({ plan, runner, samples }: FitRun, part: EvaluatedPart): Promise<Evaluation> {
  if ("measure" in part) return part.measure();
  plan.lossSum = 0;
  await evaluateSlices({ plan, runner, batch: samples.batch }, part.rows, () =>
    plan.use(part.placed, part.order),
  );
  return part.evaluation();
}
