/** The record of a training as a CSV file: losses and accuracies at the recorded updates, every number with all its digits. */
import type { LearningRecord } from "../sessionTypes.js";

/** Columns of the file, and the lists that they hold. */
const columns = {
  update: "updates",
  epoch: "epochs",
  training_loss: "loss",
  test_loss: "testLoss",
  training_accuracy: "accuracy",
  test_accuracy: "testAccuracy",
} as const satisfies Record<string, Exclude<keyof LearningRecord, "weights">>;

/** Without a number, a cell is empty: there are no test samples, or the targets are not classes. */
export function csvOfRecord(record: LearningRecord): string {
  const cell = (value: number) => (Number.isNaN(value) ? "" : String(value));
  const rows = record.updates.map((_, index) =>
    Object.values(columns).map((name) => cell(record[name][index]!)),
  );
  return [Object.keys(columns), ...rows].map((row) => `${row.join(",")}\n`).join("");
}
