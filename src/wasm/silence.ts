/** Notices when something does not answer for long. */

/** Times are measured in so many parts. A host that sleeps, or is stopped, misses at most one of them. */
const parts = 20;

/**
 * Calls back unless it is stopped before.
 *
 * @param ms milliseconds in which the host runs
 * @returns stops it
 */
export function afterSilence(ms: number, callBack: () => void): () => void {
  let left = parts;
  const timer = setInterval(() => {
    if (--left > 0) return;
    clearInterval(timer);
    callBack();
  }, ms / parts);
  return () => clearInterval(timer);
}
