/**
 * Many rounds, calculated by the wasm kernels. A round is one update with one sample; several samples take turns.
 * The reported error after n rounds is the sum over all samples, from a forward pass with the weights after n
 * updates.
 */
import { DivergenceError, ShapeError } from "../errors.js";
import { checkIsNetwork, checkOptions } from "../arguments.js";
import type { GivenParameters } from "../network/parameters.js";
import type { Samples } from "../network/placing.js";
import type { Plan } from "../network/plan.js";
import type { Engine } from "../train/engine.js";
import { Random, streams } from "../network/random.js";
import { prepared, refuseNotFinite } from "../network/scaling.js";
import { evaluate, studyConfig, withEngine } from "./measured.js";
import type { RoundState, Sample, Traceable } from "./trace.js";

export const roundsOrders = ["turns", "random"] as const satisfies readonly RoundsOrder[];
/** Which sample each update takes: the next one, or any one. */
export type RoundsOrder = "turns" | "random";

/** Options of `runRounds`: how many rounds, and what to report. */
export interface RoundsOptions {
  /** Updates at most, ≥ 0. */
  rounds: number;
  /** Learning rate of the updates (default: that of the network). */
  learningRate?: number;
  /** Which sample each update takes: they take "turns" (default), or one is drawn at "random", by the seed of the network. */
  order?: RoundsOrder;
  /** Stop as soon as the error is at most this, and return the best weights. */
  untilError?: number;
  /** Report the parameters before the first update, after every nth update, and after the last. */
  every?: number;
  /** Hears of them. */
  onEvery?: (state: DetailedState) => void;
}

/** A state with its parameters; views that are valid during the call. */
export interface DetailedState extends RoundState {
  /** By layer, in the layout of `Network.parameters`. */
  parameters: readonly GivenParameters[];
}

/** Results of `runRounds`. */
export interface Rounds {
  /**
   * States before the first round, after it, after each power of ten, and after the last. Outputs are those of the
   * first sample.
   */
  states: RoundState[];
  /** Updates that were done. */
  rounds: number;
  /** Whether the target error was reached; null if there was none. */
  isReached: boolean | null;
  /**
   * The round that the parameters belong to: with a target error the round with the smallest error, otherwise the
   * last.
   */
  best: RoundState;
  /** Targets and outputs of every sample, with the parameters below; scaled if the network scales. */
  samples: {
    /** [outputs] */
    targets: number[];
    /** [outputs] */
    outputs: number[];
  }[];
  /** By layer, in the layout of `Network.parameters`. */
  parameters: {
    /** [inputs × units] row-major. */
    weights: Float64Array;
    /** [units]; [1] if shared, [0] if there are none. */
    biases: Float64Array;
  }[];
}

/**
 * Trains a copy of the network, one sample at a time; several samples take turns, or are drawn at random. It uses float64 and plain
 * gradient descent. The network itself does not change.
 *
 * @param network to start from
 * @param samples at least one
 * @param options how many rounds, or a target error
 * @returns errors and outputs after some rounds, and the final parameters
 * @throws {ShapeError} for a sample of another size
 * @throws {DivergenceError} if the error is no longer finite
 *
 * @example
 * ```js
 * import { presetNetwork, presetOf, runRounds } from "chainrule";
 *
 * const { config, parameters, inputs, targets } = presetOf("mazur");
 * const sample = { inputs: inputs[0], targets: targets[0] };
 * const network = presetNetwork({ config, parameters });
 * const { states } = runRounds(network, [sample], { rounds: 10_000 });
 * for (const { round, error } of states) console.log(round, error);
 * // → 0 0.29837110…
 * // → 1 0.29102777…
 * // → 10 0.22091859205390404
 * // → 100 0.020046828249425205
 * // → 1000 0.001114349453733746
 * // → 10000 0.000035101…
 * ```
 */
