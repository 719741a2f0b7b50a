/** jax-js on its wasm device: the whole step, gradient and update, under `jit`. */
import type { Case } from "../cases.js";
import type { Data } from "../subject.js";
import { batchesIn, firstWeights, learningRate, lossOf } from "../subjects.js";
import type { Peer, PeerSubject } from "./peer.js";

export const jax: Peer = {
  name: "@jax-js/jax",
  packages: ["@jax-js/jax"],
  takes: ({ precision }) => precision === "float32",
  async open([module]) {
    await module.init("wasm");
    module.defaultDevice("wasm");
    return async (one, data) => [
      one.kind === "product" ? productSubject(module, one, data) : stepSubject(module, one, data),
    ];
  },
};

const ours = { implementation: "@jax-js/jax", threads: 1, comparable: true };

// In jax-js every use of an array takes it; `.ref` keeps it for another.
function stepSubject(jaxModule: any, one: Case, data: Data): PeerSubject {
  const { numpy: np, nn, grad, jit, blockUntilReady } = jaxModule;
  const { layers, batch } = one;
  const matrix = (values: ArrayLike<number>, rows: number, columns: number) =>
    np.array(values).reshape([rows, columns]);
  const first = firstWeights(one);
  const parts = batchesIn(one, data).map(({ inputs, targets }) => ({
    inputs: matrix(inputs, batch, layers[0]!),
    targets: matrix(targets, batch, layers.at(-1)!),
  }));
  const forward = (parameters: any[], inputs: any) => {
    let activation = inputs;
    for (const [weights, biases] of parameters) {
      activation = nn.sigmoid(np.matmul(activation, weights).add(biases));
    }
    return activation;
  };
  const meanLoss = (parameters: any[], inputs: any, targets: any) => {
    const error = forward(parameters, inputs).sub(targets);
    return error.ref
      .mul(error)
      .sum()
      .mul(0.5 / batch);
  };
  const gradientOf = grad(meanLoss);
  const step = jit((parameters: any[], inputs: any, targets: any) => {
    const kept = parameters.map(([weights, biases]) => [weights.ref, biases.ref]);
    const gradients = gradientOf(kept, inputs, targets);
    return parameters.map((pair, layer) =>
      pair.map((values: any, index: number) => values.sub(gradients[layer][index].mul(learningRate))),
    );
  });
  const answersOf = jit(forward);
  let parameters: any[] = [];
  const free = () => parameters.forEach((pair) => pair.forEach((values: any) => values.dispose()));
  return {
    ...ours,
    build: "wasm, jit",
    reset() {
      free();
      parameters = first.map(({ weights, biases }, index) => [
        matrix(weights, layers[index]!, layers[index + 1]!),
        np.array(biases),
      ]);
    },
    async train(epochs) {
      for (let epoch = 0; epoch < epochs; epoch++) {
        for (const { inputs, targets } of parts) parameters = step(parameters, inputs.ref, targets.ref);
      }
      for (const pair of parameters) for (const values of pair) await blockUntilReady(values);
    },
    async loss() {
      const answers: ArrayLike<number>[] = [];
      for (const { inputs } of parts) {
        const kept = parameters.map(([weights, biases]) => [weights.ref, biases.ref]);
        answers.push(await answersOf(kept, inputs.ref).data());
      }
      return lossOf(answers, one, data);
    },
    dispose() {
      free();
      for (const { inputs, targets } of parts) {
        inputs.dispose();
        targets.dispose();
      }
      step.dispose();
      answersOf.dispose();
    },
  };
}

function productSubject({ numpy: np, blockUntilReady }: any, one: Case, data: Data): PeerSubject {
  const { layers, batch } = one;
  const a = np.array(data.inputs).reshape([batch, layers[0]]);
  const b = np.array(data.targets).reshape([...layers]);
  let c = np.matmul(a.ref, b.ref);
  return {
    ...ours,
    build: "wasm, matmul",
    reset: () => {},
    async train(count) {
      for (let i = 0; i < count; i++) {
        c.dispose();
        c = np.matmul(a.ref, b.ref);
        await blockUntilReady(c);
      }
    },
    loss: () => 0,
    answers: () => c.ref.dataSync(),
    dispose: () => [a, b, c].forEach((values) => values.dispose()),
  };
}
