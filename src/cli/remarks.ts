/**
 * Prints what was noticed in the data, each remark once. A file that is read in blocks may go on and on, so of the remarks about
 * later blocks only some are printed.
 */
import { plural } from "../wording.js";
import { note, type OutputFlags } from "./say.js";

/** Remarks about blocks after the first that are printed. */
const mostLater = 20;

export class RemarkPrinter {
  readonly #flags: OutputFlags;
  readonly #seen = new Set<string>();
  readonly #printed: string[] = [];
  /** How many may be printed: all those of the first block, and some more. */
  #most = Infinity;

  constructor(flags: OutputFlags) {
    this.#flags = flags;
  }

  /** Prints the remarks about a block that are new. */
  add(remarks: readonly string[]): void {
    for (const remark of remarks) {
      if (this.#seen.has(remark)) continue;
      this.#seen.add(remark);
      if (this.#printed.length >= this.#most) continue;
      this.#printed.push(remark);
      note(this.#flags, remark);
    }
    if (this.#most === Infinity) this.#most = this.#printed.length + mostLater;
  }

  /** Says how many were not printed. @returns those that were */
  end(): readonly string[] {
    const more = this.#seen.size - this.#printed.length;
    if (more > 0) note(this.#flags, `… and ${plural(more, "more remark")} of the same kinds.`);
    return this.#printed;
  }
}
