/** Writes the learning rates of a schedule into the plan, ahead of the updates that use them. */
import type { Plan } from "../../network/plan.js";
import type { Position, TrainingState } from "../state/trainingState.js";
import { fillRates, isConstant, lastsAsFit, Plateau, rateAt, type TimedSchedule } from "./schedule.js";
import type { TrainingConfig } from "../../settings/generated/types.js";

/** Largest number of rates of one call: 128 KiB. */
const mostRates = 16_384;

/** How many samples an epoch has, and how many updates they make. */
export interface EpochSize {
  batch: number;
  batches: number;
}

export class Rates {
  readonly #schedule: TimedSchedule | null;
  readonly #plateau: Plateau | null;
  readonly #place: number;
  /** Epochs before the first of the schedule. */
  readonly #origin: number;

  /** @param state at the beginning of the fit; the memory of a plateau is kept there */
  constructor(
    private readonly plan: Plan,
    private readonly settings: TrainingConfig,
    private readonly size: EpochSize,
    state: TrainingState,
  ) {
    const { schedule, optimizer } = settings;
    this.#origin = lastsAsFit(schedule) ? state.epochs : 0;
    this.#plateau =
      schedule.kind === "plateau" ? new Plateau(schedule, optimizer.learningRate, state.plateau) : null;
    state.plateau = this.#plateau?.memory ?? null;
    this.#schedule = schedule.kind === "plateau" || isConstant(schedule) ? null : schedule;
    this.#place = this.#schedule ? plan.placeRates(mostRates) : 0;
    plan.learningRate = this.#plateau?.rate ?? optimizer.learningRate;
  }

  /** Largest number of updates of one call. */
  get most(): number {
    return this.#schedule ? mostRates : Infinity;
  }

  /** Whether the rate is independent of the losses of earlier epochs. */
  get isBlind(): boolean {
    return this.#plateau === null;
  }

  /** Before a call that makes `count` updates, the first of them at a position of the training. */
  prepare(position: Pick<Position, "epochs" | "samples">, count: number): void {
    if (!this.#schedule) return;
    const { optimizer, epochs } = this.settings;
    const into = this.plan.useRates(this.#place, count);
    fillRates(
      into,
      this.#schedule,
      optimizer.learningRate,
      this.#update(position),
      this.size.batches,
      epochs,
    );
  }

  /** The rate of the update at a position of the training. */
  at(position: Pick<Position, "epochs" | "samples">): number {
    if (this.#plateau) return this.#plateau.rate;
    const { optimizer, epochs } = this.settings;
    if (!this.#schedule) return optimizer.learningRate;
    return rateAt(this.#schedule, optimizer.learningRate, this.#update(position), this.size.batches, epochs);
  }

  /** The rate of the last update of an epoch. @param epoch its number */
  atEndOf(epoch: number): number {
    return this.at({ epochs: epoch - 1, samples: (this.size.batches - 1) * this.size.batch });
  }

  /** After an epoch, with its loss: the validation loss, or without validation the training loss. */
  next(monitored: number): void {
    if (!this.#plateau) return;
    this.#plateau.next(monitored);
    this.plan.learningRate = this.#plateau.rate;
  }

  /** The number of an update within the schedule; 0 for the first. */
  #update({ epochs, samples }: Pick<Position, "epochs" | "samples">): number {
    return (epochs - this.#origin) * this.size.batches + Math.ceil(samples / this.size.batch);
  }
}
