/** Our own `Network`, kernels and all, as a subject of the golden checks: through the public methods only. */
import { Dataset } from "../../src/data/dataset.js";
import { Network } from "../../src/train/network.js";
import type { BuildName } from "../../src/wasm/builds.js";
import type { Subject } from "./subject.js";

export function wasmSubject(build: BuildName): Subject {
  return {
    name: `wasm, ${build}`,
    create({ learningRate, ...config }, initial) {
      const network = Network.create({
        ...config,
        optimizer: { kind: "sgd", learningRate },
        batchSize: 1,
        precision: "float64",
        build,
      });
      network.setParameters(initial);
      const pattern = (inputs: number[], targets: number[]) => Dataset.from([inputs], [targets]);
      return {
        train: (inputs, targets, epochs) =>
          network.fit(Dataset.from(inputs, targets), { epochs, shuffle: false }),
        outputs: (inputs) => network.predict([inputs])[0]!,
        loss: (inputs, targets) => network.evaluate(pattern(inputs, targets)).loss,
        gradients: (inputs, targets) => network.gradients(pattern(inputs, targets)),
        parameters: () => network.parameters(),
        dispose: () => network.dispose(),
      };
    },
  };
}
