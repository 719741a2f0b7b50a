/**
 * A whole configuration, checked once: each setting by its record, then the rules between settings and the defaults
 * that depend on others.
 */
import { ConfigError } from "../errors.js";
import { type LossName, usualLoss } from "../functions/losses.js";
import { type OptimizerKind, optimizers, usualLearningRate } from "../functions/optimizers.js";
import { show } from "../wording.js";
import { checkDetails, isPlainObject, unknownSetting } from "./check.js";
import type {
  Config,
  ConfigInput,
  BiasInitializerConfig,
  InitializerConfig,
  LayerConfig,
  TrainingConfig,
} from "./generated/types.js";
import type { Setting } from "./kinds.js";
import { completeLayers, refuseLoss, writtenLayers } from "./layerChecks.js";
import { refuseMembers } from "./members.js";
import { activeWith, offAdvice, type SettingName, settings } from "./records.js";

/** Names of the settings that `fit` takes too. */
const trainingNames = (Object.keys(settings) as SettingName[]).filter(
  (name) => settings[name].scope === "training",
);

/** Configurations that were checked. They are frozen, so they need no second check. */
const checked = new WeakSet<object>();

/**
 * Checks a whole configuration and fills in the defaults.
 *
 * @param given as a user writes it, or a complete one (`network.config`)
 * @returns deeply frozen; the same object where `given` came from here
 * @throws ConfigError naming the setting, what was expected and what came
 */
export function checkConfig(given: unknown): Config {
  if (typeof given === "object" && given !== null && checked.has(given)) return given as Config;
  return completeConfig(checkValues(given));
}

/** Settings that were checked one by one, with their defaults. */
export type CheckedValues = Readonly<Record<string, unknown>>;

/**
 * Checks each setting by its record. Rules between settings come later: see `completeConfig`.
 *
 * @throws ConfigError
 */
export function checkValues(given: unknown): CheckedValues {
  if (!isPlainObject(given)) {
    throw new ConfigError({
      setting: "config",
      expected: "an object of settings, as in { layers: [2, 3, 1] }",
      got: show(given),
    });
  }
  const { inputDropout, ...rest } = given;
  const layers = writtenLayers(given.layers, inputDropout);
  refuseUnknown(Object.keys(rest));
  return checkDetails(settings, { ...rest, layers }, []);
}

function refuseUnknown(names: readonly string[]): void {
  const unknown = names.find((name) => !Object.hasOwn(settings, name));
  if (unknown !== undefined) throw unknownSetting([unknown], Object.keys(settings), aliases());
}

/** Names by which people look for a setting, with its path. */
export function aliases(of: Readonly<Record<string, Setting>> = settings): Map<string, string> {
  const own = Object.entries(of).flatMap(([path, { alsoCalled = [] }]) =>
    alsoCalled.map((name): [string, string] => [name, path]),
  );
  const details = Object.entries(of).flatMap(([path, setting]) =>
    Object.entries((setting.type === "kinds" && setting.shared) || {}).flatMap(
      ([name, { alsoCalled = [] }]) =>
        [name, ...alsoCalled].map((one): [string, string] => [one, `${path}.${name}`]),
    ),
  );
  return new Map([...details, ...own]);
}

/**
 * Applies the rules between settings to values that were checked one by one.
 *
 * @param usualEpochs the default number of epochs, from the batch size; for a caller that knows the data
 * @throws ConfigError
 */
export function completeConfig(
  values: CheckedValues,
  usualEpochs?: (batchSize: number | "full") => number,
): Config {
  const given = values as unknown as Omit<Config, "layers" | "loss"> & {
    layers: unknown[];
    loss?: LossName;
    optimizer: GivenOptimizer;
  };
  const { loss, initializer, biasInitializer } = given;
  const { layers, inputDropout } = completeLayers(given.layers, { ...given, loss });
  const network = {
    ...given,
    layers,
    inputDropout,
    loss: loss ?? usualLoss(layers.at(-1)!.activation),
  };
  refuseEmptySpan("initializer", initializer);
  refuseEmptySpan("biasInitializer", biasInitializer);
  const training = completeTraining(given, network);
  const epochs = usualEpochs ? usualEpochs(training.batchSize) : given.epochs;
  const config = inOrder({ ...network, ...training, epochs } as Config);
  refuseLoss(config);
  refuseMembers(config);
  refuseMixtures(config);
  return seal(config);
}

