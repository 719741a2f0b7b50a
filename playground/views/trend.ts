/** The trend of the losses, for the description of the chart. */
export type Trend = "falling" | "rising" | "steady";

/** Least relative change over the last tenth of the points that counts as a trend. */
const least = 0.03;

/** The trend of a loss over the last tenth of its points. */
export function trendOf(losses: readonly number[]): Trend {
  const now = losses.at(-1) ?? Number.NaN;
  const before = losses.at(-1 - Math.ceil(losses.length / 10)) ?? Number.NaN;
  if (now < before * (1 - least)) return "falling";
  return now > before * (1 + least) ? "rising" : "steady";
}

/** Tells whether columns have changed since the last call: there are more or fewer rows, or another last one. */
export class ColumnsWatch {
  #last: readonly (number | undefined)[] = [NaN];

  hasChanged(columns: readonly (readonly number[])[]): boolean {
    const last = [columns[0]?.length, ...columns.map((column) => column.at(-1))];
    const isSame =
      last.length === this.#last.length && last.every((value, at) => Object.is(value, this.#last[at]));
    this.#last = last;
    return !isSame;
  }
}
