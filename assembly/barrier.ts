/**
 * Where threads meet: none goes on until all have come. Two words in the plan's memory, a cache line apart:
 * how many have arrived, and which meeting it is. A thread looks a while whether the meeting is over, then
 * sleeps. Without threads there is nobody to wait for. The work behind a meeting is anybody's again; see `parts.ts`.
 *
 * Source: the sense-reversing central barrier, Mellor-Crummey & Scott, TOCS 1991.
 */
import { giveBackParts } from "./parts";
import { Plan } from "./plan";

const meetingOffset: usize = 64;

/** Waits for the other threads of the plan; what they wrote before is then seen. */
export function barrier(plan: Plan): void {
  if (!ASC_FEATURE_THREADS || plan.threads == 1) {
    giveBackParts(plan);
    return;
  }
  const arrived = plan.barrier;
  const meeting = plan.barrier + meetingOffset;
  const now = atomic.load<i32>(meeting);
  if (atomic.add<i32>(arrived, 1) == plan.threads - 1) {
    atomic.store<i32>(arrived, 0);
    giveBackParts(plan);
    atomic.add<i32>(meeting, 1);
    atomic.notify(meeting, -1);
    return;
  }
  for (let spin = plan.spins; spin > 0; --spin) {
    if (atomic.load<i32>(meeting) != now) return;
  }
  while (atomic.load<i32>(meeting) == now) sleep(meeting, now);
}

/**
 * Sleeps while `word` holds `value`, or until it is woken. Nothing is done behind the wait, and as it might call itself
 * Binaryen does not put it in line: the first compiler of V8 11.3 (Node 20) may take the result of a wait for the address,
 * and then the next wait of a loop is at address 0, for ever.
 */
function sleep(word: usize, value: i32): void {
  if (!word) return sleep(word, value);
  atomic.wait<i32>(word, value, -1);
}
