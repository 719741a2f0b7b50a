/**
 * The settings of a training as types: what users may give, and what is complete. They are written out, so that
 * programs that use the package need none of what checks them; `settings.ts` and its neighbours check, and a test
 * holds the two together.
 */
import type { NetworkConfig, NetworkInput } from "../network/networkSettings.js";
import type { OptimizerKind } from "../network/updating.js";
import type { ClassWeights } from "../data/rowWeights.js";

/** What optimisers take beside their learning rate. Formulas and sources: docs/settings.md. */
export interface OptimizerDetails {
  /** μ, 0 ≤ μ < 1: what is left of the last step. Of momentum and nesterov 0.9 unless told, of sgd 0. */
  momentum?: number | undefined;
  /** ρ, 0 ≤ ρ < 1: what is left of the mean square. Of rmsprop, 0.9 unless told. */
  rho?: number | undefined;
  /** β₁, 0 ≤ β₁ < 1: what is left of the mean gradient. Of adam, adamw and nadam, 0.9 unless told. */
  beta1?: number | undefined;
  /** β₂, 0 ≤ β₂ < 1: what is left of the mean square. Of adam, adamw and nadam, 0.999 unless told. */
  beta2?: number | undefined;
  /** ε > 0: keeps the divisor from 0. Of adagrad 1e-10 unless told; of rmsprop, adam, adamw and nadam 1e-8. */
  epsilon?: number | undefined;
  /** > 1: factor of a step while the gradient's sign stays. Of irpropMinus, 1.2 unless told. */
  increase?: number | undefined;
  /** Between 0 and 1: factor of a step when the gradient's sign changes. Of irpropMinus, 0.5 unless told. */
  decrease?: number | undefined;
  /** Least step, > 0. Of irpropMinus, 1e-6 unless told. */
  minStep?: number | undefined;
  /** Greatest step, > 0. Of irpropMinus, 50 unless told. */
  maxStep?: number | undefined;
  /** Changes of weights and gradient that lbfgs remembers, 1 to 1000; 10 unless told. */
  history?: number | undefined;
}

/** How weights follow the gradient, as users give it. */
export interface OptimizerInput extends OptimizerDetails {
  /** Name of the optimiser; `sgd` unless told. */
  kind?: OptimizerKind | undefined;
  /** η > 0: how far a step goes; the default depends on the kind. */
  learningRate?: number | undefined;
}

/** An optimiser with all its settings, and none of others. */
export interface OptimizerConfig extends OptimizerDetails {
  /** Name of the optimiser. */
  kind: OptimizerKind;
  /** η: how far a step goes; of irpropMinus the first step. */
  learningRate: number;
}

/** What each schedule has beside its name; lengths are in epochs, `warmup` of oneCycle is a part of all updates. */
export interface ScheduleDetails {
  /** The same rate throughout. */
  constant: unknown;
  /** The rate times `factor` after `every` epochs, again and again; every 10 epochs by 0.1 unless told. */
  step: {
    /** Epochs from one step to the next, ≥ 1. */
    every: number;
    /** Between 0 and 1. */
    factor: number;
  };
  /** The rate times `factor` after each epoch; 0.95 unless told. */
  exponential: {
    /** Between 0 and 1. */
    factor: number;
  };
  /** The rate divided by the number of the update to the `power`; 0.5 unless told. */
  inverseScaling: {
    /** > 0. */
    power: number;
  };
  /** Up from 0 in `warmup`, then down to `minimum` along half a cosine, again after each `period`. */
  cosine: {
    /** Epochs in which the rate rises in a line, ≥ 0; 0 unless told. */
    warmup: number;
    /** Epochs from full rate to `minimum`, > 0; all that are left unless told. */
    period?: number | undefined;
    /** Factor of the period after each, ≥ 1; 1 unless told. */
    periodFactor: number;
    /** Least rate, ≥ 0; 0 unless told. */
    minimum: number;
  };
  /** Up from rate / `divisor`, then down to that / `finalDivisor`, along half a cosine each. */
  oneCycle: {
    /** Part of all updates in which the rate rises, 0 ≤ part < 1; 0.3 unless told. */
    warmup: number;
    /** The first rate is the learning rate by this, ≥ 1; 25 unless told. */
    divisor: number;
    /** The last rate is the first by this, ≥ 1; 10,000 unless told. */
    finalDivisor: number;
  };
  /** The rate times `factor` after more than `patience` epochs without an improvement by `minChange`. */
  plateau: {
    /** Between 0 and 1; 0.1 unless told. */
    factor: number;
    /** Epochs without an improvement that are still borne, ≥ 0; 10 unless told. */
    patience: number;
    /** What is less is no improvement; 0.0001 unless told. */
    minChange: number;
    /** Least rate, ≥ 0; 0 unless told. */
    minimum: number;
  };
}