/** Settings in a fixed order, so that a model file has the same bytes when it is saved again. */
function inOrder(config: Config): Config {
  const names = ["layers", "inputDropout", ...Object.keys(settings).filter((name) => name !== "layers")];
  const entries = names.map((name) => [name, config[name as keyof Config]] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as unknown as Config;
}

function seal(config: Config): Config {
  deepFreeze(config);
  checked.add(config);
  return config;
}

function deepFreeze(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part);
}

/** Refuses a uniform distribution without values. */
function refuseEmptySpan(setting: string, drawn: InitializerConfig | BiasInitializerConfig): void {
  if (drawn.kind === "uniform" && !(drawn.low < drawn.high)) {
    throw new ConfigError({
      setting,
      reason: "uniform takes low < high",
      got: `low ${drawn.low} and high ${drawn.high}`,
    });
  }
}

/** An optimiser whose values were checked; the rate is still to be completed. */
type GivenOptimizer = { kind: OptimizerKind; learningRate?: number; momentum?: number };

/** Fills in what depends on the network and on the optimiser. */
function completeTraining(
  given: { optimizer: GivenOptimizer; batchSize?: number | "full"; weightDecay?: number },
  { layers, loss }: { layers: readonly LayerConfig[]; loss: LossName },
): Pick<TrainingConfig, "optimizer" | "batchSize" | "weightDecay"> {
  const { kind, learningRate, ...details } = given.optimizer;
  if (details.momentum === 0) delete details.momentum; // plain descent
  const optimizer = {
    kind,
    learningRate: learningRate ?? usualLearningRate(kind, layers.at(-1)!.activation, loss),
    ...details,
  } as TrainingConfig["optimizer"];
  const usual = usualOf(kind);
  const { batchSize = usual.batchSize, weightDecay = usual.weightDecay } = given;
  if (optimizers[kind].fullBatch && batchSize !== "full") {
    throw new ConfigError({
      setting: "batchSize",
      reason: `${kind} takes all samples at once`,
      got: String(batchSize),
      advice: 'Set it to "full".',
    });
  }
  return { optimizer, batchSize, weightDecay };
}

function usualOf(kind: OptimizerKind) {
  const { fullBatch, weightDecay = 0 } = optimizers[kind];
  return { batchSize: fullBatch ? ("full" as const) : 16, weightDecay };
}

/** Refuses settings that exclude each other. */
function refuseMixtures(config: Config): void {
  const { schedule, optimizer, inputDropout, layers, dropout } = config;
  const { kind, learningRate } = optimizer;
  if ("minimum" in schedule && schedule.minimum > learningRate) {
    throw new ConfigError({
      setting: "schedule.minimum",
      expected: `at most the learning rate, ${learningRate}`,
      got: String(schedule.minimum),
    });
  }
  if (!optimizers[kind].findsSteps) return;
  const [refused] = activeWith("refusedByLbfgs", config);
  if (refused) {
    throw new ConfigError({
      setting: refused,
      reason: `does not go with ${kind}`,
      advice: offAdvice(refused),
    });
  }
  const dropping = [inputDropout, ...layers.map((layer) => layer.dropout)].findIndex((part) => part > 0);
  if (dropping >= 0) {
    const setting = dropping > 0 && dropout > 0 ? "dropout" : `layers[${dropping}].dropout`;
    throw new ConfigError({ setting, reason: `does not go with ${kind}`, advice: "Set it to 0." });
  }
  const factors = ["rateFactor", "biasRateFactor"] as const;
  layers.forEach((layer, index) => {
    const factor = factors.find((name) => layer[name] !== undefined);
    if (factor === undefined) return;
    const setting = `layers[${index + 1}].${factor}`;
    throw new ConfigError({ setting, reason: `${kind} finds its steps`, advice: "Drop it." });
  });
  if (config.inputScaleRate !== 1) {
    throw new ConfigError({
      setting: "inputScaleRate",
      reason: `${kind} finds its steps`,
      got: String(config.inputScaleRate),
      advice: "Drop it.",
    });
  }
  if (schedule.kind !== "constant") {
    throw new ConfigError({
      setting: "schedule",
      reason: `does not go with ${kind}, which finds its steps`,
      advice: "Drop it.",
    });
  }
  if (learningRate !== 1) {
    throw new ConfigError({
      setting: "optimizer.learningRate",
      reason: `${kind} finds its steps`,
      got: String(learningRate),
      advice: "Drop it.",
    });
  }
}

