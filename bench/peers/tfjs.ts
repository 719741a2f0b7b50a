/**
 * TensorFlow.js on its wasm backend, twice: with the step written out by hand in tensor operations, and with
 * `optimizer.minimize`, as most people call it.
 */
import type { Case } from "../cases.js";
import type { Data } from "../subject.js";
import { batchesIn, firstWeights, learningRate, lossOf } from "../subjects.js";
import type { Peer, PeerSubject } from "./peer.js";

export const tfjs: Peer = {
  name: "@tensorflow/tfjs",
  packages: ["@tensorflow/tfjs", "@tensorflow/tfjs-backend-wasm"],
  takes: ({ precision }) => precision === "float32",
  async open([tf, backend], [, directory]) {
    backend.setWasmPaths(`${directory!}/dist/`);
    await tf.setBackend("wasm");
    await tf.ready();
    return async (one, data) => tfSubjects(tf, one, data);
  },
};

/** @param tf the module, its backend set */
export function tfSubjects(tf: any, one: Case, data: Data): PeerSubject[] {
  if (one.kind === "product") return [productSubject(tf, one, data)];
  const byHand = stepSubject(tf, one, data, "wasm, by hand");
  // minimize takes seconds for a step of the widest nets
  return one.batch * one.layers[0]! > 5e5 ? [byHand] : [byHand, stepSubject(tf, one, data, "wasm, minimize")];
}

const ours = { implementation: "@tensorflow/tfjs", threads: 1, comparable: true };

function stepSubject(tf: any, one: Case, data: Data, build: "wasm, by hand" | "wasm, minimize"): PeerSubject {
  const { layers, batch } = one;
  const first = firstWeights(one);
  const variables: { weights: any; biases: any }[] = first.map(({ weights, biases }, index) => ({
    weights: tf.variable(tf.tensor2d(weights, [layers[index], layers[index + 1]])),
    biases: tf.variable(tf.tensor1d(biases)),
  }));
  const parts = batchesIn(one, data).map(({ inputs, targets }) => ({
    inputs: tf.tensor2d(inputs, [batch, layers[0]]),
    targets: tf.tensor2d(targets, [batch, layers.at(-1)]),
  }));
  const rate = tf.scalar(learningRate / batch);
  const unit = tf.scalar(1);
  const optimizer = tf.train.sgd(learningRate);
  const forward = (inputs: any): any[] => {
    const activations = [inputs];
    for (const { weights, biases } of variables) {
      activations.push(tf.sigmoid(tf.add(tf.matMul(activations.at(-1), weights), biases)));
    }
    return activations;
  };
  const loss = (inputs: any, targets: any) =>
    tf.div(tf.sum(tf.square(tf.sub(forward(inputs).at(-1), targets))), 2 * batch);
  const slope = (delta: any, activation: any) => tf.mul(delta, tf.mul(activation, tf.sub(unit, activation)));

  const stepByHand = (inputs: any, targets: any) => {
    tf.tidy(() => {
      const activations = forward(inputs);
      let delta = slope(tf.sub(activations.at(-1), targets), activations.at(-1));
      for (let layer = variables.length - 1; layer >= 0; layer--) {
        const { weights, biases } = variables[layer]!;
        const gradient = tf.matMul(tf.transpose(activations[layer]), delta);
        const sums = tf.sum(delta, 0);
        const below =
          layer > 0 ? slope(tf.matMul(delta, tf.transpose(weights)), activations[layer]) : undefined;
        weights.assign(tf.sub(weights, tf.mul(gradient, rate)));
        biases.assign(tf.sub(biases, tf.mul(sums, rate)));
        delta = below;
      }
    });
  };
  const step =
    build === "wasm, by hand"
      ? stepByHand
      : (inputs: any, targets: any) => void optimizer.minimize(() => loss(inputs, targets));

  return {
    ...ours,
    build,
    reset() {
      variables.forEach(({ weights, biases }, index) => {
        tf.tidy(() => {
          weights.assign(tf.tensor2d(first[index]!.weights, weights.shape));
          biases.assign(tf.tensor1d(first[index]!.biases));
        });
      });
    },
    train(epochs) {
      for (let epoch = 0; epoch < epochs; epoch++) {
        for (const { inputs, targets } of parts) step(inputs, targets);
      }
    },
    loss() {
      const answers = parts.map(({ inputs }) => tf.tidy(() => forward(inputs).at(-1).dataSync()));
      return lossOf(answers, one, data);
    },
    dispose() {
      tf.dispose([variables, parts, rate, unit]);
    },
  };
}

function productSubject(tf: any, one: Case, data: Data): PeerSubject {
  const { layers, batch } = one;
  const a = tf.tensor2d(data.inputs, [batch, layers[0]]);
  const b = tf.tensor2d(data.targets, layers);
  let c = tf.matMul(a, b);
  return {
    ...ours,
    build: "wasm, matMul",
    reset: () => {},
    train(count) {
      for (let i = 0; i < count; i++) {
        c.dispose();
        c = tf.matMul(a, b);
      }
    },
    loss: () => 0,
    answers: () => c.dataSync(),
    dispose: () => tf.dispose([a, b, c]),
  };
}
