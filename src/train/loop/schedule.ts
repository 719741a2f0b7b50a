/**
 * Learning rates over the course of a training. Every kind but `plateau` is a pure function of the update's
 * number. So a rate needs no state, and rates can be filled in for many updates ahead. They have the same bits in every
 * engine. `rates.ts` puts the rates into the plan.
 */
import { schedules } from "../../functions/schedules.js";
import { cosOfTurns, ln, pow } from "../../network/elementary.js";
import type { Schedule } from "../../settings/generated/types.js";

/** A schedule whose rates are known beforehand. */
export type TimedSchedule = Exclude<Schedule, { kind: "plateau" }>;

/** Whether the rate is the same throughout. */
export function isConstant(schedule: Schedule): boolean {
  return schedule.kind === "constant";
}

/** Whether the rate changes between epochs only, if at all. */
export function movesByEpoch(schedule: Schedule): boolean {
  return schedules[schedule.kind].moves !== "update";
}

/** Whether the schedule lasts as long as the fit, because its own length is not given. */
export function lastsAsFit(schedule: Schedule): boolean {
  const { lasts } = schedules[schedule.kind];
  return lasts !== undefined && (schedule as Readonly<Record<string, unknown>>)[lasts] === undefined;
}

/**
 * The schedule with its length given, so that a training which is continued goes on along it.
 *
 * @param epochs of the whole training
 */
export function withLength(schedule: Schedule, epochs: number): Schedule {
  if (!lastsAsFit(schedule)) return schedule;
  return schedule.kind === "cosine"
    ? { ...schedule, period: Math.max(epochs - schedule.warmup, Number.MIN_VALUE) }
    : ({ ...schedule, epochs } as unknown as Schedule);
}

/**
 * The learning rate of one update. With η the base, u the update, n the updates per epoch, e = ⌊u / n⌋:
 *
 *     constant        η
 *     step            η · factor^⌊e / every⌋
 *     exponential     η · factor^e
 *     inverseScaling  η / (u + 1)^power
 *     cosine          η (u + 1) / (warmup · n) while warming up, then falls from η to `minimum` along half a
 *                     cosine, and again after each period; a period is `periodFactor` times the one before.
 *                     Warmup and periods are rounded to whole updates
 *     flatCosine      η for the part `flat` of all N updates, then falls to `minimum` along half a cosine; the last
 *                     update is one step above it
 *     coslog4         ½ η (1 − cos(2π log₂(1 + 15 (u + ½) / N))), which is 0 in no update
 *     oneCycle        rises from η / divisor to η, falls to η / divisor / finalDivisor in the last update,
 *                     along half a cosine each
 *
 * Sources: step, exponential, cosine with restarts (Loshchilov & Hutter 2017) and oneCycle (Smith & Topin
 * 2018) as torch.optim.lr_scheduler has them; inverseScaling as scikit-learn's `invscaling`, per update; flatCosine as
 * fastai's `fit_flat_cos`; coslog4 of RealMLP (Holzmüller et al. 2024).
 *
 * @param base the optimiser's learning rate
 * @param update 0 for the first of the schedule
 * @param updatesPerEpoch ≥ 1
 * @param epochs of the fit: the length of a schedule whose own is not given
 */
export function rateAt(
  schedule: TimedSchedule,
  base: number,
  update: number,
  updatesPerEpoch: number,
  epochs: number,
): number {
  const epoch = Math.floor(update / updatesPerEpoch);
  const length = updatesPerEpoch * ("epochs" in schedule ? (schedule.epochs ?? epochs) : epochs);
  switch (schedule.kind) {
    case "constant":
      return base;
    case "step":
      return base * pow(schedule.factor, Math.floor(epoch / schedule.every));
    case "exponential":
      return base * pow(schedule.factor, epoch);
    case "inverseScaling":
      return base / pow(update + 1, schedule.power);
    case "cosine":
      return cosineRate(schedule, base, update, updatesPerEpoch, epochs);
    case "flatCosine": {
      const done = update / length;
      const fallen = (done - schedule.flat) / (1 - schedule.flat);
      return fallen <= 0 ? base : between(base, schedule.minimum, Math.min(fallen, 1));
    }
    case "coslog4": {
      const done = Math.min((update + 0.5) / length, 1);
      return (base / 2) * (1 - cosOfTurns(ln(1 + 15 * done) / Math.LN2));
    }
    case "oneCycle":
      return oneCycleRate(schedule, base, update, length);
  }
}

