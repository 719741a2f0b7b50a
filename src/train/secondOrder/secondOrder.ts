/**
 * Training by L-BFGS: the loss over all training samples as a function of one long vector, everything that
 * trains. One iteration is one epoch. Not here: the minimiser, which is in lbfgs.ts.
 */
import { EpochEnd, limitReached } from "../loop/epochEnd.js";
import { type History, newHistory, type Progress, type Stopped } from "../loop/history.js";
import { type FitJob, passGate } from "../loop/job.js";
import { type LbfgsResult, minimise } from "./lbfgs.js";
import { breatheInTime, nextCount } from "../loop/many.js";

/** Samples whose gradients are taken at once; some more or less change no bit but that of a shared bias. */
export const sliceRows = 128;

/** Ends a minimisation in the midst of an iteration. */
class Ended extends Error {
  constructor(readonly why: Stopped) {
    super(why);
  }
}

/**
 * Minimises
 *
 *     E(w) = loss over all training samples, mean or sum by `reduction` + ½ · l2 · Σ weights²
 *
 * The history has E without the penalty, at the point that each iteration accepted, so `loss[0]` is that after
 * the first step. Networks of float32 round every point to their precision.
 *
 * @returns `stopped: "converged"` where no element of the gradient is above 1e-10, or no step goes down any more
 * @throws DivergenceError where loss or gradient of the first weights are not finite; ThreadError
 */
export async function runSecondOrder(job: FitJob): Promise<History> {
  const { settings, rates } = job;
  const history = newHistory();
  if (settings.epochs === 0) return history;
  const end = new EpochEnd(job, history);
  const objective = new Objective(job, history);
  const accepted = objective.start();
  await passGate(job);
  let ended: Stopped | null = null;
  try {
    const { reason } = await minimise(
      (x) => objective.at(x),
      accepted,
      { iterations: settings.epochs, history: settings.optimizer.history! },
      async ({ x, iteration }) => {
        accepted.set(x);
        objective.move(x);
        history.updates = iteration;
        // the last point that was evaluated is the one that was accepted
        const progress = objective.progress(job.count);
        await job.onBatch?.(progress);
        job.onProgress?.(progress);
        job.gate.trained(1, 0);
        ended = await end.note(progress, rates.at(iteration - 1));
        // between iterations alone: in the midst of one the parameters are those of a trial
        if (!ended) await passGate(job);
        return ended !== null;
      },
    );
    history.stopped = ended ?? meaning[reason];
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
    history.stopped = error.why;
  } finally {
    objective.move(accepted); // from where the search tried last
  }
  end.restoreBest();
  return history;
}

/** Why training ended, by why the minimiser did. */
const meaning: Record<LbfgsResult["reason"], Stopped> = {
  converged: "converged",
  lineSearch: "converged",
  iterations: "epochs",
  stopped: "epochs",
};

/** The function to be minimised. */
class Objective {
  readonly #gradient: Float64Array;
  readonly #start: Float64Array;
  /** Loss over all samples where it was last asked for, without the penalty. */
  #loss = NaN;
  #evaluations = 0;
  #batches = 1;

  constructor(
    private readonly job: FitJob,
    private readonly history: History,
  ) {
    const tensors = this.#trained();
    const length = tensors.reduce((sum, { values }) => sum + values.length, 0);
    this.#start = new Float64Array(length);
    this.#gradient = new Float64Array(length);
    let at = 0;
    for (const { values } of tensors) {
      this.#start.set(values, at);
      at += values.length;
    }
  }

  /** The vector of the present parameters, copied. */
  start(): Float64Array {
    return this.#start.slice();
  }

  /** Sets the parameters. */
  move(x: Float64Array): void {
    let at = 0;
    for (const { values } of this.#trained()) {
      values.set(x.subarray(at, at + values.length));
      at += values.length;
    }
  }

  /** Value and gradient; the gradient is the same array every time. @throws Ended */
  async at(x: Float64Array): Promise<{ value: number; gradient: Float64Array }> {
    const { job } = this;
    this.move(x);
    await this.#sum();
    const divisor = job.meanLoss ? job.count : 1;
    const { l2 } = job.settings;
    this.#loss = job.plan.lossSum / divisor;
    let squares = 0;
    let at = 0;
    for (const { values, sums, isPenalised } of this.#trained()) {
      for (let i = 0; i < values.length; i++) {
        const w = values[i]!;
        if (isPenalised) squares += w * w;
        this.#gradient[at++] = sums[i]! / divisor + (isPenalised ? l2 * w : 0);
      }
    }
    const value = this.#loss + 0.5 * l2 * squares;
    const isFinite = Number.isFinite(value) && this.#gradient.every((slope) => Number.isFinite(slope));
    if (this.#evaluations++ === 0 && !isFinite) throw job.guard.refusedStart(value);
    return { value, gradient: this.#gradient };
  }

  /** @param samples looked at of this evaluation */
  progress(samples: number, loss = this.#loss): Progress {
    const { job, history } = this;
    return {
      epoch: history.updates + (samples < job.count ? 1 : 0),
      epochs: job.settings.epochs,
      samples,
      samplesPerEpoch: job.count,
      loss,
      seconds: history.seconds,
      samplesPerSecond: history.samplesPerSecond,
      threads: history.threads,
    };
  }

  /** Sums loss and gradients over all samples, in calls of some milliseconds. */
  async #sum(): Promise<void> {
    const { job, history } = this;
    const { plan, runner, pace, count, batch } = job;
    plan.lossSum = 0;
    for (let from = 0; from < count;) {
      await breatheInTime(pace);
      const stopped = job.signal?.aborted ? "aborted" : limitReached(job, history);
      if (stopped) throw new Ended(stopped);
      plan.use(job.placed, job.order);
      plan.resumes = from > 0;
      history.threads = runner.threads;
      const samples = Math.min(batch * this.#batches, count - from);
      const ms = await runner.run("gradients", from, samples);
      history.whyAlone = runner.whyAlone;
      from += samples;
      history.seconds += ms / 1000;
      pace.trained += samples;
      history.samplesPerSecond = pace.trained / history.seconds;
      this.#batches = nextCount(this.#batches, ms, runner.sliceMs);
      if (from < count) job.onProgress?.(this.progress(from, plan.lossSum / (job.meanLoss ? from : 1)));
    }
  }

  /** What trains, in the order of the vector: parameters, and the sums of their gradients; views. */
  #trained() {
    const { plan, parameters } = this.job;
    const sums = plan.gradientSums();
    return parameters.views().flatMap(({ weights, biases }, layer) => {
      const own = sums[layer]!;
      return [
        { values: weights, sums: own.weights!, isPenalised: true },
        { values: biases, sums: own.biases!, isPenalised: false },
      ].filter((tensor) => tensor.sums);
    });
  }
}
