/** One case: the gradients of every build, in float64, against central differences of the loss. */
import { checkGradients } from "../checkGradients.js";
import type { Bench } from "./bench.js";
import { boundOf } from "./checkAgreement.js";
import { dataOf, type VerifyCase } from "./verifyCases.js";
import type { CaseName } from "./ledger.js";

const tolerance = 1e-6;
/** Most parameters that are checked for each case; each costs some evaluations. */
const most = 10;

export async function checkDifferences({ ledger, create, builds }: Bench, one: VerifyCase): Promise<void> {
  const { dataset, parameters } = dataOf(one);
  for (const { name: build } of builds) {
    const config = { ...one.config, precision: "float64" as const, build, threads: 1 };
    const of: CaseName = { case: one.name, config, seed: one.seed, rows: one.rows };
    const bound = boundOf(tolerance, build);
    const name = { check: "finite differences", build, precision: "float64" as const, bound };
    try {
      const network = create(config);
      network.setParameters(parameters);
      // calculated by this network, not by the copy that the differences are calculated with
      const found = network.gradients(dataset);
      const check = checkGradients(network, dataset, {
        most,
        seed: one.seed,
        tolerance: bound,
        gradients: () => found,
      });
      network.dispose();
      ledger.judge(name, of, [
        { error: check.worst, what: `${check.where}: error ${check.worst.toExponential(1)}` },
      ]);
    } catch (error) {
      ledger.break(name, of, error);
    }
  }
}
