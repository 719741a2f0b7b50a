/**
 * Measures the subjects of a case: checks that they compute the same, then times them in turns, together with the peak
 * of the machine.
 */
import { ChainruleError } from "../src/errors.js";
import { batchesOf, type Case, flopsPerSample } from "./cases.js";
import { isWide, useLanes } from "./lanes.js";
import type { PeakMeter } from "./peak.js";
import type { Row } from "./results.js";
import type { Subject } from "./subject.js";
import { medianOf, medianRatio, type Runner, takeTurns, type TurnOptions } from "./turns.js";

/** Relative difference of losses, and of answers against the largest, above which nothing is timed. */
export const lossBound = 1e-4;

/** Two implementations that should give the same result disagree. Nothing was timed. */
export class DisagreementError extends ChainruleError {
  override name = "DisagreementError";
}

/** Results of a subject on a case. */
export type Measured = Omit<Row, "implementation" | "lossAgrees"> & { implementation: string };

/** Trains a subject briefly from the first weights; returns its loss. */
export async function lossAfterTraining(one: Case, subject: Subject): Promise<number> {
  await useLanes(isWide(subject.build));
  await subject.reset();
  await subject.train(batchesOf(one) > 1 ? 2 : 1);
  return subject.loss();
}

/** @throws DisagreementError where a subject has another loss, or other answers, than the first */
export async function requireAgreement(one: Case, subjects: readonly Subject[]): Promise<void> {
  const [first] = subjects;
  const wanted = await lossAfterTraining(one, first!);
  for (const subject of subjects.slice(1)) {
    const loss = await lossAfterTraining(one, subject);
    const names = `${one.name}: ${nameOf(subject)} has loss ${loss}, ${nameOf(first!)} ${wanted}`;
    if (!agrees(loss, wanted)) {
      throw new DisagreementError(`${names}: expected equal to ${lossBound}. Nothing was timed.`);
    }
    const worst = worstError((await subject.answers?.()) ?? [], (await first!.answers?.()) ?? []);
    if (!(worst <= lossBound)) {
      throw new DisagreementError(
        `${one.name}: ${nameOf(subject)} is off by ${worst} of the largest answer, against ` +
          `${nameOf(first!)}: expected equal to ${lossBound}. Nothing was timed.`,
      );
    }
  }
}

export function agrees(loss: number, wanted: number): boolean {
  return Math.abs(loss - wanted) <= lossBound * Math.abs(wanted);
}

/** max |a − b| / max |b|; NaN if any value is NaN, or if the lengths differ. */
export function worstError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.NaN;
  let worst = 0;
  let largest = 0;
  for (let i = 0; i < b.length; i++) {
    const error = Math.abs(a[i]! - b[i]!);
    if (!(error <= worst)) worst = error;
    if (Number.isNaN(error)) return error;
    largest = Math.max(largest, Math.abs(b[i]!));
  }
  return worst === 0 ? 0 : worst / largest;
}

const nameOf = ({ implementation, build, threads }: Subject) =>
  `${implementation} ${build}${threads > 1 ? ` on ${threads} threads` : ""}`;

/** A subject for `takeTurns`. Its unit of work is an epoch. */
export function runnerOf(subject: Subject): Runner {
  return {
    reset: () => subject.reset(),
    run: (epochs) => subject.train(epochs),
    isWide: isWide(subject.build),
    restMs: subject.restMs,
  };
}

/** Times subjects that are known to agree; the first is the baseline. */
export async function timeSubjects(
  one: Case,
  subjects: readonly Subject[],
  meter: PeakMeter,
  options: TurnOptions,
): Promise<Measured[]> {
  const epochs = await takeTurns([...subjects.map(runnerOf), ...meter.runners(one.precision)], options);
  meter.add(one.name, one.precision, epochs.slice(subjects.length));
  const samples = one.batch * batchesOf(one);
  return subjects.map(({ implementation, build, threads }, index) => {
    const rates = epochs[index]!.map((rate) => rate * samples);
    const median = medianOf(rates);
    return {
      case: one.name,
      implementation,
      build,
      threads,
      precision: one.precision,
      samplesPerSecond: { median, best: Math.max(...rates) },
      gflops: (median * flopsPerSample(one)) / 1e9,
      ratio: medianRatio(epochs[index]!, epochs[0]!),
    };
  });
}