/**
 * Fills `into` with the rates of consecutive updates.
 *
 * @param firstUpdate the update whose rate comes first; the other parameters are those of `rateAt`
 */
export function fillRates(
  into: Float64Array,
  schedule: TimedSchedule,
  base: number,
  firstUpdate: number,
  updatesPerEpoch: number,
  epochs: number,
): void {
  const byEpoch = movesByEpoch(schedule);
  for (let i = 0; i < into.length; i++) {
    const update = firstUpdate + i;
    const same = byEpoch && i > 0 && update % updatesPerEpoch !== 0;
    into[i] = same ? into[i - 1]! : rateAt(schedule, base, update, updatesPerEpoch, epochs);
  }
}

/**
 * The rate of the schedule `plateau`. After more than `patience` epochs in a row without an improvement it is multiplied
 * by `factor`, but not below `minimum`, and counting starts again. A value is an improvement if it is below the best by
 * more than `minChange` (absolute). NaN is not an improvement.
 *
 * As torch's ReduceLROnPlateau with threshold_mode "abs", no cooldown and eps 0.
 */
export class Plateau {
  readonly #settings: Extract<Schedule, { kind: "plateau" }>;
  /** Its memory: the best value, the epochs since, the rate of the next epoch, and that of the first. */
  readonly memory: { best: number; waited: number; rate: number; base: number };

  /**
   * @param base   the optimiser's learning rate
   * @param before the memory of the fit before, to go on from
   */
  constructor(
    settings: Extract<Schedule, { kind: "plateau" }>,
    base: number,
    before: Plateau["memory"] | null = null,
  ) {
    this.#settings = settings;
    this.memory = before?.base === base ? before : { best: Infinity, waited: 0, rate: base, base };
  }

  get rate(): number {
    return this.memory.rate;
  }

  /** Call it with the monitored value after every epoch; lower is better. */
  next(monitored: number): void {
    const { factor, patience, minChange, minimum } = this.#settings;
    const { memory } = this;
    if (monitored < memory.best - minChange) {
      memory.best = monitored;
      memory.waited = 0;
    } else if (++memory.waited > patience) {
      memory.rate = Math.min(memory.rate, Math.max(memory.rate * factor, minimum));
      memory.waited = 0;
    }
  }
}

function cosineRate(
  schedule: Extract<Schedule, { kind: "cosine" }>,
  base: number,
  update: number,
  updatesPerEpoch: number,
  epochs: number,
): number {
  const { warmup, periodFactor, minimum } = schedule;
  const warming = whole(warmup * updatesPerEpoch);
  if (update < warming) return (base * (update + 1)) / warming;
  const period = schedule.period ?? epochs - warmup;
  let length = Math.max(1, whole(period * updatesPerEpoch));
  let since = update - warming;
  if (periodFactor === 1) since %= length;
  while (since >= length) {
    since -= length;
    length = whole(length * periodFactor);
  }
  return between(base, minimum, since / length);
}

function oneCycleRate(
  schedule: Extract<Schedule, { kind: "oneCycle" }>,
  base: number,
  update: number,
  updates: number,
): number {
  const { warmup, divisor, finalDivisor } = schedule;
  const first = base / divisor;
  const peak = warmup * updates - 1;
  if (update < peak) return between(first, base, update / peak);
  const fallen = (update - peak) / (updates - 1 - peak);
  return between(base, first / finalDivisor, Math.min(fallen, 1));
}

function whole(value: number): number {
  return Math.floor(value + 0.5);
}

/** From one rate to another along half a cosine; `at` 0 … 1. */
function between(from: number, to: number, at: number): number {
  return to + ((from - to) / 2) * (1 + cosOfTurns(at / 2));
}
