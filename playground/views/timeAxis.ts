/**
 * The horizontal axis of the charts of learning: epochs or updates, linear or logarithmic. The logarithmic axis also has 0,
 * where the training begins: it is linear up to the first update, and logarithmic from there on.
 */
import type uPlot from "uplot";
import { epochTexts, wholeSteps } from "./lossText.js";

export interface TimeAxis {
  isLog: boolean;
  /** The position of the first update: 1 for updates; for epochs, a part of an epoch. */
  first: number;
}

/** Least distance of two ticks, in CSS pixels. */
const space = 44;

/** The scale for uPlot. */
export function timeScale({ isLog, first }: TimeAxis): uPlot.Scale {
  const range: uPlot.Scale["range"] = (_, __, high) => [0, Math.max(high ?? 0, isLog ? 10 * first : 1)];
  return { time: false, range, ...(isLog && { distr: 4, asinh: first }) };
}

/** Ticks and their texts, for uPlot. */
export function timeTicks({ isLog, first }: TimeAxis): Partial<uPlot.Axis> {
  if (!isLog) return { space: 56, incrs: wholeSteps, values: (_, ticks) => epochTexts(ticks) };
  return {
    splits: (plot, _, __, high) => {
      const width = plot.bbox.width / devicePixelRatio;
      return logTicks(first, high, Math.max(2, Math.floor(width / space)));
    },
    filter: (_, ticks) => ticks,
    values: (_, ticks) => ticks.map(logTickText),
  };
}

/**
 * 0 and powers of ten from the first update on, or from the first whole number; with fewer than three of them also 2 and
 * 5 times those.
 *
 * @param most number of ticks
 */
export function logTicks(first: number, high: number, most: number): number[] {
  const low = Math.ceil(Math.log10(first) - 1e-9);
  const top = Math.floor(Math.log10(Math.max(high, first)) + 1e-9);
  const powers = Math.max(1, top - low + 1);
  const every = Math.max(1, Math.ceil(powers / Math.max(1, most - 1)));
  const factors = 3 * powers < most ? [1, 2, 5] : [1];
  const ticks = [0];
  for (let power = low; power <= top; power += every) {
    for (const factor of factors) {
      const tick = Number(`${factor}e${power}`);
      if (tick <= high * (1 + 1e-9)) ticks.push(tick);
    }
  }
  return ticks;
}

/** The text of a tick in its own unit: 0.1, 100, 1 k, 10 M. */
export function logTickText(tick: number): string {
  const [unit, name] = tick >= 1e6 ? [1e6, " M"] : tick >= 1e3 ? [1e3, " k"] : [1, ""];
  return Number((tick / unit).toPrecision(6)) + name;
}
