/** Records a session's weights from its frames, once for all panels, whether one shows them or not. */
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Session } from "../sessionTypes.js";
import { seriesOf, WeightRecord } from "./weightRecord.js";

/** While it trains, not more often than this, in milliseconds: of a large network it is a walk over all weights. */
const recordEvery = 50;

export interface Recording {
  record: WeightRecord;
  /** When it was last added to: what reads it, reads this. */
  time: number;
}

const recordings = new WeakMap<Session, ReadonlySignal<Recording>>();

/** The weights of a session since its reset, or since this was first asked for. */
export function recordingOf(session: Session): ReadonlySignal<Recording> {
  const known = recordings.get(session);
  if (known) return known;
  const recording = signal<Recording>({ record: new WeightRecord([]), time: -Infinity });
  recordings.set(session, recording);
  let shape = "";
  effect(() => {
    const network = session.network.value;
    const { state, updates } = session.frame.value;
    let { record, time } = recording.peek();
    const now = performance.now();
    const { layers, biases } = network.config;
    const its = `${biases} ${layers.map(({ inputs, units }) => `${inputs}-${units}`).join(" ")}`;
    if (its !== shape) {
      shape = its;
      record = new WeightRecord(seriesOf(network));
    } else if (state === "running" && now - time < recordEvery && updates >= (record.updates.at(-1) ?? 0)) {
      return;
    }
    record.take(updates, network.parameters());
    recording.value = { record, time: now };
  });
  return recording;
}
