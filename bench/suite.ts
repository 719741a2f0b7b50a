/**
 * The suite: runs the chosen cases and returns the results as data. It prints and writes nothing and depends on no host,
 * so that it runs in a process and in a page. The caller passes in what only one of these hosts has.
 */
import { ConfigError } from "../src/errors.js";
import { oneOf, show } from "../src/wording.js";
import { info } from "../src/wasm/info.js";
import { type Case, cases, hasNaive } from "./cases.js";
import { availableBuilds, prepareBuilds } from "./engines.js";
import { isWide } from "./lanes.js";
import { requireAgreement, timeSubjects } from "./measure.js";
import { PeakMeter } from "./peak.js";
import type { Peers } from "./peers/peers.js";
import type { Results, Row } from "./results.js";
import { subjectsOf } from "./subjects.js";
import { takeTurns, type TurnOptions } from "./turns.js";

export interface SuiteOptions {
  /** Names of cases (default: all). With an empty list no case runs. */
  cases?: readonly string[];
  /** Number of turns, for all cases. By default slow cases get fewer. */
  turns?: number;
  turnMs?: number;
  quick?: boolean;
  /** Turns that even the slowest case gets; see `TurnOptions`. */
  fewestTurns?: number;
  /** Name of the host, if the library's name for it is too long. */
  host?: string;
  /** Name of the processor, if the host gives it. */
  processor?: string | undefined;
  /** Opens other packages, to be measured beside ours. */
  peers?: (() => Promise<Peers>) | undefined;
  /** Tables to measure after the cases, in this order. */
  tables?: readonly TableOf[];
  onProgress?: (progress: Progress) => void;
  /** Called with the results so far after each case. */
  onCase?: (results: Results) => void;
}

/** Progress of a run. */
export interface Progress {
  case: string;
  /** Index of the case among the chosen ones, from 0. */
  index: number;
  count: number;
  /** First every implementation must reach the same loss; then they are timed. */
  phase: "checking" | "timing";
  /** Finished turns of this case, and all its turns; 0 of 0 before the first. */
  turn: number;
  turns: number;
}

/** An additional table: measures, and adds its figures to the results. */
export type TableOf = (run: {
  results: Results;
  meter: PeakMeter;
  timing: TurnOptions;
  say: (text: string) => void;
}) => Promise<void>;

/** Milliseconds that the turns of one case should not exceed, unless the number of turns is given. */
const budgetMs = 20_000;
const quickBudgetMs = 2000;

/** Runs the suite. `say` is called after each part. @throws ConfigError for an unknown case */
export async function runSuite(options: SuiteOptions, say: (text: string) => void): Promise<Results> {
  const chosen = chooseCases(options.cases);
  await prepareBuilds();
  const { quick = false } = options;
  const turns = options.turns ?? (quick ? 3 : 7);
  const turnMs = options.turnMs ?? (quick ? 40 : 150);
  const budget = options.turns === undefined ? (quick ? quickBudgetMs : budgetMs) : Infinity;
  const timing: TurnOptions = { turns, turnMs, budgetMs: budget, fewestTurns: options.fewestTurns };
  const meter = new PeakMeter({ wide: availableBuilds().some(isWide) });
  for (const precision of ["float32", "float64"] as const) {
    const rates = await takeTurns(meter.runners(precision), { turns: 3, turnMs });
    meter.add("start", precision, rates);
  }
  const { version, host, processors } = info();
  const results: Results = {
    version,
    date: new Date().toISOString().slice(0, 10),
    host: options.host ?? host,
    processor: options.processor ?? "unknown processor",
    processors,
    turns,
    turnMs,
    peak: meter.peak(),
    peakByCase: {},
    rows: [],
    leftOut: [],
  };
  const peers = await options.peers?.();
  try {
    await measureCases(chosen, { results, meter, timing, peers, options, say });
  } finally {
    peers?.close();
  }
  for (const measure of options.tables ?? []) await measure({ results, meter, timing, say });
  results.peak = meter.peak();
  results.leftOut = leftOut(results, options);
  return results;
}

interface CasesRun {
  results: Results;
  meter: PeakMeter;
  timing: TurnOptions;
  peers: Peers | undefined;
  options: SuiteOptions;
  say: (text: string) => void;
}

/** Measures the cases one after the other. */
async function measureCases(chosen: readonly Case[], run: CasesRun): Promise<void> {
  const { results, meter, timing, peers, options, say } = run;
  const { quick = false, onProgress } = options;
  if (peers) results.peers = { packages: peers.packages, rows: [] };
  for (const [index, one] of chosen.entries()) {
    const place = { case: one.name, index, count: chosen.length };
    onProgress?.({ ...place, phase: "checking", turn: 0, turns: 0 });
    const ours = subjectsOf(one, { naive: !quick });
    await requireAgreement(one, ours);
    const others = peers ? await peers.subjects(one, ours[0]!) : [];
    const measured = await timeSubjects(one, [...ours, ...others], meter, {
      ...timing,
      onTurn: (turn, all) => onProgress?.({ ...place, phase: "timing", turn, turns: all }),
    });
    for (const subject of [...ours, ...others]) subject.dispose();
    measured.forEach((row, at) => {
      const other = others[at - ours.length];
      const { comparable, isNative = false } = other ?? {};
      if (other) results.peers!.rows.push({ ...row, lossAgrees: comparable ? true : null, isNative });
      else results.rows.push({ ...row, lossAgrees: true } as Row);
    });
    results.peakByCase[one.name] = meter.peak(one.name);
    const best = Math.max(...measured.map(({ ratio }) => ratio));
    say(`${index + 1}/${chosen.length} ${one.name}: up to ${best.toFixed(2)}× blocked TypeScript`);
    results.peak = meter.peak();
    results.leftOut = leftOut(results, options);
    options.onCase?.(results);
  }
}

/** @throws ConfigError for an unknown name */
export function chooseCases(names: readonly string[] | undefined) {
  const known = cases.map(({ name }) => name);
  const wrong = names?.find((name) => !known.includes(name));
  if (wrong !== undefined) throw new ConfigError(`--case: expected ${oneOf(known)}, got ${show(wrong)}.`);
  return cases.filter(({ name }) => !names || names.includes(name));
}

/** What is missing from the tables, and why. */
function leftOut({ rows, scaling }: Results, { quick }: SuiteOptions): string[] {
  const names = [...new Set(rows.map((row) => row.case))];
  const measured = cases.filter(({ name }) => names.includes(name));
  const slow = measured.filter((one) => !hasNaive(one) || one.kind === "product");
  const lines: string[] = [];
  if (quick && rows.length > 0) lines.push("naive TypeScript (--quick)");
  else if (slow.length > 0) {
    lines.push(
      `naive TypeScript of ${slow.map(({ name }) => name).join(", ")}: a step takes a second or more`,
    );
  }
  const { builds, workers } = info();
  for (const { name, available, reason } of builds) {
    if (!available) lines.push(`wasm ${name}: ${reason}`);
  }
  if (!workers.available) lines.push(`wasm on several threads: ${workers.reason}`);
  if (scaling?.length === 0) lines.push("scaling: no build with threads runs here");
  return lines;
}
