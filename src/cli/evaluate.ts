/** `chainrule evaluate`: loss, metrics, class scores and confusion matrix of a model on data with known answers. */
import { measure } from "../report/measureSamples.js";
import type { ClassReport } from "../train/evaluation/classes.js";
import { type ModelDataFlags, readForModel } from "./data.js";
import { openModel } from "./model.js";
import { reconstructionReport } from "./reconstruction.js";
import { classText, figures } from "./report.js";
import { answer, note, type OutputFlags } from "./say.js";

type EvaluateFlags = OutputFlags & ModelDataFlags;

export async function evaluateCommand(
  model: string,
  data: readonly string[],
  flags: EvaluateFlags,
): Promise<void> {
  const { network, notes } = openModel(model);
  const reading = await readForModel({ network, notes }, data, { ...flags, withTargets: true });
  const { dataset, remarks = [] } = reading;
  for (const remark of remarks) note(flags, remark);
  const evaluation = network.evaluate(dataset);
  const measured = measure(network, dataset, notes);
  const { metrics, report } = measured;
  const document = {
    model,
    rows: dataset.rows,
    ...(remarks.length > 0 && { remarks }),
    loss: evaluation.loss,
    metrics,
    classes: notes.classes ?? null,
    scores: report && scoresOf(report),
    confusion: report && report.confusion,
  };
  answer(flags, document, () =>
    [
      `${dataset.rows} samples  ${figures(evaluation)}`,
      ...classText(dataset, notes, measured),
      ...reconstructionReport(network, dataset, notes),
    ].join("\n"),
  );
}

/** The class scores for the JSON document, without the points of the curves. */
function scoresOf({ classes, micro, macro, weighted }: ClassReport) {
  const short = classes.map(({ name, precision, recall, f1, support, predicted, rocAuc }) => {
    return { name, precision, recall, f1, support, predicted, rocAuc };
  });
  return { classes: short, micro, macro, weighted };
}
