/**
 * Whole epochs in one call: where an epoch takes microseconds, going back to the host after each one would
 * cost as much as the training.
 */
import { Stream } from "./codes";
import { Plan } from "./plan";
import { shuffledOrder } from "./random";
import { train } from "./step";

/**
 * Trains `count` epochs on all `plan.samples` samples, the first of them number `first`, and leaves the loss
 * sum of each in `plan.losses`. Shuffles, where the plan has an order, as the host would.
 */
export function epochs<T, V>(plan: Plan, first: i32, count: i32): void {
  for (let index = 0; index < count; ++index) {
    if (plan.order) {
      shuffledOrder(
        plan.order,
        plan.samples,
        plan.seedLow,
        plan.seedHigh,
        Stream.shuffle,
        <u32>(first + index),
        plan.workspace,
      );
    }
    plan.lossSum = 0;
    train<T, V>(plan, 0, plan.samples);
    store<f64>(plan.losses + ((<usize>index) << 3), plan.lossSum);
  }
}
