/** `chainrule verify`: checks every build on this machine; prints a table and sets the exit code. */
import { VerificationError } from "../errors.js";
import { verify, type VerifyFailure, type VerifyReport, type VerifyRow } from "../explain/verify.js";
import { formatDuration } from "../report/figures.js";
import { formatTable } from "../report/textTable.js";
import { cut, paint } from "../report/terminal.js";
import { info } from "../wasm/info.js";
import { answer, note, type OutputFlags, toStderr, wantsColour, widthOf } from "./say.js";

type VerifyFlags = OutputFlags & { quick?: boolean };

/** Milliseconds between two lines of progress if stderr is a pipe. */
const plainLineMs = 2000;

/** @throws VerificationError where a check failed */
export async function verifyCommand(flags: VerifyFlags): Promise<void> {
  const progress = new VerifyProgress(flags);
  const report = await verify({ quick: flags.quick, onProgress: progress.show }).finally(() =>
    progress.end(),
  );
  const { version, host, processors } = info();
  answer(flags, { version, host, processors, ...report }, () =>
    verifyText(report, wantsColour(process.stdout)),
  );
  const made = report.rows.filter((row) => row.ok !== null);
  const failed = made.filter((row) => !row.ok).length;
  if (report.ok) return;
  throw new VerificationError(
    failed > 0
      ? `${failed} of ${made.length} checks failed on ${host}: see FAILED above. ` +
          "Please report these lines, with what `chainrule info` prints."
      : "no check could be made here: see why above.",
  );
}

/** The summary table, what was skipped, and the cases that failed. */
export function verifyText({ rows, seconds }: VerifyReport, colour = false): string {
  const head = ["check", "build", "precision", "cases", "worst error", "bound", ""];
  const done = rows.filter((row) => row.ok !== null);
  const cells = done.map((row, at) => {
    const [check, ...rest] = cellsOf(row);
    return [row.ok && done[at - 1]?.check === row.check ? "" : check!, ...rest];
  });
  const table = formatTable([head, ...cells], { align: ["left", "left", "left", "right", "right", "right"] });
  const painted = table.map((line, at) => (done[at - 1]?.ok === false ? paint(line, "red", colour) : line));
  const reasons = new Map<string, string[]>();
  for (const { ok, build, check, skipped } of rows) {
    if (ok === null) reasons.set(skipped!, [...(reasons.get(skipped!) ?? []), `${build} (${check})`]);
  }
  const failures = done.flatMap((row) => row.failures.map((failure) => failureText(row, failure)));
  const cases = done.reduce((sum, row) => sum + row.cases, 0);
  const right = done.filter((row) => row.ok).length;
  return [
    ...painted,
    ...[...reasons].flatMap(([why, what]) => ["", `Skipped: ${what.join(", ")}: ${why}.`]),
    ...(rows.some(({ build }) => build.startsWith("fast") && done.some((row) => row.build === build))
      ? [
          "",
          "The fast builds fuse operations, so their bounds are 10 times wider and their bits are their own.",
        ]
      : []),
    ...failures.flatMap((text) => ["", text]),
    "",
    `${right} of ${done.length} checks are right: ${cases} cases in ${formatDuration(seconds)}.`,
  ].join("\n");
}

function cellsOf({ check, build, precision, cases, worst, bound, unit, ok }: VerifyRow): string[] {
  const isCount = unit === "numbers that differ";
  const size = (error: number) => (isCount || error === 0 ? String(error) : error.toExponential(0));
  const found = worst === null ? "–" : Number.isFinite(worst) ? size(worst) : "not a number";
  return [check, build, precision ?? "", String(cases), found, size(bound), ok ? "ok" : "FAILED"];
}

/** A failure, with everything that is needed to repeat it. */
function failureText({ check, build, precision, failed }: VerifyRow, failure: VerifyFailure): string {
  const where = [check, build, precision].filter(Boolean).join(", ");
  const from = failure.seed === null ? "" : `, seed ${failure.seed}, ${failure.rows} rows`;
  return [
    `FAILED ${where} (${failed} ${failed === 1 ? "case" : "cases"}): ${failure.case}${from}`,
    `  ${failure.what}`,
    ...(failure.config ? [`  settings ${JSON.stringify(failure.config)}`] : []),
  ].join("\n");
}

/** Progress: one live line in a terminal; in a pipe a new line now and then. */
class VerifyProgress {
  readonly #flags: OutputFlags;
  readonly #live = Boolean(process.stderr.isTTY);
  #drawn = -Infinity;

  constructor(flags: OutputFlags) {
    this.#flags = flags;
  }

  show = (done: number, total: number, what: string): void => {
    const now = performance.now();
    if (this.#flags.quiet || now - this.#drawn < (this.#live ? 80 : plainLineMs)) return;
    this.#drawn = now;
    const line = `verifying ${done + 1}/${total}: ${what}`;
    if (this.#live) toStderr(`\r${cut(line, widthOf(process.stderr) - 1)}\u001b[K`);
    else note(this.#flags, line);
  };

  end(): void {
    if (this.#live && !this.#flags.quiet) toStderr("\r\u001b[K");
  }
}
