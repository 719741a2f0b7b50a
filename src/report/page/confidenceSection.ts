/** The section on confidence: a reliability diagram, and its figures. */
import type { ReliabilityFigures } from "./pageData.js";
import { card, escape, legend, section, table } from "./markup.js";
import { countText, isFigure, metricText } from "./numbers.js";
import { coordinate, curve, plot, stretched } from "./plot.js";
import { linearScale } from "./scale.js";

export function confidenceSection(reliability: ReliabilityFigures | null | undefined): string {
  if (!reliability) return "";
  return section("confidence", "Confidence", [diagramCard(reliability), tableCard(reliability)]);
}

/** A bar for each bin as high as its accuracy, and a line where accuracy equals confidence. */
function diagramCard({ bins, calibrationError, temperature = 1 }: ReliabilityFigures): string {
  const unit = linearScale(0, 1, { ticks: 5 });
  const bars = bins.map(({ from, to, rows, confidence, accuracy }) => {
    if (!isFigure(accuracy)) return "";
    const place = `x="${coordinate(from)}" width="${coordinate(to - from)}"`;
    const text = `confidence ${metricText(confidence)}, right ${metricText(accuracy)}: ${countText(rows)} answers`;
    const size = `y="${coordinate(1 - accuracy)}" height="${coordinate(accuracy)}"`;
    return `<rect class="bar positive" ${place} ${size}><title>${escape(text)}</title></rect>`;
  });
  const known = bins.flatMap(({ confidence, accuracy }) =>
    isFigure(confidence) && isFigure(accuracy) ? [[confidence, accuracy] as const] : [],
  );
  const diagonal = [
    [0, 0],
    [1, 1],
  ] as const;
  const layers = [stretched(bars.join("")), curve(diagonal, "chance"), curve(known, "plain")];
  const title = "Reliability diagram";
  const description = known.map(([x, y]) => `${metricText(x)}: ${metricText(y)}.`).join(" ");
  const axes = { x: unit, y: unit, xName: "confidence", yName: "fraction that is right", square: true };
  const key = legend([["positive", "fraction of right answers"]]);
  const told = temperature === 1 ? "" : ` Answers are at temperature ${escape(temperature.toPrecision(3))}.`;
  return card(title, key + plot(layers, { title, description, ...axes }), {
    note: `Calibration error ${metricText(calibrationError)}. Bars below the diagonal: the network is too sure.${told}`,
  });
}

function tableCard({ bins }: ReliabilityFigures): string {
  const rows = bins
    .filter(({ rows: count }) => count > 0)
    .map(({ from, to, rows: count, confidence, accuracy }) => [
      `${Math.round(100 * from)} to ${Math.round(100 * to)} %`,
      countText(count),
      metricText(confidence),
      metricText(accuracy),
    ]);
  const heads = ["confidence", "answers", "mean", "right"];
  return card("By confidence", table("Answers by confidence", heads, rows), {
    note: "Confidence: the probability of the answer. Mean: of the confidence. Right: fraction of the answers.",
  });
}
