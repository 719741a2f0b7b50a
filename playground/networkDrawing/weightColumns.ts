/**
 * The columns of the chart of weights over time: the points of the record, and the present weights after them, which can be set by hand. */
import type { Session } from "../sessionTypes.js";
import { type Series, seriesOf, valueOf } from "./weightSeries.js";

export interface WeightColumns {
  series: readonly Series[];
  updates: number[];
  /** A list for each series. */
  lines: number[][];
}

/** The columns of a session now. Reading them subscribes to its frame. */
export function weightColumns(session: Session): WeightColumns {
  const network = session.network.value;
  const { updates, weights } = session.record.value;
  const series = seriesOf(network);
  const now = session.frame.value.updates;
  const last = updates.at(-1) ?? -1;
  if (now < last || (now === last && session.edits.value === 0))
    return { series, updates: [...updates], lines: weights.map((line) => [...line]) };
  const parameters = network.parameters();
  return {
    series,
    updates: [...updates, now],
    lines: series.map((one, index) => [...weights[index]!, valueOf(one, parameters)]),
  };
}
