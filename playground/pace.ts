/** The chosen speed of a training, and how many updates it allows in a frame of the screen. */
import type { SpeedName } from "./sessionTypes.js";

/** Updates per second. */
export function updatesPerSecond(speed: SpeedName): number {
  return speed === "full" ? Infinity : Number(speed);
}

/** Updates of more seconds than this are not made up for: after a slow frame, the training goes on from where it is. */
const mostSeconds = 0.1;

export class Pace {
  /** Updates that are allowed now. */
  #allowed = 1;
  #time = 0;

  constructor(private readonly speed: () => SpeedName) {}

  get #rate(): number {
    return updatesPerSecond(this.speed());
  }

  /** Whether the speed is limited. */
  get isLimited(): boolean {
    return this.#rate !== Infinity;
  }

  /** The first update of a run comes at once. @param now in ms */
  begin(now: number): void {
    this.#allowed = 1;
    this.#time = now;
  }

  /** At every frame. @param now in ms */
  pass(now: number): void {
    const most = Math.max(1, this.#rate * mostSeconds);
    this.#allowed = Math.min(most, this.#allowed + (this.#rate * (now - this.#time)) / 1000);
    this.#time = now;
  }

  /** Whole updates that may be made before the next frame. */
  get updates(): number {
    return this.isLimited ? Math.floor(this.#allowed + 1e-9) : Infinity;
  }

  spend(updates: number): void {
    if (this.isLimited) this.#allowed -= updates;
  }
}
