/** `chainrule evaluate`: loss, metrics, class scores and confusion matrix of a model on data with known answers. */
import { measure } from "../report/measureSamples.js";
import { formatTable } from "../report/textTable.js";
import type { ClassReport } from "../train/evaluation/classes.js";
import { type ColumnImportance, permutationImportance } from "../train/evaluation/importance.js";
import { type ModelDataFlags, readForModel } from "./data.js";
import { openModel } from "./model.js";
import { reconstructionReport } from "./reconstruction.js";
import { classText, figures } from "./report.js";
import { answer, note, type OutputFlags } from "./say.js";

type EvaluateFlags = OutputFlags & ModelDataFlags & { importance?: boolean };

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
  const importance = flags.importance ? permutationImportance(network, dataset) : null;
  const document = {
    model,
    rows: dataset.rows,
    ...(remarks.length > 0 && { remarks }),
    loss: evaluation.loss,
    metrics: { loss: evaluation.loss, ...metrics },
    classes: notes.classes ?? null,
    scores: report && scoresOf(report),
    confusion: report && report.confusion,
    ...(importance && { importance }),
  };
  answer(flags, document, () =>
    [
      `${dataset.rows} samples  ${figures(evaluation)}`,
      ...classText(dataset, notes, measured),
      ...reconstructionReport(network, dataset, notes),
      ...(importance ? importanceText(importance) : []),
    ].join("\n"),
  );
}

/** Most columns that the text shows. */
const mostColumns = 30;

function importanceText(importance: readonly ColumnImportance[]): string[] {
  const shown = importance.slice(0, mostColumns);
  const rows = shown.map(({ name, importance: value, deviation }) => [
    name,
    value.toPrecision(3),
    `± ${deviation.toPrecision(2)}`,
  ]);
  const rest = importance.length - shown.length;
  return [
    "",
    "By how much the loss rises when a column is shuffled:",
    ...formatTable(rows, { align: ["left", "right", "left"], widest: 40 }),
    ...(rest > 0 ? [`… and ${rest} more, which matter less`] : []),
  ];
}

/** The class scores for the JSON document, without the points of the curves. */
function scoresOf({ classes, micro, macro, weighted }: ClassReport) {
  const short = classes.map(({ name, precision, recall, f1, support, predicted, rocAuc }) => {
    return { name, precision, recall, f1, support, predicted, rocAuc };
  });
  return { classes: short, micro, macro, weighted };
}
