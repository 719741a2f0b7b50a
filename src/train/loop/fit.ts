/**
 * One call of `fit` from beginning to end. `Network` has checked the caller's arguments. All other checks come before anything
 * changes. It goes on from the state of the training that the engine has, and leaves it there. If a thread fails, weights and
 * state are those of the last copy, of a second ago at most.
 */
import { ConfigError, ThreadError, VerificationError } from "../../errors.js";
import type { PlanUse } from "../../network/layout.js";
import type { Plan } from "../../network/plan.js";
import type { Scalers } from "../../network/scaling.js";
import { faultOf, narrowerBuild } from "../../wasm/builds.js";
import { hostProcessors } from "../../wasm/info.js";
import type { Engine } from "../engine.js";
import { detailWith, type EvaluationDetail, evaluationOf } from "../evaluation/evaluation.js";
import { runSecondOrder } from "../secondOrder/secondOrder.js";
import type { TrainingConfig } from "../../settings/generated/types.js";
import type { ProcessGroup } from "../distributed/distributed.js";
import { Averages } from "./averages.js";
import { breathe, newPace } from "./breath.js";
import { Gate, gateOf } from "./control.js";
import { runEpochs } from "./epochs.js";
import type { EvaluatedPart, FitRun, TrainingSamples } from "./fitRun.js";
import { Guard } from "./guard.js";
import { type FitHooks, type History, newHistory } from "./history.js";
import {
  divide,
  type FitData,
  isSecondOrder,
  type NamedScaling,
  type CommonParts,
  planUse,
  withKnownScaling,
} from "./parts.js";
import { manyBytes, place, type PlacedPart } from "./placeParts.js";
import { Rates } from "./rates.js";
import { Runner } from "./runner.js";
import {
  beginData,
  copyOfState,
  newTrainingState,
  showTrained,
  type TrainingState,
} from "../state/trainingState.js";
import { Checkpoints } from "./checkpoints.js";
import type { PlacedRows } from "../rows/placeRows.js";
import type { RowData } from "../rows/rowParts.js";
import { rowTraining } from "../rows/rowTraining.js";
import { flopsOf, planThreads, type ThreadPlan } from "./threads.js";
import { Unawaited } from "./unawaited.js";

export interface FitCaller {
  hooks: FitHooks;
  /** The settings of scaling that this call names; others are those that the scalers were measured by. */
  scaling: NamedScaling;
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
  data: FitData | RowData,
  given: TrainingConfig,
  caller: FitCaller,
): Promise<History> {
  const { control } = caller.hooks;
  const gate = control ? gateOf(control) : new Gate();
  const leaveGate = gate.begin();
  try {
    await engine.load();
    const group = groupOf(caller.hooks, given);
    const settings = withKnownScaling(engine, ofRank(group, given), caller.scaling);
    if (group && "source" in data) throw notOfRows();
    const [parts, use] = await dataOf(engine, data, settings);
    const threads = planThreads(engine, parts.batch, parts.batches * settings.epochs);
    const usual = use.plan(threads);
    const plan = engine.plan(group ? { ...usual, buffered: true } : usual, parts.scalers);
    let placed: Measurable | null = null;
    try {
      const pool = threads.pool > 0 ? engine.pool(threads.pool) : null;
      placed = await use.place(plan);
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
        const loop = group
          ? (group.train(run) as Promise<History>)
          : isSecondOrder(settings)
            ? runSecondOrder(run)
            : runEpochs(run);
        history = checked(engine, await loop);
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
      await placed?.end?.(); // nobody may write into memory that is given back
      plan.close();
    }
  } finally {
    leaveGate();
  }
}

/** The other processes that train with this one; null for none. @throws ConfigError for settings that do not go with them */
function groupOf({ distributed }: FitHooks, settings: TrainingConfig): ProcessGroup | null {
  if (!distributed || distributed.size === 1) return null;
  if (!isSecondOrder(settings)) return distributed;
  throw new ConfigError({
    setting: "optimizer.kind",
    reason: "lbfgs does not train in several processes",
    advice: "Take another optimizer, or one process.",
  });
}

function notOfRows(): ConfigError {
  return new ConfigError({
    setting: "distributed",
    reason: "does not go with rows of a source, which one process trains on",
    advice: "Drop it, or give data in memory.",
  });
}

/** The settings as a process of a group follows them: the clock of process 0 counts. */
function ofRank(group: ProcessGroup | null, settings: TrainingConfig): TrainingConfig {
  return group === null || group.rank === 0 ? settings : { ...settings, timeLimit: undefined };
}

/** Samples that train, and the parts that are evaluated after each epoch. */
interface Measurable {
  samples: TrainingSamples;
  held: PlacedPart | PlacedRows["held"];
  trained: PlacedPart | PlacedRows["trained"];
  /** Waits for what is still being read. */
  end?: () => Promise<void>;
}

/** How data are laid out and brought into memory. */
interface DataUse {
  plan: (threads: ThreadPlan) => PlanUse;
  place: (plan: Plan) => Promise<Measurable>;
}

/** What a training uses of its data: rows that come in windows, or samples in memory. @throws ConfigError, DataError */
async function dataOf(
  engine: Engine,
  data: FitData | RowData,
  settings: TrainingConfig,
): Promise<[parts: CommonParts, use: DataUse]> {
  if ("source" in data) {
    const { parts, plan, place: placeRows } = await rowTraining().use(engine, data, settings);
    return [parts, { plan, place: (of) => Promise.resolve(placeRows(of)) }];
  }
  const parts = divide(engine, data, settings);
  return [
    parts,
    {
      plan: (threads) => planUse(parts, settings, threads),
      place: (plan) => place(plan, data.dataset, parts, settings),
    },
  ];
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

/** Takes up the state of the training, or begins one. */
function beginTraining(engine: Engine, plan: Plan, parts: CommonParts, settings: TrainingConfig): void {
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
  { samples, held, trained }: Measurable,
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
  const evaluated = (part: Measurable["held"], of: EvaluationDetail): EvaluatedPart | null =>
    typeof part === "function"
      ? part(runner, of)
      : part && { ...part, evaluation: () => evaluationOf(plan, part.dataset, engine, of) };
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
