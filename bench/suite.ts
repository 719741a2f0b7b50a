/** The suite: runs what was asked for and gives all of it as data. Prints nothing, writes nothing. */
import { cpus } from "node:os";
import { ConfigError, oneOf, show } from "../src/errors.js";
import { hasThreads } from "../src/wasm/builds.js";
import { info } from "../src/wasm/info.js";
import { cases, hasNaive } from "./cases.js";
import { availableBuilds } from "./engines.js";
import { requireAgreement, timeSubjects } from "./measure.js";
import { PeakMeter } from "./peak.js";
import { Peers } from "./peers/peers.js";
import type { Results, Row } from "./results.js";
import { measureSettings } from "./settings.js";
import { measureStart } from "./start.js";
import { subjectsOf } from "./subjects.js";
import { measureCrossover, measureKernels, measureScaling } from "./tables.js";
import { takeTurns, type TurnOptions } from "./turns.js";

export interface SuiteOptions {
  /** Names; all where not given. An empty list is none. */
  cases?: readonly string[];
  /** Given, they are kept to; otherwise slow cases get fewer. */
  turns?: number;
  turnMs?: number;
  quick?: boolean;
  kernels?: boolean;
  crossover?: boolean;
  scaling?: boolean;
  settings?: boolean;
  /** Address of the built library, to start fresh processes that import it. */
  startOf?: string;
  /** Directory from which other packages are looked for; none are without it. */
  peersFrom?: string;
}

/** Milliseconds that the turns of one case should not exceed, unless the number of turns is given. */
const budgetMs = 9000;
const quickBudgetMs = 2000;

/** Runs the suite. `say` hears of each part as it is done. @throws ConfigError for an unknown case */
export async function runSuite(options: SuiteOptions, say: (text: string) => void): Promise<Results> {
  const chosen = chooseCases(options.cases);
  const { quick = false } = options;
  const turns = options.turns ?? (quick ? 3 : 7);
  const turnMs = options.turnMs ?? (quick ? 40 : 150);
  const budget = options.turns === undefined ? (quick ? quickBudgetMs : budgetMs) : Infinity;
  const timing: TurnOptions = { turns, turnMs, budgetMs: budget };
  const meter = new PeakMeter();
  for (const precision of ["float32", "float64"] as const) {
    const rates = await takeTurns(meter.runners(precision), { turns: 3, turnMs });
    meter.add("start", precision, rates);
  }
  const { version, host, processors } = info();
  const results: Results = {
    version,
    date: new Date().toISOString().slice(0, 10),
    host,
    processor: cpus()[0]?.model.trim() ?? "unknown processor",
    processors,
    turns,
    turnMs,
    peak: meter.peak(),
    peakByCase: {},
    rows: [],
    leftOut: [],
  };
  const peers = options.peersFrom === undefined ? null : await Peers.open(options.peersFrom);
  if (peers) results.peers = { packages: peers.packages, rows: [] };
  for (const [index, one] of chosen.entries()) {
    const ours = subjectsOf(one, { naive: !quick });
    await requireAgreement(one, ours);
    const others = peers ? await peers.subjects(one, ours[0]!) : [];
    const measured = await timeSubjects(one, [...ours, ...others], meter, timing);
    for (const subject of [...ours, ...others]) subject.dispose();
    measured.forEach((row, place) => {
      const other = others[place - ours.length];
      if (other) results.peers!.rows.push({ ...row, lossAgrees: other.comparable ? true : null });
      else results.rows.push({ ...row, lossAgrees: true } as Row);
    });
    results.peakByCase[one.name] = meter.peak(one.name);
    const best = Math.max(...measured.map(({ ratio }) => ratio));
    say(`${index + 1}/${chosen.length} ${one.name}: up to ${best.toFixed(2)}× blocked TypeScript`);
  }
  if (options.kernels) results.kernels = await measureKernels(meter, shorter(timing), say);
  if (options.crossover) {
    results.crossover = await measureCrossover({ turns: Math.min(turns, 3), turnMs: turnMs / 5 }, say);
  }
  if (options.scaling) results.scaling = await measureScaling(shorter(timing), say);
  if (options.settings) results.settings = await measureSettings(shorter(timing), say);
  if (options.startOf !== undefined) results.start = await measureStart(options.startOf, say);
  results.peak = meter.peak();
  results.leftOut = leftOut(results, options);
  return results;
}

const shorter = ({ turns, turnMs, budgetMs: budget }: TurnOptions): TurnOptions => ({
  turns,
  turnMs: turnMs / 2,
  budgetMs: (budget ?? Infinity) / 2,
});

/** @throws ConfigError for a name that is none */
export function chooseCases(names: readonly string[] | undefined) {
  const known = cases.map(({ name }) => name);
  const wrong = names?.find((name) => !known.includes(name));
  if (wrong !== undefined) throw new ConfigError(`--case: expected ${oneOf(known)}, got ${show(wrong)}.`);
  return cases.filter(({ name }) => !names || names.includes(name));
}

/** What a reader might look for in the tables and not find, and why. */
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
  for (const { name, available, reason } of info().builds) {
    if (!available) lines.push(`wasm ${name}: ${reason}`);
  }
  if (scaling?.length === 0) lines.push("scaling: no build with threads runs here");
  if (names.includes("gemm") && !scaling && availableBuilds().some(hasThreads)) {
    lines.push("gemm on several threads: see --scaling");
  }
  return lines;
}
