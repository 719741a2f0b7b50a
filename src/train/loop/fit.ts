/**
 * One training from beginning to end. `Network` has checked the caller's arguments. All other checks come before anything
 * changes. If a thread fails, the weights are as they were before.
 */
import { Dataset } from "../../data/dataset.js";
import { countingRows } from "../../data/datasetChecks.js";
import { rowWeights } from "../../data/rowWeights.js";
import { measureScalers } from "../../data/scalers.js";
import { type Split, splitRows } from "../../data/split.js";
import { ThreadError, VerificationError } from "../../errors.js";
import type { Placed } from "../../network/placing.js";
import type { Plan } from "../../network/plan.js";
import type { Scalers } from "../../network/scaling.js";
import { faultOf, narrowerBuild } from "../../wasm/builds.js";
import { hostProcessors } from "../../wasm/info.js";
import type { Engine } from "../engine.js";
import { detailWith, type EvaluationDetail, evaluationOf, metricNamesOf } from "../evaluation/evaluation.js";
import { runSecondOrder, sliceRows } from "../secondOrder/secondOrder.js";
import type { TrainingConfig } from "../../settings/generated/types.js";
import { Averages } from "./averages.js";
import { breathe, breatheInTime, newPace } from "./breath.js";
import { Gate, gateOf } from "./control.js";
import { runEpochs } from "./epochs.js";
import type { EvaluatedPart, FitRun, TrainingSamples } from "./fitRun.js";
import { Guard } from "./guard.js";
import { type FitHooks, type History, newHistory } from "./history.js";
import { Rates } from "./rates.js";
import { Runner } from "./runner.js";
import { refuseMonitor } from "./stopping.js";
import { checkTargets } from "./targetChecks.js";
import { flopsOf, planThreads, type ThreadPlan } from "./threads.js";
import { Unawaited } from "./unawaited.js";

export interface FitData {
  dataset: Dataset;
  /** Samples to validate on, or the rows of `dataset` to train and to validate on. */
  validation: Dataset | Split;
}

export interface FitCaller {
  hooks: FitHooks;
  /** Throws if training must not begin. */
  proceed: () => void;
}

/**
 * Trains an engine's network.
 *
 * @throws ConfigError for an impossible split or number of threads, before anything has changed; DivergenceError with
 *   the last finite weights; ThreadError, and VerificationError for a build whose kernels went wrong, with the weights as
 *   they were before
 */
export async function fit(
  engine: Engine,
  data: FitData,
  settings: TrainingConfig,
  caller: FitCaller,
): Promise<History> {
  const { control } = caller.hooks;
  const gate = control ? gateOf(control) : new Gate();
  gate.begin();
  try {
    await engine.load();
    const parts = divide(engine, data, settings);
    const threads = planThreads(engine, parts.batch, parts.batches * settings.epochs);
    const plan = engine.plan(planUse(parts, settings, threads), parts.scalers);
    try {
      const pool = threads.pool > 0 ? engine.pool(threads.pool) : null;
      const placed = await place(plan, data.dataset, parts, settings);
      const before = engine.parameters.bytes();
      if (before.length > manyBytes) await breathe();
      caller.proceed();
      engine.scalers = parts.scalers;
      if (!settings.warmStart) engine.parameters.initialise();
      const runner = newRunner(engine, plan, pool, threads);
      const unawaited = new Unawaited();
      const { onProgress, onWarning } = caller.hooks;
      const hooks = { ...caller.hooks, onProgress: unawaited.follow(onProgress) };
      const run = newRun(engine, plan, runner, placed, { settings, hooks, gate });
      run.history.warnings = parts.warnings;
      parts.warnings.forEach((warning) => unawaited.follow(onWarning)?.(warning));
      const trained = isSecondOrder(settings) ? runSecondOrder(run) : runEpochs(run);
      const history = await trained.then(checked(engine)).catch((error: unknown) => {
        if (error instanceof ThreadError || error instanceof VerificationError)
          engine.parameters.restore(before);
        throw error;
      });
      await unawaited.end();
      return history;
    } finally {
      plan.close();
    }
  } finally {
    gate.end();
  }
}

