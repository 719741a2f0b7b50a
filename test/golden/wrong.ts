/**
 * A 2-2-2 network in a few lines of scalar arithmetic, and thirteen ways to get it wrong: each a small change
 * that somebody has made. They show that the golden checks tell the difference.
 *
 * Here weights are W[k][j], from neuron j to neuron k, as on paper.
 */
import type { LayerNumbers, Subject, SubjectConfig, Trainee } from "./subject.js";

export const mistakes = [
  "updated-weights",
  "transposed-layout",
  "transposed-backward",
  "unsigned-error",
  "plus-sign",
  "no-half",
  "mean-over-outputs",
  "eta-0.15",
  "no-bias",
  "no-hidden-derivative",
  "bias-per-neuron",
  "bias-shared-sum",
  "bias-shared-mean",
] as const;
export type Mistake = (typeof mistakes)[number];

type Pair = [number, number];
type Square = [Pair, Pair];

/** The right implementation, or one with a mistake in it. */
export function scalarSubject(mistake: Mistake | "correct"): Subject {
  return {
    name: `scalar, ${mistake}`,
    create: (config, initial) => new Scalar(config, initial, mistake),
  };
}

class Scalar implements Trainee {
  /** Weights into the hidden and into the output layer. */
  readonly #weights: [Square, Square];
  readonly #biases: Square;

  constructor(
    readonly config: SubjectConfig,
    initial: LayerNumbers[],
    readonly mistake: Mistake | "correct",
  ) {
    this.#weights = initial.map(({ weights: w }) => {
      // Given by [source × destination]; W[0][1] is from the second neuron to the first.
      const [w01, w10] = mistake === "transposed-layout" ? [w[1], w[2]] : [w[2], w[1]];
      return [
        [w[0], w01],
        [w10, w[3]],
      ];
    }) as [Square, Square];
    this.#biases = initial.map(({ biases: b }) =>
      mistake === "no-bias" ? [0, 0] : [b[0]!, b[b.length - 1]!],
    ) as Square;
  }

  #layer(below: number[], l: 0 | 1): Pair {
    const w = this.#weights[l];
    const neuron = (k: 0 | 1): number =>
      1 / (1 + Math.exp(-(w[k][0] * below[0]! + w[k][1] * below[1]! + this.#biases[l][k])));
    return [neuron(0), neuron(1)];
  }

  /** ∂E / ∂netInput of the output layer. */
  #outputDeltas(outputs: Pair, targets: number[]): Pair {
    const { mistake } = this;
    const delta = (k: 0 | 1): number => {
      let error = outputs[k] - targets[k]!;
      if (mistake === "unsigned-error") error = Math.abs(error);
      if (mistake === "plus-sign") error = -error;
      if (mistake === "no-half") error = 2 * error;
      if (mistake === "mean-over-outputs") error = error / 2;
      return error * outputs[k] * (1 - outputs[k]);
    };
    return [delta(0), delta(1)];
  }

  /** ∂E / ∂netInput of the hidden layer, by the output weights of the moment. */
  #hiddenDeltas(hidden: Pair, deltas: Pair): Pair {
    const w = this.#weights[1];
    const delta = (j: 0 | 1): number => {
      const back =
        this.mistake === "transposed-backward"
          ? w[j][0] * deltas[0] + w[j][1] * deltas[1]
          : w[0][j] * deltas[0] + w[1][j] * deltas[1];
      return this.mistake === "no-hidden-derivative" ? back : back * hidden[j] * (1 - hidden[j]);
    };
    return [delta(0), delta(1)];
  }

  #descend(l: 0 | 1, deltas: Pair, below: number[]): void {
    const { mistake, config } = this;
    const rate = mistake === "eta-0.15" ? 0.15 : config.learningRate;
    for (const k of [0, 1] as const) {
      for (const j of [0, 1] as const) this.#weights[l][k][j] -= rate * deltas[k] * below[j]!;
    }
    const own = (config.trainBiases && config.biases === "perNeuron") || mistake === "bias-per-neuron";
    const sum = (config.trainBiases && config.biases === "shared") || mistake === "bias-shared-sum";
    const total = deltas[0] + deltas[1];
    for (const k of [0, 1] as const) {
      if (own) this.#biases[l][k] -= rate * deltas[k];
      else if (sum) this.#biases[l][k] -= rate * total;
      else if (mistake === "bias-shared-mean") this.#biases[l][k] -= (rate * total) / 2;
    }
  }

  train(inputs: number[][], targets: number[][], epochs: number): void {
    for (let update = 0; update < epochs * inputs.length; update++) {
      const pattern = update % inputs.length;
      const hidden = this.#layer(inputs[pattern]!, 0);
      const deltas = this.#outputDeltas(this.#layer(hidden, 1), targets[pattern]!);
      if (this.mistake === "updated-weights") {
        this.#descend(1, deltas, hidden);
        this.#descend(0, this.#hiddenDeltas(hidden, deltas), inputs[pattern]!);
      } else {
        const hiddenDeltas = this.#hiddenDeltas(hidden, deltas);
        this.#descend(1, deltas, hidden);
        this.#descend(0, hiddenDeltas, inputs[pattern]!);
      }
    }
  }

  outputs(inputs: number[]): number[] {
    return this.#layer(this.#layer(inputs, 0), 1);
  }

  /** Always Σ ½ (t − o)²: the mistakes are in the gradient. */
  loss(inputs: number[], targets: number[]): number {
    return this.outputs(inputs).reduce((sum, output, k) => sum + 0.5 * (targets[k]! - output) ** 2, 0);
  }

  gradients(inputs: number[], targets: number[]): LayerNumbers[] {
    const hidden = this.#layer(inputs, 0);
    const deltas = this.#outputDeltas(this.#layer(hidden, 1), targets);
    const layer = (own: Pair, below: number[]): LayerNumbers => ({
      weights: [own[0] * below[0]!, own[1] * below[0]!, own[0] * below[1]!, own[1] * below[1]!],
      biases: this.config.biases === "shared" ? [own[0] + own[1]] : own,
    });
    return [layer(this.#hiddenDeltas(hidden, deltas), inputs), layer(deltas, hidden)];
  }

  parameters(): LayerNumbers[] {
    return this.#weights.map((w, l) => ({
      weights: [w[0][0], w[1][0], w[0][1], w[1][1]],
      biases: this.config.biases === "shared" ? [this.#biases[l]![0]] : this.#biases[l]!,
    }));
  }

  dispose(): void {}
}
