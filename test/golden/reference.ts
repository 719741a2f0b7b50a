/** The plain TypeScript reference as a subject of the golden checks. */
import { ReferenceNetwork } from "../../src/reference/referenceNetwork.js";
import type { Subject } from "./subject.js";

export function referenceSubject(matmul: "naive" | "blocked"): Subject {
  return {
    name: `reference, ${matmul}`,
    create({ layers, learningRate, ...config }, initial) {
      const network = new ReferenceNetwork({
        ...config,
        inputs: layers[0]!,
        layers: layers.slice(1).map((units) => ({ units })),
        matmul,
      });
      network.setParameters(initial);
      const row = (numbers: number[]): Float64Array => Float64Array.from(numbers);
      return {
        train(inputs, targets, epochs) {
          const patterns = inputs.map((numbers, at) => ({
            inputs: row(numbers),
            targets: row(targets[at]!),
          }));
          for (let epoch = 0; epoch < epochs; epoch++) {
            for (const pattern of patterns) network.step(pattern.inputs, pattern.targets, 1, learningRate);
          }
        },
        outputs: (inputs) => network.forward(row(inputs), 1),
        loss: (inputs, targets) => network.loss(row(inputs), row(targets), 1),
        gradients: (inputs, targets) => network.gradients(row(inputs), row(targets), 1),
        parameters: () => network.layers,
        netInputs(inputs) {
          network.forward(row(inputs), 1);
          return network.layers.map(({ netInput }) => netInput);
        },
        dispose() {},
      };
    },
  };
}
