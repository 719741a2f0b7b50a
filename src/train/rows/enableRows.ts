/** Brings training and evaluation from sources of rows to networks: see `rowTraining.ts`. */
import { evaluateSource } from "./evaluateRows.js";
import { placeRows } from "./placeRows.js";
import { divideRows, rowPlanUse } from "./rowParts.js";
import { rowDataOf, rowsFor } from "./rowsFor.js";
import { useRowTraining } from "./rowTraining.js";

/**
 * Lets networks train and be evaluated on sources of rows. `import … from "chainrule"` has done it in Node and in pages without a
 * bundler. A bundler leaves it out of a program that only imports `Network`, because it costs 7 kB: call it once there.
 *
 * @example
 * ```js
 * import { datasetRows, enableRows, makeDigits, Network } from "chainrule";
 *
 * enableRows();
 * const network = Network.create({ layers: [784, 10], seed: 1 });
 * const history = await network.fit(datasetRows(makeDigits({ rows: 40, seed: 1 })), { epochs: 2 });
 * console.log(history.epochs); // → 2
 * ```
 */
export function enableRows(): void {
  useRowTraining({
    dataOf: rowDataOf,
    async use(engine, data, settings) {
      const parts = await divideRows(engine, data, settings);
      const before = settings.warmStart ? engine.state.epochs : 0;
      return {
        parts,
        plan: (threads) => rowPlanUse(parts, settings, threads),
        place: (plan) => placeRows(plan, parts, settings, before + settings.epochs),
      };
    },
    evaluate: (engine, source, known) =>
      evaluateSource(engine, rowsFor(source, engine.config, known, "rows").source),
  });
}
