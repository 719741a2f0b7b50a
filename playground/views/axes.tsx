/** A square plot with two axes: round numbers along them, and their names at the ends. */
import type { ComponentChildren } from "preact";
import { linearScale } from "../../src/report/page/scale.js";
import type { PlaneView, Range } from "../sessionTypes.js";

/** A short name is at the end of its axis, where no number is written; longer ones are beside the axes. */
const [mostLetters, lastTick] = [3, 0.9];

/** The position of a value on an axis, as CSS. */
export function placesOn([low, high]: Range): (value: number) => string {
  const { place } = linearScale(low, high);
  return (value) => `${100 * place(value)}%`;
}

interface AxesProps extends Pick<PlaneView, "names" | "ranges"> {
  /** The plot. */
  children: ComponentChildren;
}

export function Axes({ names, ranges: [across, up], children }: AxesProps) {
  const isLong = names.some((name) => name.length > mostLetters);
  const last = isLong ? 1 : lastTick;
  // long numbers beside each other need more space
  const letters = Math.max(0, ...ticksOf(across, last, 5).ticks.map(({ text }) => text.length));
  const x = ticksOf(across, last, letters > 4 ? 2 : 5);
  const y = ticksOf(up, last, 5);
  return (
    <div class="surface-frame" data-long={isLong}>
      {children}
      <div class="surface-x" aria-hidden="true">
        {x.ticks.map(({ value, text }) => (
          <span key={text} style={{ left: x.part(value) }}>
            {text}
          </span>
        ))}
        <em>{names[0]}</em>
      </div>
      <div class="surface-y" aria-hidden="true">
        {/* the longest text makes the column as wide as it has to be */}
        <i>{y.ticks.map(({ text }) => text).reduce((a, b) => (b.length > a.length ? b : a), "")}</i>
        {y.ticks.map(({ value, text }) => (
          <span key={text} style={{ bottom: y.part(value) }}>
            {text}
          </span>
        ))}
        <em>{names[1]}</em>
      </div>
    </div>
  );
}

function ticksOf(range: Range, last: number, count: number) {
  const part = placesOn(range);
  const { place, ticks } = linearScale(range[0], range[1], { ticks: count });
  return { part, ticks: ticks.filter(({ value }) => place(value) <= last) };
}
