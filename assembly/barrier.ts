/**
 * Where threads meet: none goes on until all have come. Two words in the plan's memory, a cache line apart:
 * how many have arrived, and which meeting it is. A thread looks a while whether the meeting is over, then
 * sleeps. Without threads there is nobody to wait for.
 *
 * Source: the sense-reversing central barrier, Mellor-Crummey & Scott, TOCS 1991.
 */
import { Plan } from "./plan";

const meetingOffset: usize = 64;

/** Waits for the other threads of the plan; what they wrote before is then seen. */
export function barrier(plan: Plan): void {
  if (!ASC_FEATURE_THREADS) return;
  if (plan.threads == 1) return;
  const arrived = plan.barrier;
  const meeting = plan.barrier + meetingOffset;
  const now = atomic.load<i32>(meeting);
  if (atomic.add<i32>(arrived, 1) == plan.threads - 1) {
    atomic.store<i32>(arrived, 0);
    atomic.add<i32>(meeting, 1);
    atomic.notify(meeting, -1);
    return;
  }
  for (let spin = plan.spins; spin > 0; --spin) {
    if (atomic.load<i32>(meeting) != now) return;
  }
  while (atomic.load<i32>(meeting) == now) atomic.wait<i32>(meeting, now, -1);
}
