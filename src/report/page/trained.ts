/** The data of the report page of a training. */
import type { ClassReport } from "../../train/evaluation/classes.js";
import type { Dataset, ImageShape } from "../../data/dataset.js";
import type { Evaluation } from "../../train/evaluation/evaluation.js";
import type { History } from "../../train/loop/history.js";
import { regressionByOutput } from "../../train/evaluation/metrics.js";
import type { Network } from "../../train/network.js";
import { configInput } from "../../settings/configuration.js";
import { essentialConfig } from "../../settings/essential.js";
import type { Config } from "../../settings/generated/types.js";
import { info } from "../../wasm/info.js";
import type { DataNotes } from "../../readers/notes.js";
import { columnFigures } from "../columnFigures.js";
import { measure } from "../measureSamples.js";
import { preparedNames } from "../preparedNames.js";
import { trainingText } from "../trainingWords.js";
import type { ClassFigures, EpochFigures, ReportData, RunRecord, TargetFigures } from "./pageData.js";
import { layerFigures } from "./networkSection.js";
import { peoplesNames } from "./settingNames.js";
import { reconstructions, worstSamples } from "./worst.js";

/** Most epochs that the page has; of more epochs, every nth. */
const mostEpochs = 20_000;
const mostTargets = 50;

export interface Trained {
  network: Network;
  config: Config;
  history: History;
  notes: DataNotes;
  /** Name of the data: the name of the file without its directory. */
  source: string;
  /** Number of training rows, and the results on them after training. */
  training: { rows: number; evaluation: Evaluation };
  heldOut: Evaluation | null;
  /** The samples to show (the held-out samples if there are any), and their rows in the data. */
  shown: Dataset;
  rows: ArrayLike<number>;
  /** Where and how it ran (optional). */
  record?: RunRecord;
}

export function reportData(trained: Trained): ReportData {
  const { network, config, history, notes, shown, training, heldOut } = trained;
  const measured = measure(network, shown, notes);
  const isImages = shown.image !== null && shown.targets !== null && shown.outputs === shown.columns;
  const views = network.parameters();
  const target = notes.schema?.target?.name;
  const name = trained.source;
  return {
    title: target === undefined ? name.replace(/^the /, "The ") : `${name}: ${target}`,
    description: trainingText(config, peoplesNames),
    version: info().version,
    config: { ...configInput(config) },
    chosen: { ...essentialConfig(config) },
    ...(trained.record && { record: trained.record }),
    loss: `${peoplesNames.loss(config.loss)}, ${config.reduction} over samples`,
    history: epochFigures(history),
    epochs: history.epochs,
    bestEpoch: history.bestEpoch,
    stopped: history.stopped,
    speed: {
      samplesPerSecond: history.samplesPerSecond,
      seconds: history.seconds,
      threads: history.threads,
      build: network.build,
    },
    results: {
      training: { samples: training.rows, ...inOrder(training.evaluation) },
      validation: heldOut && { samples: shown.rows, ...inOrder(heldOut) },
    },
    layers: layerFigures(config.layers.map((layer, index) => ({ ...layer, ...views[index]! }))),
    ...(shown.inputNames && { inputNames: preparedNames(shown.inputNames, network.scalers.inputs) }),
    classes: measured.report && classFigures(measured.report, heldOut !== null),
    targets: shown.targets && !isImages ? targetFigures(shown, measured.answers, target) : null,
    reliability: measured.reliability && {
      ...measured.reliability,
      temperature: network.scalers.temperature ?? 1,
    },
    columns: columnsOf(network, shown, notes),
    image: shown.image && imageFigures(shown.image),
    worst: isImages ? null : worstSamples(network, shown, measured, trained.rows, notes.schema),
    reconstructions: isImages ? reconstructions(shown, measured.answers, trained.rows) : null,
  };
}

function imageFigures([height, width, channels]: ImageShape): ReportData["image"] {
  return { height, width, ...(channels && { channels, isLight: true }) };
}

/** Multiplications that a page may cost: some seconds. */
const mostOperations = 2e10;
const mostPlots = 6;

/** What matters among the columns of a table; null for images, and where there are too few samples. */
function columnsOf(network: Network, shown: Dataset, notes: DataNotes): ReportData["columns"] {
  if (shown.image || shown.isAutoencoder || shown.rows < 2) return null;
  const options = { drawn: mostPlots, points: 20, operations: mostOperations };
  const { rows, importance, dependence, outputs } = columnFigures(network, shown, notes, options);
  return { measure: "the loss", rows, importance, dependence, outputs };
}

/** The metrics with mse last: the page shows the first metric at its top, and mse is in squared units. */
function inOrder({ loss, metrics }: Evaluation): Evaluation {
  const { mse, ...others } = metrics;
  return { loss, metrics: mse === undefined ? others : { ...others, mse } };
}

function epochFigures({
  epochs,
  loss,
  metrics,
  validation,
  learningRate,
  bestEpoch,
}: History): EpochFigures[] {
  const every = Math.ceil(epochs / mostEpochs);
  return Array.from({ length: epochs }, (_, index) => index)
    .filter((index) => index % every === 0 || index === epochs - 1 || index + 1 === bestEpoch)
    .map((index) => ({
      epoch: index + 1,
      loss: loss[index]!,
      metrics: metrics[index] ?? null,
      validationLoss: validation[index]?.loss ?? null,
      validationMetrics: validation[index]?.metrics ?? null,
      learningRate: learningRate[index] ?? null,
    }));
}

function classFigures({ classes, confusion }: ClassReport, isHeldOut: boolean): ClassFigures {
  return {
    names: classes.map(({ name }) => name),
    of: isHeldOut ? "held-out samples" : "training samples",
    matrix: confusion,
    perClass: classes.map(({ precision, recall, f1, support }) => ({ precision, recall, f1, support })),
    roc: classes.flatMap(({ rocAuc, roc }, index) =>
      Number.isNaN(rocAuc)
        ? []
        : [
            {
              class: index,
              auc: rocAuc,
              points: Array.from(
                roc.falsePositiveRate,
                (rate, at) => [rate, roc.truePositiveRate[at]!] as const,
              ),
            },
          ],
    ),
  };
}

function targetFigures(
  { targets, outputs, rows, isAutoencoder, inputNames }: Dataset,
  answers: ArrayLike<number>,
  name: string | undefined,
): TargetFigures[] {
  const each = regressionByOutput(targets!, answers, outputs);
  const names = (isAutoencoder && inputNames) || (outputs === 1 && [name ?? "target"]) || [];
  const column = (of: ArrayLike<number>, output: number) =>
    Float64Array.from({ length: rows }, (_, row) => of[row * outputs + output]!);
  return each.slice(0, mostTargets).map(({ rmse, mae, r2 }, output) => ({
    name: names[output] ?? `target ${output + 1}`,
    actual: column(targets!, output),
    predicted: column(answers, output),
    summary: { rmse, mae, r2 },
  }));
}
