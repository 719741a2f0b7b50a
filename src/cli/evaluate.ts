/** `chainrule evaluate`: loss, metrics and confusion matrix of a model on data with known answers. */
import { confusionMatrix, predictedClasses } from "../train/metrics.js";
import { readForModel } from "./data.js";
import { openModel } from "./model.js";
import { reconstructionReport } from "./reconstruction.js";
import { classReport, figures } from "./report.js";
import { answer, type OutputFlags } from "./say.js";

type EvaluateFlags = OutputFlags & { labels?: string; separator?: string };

export async function evaluateCommand(model: string, data: string, flags: EvaluateFlags): Promise<void> {
  const { network, notes } = openModel(model);
  const dataset = await readForModel({ network, notes }, data, { ...flags, withTargets: true });
  const evaluation = network.evaluate(dataset);
  const document = {
    model,
    rows: dataset.rows,
    loss: evaluation.loss,
    metrics: evaluation.metrics,
    classes: notes.classes ?? null,
    confusion: dataset.labels && confusion(),
  };
  answer(flags, document, () =>
    [
      `${dataset.rows} samples  ${figures(evaluation)}`,
      ...classReport(network, dataset, notes),
      ...reconstructionReport(network, dataset, notes),
    ].join("\n"),
  );

  function confusion(): number[][] {
    const predicted = network.predict(dataset).map((row) => predictedClasses(row, row.length)[0]!);
    return confusionMatrix(dataset.labels!, predicted, network.outputs);
  }
}
