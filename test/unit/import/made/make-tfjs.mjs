/**
 * Makes `tfjs-*.json` with TensorFlow.js itself: nets of every activation that both know, with what they answer.
 *
 *     npm i --no-save @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-layers@4.22.0 @tensorflow/tfjs-backend-cpu@4.22.0
 *     node test/unit/import/made/make-tfjs.mjs test/unit/import/made
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import "@tensorflow/tfjs-backend-cpu";

const folder = process.argv[2] ?? ".";
const { dense, dropout, batchNormalization, leakyReLU, elu, activation, flatten, reLU, softmax } =
  layers.layers;
let seed = 1;
const kernel = () => layers.initializers.randomNormal({ mean: 0, stddev: 0.7, seed: seed++ });
const of = (units, name, more = {}) =>
  dense({ units, activation: name, kernelInitializer: kernel(), biasInitializer: kernel(), ...more });

/** Means, deviations and factors that are not those of the start. */
function normalised() {
  return batchNormalization({
    betaInitializer: kernel(),
    gammaInitializer: layers.initializers.randomUniform({ minval: 0.5, maxval: 1.5, seed: seed++ }),
    movingMeanInitializer: kernel(),
    movingVarianceInitializer: layers.initializers.randomUniform({ minval: 0.5, maxval: 2, seed: seed++ }),
  });
}

const names = [
  "elu",
  "selu",
  "relu",
  "linear",
  "sigmoid",
  "softplus",
  "softsign",
  "tanh",
  "gelu",
  "mish",
  "swish",
];
const models = {
  ...Object.fromEntries(
    names.map((name) => [
      name,
      layers.sequential({ layers: [of(4, name, { inputShape: [3] }), of(2, "linear")] }),
    ]),
  ),
  normalised: layers.sequential({
    layers: [
      flatten({ inputShape: [3, 1] }),
      normalised(),
      dropout({ rate: 0.1 }),
      of(4, "linear", { useBias: false }),
      normalised(),
      leakyReLU({ alpha: 0.2 }),
      dropout({ rate: 0.25 }),
      of(4, "tanh"),
      normalised(),
      of(3, "linear"),
      elu(),
      of(3, "linear"),
      reLU(),
      of(3, "linear"),
      softmax(),
    ],
  }),
  functional: functional(),
};

function functional() {
  const input = layers.input({ shape: [3] });
  const hidden = of(5, "sigmoid").apply(input);
  const turned = activation({ activation: "linear" }).apply(hidden);
  const output = of(2, "softmax").apply(turned);
  return layers.model({ inputs: input, outputs: output });
}

const inputs = [
  [0.5, -1, 2],
  [-0.25, 0.75, 1.5],
  [1, 1, -3],
];
for (const [name, model] of Object.entries(models)) {
  const shape = model.inputs[0].shape.slice(1);
  const outputs = model.predict(tf.reshape(tf.tensor(inputs), [inputs.length, ...shape])).arraySync();
  await model.save(
    tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData, format, generatedBy }) => {
      const bytes = Buffer.from(weightData);
      const weightsManifest = [{ paths: ["weights.bin"], weights: weightSpecs }];
      const json = { format, generatedBy, modelTopology, weightsManifest };
      const file = { json, weights: bytes.toString("base64"), inputs, outputs };
      writeFileSync(join(folder, `tfjs-${name}.json`), JSON.stringify(file) + "\n");
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: "JSON" } };
    }),
  );
}