/** Seconds of training after which the engine may have optimised more kernels. The check takes some milliseconds. */
const longSeconds = 0.2;

/** Passes a history on where the build still gives the right bits. @throws VerificationError */
const checked = (engine: Engine) => (history: History) => {
  const { build, config } = engine;
  const fault = history.seconds < longSeconds ? "" : faultOf(build, config.precision);
  if (!fault) return history;
  const reason = `build "${build}" failed during this training: ${fault}`;
  const advice = `Create or load the network again: it then trains in "${narrowerBuild(build)!}"`;
  throw new VerificationError(`${reason}. The weights are as they were before. ${advice}.`);
};

/** Which rows train, how they are scaled and weighted, and how many there are in a batch. */
interface Parts {
  train: Uint32Array;
  /** Rows of the data set that are held out. */
  held: Uint32Array;
  /** Samples to validate on, if they are a data set of their own. */
  heldSet: Dataset | null;
  /** Rows to validate on: those held out, or those of `heldSet`. */
  heldRows: number;
  scalers: Scalers;
  /** [rows of the data set] weights, or null if all rows count alike. */
  weights: Float64Array | null;
  batch: number;
  batches: number;
  /** What seems wrong with the data, and what to do. */
  warnings: string[];
}

/** @throws ConfigError, DataError */
function divide(engine: Engine, data: FitData, settings: TrainingConfig): Parts {
  const { dataset, validation } = data;
  const heldSet = validation instanceof Dataset ? countingRows(validation) : null;
  const split = heldSet ? splitRows(dataset.rows, 0, 0) : (validation as Split);
  const { train } = split;
  const held = countingOf(dataset, split.validation);
  const weights = rowWeights(dataset, settings.classWeights);
  const counting = weights ? train.filter((row) => weights[row]! > 0) : train;
  const { inputBins } = engine.config;
  // new weights know nothing of the old data
  const known = settings.warmStart ? engine.scalers : { inputs: null, targets: null };
  const scalers = measureScalers(dataset, counting, { ...settings, inputBins }, known);
  const warnings = checkTargets(dataset, counting, engine.config, scalers.targets);
  const heldRows = heldSet?.rows ?? held.length;
  refuseMonitor(settings.earlyStopping, heldRows, () =>
    metricNamesOf(heldSet ?? dataset.select(held), engine.config),
  );
  const count = train.length;
  const whole = isSecondOrder(settings) ? Math.min(sliceRows, count) : count;
  const batch = settings.batchSize === "full" ? whole : Math.min(settings.batchSize, count);
  const batches = Math.ceil(count / batch);
  return { train, held, heldSet, heldRows, scalers, weights, batch, batches, warnings };
}

function isSecondOrder({ optimizer }: TrainingConfig): boolean {
  return optimizer.kind === "lbfgs";
}

function planUse({ train, batch, heldRows }: Parts, settings: TrainingConfig, { pool }: ThreadPlan) {
  const threads = Math.max(1, pool);
  const answers = settings.trainingMetrics ? Math.max(train.length, heldRows) : heldRows;
  const use = { batch, answers, threads };
  return isSecondOrder(settings)
    ? ({ ...use, pass: "gradients", update: undefined } as const)
    : ({ ...use, pass: "train", update: settings } as const);
}

/** The data of a training in linear memory, and of what is evaluated the samples; their inputs are not read. */
interface PlacedParts {
  samples: TrainingSamples;
  held: PlacedPart | null;
  trained: PlacedPart | null;
}
type PlacedPart = Omit<EvaluatedPart, "evaluation"> & { dataset: Dataset };

/** Copying more bytes than this takes milliseconds. */
const manyBytes = 1e6;

