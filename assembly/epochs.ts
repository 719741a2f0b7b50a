/**
 * Whole epochs in one call: where an epoch takes microseconds, going back to the host after each one would
 * cost as much as the training.
 */
import { barrier } from "./barrier";
import { Stream } from "./codes";
import { Plan } from "./plan";
import { shuffledOrder } from "./random";
import { train } from "./step";
import { closeTiny, isTiny, openTiny } from "./tiny";
import { trainTiny } from "./tinyStep";

/**
 * Trains `count` epochs on all `plan.samples` samples, the first of them number `first`, and leaves the loss
 * sum of each in `plan.losses`. Shuffles, where the plan has an order, as the host would. Every thread of the
 * plan calls it.
 */
export function epochs<T, V>(plan: Plan, first: i32, count: i32, thread: i32): void {
  const tiny = plan.threads == 1 && isTiny<T, V>(plan);
  if (tiny) openTiny<T, V>(plan);
  for (let index = 0; index < count; ++index) {
    if (thread == 0) beginEpoch(plan, first + index);
    barrier(plan);
    if (tiny) trainTiny<T, V>(plan, 0, plan.samples);
    else train<T, V>(plan, 0, plan.samples, thread);
    if (thread == 0) store<f64>(plan.losses + ((<usize>index) << 3), plan.lossSum);
  }
  if (tiny) closeTiny<T, V>(plan);
}

/** What one thread does for all before an epoch. */
function beginEpoch(plan: Plan, epoch: i32): void {
  plan.lossSum = 0;
  plan.epoch = epoch;
  if (!plan.order) return;
  const scratch = plan.workspace + 128;
  shuffledOrder(plan.order, plan.samples, plan.seedLow, plan.seedHigh, Stream.shuffle, <u32>epoch, scratch);
}
