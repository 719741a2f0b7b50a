/**
 * The moving averages of the parameters that the setting `weightAverage` asks for. Kernels keep them in the plan; the network
 * has the parameters that are trained until training ends, and then the averages.
 */
import type { Parameters } from "../../network/parameters.js";
import type { Plan } from "../../network/plan.js";

export class Averages {
  constructor(
    private readonly plan: Plan,
    private readonly parameters: Parameters,
  ) {}

  /** All parameters' bytes with the averages of those that train, as `Parameters.bytes` has them. */
  bytes(): Uint8Array<ArrayBuffer> {
    const trained = this.parameters.bytes();
    this.use();
    const averaged = this.parameters.bytes();
    this.parameters.restore(trained);
    return averaged;
  }

  /** Puts the averages in place of the parameters. Before the first update there are none, and nothing changes. */
  use(): void {
    const averages = this.plan.averages();
    if (!averages) return;
    this.parameters.views().forEach(({ weights, biases, inputFactors }, layer) => {
      const own = averages[layer]!;
      if (own.weights) weights.set(own.weights);
      if (own.biases) biases.set(own.biases);
      if (own.inputFactors) inputFactors!.set(own.inputFactors);
    });
  }

  /** Does some work while the network has the averages. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    const trained = this.parameters.bytes();
    this.use();
    try {
      return await work();
    } finally {
      this.parameters.restore(trained);
    }
  }
}
