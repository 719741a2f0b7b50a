/** A training laid out in a memory of the test's own, with the plan in the test's hands. */
import { Parameters } from "../../../src/network/parameters.js";
import type { Placed } from "../../../src/network/placing.js";
import { Plan } from "../../../src/network/plan.js";
import { measureScaler } from "../../../src/data/scalers.js";
import { Rates } from "../../../src/train/loop/rates.js";
import { newTrainingState } from "../../../src/train/state/trainingState.js";
import { checkConfig } from "../../../src/settings/configuration.js";
import type { Config } from "../../../src/settings/generated/types.js";
import { rowWeights } from "../../../src/data/rowWeights.js";
import type { Arena } from "../../../src/wasm/arena.js";
import type { BuildName } from "../../../src/wasm/builds.js";
import { instantiate, type Kernels } from "../../../src/wasm/kernels.js";
import type { Situation } from "./situation.js";

export interface Laid {
  config: Config;
  parameters: Parameters;
  kernels: Kernels;
  plan: Plan;
  placed: Placed;
  order: number;
  batch: number;
}

/** Lays a situation out; its parameters are as its seed draws them. */
export function layOut(
  arena: Arena,
  build: BuildName,
  { config: given, data }: Situation,
  {
    threads = 1,
    pass = "train" as "train" | "gradients" | "forward",
    general = false,
    module = undefined as WebAssembly.Module | undefined,
  } = {},
): Laid {
  const config = checkConfig(given);
  const parameters = new Parameters(arena, config);
  parameters.initialise();
  const kernels = instantiate(build, arena.memory, config.precision, module);
  const batch = config.batchSize === "full" ? data.rows : Math.min(config.batchSize, data.rows);
  const rows = Uint32Array.from({ length: data.rows }, (_, row) => row);
  const bytes = data.inputs instanceof Uint8Array;
  const inputs = bytes ? measureScaler("bytes", data.inputs, data.columns, rows) : null;
  const use = { batch, pass, answers: data.rows, update: config, threads, general };
  const plan = new Plan(arena, kernels, config, { inputs, targets: null }, parameters, use);
  const placed = plan.place(data);
  const order = plan.placeOrder(data.rows);
  plan.order(order, data.rows).set(rows);
  const weights = rowWeights(data, undefined);
  if (weights) plan.weigh(weights);
  const updates = Math.ceil(data.rows / batch);
  const start = newTrainingState();
  new Rates(plan, config, { batch, batches: updates }, start).prepare(start, updates * config.epochs);
  plan.use(placed, config.shuffle ? order : 0);
  plan.beginEpoch(1, config.seed);
  plan.lossSum = 0;
  return { config, parameters, kernels, plan, placed, order, batch };
}
