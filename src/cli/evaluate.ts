/** `chainrule evaluate`: loss, metrics, class scores and confusion matrix of a model on data with known answers. */
import type { Dataset } from "../data/dataset.js";
import { ConfigError } from "../errors.js";
import { type MetricName, metricNames } from "../functions/metrics.js";
import { didYouMean } from "../nearest.js";
import { type ColumnFigures, columnFigures } from "../report/columnFigures.js";
import type { DataNotes } from "../readers/notes.js";
import { dependenceText, importanceText } from "../report/columnText.js";
import { measure } from "../report/measureSamples.js";
import { reliabilityText } from "../report/reliabilityText.js";
import { calibrate } from "../train/evaluation/calibrate.js";
import type { ClassReport } from "../train/evaluation/classes.js";
import type { Network } from "../train/network.js";
import { oneOf, show } from "../wording.js";
import { type ModelDataFlags, readForModel } from "./data.js";
import { openModel } from "./model.js";
import { reconstructionReport } from "./reconstruction.js";
import { calibrationText, classText, figures } from "./report.js";
import { evaluateOnRows } from "./evaluateOnRows.js";
import { rowFolderOf } from "./rowFiles.js";
import { answer, note, type OutputFlags } from "./say.js";
import { writeWhole } from "./wholeFile.js";

type EvaluateFlags = OutputFlags &
  ModelDataFlags & {
    importance?: boolean;
    importanceMetric?: string;
    dependence?: boolean;
    calibrate?: string;
  };

export async function evaluateCommand(
  model: string,
  data: readonly string[],
  flags: EvaluateFlags,
): Promise<void> {
  const metric = metricOf(flags.importanceMetric);
  const { network, notes } = openModel(model);
  const folder = rowFolderOf(data);
  if (folder !== null) return evaluateOnRows(model, network, folder, { ...flags });
  const reading = await readForModel({ network, notes }, data, { ...flags, withTargets: true });
  const { dataset, remarks = [] } = reading;
  for (const remark of remarks) note(flags, remark);
  const calibration = flags.calibrate === undefined ? null : calibrate(network, dataset);
  const evaluation = network.evaluate(dataset);
  const measured = measure(network, dataset, notes);
  const { metrics, report, reliability } = measured;
  const hasColumns = flags.importance || flags.importanceMetric !== undefined || flags.dependence;
  const columns = hasColumns ? columnsOf(network, dataset, notes, metric) : null;
  const document = {
    model,
    rows: dataset.rows,
    ...(remarks.length > 0 && { remarks }),
    loss: evaluation.loss,
    metrics: { loss: evaluation.loss, ...metrics },
    classes: notes.classes ?? null,
    scores: report && scoresOf(report),
    confusion: report && report.confusion,
    ...(reliability && { reliability }),
    ...(network.scalers.temperature && { temperature: network.scalers.temperature }),
    ...(calibration && { calibration }),
    ...(columns && documentOf(columns, flags)),
  };
  answer(flags, document, () =>
    [
      `${dataset.rows} samples  ${figures(evaluation)}`,
      ...(calibration ? [calibrationText(calibration)] : []),
      ...classText(dataset, notes, measured),
      ...(reliability ? reliabilityText(reliability) : []),
      ...reconstructionReport(network, dataset, notes),
      ...(columns ? importanceText(columns) : []),
      ...(columns && flags.dependence ? dependenceText(columns) : []),
    ].join("\n"),
  );
  if (flags.calibrate === undefined) return;
  await writeWhole(flags.calibrate, network.save());
  note(flags, `Saved ${flags.calibrate}.`);
}

/** @throws ConfigError for a name that is no metric; which metrics the data have is known later */
function metricOf(name: string | undefined): MetricName | "loss" {
  const names = ["loss", ...metricNames] as const;
  if (name === undefined) return "loss";
  const metric = names.find((one) => one === name);
  if (metric) return metric;
  throw new ConfigError(
    `--importance-metric: expected ${oneOf(names)}, got ${show(name)}.${didYouMean(name, names)}`,
  );
}

/** @throws ConfigError that names the flag for a metric that the data do not have */
function columnsOf(network: Network, dataset: Dataset, notes: DataNotes, metric: MetricName | "loss") {
  try {
    return columnFigures(network, dataset, notes, { metric });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(error.messageFor("--importance-metric"));
  }
}

function documentOf({ metric, rows, importance, dependence, outputs }: ColumnFigures, flags: EvaluateFlags) {
  return {
    importance,
    importanceOf: { metric, rows },
    ...(flags.dependence && { dependence: { outputs, columns: dependence } }),
  };
}

/** The class scores for the JSON document, without the points of the curves. */
function scoresOf({ classes, micro, macro, weighted }: ClassReport) {
  const short = classes.map(({ name, precision, recall, f1, support, predicted, rocAuc }) => {
    return { name, precision, recall, f1, support, predicted, rocAuc };
  });
  return { classes: short, micro, macro, weighted };
}
