/**
 * Training by L-BFGS: the loss over all training samples, as a function of one long vector of all trained parameters.
 * One iteration is one epoch. The minimiser itself is in `lbfgs.ts`.
 */
import type { OptimizerConfig } from "../../settings/generated/types.js";
import { breatheInTime, nextCount } from "../loop/breath.js";
import { EpochEnd } from "../loop/epochEnd.js";
import {
  advance,
  callKernel,
  type FitRun,
  limitReached,
  lossOf,
  passGate,
  progressOf,
  recover,
} from "../loop/fitRun.js";
import type { History, Progress, Stopped } from "../loop/history.js";
import type { MinimiserMemory } from "../state/trainingState.js";
import { type LbfgsResult, minimise, type RememberedChanges } from "./lbfgs.js";

/** Samples of one gradient computation. The number can change the last bits of shared biases, but no other bits. */
export const sliceRows = 128;

/** Where no element of the gradient of the mean loss is above this, rounding may hide the rest; as in SciPy's L-BFGS-B. */
const flatGradient = 1e-5;

/** Ends a minimisation within an iteration. */
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
 * The history has E without the penalty, at the point that each iteration accepted. So `loss[0]` is the loss after the
 * first step. Networks of float32 round every point to their precision.
 *
 * @returns `stopped: "converged"` where no element of the gradient is above 1e-10, or none is above 1e-5 and no step lowers E;
 *   `"lineSearch"` where no step lowers E although the gradient is larger
 * @throws DivergenceError where loss or gradient of the first weights are not finite; ThreadError
 */
export async function runSecondOrder(run: FitRun): Promise<History> {
  const { settings, hooks, history, samples, state, begun } = run;
  const end = new EpochEnd(run);
  const endedBefore = end.endedBefore();
  if (endedBefore || settings.epochs === 0) {
    history.stopped = endedBefore ?? "epochs";
    end.show();
    return history;
  }
  const objective = new Objective(run);
  const before = objective.isAt(state.minimiser) ? state.minimiser : null;
  const accepted = before?.point.slice() ?? objective.start();
  let parameters = run.parameters.bytes();
  let latest: () => RememberedChanges | null = () => before;
  const memory = () => {
    const remembered = latest();
    return remembered && { ...remembered, point: accepted.slice() };
  };
  run.capture = () => ({ ...run.guard.take(), parameters, minimiser: memory() });
  await passGate(run);
  let ended: Stopped | null = null;
  try {
    const { reason, gradientNorm } = await minimise(
      (x) => objective.at(x),
      accepted,
      { iterations: settings.epochs, history: historyOf(settings), remembered: before },
      async ({ x, iteration, remembered }) => {
        accepted.set(x);
        objective.move(x);
        parameters = run.parameters.bytes();
        latest = remembered;
        advance(run, { updates: begun.updates + iteration });
        // the last point that was evaluated is the one that was accepted
        const progress = objective.progress(samples.count);
        await hooks.onBatch?.(progress);
        hooks.onProgress?.(progress);
        run.gate.trained(1, 0);
        ended = await end.note(progress);
        // only between iterations: during one, the parameters are those of a trial point
        if (!ended) await passGate(run);
        if (!ended && state.epochs < run.lastEpoch) await run.checkpoints?.saveIfDue();
        return ended !== null;
      },
    );
    const isFlat = gradientNorm <= flatGradient * (run.isMean ? 1 : samples.count);
    history.stopped = ended ?? (reason === "lineSearch" && isFlat ? "converged" : meaning[reason]);
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
    history.stopped = error.why;
  } finally {
    objective.move(accepted); // the search may have left a trial point there
    state.minimiser = memory();
  }
  end.show();
  return history;
}

/** Number of past changes that L-BFGS uses. */
function historyOf({ optimizer }: { optimizer: OptimizerConfig }): number {
  if (optimizer.kind !== "lbfgs")
    throw new Error(`the minimiser runs for lbfgs only, not for ${optimizer.kind}`);
  return optimizer.history;
}

/** The minimiser's reason, as the history names it. */
const meaning: Record<LbfgsResult["reason"], Stopped> = {
  converged: "converged",
  lineSearch: "lineSearch",
  iterations: "epochs",
  stopped: "epochs",
};

class Objective {
  readonly #gradient: Float64Array;
  readonly #start: Float64Array;
  /** Loss over all samples at the last point, without the penalty. */
  #loss = NaN;
  #evaluations = 0;
  #batches = 1;

  constructor(private readonly run: FitRun) {
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

  /** Whether a minimisation ended at the present parameters, which round its point. */
  isAt(memory: MinimiserMemory | null): boolean {
    if (memory?.point.length !== this.#start.length) return false;
    const round = this.run.parameters.config.precision === "float32" ? Math.fround : (x: number) => x;
    return memory.point.every((x, at) => round(x) === this.#start[at]);
  }

  move(x: Float64Array): void {
    let at = 0;
    for (const { values } of this.#trained()) {
      values.set(x.subarray(at, at + values.length));
      at += values.length;
    }
  }

  /** Value and gradient; the gradient is the same array every time. @throws Ended */
  async at(x: Float64Array): Promise<{ value: number; gradient: Float64Array }> {
    const { run } = this;
    const { count } = run.samples;
    const { l2 } = run.settings;
    this.move(x);
    await this.#sum();
    const divisor = run.isMean ? count : 1;
    this.#loss = lossOf(run, run.plan.lossSum, count);
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
    if (this.#evaluations++ === 0 && !isFinite) throw run.guard.refusedStart(value);
    return { value, gradient: this.#gradient };
  }

  /** @param samples of this evaluation, so far */
  progress(samples: number, loss = this.#loss): Progress {
    const { run } = this;
    return progressOf(run, run.state.epochs + 1, samples, loss);
  }

  /** Sums loss and gradients over all samples, in calls of some milliseconds. @throws Ended */
  async #sum(): Promise<void> {
    const { run } = this;
    const { plan, runner, hooks } = run;
    const { placed, order, count, batch } = run.samples;
    plan.lossSum = 0;
    for (let from = 0; from < count;) {
      // do not pause here: the parameters are those of a trial point
      await breatheInTime();
      const stopped = hooks.signal?.aborted ? "aborted" : limitReached(run);
      if (stopped) throw new Ended(stopped);
      plan.use(placed, order);
      plan.resumes = from > 0;
      const rows = Math.min(batch * this.#batches, count - from);
      let ms = 0;
      try {
        ms = await callKernel(run, "gradients", from, rows, rows);
      } catch (error) {
        recover(run, error);
        plan.lossSum = 0;
        from = 0;
        continue;
      }
      from += rows;
      this.#batches = nextCount(this.#batches, ms, runner.sliceMs);
      if (from < count) hooks.onProgress?.(this.progress(from, lossOf(run, plan.lossSum, from)));
    }
  }

  /** The trained parameters in the order of the vector, and the sums of their gradients; views. */
  #trained() {
    const { plan, parameters } = this.run;
    const sums = plan.gradientSums();
    return parameters.views().flatMap(({ weights, biases, inputFactors }, layer) => {
      const own = sums[layer]!;
      return [
        { values: weights, sums: own.weights!, isPenalised: true },
        { values: biases, sums: own.biases!, isPenalised: false },
        { values: inputFactors!, sums: own.inputFactors!, isPenalised: false },
      ].filter((tensor) => tensor.sums);
    });
  }
}
