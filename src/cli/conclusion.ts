/** The end of `chainrule train`: measures the model, prints the result, writes the report page. The model is saved already. */
import { basename } from "node:path";
import type { Dataset } from "../data/dataset.js";
import { DataError } from "../errors.js";
import type { RunRecord } from "../report/page/pageData.js";
import { reportPage } from "../report/page/reportPage.js";
import { reportData } from "../report/page/trained.js";
import { schemaFigures } from "../report/schemaTable.js";
import { configInput } from "../settings/configuration.js";
import type { Config } from "../settings/generated/types.js";
import type { Calibration } from "../train/evaluation/calibration.js";
import type { Evaluation } from "../train/evaluation/evaluation.js";
import type { History } from "../train/loop/history.js";
import type { Network } from "../train/network.js";
import type { CrossValidation } from "../train/search/crossValidate.js";
import type { Fitted } from "./fitting.js";
import { foldsText } from "./folds.js";
import { reconstructionReport } from "./reconstruction.js";
import { reportText } from "./report.js";
import { runRecord } from "./runRecord.js";
import { answer, note } from "./say.js";
import type { SourceFlags } from "./source.js";
import type { TrainingData } from "./trainingData.js";
import { writeWhole } from "./wholeFile.js";

/** What the training was given. */
export interface Trained {
  flags: SourceFlags;
  config: Config;
  data: TrainingData;
  /** Rows of the data set that trained, and those held out. */
  train: Uint32Array;
  validation: Uint32Array;
  crossValidation: CrossValidation | null;
  /** What `calibrate` changed; null without it. */
  calibration: Calibration | null;
  /** Files that were read, by what they hold. */
  files: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/**
 * Prints the result first: a report page that cannot be written loses nothing else.
 *
 * @throws DataError for files that are not where they should be; Interrupted after a signal
 */
export async function conclude(network: Network, fitted: Fitted, about: Trained): Promise<void> {
  const { history, saved, interrupted } = fitted;
  const { flags, data, train, validation, crossValidation, calibration } = about;
  const { dataset, notes } = data;
  const held = validation.length > 0 ? dataset.select(validation) : null;
  const trained = network.evaluate(held ? dataset.select(train) : dataset);
  const heldOut = held && network.evaluate(held);
  const tested = data.test ? network.evaluate(data.test) : null;
  const document = {
    ...(await documentOf(network, history, { trained, heldOut, tested }, saved.path)),
    ...(notes.schema && { data: schemaFigures(notes.schema) }),
    ...(calibration && { calibration }),
    ...(crossValidation && { crossValidation }),
  };
  const shown = held ?? dataset;
  const text = () =>
    [
      ...(crossValidation ? [foldsText(crossValidation)] : []),
      reportText(network, shown, { history, trained, heldOut, tested, notes, calibration }),
      ...reconstructionReport(network, shown, notes),
    ].join("\n");
  if (flags.json || !flags.quiet) answer(flags, document, text);
  const problems = saved.problem ? [saved.problem] : [];
  if (flags.report !== undefined) {
    try {
      const record = await runRecord({ ...about.files, model: saved.path });
      const page = pageOf(network, history, { ...about, trained, heldOut, shown, record });
      await writeWhole(flags.report, page);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      problems.push(error);
    }
  }
  if (interrupted)
    note(flags, `Interrupted in epoch ${history.epochs + 1}: the weights so far are in ${saved.path}.`);
  if (problems.length > 0) throw new DataError(problems.map(({ message }) => message).join(" "));
  if (interrupted) throw interrupted;
  note(flags, `Saved ${[flags.output, flags.report].filter((path) => path !== undefined).join(" and ")}.`);
}

/** The page of `--report`. */
function pageOf(
  network: Network,
  history: History,
  about: Trained & { trained: Evaluation; heldOut: Evaluation | null; shown: Dataset; record: RunRecord },
): string {
  const { config, data, train, validation, trained, heldOut, shown, record } = about;
  const training = { rows: train.length, evaluation: trained };
  const indices = heldOut ? validation : train;
  const rows = Array.from(indices, (row) => data.lineOf?.(row) ?? row);
  const source = basename(data.name);
  const all = { network, config, history, notes: data.notes, source, training, heldOut, shown, rows, record };
  return reportPage(reportData(all));
}

export async function documentOf(
  network: Network,
  history: History,
  {
    trained,
    heldOut,
    tested,
  }: { trained: Evaluation; heldOut: Evaluation | null; tested: Evaluation | null },
  model: string,
) {
  return {
    epochs: history.epochs,
    loss: history.loss.at(-1) ?? null,
    metrics: { loss: trained.loss, ...trained.metrics },
    validation: heldOut && { loss: heldOut.loss, ...heldOut.metrics },
    test: tested && { loss: tested.loss, ...tested.metrics },
    samplesPerSecond: history.samplesPerSecond,
    seconds: history.seconds,
    stopped: history.stopped,
    ...(history.warnings.length > 0 && { warnings: history.warnings }),
    threads: history.threads,
    build: network.build,
    weightsSha256: await network.weightsSha256(),
    model,
    config: configInput(network.config),
  };
}
