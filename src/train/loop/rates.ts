/** Writes the learning rates of a schedule into the plan, ahead of the updates that use them. */
import type { Plan } from "../../network/plan.js";
import { fillRates, isConstant, Plateau, rateAt, type TimedSchedule } from "./schedule.js";
import type { TrainingConfig } from "../../settings/generated/types.js";

/** Largest number of rates of one call: 128 KiB. */
const mostRates = 16_384;

export class Rates {
  readonly #schedule: TimedSchedule | null;
  readonly #plateau: Plateau | null;
  readonly #place: number;

  constructor(
    private readonly plan: Plan,
    private readonly settings: TrainingConfig,
    private readonly updatesPerEpoch: number,
  ) {
    const { schedule, optimizer } = settings;
    this.#plateau = schedule.kind === "plateau" ? new Plateau(schedule, optimizer.learningRate) : null;
    this.#schedule = schedule.kind === "plateau" || isConstant(schedule) ? null : schedule;
    this.#place = this.#schedule ? plan.placeRates(mostRates) : 0;
    plan.learningRate = optimizer.learningRate;
  }

  /** Largest number of updates of one call. */
  get most(): number {
    return this.#schedule ? mostRates : Infinity;
  }

  /** Whether the rate is independent of the losses of earlier epochs. */
  get isBlind(): boolean {
    return this.#plateau === null;
  }

  /** Before a call that makes `count` updates, the first of them number `update` (0 for the first of all). */
  prepare(update: number, count: number): void {
    if (!this.#schedule) return;
    const { optimizer, epochs } = this.settings;
    const into = this.plan.useRates(this.#place, count);
    fillRates(into, this.#schedule, optimizer.learningRate, update, this.updatesPerEpoch, epochs);
  }

  at(update: number): number {
    if (this.#plateau) return this.#plateau.rate;
    const { optimizer, epochs } = this.settings;
    if (!this.#schedule) return optimizer.learningRate;
    return rateAt(this.#schedule, optimizer.learningRate, update, this.updatesPerEpoch, epochs);
  }

  /** After an epoch, with its loss: the validation loss, or without validation the training loss. */
  next(monitored: number): void {
    if (!this.#plateau) return;
    this.#plateau.next(monitored);
    this.plan.learningRate = this.#plateau.rate;
  }
}