export function runRounds(network: Traceable, samples: readonly Sample[], options: RoundsOptions): Rounds {
  checkIsNetwork(network, "runRounds");
  checkOptions(options, "runRounds");
  const {
    rounds,
    learningRate = network.config.optimizer.learningRate,
    untilError,
    every,
    onEvery,
    order = "turns",
  } = options;
  const random = order === "random" ? new Random(network.config.seed, streams.turns) : null;
  const placed = placedSamples(network, samples);
  return withEngine(studyConfig(network.config), network.parameters(), (engine) =>
    engine.run({ batch: 1, pass: "train", answers: 0 }, (plan) => {
      plan.use(plan.place(placed));
      plan.learningRate = learningRate;
      const states: RoundState[] = [];
      let done = 0;
      let isReached: boolean | null = untilError === undefined ? null : false;
      let best: RoundState = { round: -1, error: Infinity, outputs: [] };
      let bestParameters = new Uint8Array();
      const look = (): RoundState => {
        const { error, outputs } = evaluate(engine, placed);
        if (!Number.isFinite(error)) {
          throw new DivergenceError(
            `trace: the error is ${error} after ${done} rounds. Lower the learning rate (now ${learningRate}).`,
          );
        }
        return { round: done, error, outputs: Array.from(outputs.subarray(0, network.outputs)) };
      };
      for (;;) {
        const isListed = done === 0 || done === rounds || /^10*$/.test(String(done));
        const isRow = every !== undefined && (done % every === 0 || done === rounds);
        if (isListed || isRow || untilError !== undefined) {
          const state = look();
          if (untilError !== undefined && state.error < best.error) {
            best = state;
            bestParameters = engine.parameters.bytes();
          }
          isReached = untilError === undefined ? null : state.error <= untilError;
          const isLast = done === rounds || isReached === true;
          if (isListed || isLast) states.push(state);
          if (isRow || (every !== undefined && isLast))
            onEvery?.({ ...state, parameters: engine.parameters.views() });
          if (isLast) break;
        }
        done += update(plan, placed.rows, done, stretch(done, options), random);
      }
      if (untilError === undefined) best = states.at(-1)!;
      else engine.parameters.restore(bestParameters);
      return {
        states,
        rounds: done,
        isReached,
        best,
        samples: answersOf(engine, placed),
        parameters: copies(engine),
      };
    }),
  );
}

/** How many updates until the next report. */
function stretch(done: number, { rounds, untilError, every }: RoundsOptions): number {
  if (untilError !== undefined) return 1;
  const power = done === 0 ? 1 : 10 ** String(done).length;
  const row = every === undefined ? Infinity : (Math.floor(done / every) + 1) * every;
  return Math.min(power, row, rounds) - done;
}

/** Trains on the next `count` samples at most, or on as many that are drawn. @returns how many */
function update(plan: Plan, rows: number, done: number, count: number, random: Random | null): number {
  if (random) {
    for (let one = 0; one < count; one++) plan.run("train", random.below(rows), 1);
    return count;
  }
  const from = done % rows;
  const now = Math.min(count, rows - from);
  plan.run("train", from, now);
  return now;
}

function answersOf(engine: Engine, samples: Samples): Rounds["samples"] {
  const { outputs } = evaluate(engine, samples);
  const width = outputs.length / samples.rows;
  const row = (values: ArrayLike<number>, at: number) =>
    Array.from(values).slice(at * width, (at + 1) * width);
  return Array.from({ length: samples.rows }, (_, at) => ({
    targets: row(samples.targets!, at),
    outputs: row(outputs, at),
  }));
}

function copies(engine: Engine): Rounds["parameters"] {
  return engine.parameters.views().map(({ weights, biases }) => ({
    weights: Float64Array.from(weights),
    biases: Float64Array.from(biases),
  }));
}

function placedSamples({ inputs, outputs, scalers }: Traceable, samples: readonly Sample[]): Samples {
  const matrix = (what: "inputs" | "targets", width: number) => {
    const values = new Float64Array(samples.length * width);
    samples.forEach((sample, row) => {
      const given = sample[what];
      if (given.length !== width) {
        throw new ShapeError(`${what}: sample ${row + 1}: expected ${width} numbers, got ${given.length}.`);
      }
      values.set(Array.from(given), row * width);
    });
    const scaled = prepared(values, width, scalers[what]);
    refuseNotFinite(what, scaled, values, width, scalers[what], 0);
    return scaled;
  };
  return {
    inputs: matrix("inputs", inputs),
    targets: matrix("targets", outputs),
    rows: samples.length,
    labels: null,
  };
}
