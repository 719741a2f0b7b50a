/**
 * The slips of `src/reference/slips.ts`, each as a subject of the golden checks. The checks must reject them, and the
 * file of fingerprints, which another program computed, says which figures each must have.
 */
import { type SlipNetwork, type SlipRound, slippedRound, type SlipRule } from "../../src/reference/slips.js";
import { type LayerNumbers, type Subject, toInputMajor, type Trainee } from "./subject.js";

/** For networks of two outputs that are trained and evaluated on one sample. */
export function slippedSubject(rule: SlipRule): Subject {
  return {
    name: `slip, ${rule}`,
    create: ({ layers, loss, learningRate, biases, trainBiases }, initial) =>
      new Slipped(rule, biases === "shared", {
        weights: initial.map(({ weights }, l) => toDestinationMajor(weights, layers[l]!, layers[l + 1]!)),
        biases: initial.map((layer, l) =>
          Array.from({ length: layers[l + 1]! }, (_, k) => layer.biases[biases === "shared" ? 0 : k] ?? 0),
        ),
        trainBiases: trainBiases && biases !== "none" ? biases : "no",
        loss,
        learningRate,
      }),
  };
}

class Slipped implements Trainee {
  #done = 0;

  constructor(
    readonly rule: SlipRule,
    readonly isShared: boolean,
    readonly network: Omit<SlipNetwork, "inputs" | "targets">,
  ) {}

  /** The last round that was trained. */
  #last: SlipRound | null = null;

  #round(inputs: number[], targets: number[], rounds: number): SlipRound {
    return slippedRound({ ...this.network, inputs, targets }, this.rule, rounds);
  }

  /** Begins with the first round again: a slip in reading the weights must happen once. */
  train([inputs]: number[][], [targets]: number[][], epochs: number): void {
    this.#done += epochs;
    this.#last = this.#round(inputs!, targets!, this.#done);
  }

  outputs(inputs: number[]): number[] {
    return this.#last?.outputsAfter ?? this.#round(inputs, [0, 0], 1).out.at(-1)!;
  }

  loss(inputs: number[], targets: number[]): number {
    return this.#last?.errorAfter ?? this.#round(inputs, targets, 1).errorBefore;
  }

  gradients(inputs: number[], targets: number[]): LayerNumbers[] {
    const { gradients, deltas } = this.#round(inputs, targets, this.#done + 1);
    return gradients.map((gradient, l) => ({
      weights: toInputMajor(gradient),
      biases: this.isShared ? [deltas[l]!.reduce((sum, delta) => sum + delta)] : deltas[l]!,
    }));
  }

  parameters(): LayerNumbers[] {
    const { weights, biases } = this.#last
      ? { weights: this.#last.newWeights, biases: this.#last.newBiases }
      : this.network;
    return weights.map((matrix, l) => ({
      weights: toInputMajor(matrix as number[][]),
      biases: biases[l]!.slice(0, this.isShared ? 1 : undefined),
    }));
  }

  dispose(): void {}
}

/** W[k][j], from weights [inputs × units]. */
function toDestinationMajor(weights: ArrayLike<number>, inputs: number, units: number): number[][] {
  return Array.from({ length: units }, (_, k) =>
    Array.from({ length: inputs }, (_, j) => weights[j * units + k]!),
  );
}
