/** `chainrule evaluate MODEL FOLDER`: loss and metrics on packed rows, in constant memory. */
import { ConfigError } from "../errors.js";
import type { Network } from "../train/network.js";
import { figures } from "./report.js";
import { openRowFolder } from "./rowFiles.js";
import { answer, type OutputFlags } from "./say.js";

/** Flags that need all rows in memory. */
const ofMemory = {
  importance: "--importance",
  dependence: "--dependence",
  calibrate: "--calibrate",
} as const;

/**
 * Evaluates on the rows that are held out, or on those to train on where none are.
 *
 * @throws ConfigError for flags that need all rows in memory; DataError, ShapeError for rows that cannot be read or do not fit
 */
export async function evaluateOnRows(
  model: string,
  network: Network,
  path: string,
  flags: OutputFlags & Readonly<Record<string, unknown>>,
): Promise<void> {
  for (const [name, flag] of Object.entries(ofMemory)) {
    if (flags[name] === undefined || flags[name] === false) continue;
    throw new ConfigError(`${flag}: does not go with packed rows, which are not in memory. Drop it.`);
  }
  const folder = await openRowFolder(path);
  try {
    const { rows, validation } = folder;
    const source = validation ?? rows;
    const evaluation = await network.evaluateRows(source);
    const { loss, metrics } = evaluation;
    const part = validation ? "held out" : "rows";
    const document = { model, rows: source.rows, part, loss, metrics: { loss, ...metrics } };
    answer(flags, document, () => `${source.rows} ${part}  ${figures(evaluation)}`);
  } finally {
    folder.close();
  }
}
