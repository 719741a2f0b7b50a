/**
 * What has to be known of the rows of a source before training: scalers, rows of each class, what the targets reach. It reads all
 * rows once, in order, if anything of that is needed; means and deviations are then those of training from memory, bit for bit.
 *
 * Quantiles come from evenly spaced rows: at most 131,072, as from memory, and at most 4,194,304 numbers in all.
 */
import { firstRows, newBlock, type RowBlock, rowBytesOf, type RowSource } from "../../data/rows/rowSource.js";
import { mostQuantileRows, sortedColumn } from "../../data/quantiles.js";
import {
  arePixels,
  needsQuantiles,
  type ScalingSettings,
  scalerOf,
  type Spread,
  Spreads,
} from "../../data/scalers.js";
import { DataError } from "../../errors.js";
import { ln } from "../../network/elementary.js";
import { addedBeforeLog, refuseWithoutLog } from "../../network/logarithm.js";
import type { Scaler, Scalers } from "../../network/scaling.js";
import { breatheInTime } from "../loop/breath.js";

const blockBytes = 1 << 21;
const mostSampled = 1 << 22;

/** What a pass over the rows is for. */
export interface Wanted {
  readonly settings: ScalingSettings;
  /** Scalers that stay as they are. */
  readonly known: Scalers;
  readonly counts: boolean;
  /** Looks at the targets of some rows, which are numbers. @param from the number of the first */
  readonly look: ((targets: Float64Array, from: number) => void) | null;
}

/** What is known of the rows. */
export interface MeasuredRows {
  readonly scalers: Scalers;
  /** [classes] rows of each class; null where nobody asked. */
  readonly counts: Float64Array | null;
  /** [outputs] what the targets reach; null for classes, and where no pass was needed. */
  readonly targets: readonly Spread[] | null;
}

/** @throws DataError for numbers that are not finite, or rows that cannot be read */
export async function measureRows(source: RowSource, wanted: Wanted): Promise<MeasuredRows> {
  const { settings, known, counts: wantsCounts, look } = wanted;
  const { columns, outputs, flags, hasMissing, targetType } = source;
  const { inputBins } = settings;
  const areNumbers = targetType === "numbers";
  const kind = settings.scaling;
  const isOpen = kind === "auto" && source.inputType === "uint8" && !source.image;
  const measuresInputs =
    !known.inputs &&
    (isOpen ||
      hasMissing ||
      needsQuantiles("none", inputBins) ||
      (kind !== "auto" && kind !== "none" && kind !== "bytes"));
  const measuresTargets = areNumbers && !known.targets && settings.targetScaling !== "none";
  const finalKind = (hasLight: boolean) =>
    kind === "auto" ? (hasLight || isImageOfBytes(source) ? "bytes" : "none") : kind;
  const isSampled = measuresInputs && needsQuantiles(kind === "auto" ? "none" : kind, inputBins);
  const sampled = isSampled ? Math.min(mostQuantileRows, Math.max(1, Math.floor(mostSampled / columns))) : 0;
  const step = sampled > 0 ? Math.ceil(source.rows / sampled) : 0;
  const sample = newBlock(source, step > 0 ? Math.ceil(source.rows / step) : 0).inputs;
  const ofInputs = new Spreads(columns);
  const ofTargets = new Spreads(outputs);
  const added = addedBeforeLog(settings.targetScaling);
  const ofLogs = measuresTargets && added !== null ? new Spreads(outputs) : null;
  const counts = wantsCounts ? new Float64Array(outputs) : null;
  let taken = 0;
  let hasLight = false;
  const isNeeded = measuresInputs || measuresTargets || counts !== null || look !== null;
  for await (const { block, from, count } of isNeeded ? blocksOf(source) : []) {
    const { inputs, targets, labels, weights } = block;
    refuseNotFinite(block, source, from);
    if (ofLogs && targets) refuseWithoutLog(settings.targetScaling, targets, outputs, from);
    const logs = ofLogs && targets?.map((target) => ln(target + added!));
    hasLight ||= isOpen && arePixels({ inputs, image: null });
    for (let row = 0; row < count; row++) {
      if (counts && labels) counts[labels[row]!]!++;
      if (weights?.[row] === 0) continue;
      if (measuresInputs) ofInputs.add(inputs, row);
      if (targets) ofTargets.add(targets, row);
      if (logs) ofLogs.add(logs, row);
      if (step === 0 || (from + row) % step !== 0) continue;
      sample.set(inputs.subarray(row * columns, (row + 1) * columns), taken++ * columns);
    }
    if (targets) look?.(targets, from);
  }
  const rows = Uint32Array.from({ length: taken }, (_, row) => row);
  const sorted = (column: number) => sortedColumn(sample, columns, column, rows);
  const measured = { flags, hasMissing, inputBins };
  const inputs: Scaler | null =
    known.inputs ?? scalerOf(finalKind(hasLight), columns, () => ofInputs.ofColumns(), sorted, measured);
  const reached = areNumbers && isNeeded ? ofTargets.ofColumns() : null;
  const targets =
    known.targets ??
    (measuresTargets
      ? scalerOf(
          settings.targetScaling,
          outputs,
          () => ofLogs?.ofColumns() ?? reached!,
          () => none,
          {},
        )
      : null);
  return { scalers: { inputs, targets }, counts, targets: reached };
}

