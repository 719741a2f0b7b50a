/** One update of a network by gradients that were computed or averaged elsewhere, through its own optimiser. */
import { optimizers } from "../functions/optimizers.js";
import type { TrainingConfig } from "../settings/generated/types.js";
import { ConfigError, ShapeError } from "../errors.js";
import { show } from "../wording.js";
import type { Engine } from "./engine.js";
import { Rates } from "./loop/rates.js";
import { showTrained } from "./state/trainingState.js";

/** Gradients of one layer as a caller gives them: lists or typed arrays of finite numbers. */
export interface GivenGradients {
  /** ∂E/∂weights, as `LayerGradients` has them; empty where the layer does not train. */
  weights: ArrayLike<number>;
  /** ∂E/∂biases; left out or empty where they do not train. */
  biases?: ArrayLike<number>;
  /** Of the first layer of a network with `members` or `inputScale`. */
  inputFactors?: ArrayLike<number>;
}

/**
 * Checks the gradients, and makes the update; it counts as an epoch of one batch.
 *
 * @throws ShapeError naming the layer, ConfigError for L-BFGS; nothing has changed then
 */
export function applyGradients(
  engine: Engine,
  given: readonly GivenGradients[],
  settings: TrainingConfig,
): void {
  const { optimizer } = settings;
  if (optimizers[optimizer.kind].hostSide) {
    throw new ConfigError(
      `applyGradients: ${optimizer.kind} asks for gradients at points of its own choice. Use another optimizer.`,
    );
  }
  const use = { batch: 1, pass: "train", answers: 0, update: settings, buffered: true } as const;
  engine.run(use, (plan) => {
    const buffers = plan.gradientSums();
    if (!Array.isArray(given) || given.length !== buffers.length)
      throw new ShapeError(`gradients: expected ${buffers.length} layers, got ${show(given?.length)}.`);
    const pairs = buffers.flatMap((layer, index) =>
      (["weights", "biases", "inputFactors"] as const).map((kind) => {
        const values = (given[index] as GivenGradients | undefined)?.[kind] ?? [];
        return { name: `layer ${index + 1}: gradients of ${kind}`, view: layer[kind], values };
      }),
    );
    for (const { name, view, values } of pairs) {
      const expected = view?.length ?? 0;
      if (values.length !== expected)
        throw new ShapeError(`${name}: expected ${expected} numbers, got ${values.length}.`, {
          expected,
          got: values.length,
        });
      const wrong = Array.prototype.findIndex.call(values, (value) => !Number.isFinite(value));
      if (wrong >= 0)
        throw new ShapeError(`${name}[${wrong}]: expected a finite number, got ${show(values[wrong])}.`);
    }
    const { state, parameters } = engine;
    showTrained(state, parameters);
    const { kind } = optimizer;
    if (state.optimizer) plan.continueOptimizer(state.optimizer, state.optimizer.kind === kind);
    for (const { view, values } of pairs) view?.set(values);
    new Rates(plan, settings, { batch: 1, batches: 1 }, state).prepare(state, 1);
    plan.apply();
    const { inputs, targets, temperature } = engine.scalers;
    if (temperature) engine.scalers = { inputs, targets }; // of other weights
    state.optimizer = { kind, ...plan.optimizerMemory() };
    state.epochs++;
    state.updates++;
  });
}
