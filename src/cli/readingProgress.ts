/** Says on stderr how far a long file is read: one live line in a terminal, plain lines in a pipe, nothing with --quiet. */
import { formatDuration } from "../report/figures.js";
import { type OutputFlags, toStderr } from "./say.js";

/** Milliseconds before the first line, and between two lines. */
const firstMs = 1000;
const liveMs = 100;
const plainMs = 5000;

export class ReadingProgress {
  readonly #isSilent: boolean;
  readonly #isLive: boolean;
  readonly #start = performance.now();
  #next: number;
  #isShown = false;

  constructor(
    flags: OutputFlags,
    readonly name: string,
  ) {
    this.#isSilent = Boolean(flags.quiet);
    this.#isLive = !this.#isSilent && Boolean(process.stderr.isTTY);
    this.#next = this.#start + firstMs;
  }

  /** Shows the state. Safe to call often. */
  show = ({ bytes, rows }: { readonly bytes: number; readonly rows: number }): void => {
    const now = performance.now();
    if (this.#isSilent || now < this.#next) return;
    this.#next = now + (this.#isLive ? liveMs : plainMs);
    const seconds = formatDuration((now - this.#start) / 1000);
    const line = `Reading ${this.name}: ${megabytes(bytes)}, ${rows.toLocaleString("en")} rows, ${seconds}`;
    toStderr(this.#isLive ? `\r${line}\x1b[K` : `${line}\n`);
    this.#isShown = true;
  };

  /** Takes the live line away. Safe to call twice. */
  end(): void {
    if (this.#isLive && this.#isShown) toStderr("\r\x1b[K");
    this.#isShown = false;
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 10e6 ? 1 : 0)} MB`;
}