/** A complete configuration as a user would write it, with the inputs first: `checkConfig` of it gives `config` again. */
export function configInput(config: Config): ConfigInput {
  const { layers, inputDropout, ...rest } = config;
  return { ...rest, layers: writtenLayers(layers, inputDropout) } as ConfigInput;
}

/**
 * Checks settings given to `fit`, which override those that the network was created with. If they name another optimiser,
 * `batchSize` and `weightDecay` that were defaults of the network's optimiser become defaults of the new one.
 *
 * @throws ConfigError
 */
export function checkTraining(given: Readonly<Record<string, unknown>>, config: Config): Config {
  const now = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const names = Object.keys(now);
  if (names.length === 0) return config;
  const before = lastTraining.get(config);
  if (before && isSame(before.given, now)) return before.complete;
  for (const name of names) {
    if (!Object.hasOwn(settings, name) || settings[name as SettingName].scope === "training") continue;
    throw new ConfigError({
      setting: name,
      reason: "is a setting of the network, not of a training",
      advice: "Give it to Network.create.",
    });
  }
  refuseUnknown(names);
  const optimizer = mergedOptimizer(now.optimizer, config);
  const values = checkDetails(
    settings,
    { ...withoutUsual(config, optimizer), ...now, optimizer, layers: [1, 1] },
    [],
  );
  const training = Object.fromEntries(trainingNames.map((name) => [name, values[name]]));
  const complete = inOrder({
    ...config,
    ...training,
    ...completeTraining(training as never, config),
  } as Config);
  refuseMixtures(complete);
  lastTraining.set(config, { given: now, complete: seal(complete) });
  return complete;
}

/** What was last given with a configuration: a program that fits little at a time gives the same again and again. */
const lastTraining = /* @__PURE__ */ new WeakMap<
  Config,
  { given: Readonly<Record<string, unknown>>; complete: Config }
>();

/** Whether two sets of settings have the same values, none of which is an object, which its owner might change. */
function isSame(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  const names = Object.keys(b);
  return (
    names.length === Object.keys(a).length &&
    names.every(
      (name) => typeof b[name] !== "object" && Object.hasOwn(a, name) && Object.is(a[name], b[name]),
    )
  );
}

/** Settings of training; if another optimiser is given, without the defaults of the old one. */
function withoutUsual(config: Config, optimizer: unknown): Record<string, unknown> {
  const before: Record<string, unknown> = Object.fromEntries(
    trainingNames.map((name) => [name, config[name]]),
  );
  const { kind } = config.optimizer;
  const given = isPlainObject(optimizer) ? (optimizer.kind ?? "sgd") : optimizer;
  if (given === kind) return before;
  const usual = usualOf(kind);
  for (const name of ["batchSize", "weightDecay"] as const) {
    if (before[name] === usual[name]) delete before[name];
  }
  return before;
}

/** Another optimiser, or the optimiser of the network with other details. */
function mergedOptimizer(given: unknown, { optimizer }: Config): unknown {
  if (given === undefined) return optimizer;
  if (!isPlainObject(given)) return given;
  return given.kind === undefined || given.kind === optimizer.kind ? { ...optimizer, ...given } : given;
}