/** Name of a schedule. */
export type ScheduleName = keyof ScheduleDetails;
/** A schedule, complete. Lengths are in epochs; `warmup` of oneCycle is a part of all updates. */
export type Schedule = {
  [Kind in ScheduleName]: {
    /** Name of the schedule. */
    kind: Kind;
  } & ScheduleDetails[Kind];
}[ScheduleName];
/** The learning rate over time, as a user gives it: a name, or an object with a kind and any of what belongs to it. */
export type ScheduleInput =
  | ScheduleName
  | {
      [Kind in ScheduleName]: {
        /** Name of the schedule. */
        kind: Kind;
      } & MaybeGiven<ScheduleDetails[Kind]>;
    }[ScheduleName];
/** Any of the settings of an object. */
export type MaybeGiven<Details> = { [Name in keyof Details]?: Details[Name] | undefined };

/** What early stopping goes by, complete. */
export interface EarlyStoppingSettings {
  /** Epochs in a row without improvement after which training ends, ≥ 1; 10 unless told. */
  patience: number;
  /** What is less is no improvement; 0 unless told. */
  minChange: number;
  /** Which loss has to fall: that of the held-out part (unless told), or of training. */
  monitor: "validation" | "loss";
  /** Whether the weights of the best epoch come back; true unless told. */
  restoreBest: boolean;
}
/** When training that gets no better ends, as a user gives it: the patience, an object, or false for none. */
export type EarlyStoppingInput = number | false | MaybeGiven<EarlyStoppingSettings>;

/** Settings that are the same before and after they are checked, but for defaults. */
export interface TrainingBasics {
  /** Passes over the data, ≥ 0; 10 unless told. */
  epochs: number;
  /** Whether each epoch has the samples in an order of its own; true unless told. */
  shuffle: boolean;
  /** Part of the data to hold out, 0 ≤ part < 1; 0 unless told. */
  validation: number;
  /** Training ends when its loss is as low; off unless told. */
  targetLoss?: number | undefined;
  /** Seconds after which training ends; off unless told. */
  timeLimit?: number | undefined;
  /** Updates after which training ends; off unless told. */
  stepLimit?: number | undefined;
  /** Whether `fit` goes on from the present weights, or draws new ones; true unless told. */
  warmStart: boolean;
  /** How much samples of each class count; all 1 unless told. */
  classWeights?: ClassWeights | undefined;
  /** Adds l1 · sign(w) to the gradient of each weight; 0 unless told. */
  l1: number;
  /** Adds l2 · w to the gradient of each weight; 0 unless told. */
  l2: number;
  /** w ← w − η · weightDecay · w before each update, weights only; 0 unless told, adamw 0.01. */
  weightDecay: number;
  /** Limit of each element of the gradient; 0: none. */
  clipValue: number;
  /** Limit c of the norm of the whole gradient: g ← g · min(1, c / ‖g‖); 0: none. */
  clipNorm: number;
  /** Limit of the norm of the weights into each unit, after each update; 0: none. */
  maxNorm: number;
  /** Standard deviation of normal noise on inputs, in training only; 0 unless told. */
  inputNoise: number;
  /** Of inputs, by the training part; `auto` (unless told) divides bytes by 255 and leaves the rest. */
  scaling: "auto" | "none" | "bytes" | "minMax" | "standard";
  /** Of targets that are numbers; answers come back in their own units. `none` unless told. */
  targetScaling: "none" | "minMax" | "standard";
  /** Samples per update, ≥ 1, or all; 16 unless told, `full` for irpropMinus and lbfgs. */
  batchSize: number | "full";
}

/** The settings of a training, complete. */
export interface TrainingConfig extends TrainingBasics {
  /** How weights follow the gradient. */
  optimizer: OptimizerConfig;
  /** The learning rate over time. */
  schedule: Schedule;
  /** When training that gets no better ends, or false. */
  earlyStopping: EarlyStoppingSettings | false;
}

/** What a user may give to `fit` beside callbacks; also part of what `Network.create` takes. */
export interface TrainingInput extends MaybeGiven<TrainingBasics> {
  /** How weights follow the gradient: a name, or an object; `sgd` unless told. */
  optimizer?: OptimizerKind | OptimizerInput | undefined;
  /** The learning rate over time: a name, or an object; `constant` unless told. */
  schedule?: ScheduleInput | undefined;
  /** Ends training that gets no better: the patience, or an object; false unless told. */
  earlyStopping?: EarlyStoppingInput | undefined;
}

/** Everything about a network and its training, complete: the "effective configuration". */
export type Config = NetworkConfig & TrainingConfig;
/** What a user may give to `Network.create`: layers, and any of the other settings. */
export interface ConfigInput extends NetworkInput, TrainingInput {}
