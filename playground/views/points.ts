/** Draws samples as points: training samples filled, test samples as rings, and a mark around the explained one. */
import type { Dataset } from "../../src/data/dataset.js";
import type { Size } from "../drawing/canvas.js";
import { type Colours, cssOf, rampIndex, signedRamp } from "../drawing/colours.js";
import type { PlaneView, Samples } from "../sessionTypes.js";
import { classColour } from "./plane.js";
import { actualClass, clarity, type Reading } from "./reading.js";

export interface PointsOptions {
  showsTest: boolean;
  /** Row of the training sample to mark; −1: no mark. */
  marked: number;
  /** The output that gives the colour, where outputs are numbers. */
  output: number;
}

/** Draws the samples. @param context scaled to CSS pixels */
export function drawPoints(
  context: CanvasRenderingContext2D,
  { width, height }: Size,
  { train, test }: Pick<Samples, "train" | "test">,
  { ranges: [across, up], ...at }: PlaneView,
  reading: Reading,
  colours: Colours,
  { showsTest, marked, output }: PointsOptions,
): void {
  const count = train.rows + (showsTest && test ? test.rows : 0);
  const radius = Math.max(1.25, Math.min(3.5, 90 / Math.sqrt(count), width / 90));
  const placeX = (x: number) => ((x - across[0]) / (across[1] - across[0])) * width;
  const placeY = (y: number) => ((up[1] - y) / (up[1] - up[0])) * height;
  /** Makes a path of circles around some samples. */
  const trace = (points: ArrayLike<number>, rows: readonly number[], size: number) => {
    context.beginPath();
    for (const row of rows) {
      const [x, y] = [placeX(points[2 * row]!), placeY(points[2 * row + 1]!)];
      context.moveTo(x + size, y);
      context.arc(x, y, size, 0, 2 * Math.PI);
    }
  };
  for (const [colour, rows] of rowsByColour(train, reading, colours, output)) {
    trace(at.train, rows, radius);
    context.strokeStyle = colours.card;
    context.lineWidth = 1.5;
    context.stroke();
    context.fillStyle = colour;
    context.fill();
  }
  if (test && at.test && showsTest) {
    for (const [colour, rows] of rowsByColour(test, reading, colours, output)) {
      trace(at.test, rows, radius);
      context.fillStyle = colours.card;
      context.fill();
      context.strokeStyle = colour;
      context.lineWidth = Math.max(1, radius / 2);
      context.stroke();
    }
  }
  if (marked >= 0 && marked < train.rows) {
    trace(at.train, [marked], radius + 4);
    context.strokeStyle = colours.card;
    context.lineWidth = 4;
    context.stroke();
    context.strokeStyle = colours.text;
    context.lineWidth = 2;
    context.stroke();
  }
}

/** Least strength of a point's colour, so that numbers near 0 are visible too. */
const leastColour = 0.4;

function rowsByColour(
  dataset: Dataset,
  reading: Reading,
  colours: Colours,
  output: number,
): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  const ramp = signedRamp(colours);
  const ofNumber = (row: number) => {
    const clear = clarity(reading, dataset.targets!, row * dataset.outputs, output);
    const strength = leastColour + (1 - leastColour) * Math.abs(clear);
    return cssOf(ramp[rampIndex(clear < 0 ? -strength : strength)]!);
  };
  for (let row = 0; row < dataset.rows; row++) {
    const colour =
      reading.kind === "numbers" ? ofNumber(row) : classColour(colours, actualClass(reading, dataset, row));
    const known = rows.get(colour);
    if (known) known.push(row);
    else rows.set(colour, [row]);
  }
  return rows;
}
