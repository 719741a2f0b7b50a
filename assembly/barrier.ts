/**
 * The barrier of a plan's threads: no thread passes before all have arrived. Two words of the plan's memory,
 * a cache line apart, hold the number of threads that have arrived and the number of the barrier (how often
 * all have passed). A waiting thread first looks at the second word for a while, then sleeps. With one thread
 * nobody waits. Work behind a barrier may be taken by any thread; see parts.ts.
 *
 * Source: the sense-reversing central barrier, Mellor-Crummey & Scott, TOCS 1991.
 */
import { resetParts } from "./parts";
import { Plan } from "./plan";

/** Bytes from the count of arrivals to the number of the barrier. */
const passedOffset: usize = 64;

/** Waits for the other threads of the plan; afterwards this thread sees what they wrote before. */
export function barrier(plan: Plan): void {
  if (!ASC_FEATURE_THREADS || plan.threads == 1) {
    resetParts(plan);
    return;
  }
  const arrived = plan.barrier;
  const passed = plan.barrier + passedOffset;
  const now = atomic.load<i32>(passed);
  if (atomic.add<i32>(arrived, 1) == plan.threads - 1) {
    atomic.store<i32>(arrived, 0);
    resetParts(plan);
    atomic.add<i32>(passed, 1);
    atomic.notify(passed, -1);
    return;
  }
  for (let spin = plan.spins; spin > 0; --spin) {
    if (atomic.load<i32>(passed) != now) return;
  }
  while (atomic.load<i32>(passed) == now) sleep(passed, now);
}

/**
 * Sleeps while `word` holds `value`, or until it is woken.
 *
 * The wait must be the last instruction of its function. The first compiler of V8 11.3 (Node 20) may confuse
 * the result of a wait with its address where code follows, and then the next wait of a loop sleeps at
 * address 0 for ever. The function seems to call itself so that Binaryen does not inline it. A test reads the
 * modules for this.
 */
function sleep(word: usize, value: i32): void {
  if (!word) return sleep(word, value);
  atomic.wait<i32>(word, value, -1);
}
