/** The files of rows that are held out, or that test the model at the end: `--validation-data` and `--test`. */
import { joinHeldOut } from "../data/join.js";
import { ConfigError } from "../errors.js";
import { show } from "../wording.js";
import { readLike } from "./data.js";
import type { Gathered } from "./gather.js";
import { textOptionsOf } from "./textOptions.js";
import type { TrainingData } from "./trainingData.js";

/** Settings that say themselves which rows are held out; at most one of them goes with `validation`. */
const heldOutSettings = ["validationData", "split", "time", "group"] as const;

/**
 * Adds the rows of the files to the training data.
 *
 * @throws ConfigError for settings that exclude each other; DataError, ShapeError for a file that does not fit
 */
export async function withParts(
  data: TrainingData,
  { own, config, nameOf }: Gathered,
): Promise<TrainingData> {
  const refuse = (setting: string, reason: string, advice = "Drop one of them.") =>
    new ConfigError({ setting, reason, advice });
  const [first, second] = heldOutSettings.filter((name) => own[name] !== undefined);
  if (second !== undefined) throw refuse(first!, `does not go with ${nameOf(second)}`);
  const saysAll = (["validationData", "split"] as const).find((name) => own[name] !== undefined);
  if (saysAll !== undefined && config.validation !== undefined && config.validation !== 0) {
    throw refuse("validation", `does not go with ${nameOf(saysAll)}`);
  }
  for (const [labels, file] of [
    ["validationLabels", "validationData"],
    ["testLabels", "test"],
  ] as const) {
    if (own[labels] !== undefined && own[file] === undefined) {
      throw refuse(labels, `goes with ${nameOf(file)}, which is not there`, "Add it, or drop this.");
    }
  }
  if (data.test && own.test !== undefined) {
    throw refuse(
      "test",
      `does not go with ${nameOf("split")}, whose column ${show(own.split)} has rows to test`,
    );
  }
  const read = async (file: string | undefined, labels: string | undefined, setting: string) => {
    if (file === undefined) return null;
    if (data.isGiven) throw refuse(setting, `does not go with ${nameOf("inputs")}, which has the samples`);
    return readLike(data, file, { ...textOptionsOf(own), labels });
  };
  const held = await read(own.validationData, own.validationLabels, "validationData");
  const test = await read(own.test, own.testLabels, "test");
  const remarks = [held, test].flatMap((reading) => reading?.remarks ?? []);
  return {
    ...data,
    ...(held && { dataset: joinHeldOut(data.dataset, held.dataset), lineOf: lineOfBoth(data, held) }),
    ...(test && { test: test.dataset }),
    remarks: [...(data.remarks ?? []), ...remarks],
  };
}

/** The line of each row in its own file. */
function lineOfBoth(data: TrainingData, held: Pick<TrainingData, "lineOf">): (row: number) => number | null {
  const { rows } = data.dataset;
  return (row) => (row < rows ? (data.lineOf?.(row) ?? row) : (held.lineOf?.(row - rows) ?? row - rows));
}
