/** Makes groups of processes. Apart from `fit`, so that a program whose training is in one process carries none of this code. */
import type { FitRun } from "../loop/fitRun.js";
import { checkOptions } from "../../arguments.js";
import { checkOperations, type GroupOperations, type ProcessGroup } from "./distributed.js";
import { runDistributed } from "./epochs.js";

/**
 * Makes a group of processes from its operations, for the option `distributed` of `fit`: they then train one network together, each a
 * part of the rows of every batch. The same number of processes gives the same bits.
 *
 * @param operations number of this process and of all, and two operations on bytes, as MPI has them
 * @returns for `fit` of this process
 * @throws {ConfigError} for operations that are missing, or an impossible number
 *
 * @example
 * ```js
 * import { Dataset, Network, processGroup } from "chainrule";
 *
 * // a group of one, which has nobody to send to
 * const group = processGroup({
 *   rank: 0,
 *   size: 1,
 *   exchange: (send, receive) => receive.set(send),
 *   gather: (send, receive) => receive.set(send),
 * });
 * const network = Network.create({ layers: [2, 3, 1] });
 * const { epochs } = await network.fit(Dataset.from([[0, 1]], [[1]]), { epochs: 2, distributed: group });
 * console.log(epochs); // → 2
 * ```
 */
export function processGroup(operations: GroupOperations): ProcessGroup {
  checkOptions(operations, "processGroup");
  checkOperations(operations);
  const group = {
    ...operations,
    train: (training: unknown) => runDistributed(training as FitRun, operations),
  };
  return Object.freeze(group);
}
