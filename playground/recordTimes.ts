/**
 * At which updates a training is recorded. It depends on counts alone, so every machine, speed and window records at the
 * same updates.
 *
 * Candidates are the updates of the first epoch and the whole epochs after it. Of their numbers, a tier takes all up to
 * 2 n, every second one up to 4 n, every fourth one up to 8 n, and so on: n for each doubling. The work of the recordings
 * limits the tiers: the finer a tier is, the less work the recordings may already be.
 */

/** How far a training has come. */
export interface Position {
  /** Since the reset. */
  updates: number;
  /** Finished epochs since the reset. */
  epoch: number;
  /** Updates of the current epoch. */
  inEpoch: number;
  /** Updates of a whole epoch. */
  perEpoch: number;
}

/** In multiplications. */
export interface Work {
  update: number;
  /** The evaluation of all samples. */
  record: number;
}

/** The work of one update and of one recording. Calls have a cost of their own: some 0.1 µs and some 1 ms. */
export function workOf(multiplications: number, batch: number, rows: number): Work {
  return { update: 300 + 3 * batch * multiplications, record: 1_500_000 + rows * multiplications };
}

/** Recordings may be this fraction of the work of the updates, */
const fraction = 1 / 16;
/** and in addition this much work: at most some 0.3 s in all at powers of two, and some 0.1 s between them. */
const tiers = [
  { perDoubling: 1, free: 1e9 },
  { perDoubling: 8, free: 3e8 },
  { perDoubling: 32, free: 0 },
];

/**
 * The number of updates from a position to the next recording; 0: here.
 *
 * @param last  the update that was recorded last; −1 for none
 * @param count the number of recordings so far
 */
export function updatesToRecord(at: Position, last: number, count: number, work: Work): number {
  const after = last < at.updates ? at.updates : last + 1;
  const distances = tiers.map(({ perDoubling, free }) => {
    const affordableFrom = ((count + 1) * work.record - free) / (fraction * work.update);
    return updatesToCandidate(at, Math.max(after, Math.ceil(affordableFrom)), perDoubling);
  });
  return Math.min(...distances);
}

/** The number of updates from a position to the first candidate of a tier that is not before an update. */
function updatesToCandidate(at: Position, update: number, perDoubling: number): number {
  const { updates, epoch, inEpoch, perEpoch } = at;
  const least = inEpoch + update - updates;
  if (epoch === 0) {
    const first = candidateFrom(least, perDoubling);
    if (first < perEpoch) return first - inEpoch;
  }
  const next = candidateFrom(epoch + Math.ceil(least / perEpoch), perDoubling);
  return (next - epoch) * perEpoch - inEpoch;
}

/** The first number of a tier from `number` on. */
export function candidateFrom(number: number, perDoubling: number): number {
  let step = 1;
  while (number >= 2 * perDoubling * step) step *= 2;
  return Math.ceil(number / step) * step;
}
