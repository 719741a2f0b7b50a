/** The report page of a training, which may still be running. Loaded on demand. */
import type { EpochFigures } from "../../src/report/page/pageData.js";
import { reportPage } from "../../src/report/page/reportPage.js";
import { reportData } from "../../src/report/page/trained.js";
import { newHistory } from "../../src/train/loop/history.js";
import type { Frame, LearningRecord } from "../sessionTypes.js";
import { testFraction } from "./dataFiles.js";
import { dataName } from "./fileNames.js";
import { effectiveConfig, type Snapshot } from "./snapshot.js";

export function reportOf(snapshot: Snapshot, record: LearningRecord, frame: Frame): string {
  const { network, samples } = snapshot;
  const { train, test } = samples;
  const config = effectiveConfig(snapshot);
  const part = testFraction(snapshot);
  const history = { ...newHistory(), epochs: frame.epoch, updates: frame.updates, threads: frame.threads };
  const data = reportData({
    network,
    config: { ...config, epochs: Math.max(1, frame.epoch), validation: part },
    history: { ...history, samplesPerSecond: frame.samplesPerSecond },
    notes: { classes: samples.classNames ?? undefined },
    source: dataName(snapshot),
    training: { rows: train.rows, evaluation: network.evaluate(train) },
    heldOut: test && network.evaluate(test),
    shown: test ?? train,
    rows: samples.split?.validation ?? Uint32Array.from({ length: train.rows }, (_, row) => row),
  });
  return reportPage({
    ...data,
    history: epochsOf(record),
    epochs: frame.epoch,
    stopped: "as it stood in the playground",
    speed: { ...data.speed, seconds: null },
  });
}

/** The whole epochs of the record, as the report draws them. */
function epochsOf({ epochs, loss, testLoss }: LearningRecord): EpochFigures[] {
  return epochs.flatMap((epoch, index): EpochFigures[] => {
    const held = testLoss[index]!;
    return epoch >= 1 && Number.isInteger(epoch)
      ? [{ epoch, loss: loss[index]!, validationLoss: Number.isNaN(held) ? null : held }]
      : [];
  });
}
