/** Histograms as bar charts: blue above zero, orange below, as everywhere on the page. */
import { formatLoss } from "../figures.js";
import { type Histogram, momentsOf } from "./histogram.js";
import { countText, escape, isFigure } from "./markup.js";
import { coordinate, plot, stretched } from "./plot.js";
import { linearScale } from "./scale.js";

/**
 * A histogram.
 *
 * @param title what was counted, for screen readers
 */
export function barChart(
  histogram: Histogram,
  options: { title: string; xName: string; height?: number },
): string {
  const { counts, count } = histogram;
  const { title, xName, height = 90 } = options;
  if (count === 0) return `<p class="note">No numbers${leftOut(histogram)}.</p>`;
  // a bin of width 0 (all numbers are equal) is drawn with a width
  const isPoint = !(histogram.to > histogram.from);
  const half = isPoint ? Math.abs(histogram.from) / 2 || 0.5 : 0;
  const [from, to] = [histogram.from - half, histogram.to + half];
  const width = (to - from) / counts.length;
  const x = linearScale(from, to, { ticks: 3 });
  const most = Math.max(...counts);
  const y = linearScale(0, most, { ticks: height > 150 ? 4 : 2, whole: true });
  const bars = counts.map((times, bin) => {
    if (times === 0) return "";
    const [left, right] = [from + bin * width, from + (bin + 1) * width];
    const kind = (left + right) / 2 < 0 ? "negative" : "positive";
    const range = isPoint ? formatLoss(histogram.from) : `${formatLoss(left)} to ${formatLoss(right)}`;
    const rectangle = `x="${coordinate(bin / counts.length)}" y="${coordinate(1 - times / most)}" width="${coordinate(1 / counts.length)}" height="${coordinate(times / most)}"`;
    return `<rect class="bar ${kind}" ${rectangle}><title>${escape(`${range}: ${countText(times)}`)}</title></rect>`;
  });
  return plot([stretched(bars.join(""))], { title, description: summaryOf(histogram), x, y, xName, height });
}

/** `23 520 numbers from −0.31 to 0.29, mean 0.0012, deviation 0.084` */
export function summaryOf(histogram: Histogram): string {
  const { count, minimum, maximum } = histogram;
  const { mean, deviation } = momentsOf(histogram);
  const text = (value: number) => (isFigure(value) ? formatLoss(value).replaceAll("-", "−") : "–");
  return `${countText(count)} numbers from ${text(minimum)} to ${text(maximum)}, mean ${text(mean)}, deviation ${text(deviation)}${leftOut(histogram)}.`;
}

function leftOut({ notFinite }: Histogram): string {
  return notFinite > 0 ? `; ${countText(notFinite)} are not finite` : "";
}
