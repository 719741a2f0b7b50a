/**
 * Measures subjects side by side: first that they compute the same, then how fast, in turns, so that a machine
 * that slows down slows all of them.
 */
import { batchesOf, type Case, flopsPerSample } from "./cases.js";
import type { Subject } from "./subjects.js";

/** A row of results; names are part of the public JSON. */
export interface ResultRow {
  case: string;
  implementation: "wasm" | "typescript";
  build: string;
  threads: number;
  precision: string;
  samplesPerSecond: { median: number; best: number };
  gflops: number;
  /** Against TypeScript with the blocked product: median of the ratios turn by turn. */
  ratio: number;
  lossAgrees: boolean;
}

export interface MeasureOptions {
  /** Turns that count; one more goes before, to warm up. */
  turns: number;
  /** Milliseconds of one turn of one subject. */
  turnMs: number;
}

/** Relative difference of losses above which nothing is timed. */
const lossBound = 1e-4;
/** Epochs trained before losses are compared. */
const comparedEpochs = 2;

/** Measures all subjects on a case. @throws Error where losses disagree */
export async function measure(one: Case, subjects: Subject[], options: MeasureOptions): Promise<ResultRow[]> {
  const losses: number[] = [];
  for (const subject of subjects) {
    subject.reset();
    await subject.train(comparedEpochs);
    losses.push(subject.loss());
  }
  losses.forEach((loss, index) => {
    const error = Math.abs(loss - losses[0]!) / Math.abs(losses[0]!);
    if (!(error <= lossBound)) {
      throw new Error(
        `${one.name}: ${subjects[index]!.build} has loss ${loss}, ${subjects[0]!.build} ${losses[0]}`,
      );
    }
  });
  const epochs: number[] = [];
  for (const subject of subjects) epochs.push(await epochsFor(subject, options.turnMs));
  const samples = one.batch * batchesOf(one);
  const rates: number[][] = subjects.map(() => []);
  for (let turn = 0; turn <= options.turns; turn++) {
    for (const [index, subject] of subjects.entries()) {
      subject.reset();
      const start = performance.now();
      await subject.train(epochs[index]!);
      const seconds = (performance.now() - start) / 1000;
      if (turn > 0) rates[index]!.push((samples * epochs[index]!) / seconds);
    }
  }
  const baseline = rates[subjects.findIndex(({ build }) => build === "blocked")]!;
  return subjects.map(({ implementation, build, threads }, index) => {
    const median = medianOf(rates[index]!);
    return {
      case: one.name,
      implementation,
      build,
      threads,
      precision: one.precision,
      samplesPerSecond: { median, best: Math.max(...rates[index]!) },
      gflops: (median * flopsPerSample(one)) / 1e9,
      ratio: medianOf(rates[index]!.map((rate, turn) => rate / baseline[turn]!)),
      lossAgrees: true,
    };
  });
}

/** Epochs that take about `ms`: doubled until they do. Warms the subject up on the way. */
async function epochsFor(subject: Subject, ms: number): Promise<number> {
  for (let epochs = 1; ; epochs *= 2) {
    subject.reset();
    const start = performance.now();
    await subject.train(epochs);
    const took = performance.now() - start;
    if (took > ms / 2) return Math.max(1, Math.round((epochs * ms) / took));
  }
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
