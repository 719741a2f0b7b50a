/** What a search says: its progress on stderr, and its result as text. */
import { formatClock, formatDuration } from "../report/figures.js";
import { formatSearch, settingText } from "../report/searchTable.js";
import { cut } from "../report/terminal.js";
import type { SearchOptions } from "../train/search/search.js";
import type { Trial } from "../train/search/trials.js";
import { figures } from "./report.js";
import { note, type OutputFlags, toStderr, widthOf } from "./say.js";

/** The result of a search, or of a part of it. @param metric that trials were compared by */
export function searchText(
  trials: readonly Trial[],
  { best, metric, runs, seconds }: { best: Trial | null; metric: string; runs: number; seconds: number },
): string {
  const shown = metric === "validation loss" ? Object.keys(best?.metrics ?? {})[0] : metric;
  const lines = ["", `${runs} trainings in ${formatDuration(seconds)}`, ""];
  lines.push(formatSearch(trials, shown ?? null));
  if (best) {
    const values = Object.entries(best.settings).map(([path, value]) => `${path} ${settingText(value)}`);
    const held = figures({ loss: best.validationLoss!, metrics: best.metrics! });
    lines.push("", `Best: ${values.join(", ")} (trial ${best.trial}): held out  ${held}`);
  }
  return lines.join("\n");
}

/** Progress on stderr: one live line in a terminal, a line for each training in a pipe. */
export class SearchPrinter {
  readonly #live: boolean;
  readonly #start = performance.now();
  #isDrawn = false;

  constructor(private readonly flags: OutputFlags) {
    this.#live = !flags.quiet && Boolean(process.stderr.isTTY);
  }

  onTrial: NonNullable<SearchOptions["onTrial"]> = ({ trial, best, done, runs }) => {
    const now = `training ${String(done).padStart(String(runs).length)}/${runs}`;
    if (!this.#live) {
      const { validationLoss: loss, metrics, reason } = trial;
      const came = loss === null ? `failed: ${reason}` : figures({ loss, metrics: metrics! });
      note(this.flags, `${now}  trial ${trial.trial}  epochs ${trial.epochs}  ${came}`);
      return;
    }
    const { validationLoss: loss, metrics } = best ?? {};
    const held = loss == null ? "no trial succeeded yet" : figures({ loss, metrics: metrics! });
    const clock = formatClock((performance.now() - this.#start) / 1000);
    const line = `${now}  best so far: trial ${best?.trial ?? "–"}  ${held}  ${clock}`;
    toStderr(`\r${cut(line, widthOf(process.stderr) - 1)}\x1b[K`);
    this.#isDrawn = true;
  };

  /** Leaves the live line as it stands. Safe to call twice. */
  end(): void {
    if (this.#isDrawn) toStderr("\n");
    this.#isDrawn = false;
  }
}
