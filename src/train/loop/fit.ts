/**
 * One call of `fit` from beginning to end. `Network` has checked the caller's arguments. All other checks come before anything
 * changes. It goes on from the state of the training that the engine has, and leaves it there. If a thread fails, weights and
 * state are those of the last copy, of a second ago at most.
 */
import { Dataset } from "../../data/dataset.js";
import { countingRows } from "../../data/datasetChecks.js";
import { rowWeights } from "../../data/rowWeights.js";
import { measureScalers } from "../../data/scalers.js";
import { type Split, splitRows } from "../../data/split.js";
import { ConfigError, ThreadError, VerificationError } from "../../errors.js";
import type { Placed } from "../../network/placing.js";
import type { Plan } from "../../network/plan.js";
import { show } from "../../wording.js";
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
import {
  beginData,
  copyOfState,
  newTrainingState,
  showTrained,
  type TrainingState,
} from "../state/trainingState.js";
import { markOf } from "../state/dataMark.js";
import { Checkpoints } from "./checkpoints.js";
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
  /** The settings of scaling that this call names; others are those that the scalers were measured by. */
  scaling: Partial<Pick<TrainingConfig, "scaling" | "targetScaling">>;
  /** Throws if training must not begin. */
  proceed: () => void;
  /** The network as a model file that carries the state of its training. */
  save: () => Uint8Array;
}

/**
 * Trains an engine's network.
 *
 * @throws ConfigError for an impossible split or number of threads, before anything has changed; DivergenceError with the
 *   last finite weights; ThreadError with the newest weights that are known to be good; VerificationError for a build whose
 *   kernels went wrong, with the weights as they were before
 */
export async function fit(
  engine: Engine,
  data: FitData,
  given: TrainingConfig,
  caller: FitCaller,
): Promise<History> {
  const { control } = caller.hooks;
  const gate = control ? gateOf(control) : new Gate();
  const leaveGate = gate.begin();
  try {
    await engine.load();
    const settings = withKnownScaling(engine, given, caller.scaling);
    const parts = divide(engine, data, settings);
    const threads = planThreads(engine, parts.batch, parts.batches * settings.epochs);
    const plan = engine.plan(planUse(parts, settings, threads), parts.scalers);
    try {
      const pool = threads.pool > 0 ? engine.pool(threads.pool) : null;
      const placed = await place(plan, data.dataset, parts, settings);
      const before = takeBefore(engine);
      if (before && before.parameters.length > manyBytes) await breathe();
      const { scalers } = engine;
      caller.proceed();
      beginTraining(engine, plan, parts, settings);
      const unawaited = new Unawaited();
      const { onProgress, onWarning } = caller.hooks;
      const hooks = { ...caller.hooks, onProgress: unawaited.follow(onProgress) };
      let run: FitRun | null = null;
      let history: History;
      try {
        const runner = newRunner(engine, plan, pool, threads);
        run = newRun(engine, plan, runner, placed, { settings, hooks, gate }, caller.save);
        run.history.warnings = parts.warnings;
        parts.warnings.forEach((warning) => unawaited.follow(onWarning)?.(warning));
        history = checked(engine, await (isSecondOrder(settings) ? runSecondOrder(run) : runEpochs(run)));
        leaveGate(); // a callback may wait for the end of the training
        await unawaited.end();
      } catch (error) {
        if (error instanceof VerificationError && before) restore(engine, before);
        else if (error instanceof ThreadError) run?.guard.rewind();
        endTraining(engine, plan, settings, scalers);
        await run?.checkpoints?.end(null).catch(() => {}); // the first error counts
        throw error;
      }
      endTraining(engine, plan, settings, scalers);
      await run.checkpoints?.end(history.stopped);
      return history;
    } finally {
      plan.close();
    }
  } finally {
    leaveGate();
  }
}

/** What there was before, for a build whose kernels may go wrong; null for the others. */
interface Before {
  parameters: Uint8Array<ArrayBuffer>;
  state: TrainingState;
  scalers: Scalers;
}

function takeBefore({ build, parameters, state, scalers }: Engine): Before | null {
  if (!narrowerBuild(build)) return null;
  return { parameters: parameters.bytes(), state: copyOfState(state), scalers };
}