const none = new Float64Array(0);

function isImageOfBytes({ inputType, image }: RowSource): boolean {
  return inputType === "uint8" && image !== null;
}

interface Read {
  block: RowBlock;
  from: number;
  count: number;
}

/** All rows, block by block; the next is read while the caller works on one. */
export async function* blocksOf(source: RowSource, bytes = blockBytes): AsyncGenerator<Read, void, void> {
  const most = Math.max(1, Math.min(source.rows, Math.floor(bytes / rowBytesOf(source))));
  const blocks = [newBlock(source, most), newBlock(source, most)];
  const read = async (from: number): Promise<Read> => {
    const count = Math.min(most, source.rows - from);
    const block = firstRows(source, blocks[(from / most) % 2]!, count);
    await source.read(from, count, block);
    return { block, from, count };
  };
  let next: Promise<Read> | null = read(0);
  try {
    while (next) {
      const now: Read = await next;
      const after = now.from + now.count;
      next = after < source.rows ? read(after) : null;
      next?.catch(() => {}); // found when it is awaited
      yield now;
      await breatheInTime();
    }
  } finally {
    await next?.catch(() => {});
  }
}

/** Refuses what a data set in memory would refuse. */
function refuseNotFinite(
  { inputs, targets, labels, weights }: RowBlock,
  source: RowSource,
  from: number,
): void {
  const { columns, outputs, hasMissing } = source;
  const refuse = (matrix: string, values: ArrayLike<number>, width: number, at: number): never => {
    const place = { matrix, row: from + Math.floor(at / width), column: at % width };
    throw new DataError(`expected a finite number, got ${values[at]}.`, place);
  };
  if (!(inputs instanceof Uint8Array)) {
    for (let at = 0; at < inputs.length; at++) {
      const x = inputs[at]!;
      if (x - x !== 0 && !(hasMissing && Number.isNaN(x))) refuse("inputs", inputs, columns, at);
    }
  }
  const wrong = targets ? targets.findIndex((x) => x - x !== 0) : -1;
  if (wrong >= 0) refuse("targets", targets!, outputs, wrong);
  const unweighted = weights ? weights.findIndex((x) => x - x !== 0) : -1;
  if (unweighted >= 0) refuse("sampleWeights", weights!, 1, unweighted);
  const unknown = labels ? labels.findIndex((label) => label >= outputs) : -1;
  if (unknown < 0) return;
  throw new DataError(`expected a class index 0 to ${outputs - 1}, got ${labels![unknown]}.`, {
    matrix: "targets",
    row: from + unknown,
  });
}
