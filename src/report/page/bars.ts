/** Histograms as bar charts: blue above zero, orange below, as everywhere on the page. A few numbers are written instead. */
import { type Histogram, momentsOf } from "./histogram.js";
import { escape } from "./markup.js";
import { countText, lossText } from "./numbers.js";
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
    const range = isPoint ? lossText(histogram.from) : `${lossText(left)} to ${lossText(right)}`;
    const rectangle = `x="${coordinate(bin / counts.length)}" y="${coordinate(1 - times / most)}" width="${coordinate(1 / counts.length)}" height="${coordinate(times / most)}"`;
    return `<rect class="bar ${kind}" ${rectangle}><title>${escape(`${range}: ${countText(times)}`)}</title></rect>`;
  });
  return plot([stretched(bars.join(""))], { title, description: summaryOf(histogram), x, y, xName, height });
}

/**
 * A histogram of named numbers, or the numbers themselves where there are few, or one value where all are equal.
 *
 * @param names what they are: ["bias", "biases"]
 */
export function spread(
  histogram: Histogram,
  [one, many]: readonly [one: string, many: string],
  options: { title: string; height?: number },
): string {
  const { few, count, minimum, maximum } = histogram;
  if (count > 1 && minimum === maximum) {
    return `<p class="few">All ${countText(count)} ${escape(many)} are ${lossText(minimum)}${leftOut(histogram)}.</p>`;
  }
  if (!few || count === 0) return barChart(histogram, { ...options, xName: one });
  const numbers = few.map(
    (value) => `<li class="${value < 0 ? "negative" : "positive"}"><i></i>${lossText(value)}</li>`,
  );
  const head = count === 1 ? `One ${one}` : `${count} ${many}`;
  return `<p class="few">${escape(head)}${leftOut(histogram)}:</p><ul class="legend">${numbers.join("")}</ul>`;
}

/** `23 520 numbers from −0.31 to 0.29, mean 0.0012, deviation 0.084` */
export function summaryOf(histogram: Histogram): string {
  const { count, minimum, maximum } = histogram;
  const { mean, deviation } = momentsOf(histogram);
  if (count === 1) return `One number, ${lossText(minimum)}${leftOut(histogram)}.`;
  return `${countText(count)} numbers from ${lossText(minimum)} to ${lossText(maximum)}, mean ${lossText(mean)}, deviation ${lossText(deviation)}${leftOut(histogram)}.`;
}

function leftOut({ notFinite }: Histogram): string {
  return notFinite > 0 ? `; ${countText(notFinite)} are not finite` : "";
}