function restore(engine: Engine, { parameters, state, scalers }: Before): void {
  engine.parameters.restore(parameters);
  engine.state = state;
  engine.scalers = scalers;
}

/**
 * The settings, with the scaling that the scalers were measured by where this call names none.
 *
 * @throws ConfigError for another scaling, which would change what trained weights mean
 */
function withKnownScaling(
  { state, scalers }: Engine,
  settings: TrainingConfig,
  named: FitCaller["scaling"],
): TrainingConfig {
  const { scaling: known, updates } = state;
  if (!settings.warmStart || (!known && updates === 0 && !scalers.inputs && !scalers.targets))
    return settings;
  for (const name of ["scaling", "targetScaling"] as const) {
    const wanted = named[name];
    if (wanted === undefined || wanted === known?.[name]) continue;
    const has = known
      ? `the network was trained with ${show(known[name])}`
      : "the network has scalers already";
    throw new ConfigError({
      setting: name,
      reason: `${has}, and its weights fit no other scaling, got ${show(wanted)}`,
      advice: "Drop it, or set warmStart to false to begin anew.",
    });
  }
  return { ...settings, ...(known as typeof named) };
}

/** Takes up the state of the training, or begins one. */
function beginTraining(engine: Engine, plan: Plan, parts: Parts, settings: TrainingConfig): void {
  const { parameters } = engine;
  engine.scalers = parts.scalers;
  if (!settings.warmStart) {
    parameters.initialise();
    engine.state = newTrainingState();
  }
  const { state } = engine;
  showTrained(state, parameters);
  state.scaling ??= { scaling: settings.scaling, targetScaling: settings.targetScaling };
  beginData(state, parts.mark, parts.batch);
  const { kind } = settings.optimizer;
  if (state.optimizer) plan.continueOptimizer(state.optimizer, state.optimizer.kind === kind);
  state.optimizer = { kind, moments: new Map(), products: {} }; // the plan has them now
}

/** Keeps what the optimiser remembers, and forgets scalers that nothing was trained with. */
function endTraining(engine: Engine, plan: Plan, settings: TrainingConfig, scalers: Scalers): void {
  const { state } = engine;
  const { kind } = settings.optimizer;
  engine.capture = null;
  if (state.optimizer?.moments.size === 0) state.optimizer = { kind, ...plan.optimizerMemory() };
  if (state.updates > 0) return;
  engine.scalers = settings.warmStart ? scalers : { inputs: null, targets: null };
  state.scaling = null;
}

/** Seconds of training after which the engine may have optimised more kernels. The check takes some milliseconds. */
const longSeconds = 0.2;

/** Passes a history on where the build still gives the right bits. @throws VerificationError */
function checked({ build, config }: Engine, history: History): History {
  const fault = history.seconds < longSeconds ? "" : faultOf(build, config.precision);
  if (!fault) return history;
  const reason = `build "${build}" failed during this training: ${fault}`;
  const advice = `Create or load the network again: it then trains in "${narrowerBuild(build)!}"`;
  throw new VerificationError(`${reason}. The weights are as they were before. ${advice}.`);
}

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
  /** Mark of the data; see `dataMark.ts`. */
  mark: number;
}

/** @throws ConfigError, DataError */
function divide(engine: Engine, data: FitData, settings: TrainingConfig): Parts {
  const { dataset, validation } = data;
  const heldSet = validation instanceof Dataset ? countingRows(validation) : null;
  const split = heldSet ? splitRows(dataset.rows, 0, 0) : (validation as Split);
  const { train } = split;
  const held = countingOf(dataset, split.validation);
  const weights = rowWeights(dataset, settings.classWeights);
  const counting = weights ? train.filter((row) => weights[row]! !== 0) : train;
  const { inputBins } = engine.config;
  // new weights know nothing of the old data
  const known = settings.warmStart ? engine.scalers : { inputs: null, targets: null };
  const scalers = measureScalers(dataset, counting, { ...settings, inputBins }, known);
  if (counting.length === 1) refuseOneRow(scalers, known);
  const warnings = checkTargets(dataset, counting, engine.config, scalers.targets);
  const heldRows = heldSet?.rows ?? held.length;
  refuseMonitor(settings.earlyStopping, heldRows, () =>
    metricNamesOf(heldSet ?? dataset.select(held), engine.config),
  );
  const count = train.length;
  const whole = isSecondOrder(settings) ? Math.min(sliceRows, count) : count;
  const batch = settings.batchSize === "full" ? whole : Math.min(settings.batchSize, count);
  const batches = Math.ceil(count / batch);
  const mark = markOf(dataset, train, heldRows);
  return { train, held, heldSet, heldRows, scalers, weights, batch, batches, warnings, mark };
}