/** Copies samples, their order and weights into linear memory; lets the host run its own tasks in between. */
async function place(
  plan: Plan,
  dataset: Dataset,
  parts: Parts,
  { shuffle, trainingMetrics }: TrainingConfig,
): Promise<PlacedParts> {
  const { train, held, heldSet, heldRows, weights, batch, batches } = parts;
  const placed = await placeInTime(plan, dataset);
  const order = plan.placeOrder(dataset.rows);
  plan.order(order, dataset.rows).set(train);
  plan.order(order, dataset.rows).set(held, train.length);
  if (weights) plan.weigh(weights);
  const count = train.length;
  const isInOrder = held.length === 0 && !shuffle;
  const samples = { dataset, placed, order: isInOrder ? 0 : order, count, batch, batches };
  const measured = trainingMetrics ? countingOf(dataset, train) : train;
  const trained = trainingMetrics
    ? {
        placed,
        order: naturalOrder(plan, measured),
        rows: measured.length,
        dataset: dataset.select(measured),
      }
    : null;
  if (heldRows === 0) return { samples, held: null, trained };
  const own = heldSet
    ? { placed: await placeInTime(plan, heldSet), order: 0, dataset: heldSet }
    : { placed, order: order + 4 * count, dataset: dataset.select(held) };
  return { samples, held: { ...own, rows: heldRows }, trained };
}

/** The rows whose samples do not have the weight 0: only they are measured. */
function countingOf({ sampleWeights }: Dataset, rows: Uint32Array): Uint32Array {
  return sampleWeights ? rows.filter((row) => sampleWeights[row] !== 0) : rows;
}

/** The training rows once more: shuffling changes the order that trains. */
function naturalOrder(plan: Plan, train: Uint32Array): number {
  const order = plan.placeOrder(train.length);
  plan.order(order, train.length).set(train);
  return order;
}

async function placeInTime(plan: Plan, dataset: Dataset): Promise<Placed> {
  const pace = newPace();
  const placing = plan.placing(dataset);
  let placed = placing.next();
  for (; !placed.done; placed = placing.next()) await breatheInTime(pace);
  // copies of many megabytes take long: let the host run its own tasks between them
  if (dataset.inputs.byteLength > manyBytes) await breathe();
  return placed.value;
}

/** Operations that the slowest machines do in a millisecond, with many more threads than processors. */
const fewestFlops = 2_000;

function newRunner(engine: Engine, plan: Plan, pool: ReturnType<Engine["pool"]> | null, threads: ThreadPlan) {
  const { config, parameters } = engine;
  return new Runner(plan, {
    pool,
    threads: Math.max(1, threads.pool),
    measure: threads.measure,
    alone: threads.keepFree && pool ? "pool" : "here",
    // the caller did not ask for several threads, so this thread may train if no other can start
    mayRunHere: config.threads === "auto" || config.threads === 1,
    processors: hostProcessors(),
    sampleMs: flopsOf(config, 1) / fewestFlops,
    memory: parameters.arena.memory,
  });
}

function newRun(
  engine: Engine,
  plan: Plan,
  runner: Runner,
  { samples, held, trained }: PlacedParts,
  given: Pick<FitRun, "settings" | "hooks" | "gate">,
): FitRun {
  const { parameters, scalers, config } = engine;
  const { settings } = given;
  const { dataset, batch, batches } = samples;
  const { learningRate } = settings.optimizer;
  const rates = new Rates(plan, settings, batches);
  const { monitor } = settings.earlyStopping || { monitor: "validation" as const };
  const detail = monitor === "validation" || monitor === "loss" ? "brief" : detailWith(monitor);
  const evaluated = (part: PlacedPart | null, of: EvaluationDetail): EvaluatedPart | null =>
    part && { ...part, evaluation: () => evaluationOf(plan, part.dataset, config, scalers.targets, of) };
  return {
    ...given,
    seed: config.seed,
    isMean: config.reduction === "mean",
    plan,
    parameters,
    runner,
    rates,
    guard: new Guard({ plan, runner, parameters, rates, dataset, scalers, batch, learningRate }),
    samples,
    held: evaluated(held, detail),
    trained: evaluated(trained, "brief"),
    averages: settings.weightAverage > 0 ? new Averages(plan, parameters) : null,
    pace: newPace(),
    history: { ...newHistory(), whyNarrow: engine.whyNarrow },
  };
}
