/** A memory in which every region is followed by a canary, so that a test sees what is written beyond its end. */
import { Arena } from "../../../src/wasm/arena.js";

const canaryBytes = 64;
const canary = 0xa5;

export class GuardedArena extends Arena {
  readonly #canaries: { what: string; at: number }[] = [];

  /** @param fill makes of each region what the kernels are not to rely on */
  constructor(
    shared: boolean,
    private readonly fill: (region: Uint8Array) => void,
  ) {
    super(shared);
  }

  /** As that of an arena; whatever reaches beyond a region's end, padded to 64 bytes, is found out by `harmed`. */
  override take(what: string, sizes: readonly number[]): number[] {
    const all = super.take(what, [canaryBytes, ...sizes.flatMap((bytes) => [bytes, canaryBytes])]);
    const buffer = this.memory.buffer;
    all.forEach((at, index) => {
      if (index % 2 === 1) return this.fill(new Uint8Array(buffer, at, all[index + 1]! - at));
      new Uint8Array(buffer, at, canaryBytes).fill(canary);
      this.#canaries.push({
        what: index === 0 ? `before ${what}` : `${what}, after region ${index / 2}`,
        at,
      });
    });
    return all.filter((_, index) => index % 2 === 1);
  }

  /** Where something was written that should not have been. */
  get harmed(): string[] {
    const isHarmed = ({ at }: { at: number }) =>
      new Uint8Array(this.memory.buffer, at, canaryBytes).some((byte) => byte !== canary);
    return this.#canaries.filter(isHarmed).map(({ what }) => what);
  }
}
