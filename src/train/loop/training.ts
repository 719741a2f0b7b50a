/**
 * One training from beginning to end: split and scalers, the plan with its data, threads, the epochs; and the
 * weights as they were before, where a thread fails. What callers give has been checked by `Network`.
 */
import { ThreadError } from "../../errors.js";
import type { NetworkConfig } from "../../network/config.js";
import { hostProcessors } from "../../wasm/info.js";
import type { Dataset } from "../../data/dataset.js";
import type { Engine } from "../engine.js";
import { evaluationOf } from "../evaluation/evaluation.js";
import { Gate, gateOf } from "./control.js";
import { runEpochs } from "./epochs.js";
import { Guard } from "./guard.js";
import type { FitHooks, History } from "./history.js";
import { newPace } from "./job.js";
import { breathe, breatheInTime } from "./many.js";
import { Rates } from "./rates.js";
import { Runner } from "./runner.js";
import { runSecondOrder, sliceRows } from "../secondOrder/secondOrder.js";
import type { TrainingConfig } from "../settings.js";
import { measureScalers } from "../../data/scalers.js";
import { splitRows } from "../../data/split.js";
import { refuseMonitor } from "./stopping.js";
import { planThreads } from "./threads.js";
import { rowWeights } from "../../data/rowWeights.js";

/** Copying more than so many bytes takes milliseconds. */
const manyBytes = 1e6;

export interface TrainingCaller {
  hooks: FitHooks;
  /** Throws where training should not go on after all. */
  proceed: () => void;
}

/**
 * Trains an engine's network.
 *
 * @throws ConfigError for a split or threads that cannot be, before anything has changed; DivergenceError with
 *   the last finite weights; ThreadError with the weights as they were before
 */
export async function trainOn(
  engine: Engine,
  config: NetworkConfig,
  dataset: Dataset,
  training: TrainingConfig,
  { hooks, proceed }: TrainingCaller,
): Promise<History> {
  const gate = hooks.control ? gateOf(hooks.control) : new Gate();
  gate.begin();
  try {
    return await trainWithin(engine, config, dataset, training, { hooks, proceed, gate });
  } finally {
    gate.end();
  }
}

async function trainWithin(
  engine: Engine,
  config: NetworkConfig,
  dataset: Dataset,
  training: TrainingConfig,
  { hooks, proceed, gate }: TrainingCaller & { gate: Gate },
): Promise<History> {
  await engine.load();
  const { rows } = dataset;
  const { seed, reduction } = config;
  const split = splitRows(rows, training.validation, seed);
  const scalers = measureScalers(dataset, split.train, training, engine.scalers);
  const held = split.validation.length;
  const count = split.train.length;
  const weights = rowWeights(dataset, training.classWeights);
  refuseMonitor(training.earlyStopping, held);
  const isSecondOrder = training.optimizer.kind === "lbfgs";
  const whole = isSecondOrder ? Math.min(sliceRows, count) : count;
  const batch = training.batchSize === "full" ? whole : Math.min(training.batchSize, count);
  const batches = Math.ceil(count / batch) * training.epochs;
  const { pool: size, measure, keepFree } = planThreads(engine, batch, batches);
  const threads = Math.max(1, size);
  const pass = isSecondOrder ? "gradients" : "train";
  const update = isSecondOrder ? undefined : training;
  const plan = engine.plan({ batch, pass, update, answers: held, threads }, scalers);
  try {
    const pool = size > 0 ? engine.pool(size) : null;
    const pace = newPace();
    const placing = plan.placing(dataset);
    let placed = placing.next();
    for (; !placed.done; placed = placing.next()) await breatheInTime(pace);
    const order = plan.placeOrder(rows);
    plan.order(order, rows).set(split.train);
    plan.order(order, rows).set(split.validation, count);
    if (weights) plan.weigh(weights);
    // copies of many megabytes are felt: let the host have a turn between them
    if (dataset.inputs.byteLength > manyBytes) await breathe();
    const before = engine.parameters.bytes();
    if (before.length > manyBytes) await breathe();
    proceed();
    engine.scalers = scalers;
    const heldSet = held > 0 ? dataset.select(split.validation) : null;
    if (!training.warmStart) engine.parameters.initialise();
    const isScaled = scalers.inputs !== null;
    const { parameters } = engine;
    const run = isSecondOrder ? runSecondOrder : runEpochs;
    const alone = keepFree && pool ? "pool" : "here";
    const memory = engine.parameters.arena.memory;
    const runner = new Runner(plan, {
      pool,
      threads,
      measure,
      alone,
      // nobody asked for several threads, so this one may do the work where none can start
      mayRunHere: config.threads === "auto" || config.threads === 1,
      processors: hostProcessors(),
      memory,
    });
    return await run({
      plan,
      parameters,
      rates: new Rates(plan, training, Math.ceil(count / batch)),
      guard: new Guard({ plan, runner, parameters, dataset, isScaled, batch, count }),
      pace: newPace(),
      runner,
      placed: placed.value,
      order: held === 0 && !training.shuffle ? 0 : order,
      count,
      batch,
      settings: training,
      seed,
      meanLoss: reduction === "mean",
      held: heldSet && {
        order: order + 4 * count,
        rows: held,
        evaluation: () => evaluationOf(plan, heldSet, config, scalers.targets),
      },
      gate,
      ...hooks,
    }).catch((error: unknown) => {
      if (error instanceof ThreadError) engine.parameters.restore(before);
      throw error;
    });
  } finally {
    plan.close();
  }
}
