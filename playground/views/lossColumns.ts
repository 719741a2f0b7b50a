/** The columns of the charts of learning: the points of the record, and the newest evaluation after them. */
import type { Frame, LearningRecord } from "../sessionTypes.js";

/** A point of the charts. NaN where there is no number. */
export interface Point {
  epochs: number;
  loss: number;
  testLoss: number;
  accuracy: number;
  testAccuracy: number;
}

export type PointName = keyof Point;

/** The losses and accuracies in the frame, if they are newer than the record, or of weights set by hand; else null. */
export function newest(record: LearningRecord, frame: Frame): Point | null {
  const { evaluated, loss, testLoss, accuracy, testAccuracy } = frame;
  const last = record.updates.at(-1) ?? -1;
  if (!evaluated || loss === null || evaluated.updates < last) return null;
  if (evaluated.updates === last && loss === record.loss.at(-1)) return null;
  return {
    epochs: evaluated.epochs,
    loss,
    testLoss: testLoss ?? NaN,
    accuracy: accuracy ?? NaN,
    testAccuracy: testAccuracy ?? NaN,
  };
}

/** One column. A new list. */
export function columnOf(record: LearningRecord, frame: Frame, name: PointName): number[] {
  const last = newest(record, frame);
  return last ? [...record[name], last[name]] : [...record[name]];
}

/** A point by its index in the columns; undefined where there are fewer. */
export function pointOf(record: LearningRecord, frame: Frame, index: number): Point | undefined {
  if (index === record.epochs.length) return newest(record, frame) ?? undefined;
  const { epochs, loss, testLoss, accuracy, testAccuracy } = record;
  if (epochs[index] === undefined) return undefined;
  return {
    epochs: epochs[index],
    loss: loss[index]!,
    testLoss: testLoss[index]!,
    accuracy: accuracy[index]!,
    testAccuracy: testAccuracy[index]!,
  };
}

/** The number of points. */
export function pointsIn(record: LearningRecord, frame: Frame): number {
  return record.epochs.length + (newest(record, frame) ? 1 : 0);
}
