/**
 * The record of a training: losses, accuracies and weights at the updates of `recordTimes.ts`. The charts draw it. A point
 * has the weights of exactly that update: `trainingLoop.ts` stops there.
 */
import type { Network } from "../src/train/network.js";
import type { Losses } from "./evaluator.js";
import { seriesOf, valueOf } from "./networkDrawing/weightSeries.js";
import type { LearningRecord } from "./sessionTypes.js";

export function newRecord(network: Network): LearningRecord {
  return {
    updates: [],
    epochs: [],
    loss: [],
    testLoss: [],
    accuracy: [],
    testAccuracy: [],
    weights: seriesOf(network).map(() => []),
  };
}

/** Adds the present state of a network to its record. */
export function addPoint(
  record: LearningRecord,
  { updates, epochs }: { updates: number; epochs: number },
  { loss, testLoss, accuracy, testAccuracy }: Losses,
  network: Network,
): void {
  record.updates.push(updates);
  record.epochs.push(epochs);
  record.loss.push(loss);
  record.testLoss.push(testLoss ?? NaN);
  record.accuracy.push(accuracy ?? NaN);
  record.testAccuracy.push(testAccuracy ?? NaN);
  const parameters = network.parameters();
  seriesOf(network).forEach((line, index) => record.weights[index]!.push(valueOf(line, parameters)));
}
