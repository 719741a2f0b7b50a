/** Confidence against accuracy as text: one line for each bin that has answers. */
import type { Reliability } from "../train/evaluation/calibration.js";
import { formatMetric } from "./figures.js";
import { formatTable } from "./textTable.js";

export function reliabilityText({ bins, calibrationError }: Reliability): string[] {
  const cells = bins
    .filter(({ rows }) => rows > 0)
    .map(({ from, to, rows, confidence, accuracy }) => [
      `${percentOf(from)} to ${percentOf(to)}`,
      String(rows),
      formatMetric(confidence),
      formatMetric(accuracy),
    ]);
  return [
    "",
    ...formatTable([["confidence", "answers", "mean", "right"], ...cells], {
      align: ["left", "right", "right", "right"],
    }),
    `calibration error ${formatMetric(calibrationError)}`,
  ];
}

function percentOf(part: number): string {
  return `${Math.round(100 * part)} %`;
}
