/**
 * Whole epochs in one call. Where an epoch takes microseconds, returning to the host after each one would
 * cost as much as the training.
 */
import { barrier } from "./barrier";
import { Stream } from "./codes";
import { Plan } from "./plan";
import { shuffledOrder } from "./random";
import { train } from "./step";
import { closeTiny, isTiny, openTiny } from "./tiny";
import { trainTiny } from "./tinyStep";
import { scratchOf } from "./workspace";

/**
 * Trains `count` epochs on all `plan.samples` samples; the first epoch has number `first`. Writes the loss
 * sum of each epoch to `plan.losses`. Where the plan has an order, shuffles it as the host would. Every
 * thread of the plan calls this.
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

/** Begins an epoch; one thread does this for all. */
function beginEpoch(plan: Plan, epoch: i32): void {
  plan.lossSum = 0;
  plan.epoch = epoch;
  if (!plan.order) return;
  const scratch = scratchOf(plan.workspace);
  shuffledOrder(plan.order, plan.samples, plan.seedLow, plan.seedHigh, Stream.shuffle, <u32>epoch, scratch);
}