/** Refuses to measure scalers on one row: every column would be constant, and mapped to 0 from then on. */
function refuseOneRow(scalers: Scalers, known: Scalers): void {
  for (const [part, setting] of [
    ["inputs", "scaling"],
    ["targets", "targetScaling"],
  ] as const) {
    const { kind = "none" } = scalers[part] ?? {};
    if (known[part] || kind === "none" || kind === "bytes") continue;
    throw new ConfigError({
      setting,
      reason: "is measured on the rows that train, and one row has no spread",
      advice: 'Give more rows, set network.scalers, or set it to "none".',
    });
  }
}

function isSecondOrder({ optimizer }: TrainingConfig): boolean {
  return optimizer.kind === "lbfgs";
}

/** Whether the training samples are evaluated after every epoch. L-BFGS knows their loss anyway. */
function evaluatesTrained({ trainingMetrics, earlyStopping, optimizer }: TrainingConfig): boolean {
  return trainingMetrics || (earlyStopping && earlyStopping.monitor === "loss" && optimizer.kind !== "lbfgs");
}

function planUse({ train, batch, heldRows }: Parts, settings: TrainingConfig, { pool }: ThreadPlan) {
  const threads = Math.max(1, pool);
  const answers = evaluatesTrained(settings) ? Math.max(train.length, heldRows) : heldRows;
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
  settings: TrainingConfig,
): Promise<PlacedParts> {
  const { train, held, heldSet, heldRows, weights, batch, batches } = parts;
  const placed = await placeInTime(plan, dataset);
  const order = plan.placeOrder(dataset.rows);
  plan.order(order, dataset.rows).set(train);
  plan.order(order, dataset.rows).set(held, train.length);
  if (weights) plan.weigh(weights);
  const count = train.length;
  const isInOrder = held.length === 0 && !settings.shuffle;
  const samples = { dataset, placed, order: isInOrder ? 0 : order, count, batch, batches };
  const measured = evaluatesTrained(settings) ? countingOf(dataset, train) : train;
  const trained = evaluatesTrained(settings)
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
  const placing = plan.placing(dataset);
  let placed = placing.next();
  for (; !placed.done; placed = placing.next()) await breatheInTime();
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
  save: FitCaller["save"],
): FitRun {
  const { parameters, scalers, config, state } = engine;
  const { settings, hooks } = given;
  const { dataset, batch, batches } = samples;
  const { learningRate } = settings.optimizer;
  const rates = new Rates(plan, settings, { batch, batches }, state);
  const { monitor } = settings.earlyStopping || { monitor: "validation" as const };
  const detail = monitor === "validation" || monitor === "loss" ? "brief" : detailWith(monitor);
  const evaluated = (part: PlacedPart | null, of: EvaluationDetail): EvaluatedPart | null =>
    part && { ...part, evaluation: () => evaluationOf(plan, part.dataset, config, scalers.targets, of) };
  const guard = new Guard({ plan, runner, parameters, rates, dataset, scalers, state, batch, learningRate });
  const { epochs, samples: done, lossSum, updates } = state;
  const run: FitRun = {
    ...given,
    state,
    begun: { epochs, samples: done, lossSum, updates },
    lastEpoch: epochs + settings.epochs,
    checkpoints: hooks.checkpoint ? new Checkpoints(hooks.checkpoint, state, save) : null,
    isMeasuring: false,
    capture: () => (runner.isRunning || run.isMeasuring ? guard.snapshot : null) ?? guard.take(),
    seed: config.seed,
    isMean: config.reduction === "mean",
    plan,
    parameters,
    runner,
    rates,
    guard,
    samples,
    held: evaluated(held, detail),
    trained: evaluated(trained, "brief"),
    averages: settings.weightAverage > 0 ? new Averages(plan, parameters) : null,
    pace: newPace(),
    history: { ...newHistory(), whyNarrow: engine.whyNarrow },
  };
  engine.capture = () => run.capture();
  return run;
}
