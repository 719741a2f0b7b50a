/** What the types refuse and accept at `Network.create` and `fit`. The compiler checks this file: `npm run types`. */
import { describe, expect, it } from "vitest";
import type { ActivationName } from "../../../src/functions/activations.js";
import type { Dataset } from "../../../src/data/dataset.js";
import { search } from "../../../src/train/search/search.js";
import { Network } from "../../../src/train/network.js";
import type { ConfigInput } from "../../../src/settings/generated/types.js";

/** Each call is refused by the types, and is an error at run time. */
const refused: (() => unknown)[] = [
  // @ts-expect-error one layer
  () => Network.create({ layers: [2] }),
  // @ts-expect-error softmax in the middle
  () => Network.create({ layers: [2, { units: 3, activation: "softmax" }, 1] }),
  // @ts-expect-error crossEntropy with outputs that are not softmax
  () => Network.create({ layers: [2, { units: 3, activation: "relu" }], loss: "crossEntropy" }),
  // @ts-expect-error binaryCrossEntropy with outputs that are not sigmoid
  () => Network.create({ layers: [2, { units: 3, activation: "tanh" }], loss: "binaryCrossEntropy" }),
  // @ts-expect-error the inputs have no activation
  () => Network.create({ layers: [{ units: 2, activation: "relu" }, 1] }),
  // @ts-expect-error adam takes no momentum
  () => Network.create({ layers: [2, 1], optimizer: { kind: "adam", momentum: 0.9 } }),
  // @ts-expect-error no such optimiser
  () => Network.create({ layers: [2, 1], optimizer: "adan" }),
  // @ts-expect-error no such schedule
  () => Network.create({ layers: [2, 1], schedule: { kind: "cosin" } }),
  // @ts-expect-error step takes no warmup
  () => Network.create({ layers: [2, 1], schedule: { kind: "step", warmup: 2 } }),
  // @ts-expect-error no such activation
  () => Network.create({ layers: [2, { units: 3, activation: "rellu" }, 1] }),
  // @ts-expect-error no such setting
  () => Network.create({ layers: [2, 1], epoch: 5 }),
  // @ts-expect-error no such setting of a layer
  () => Network.create({ layers: [2, { units: 3, activaton: "relu" }, 1] }),
  // @ts-expect-error true is no patience
  () => Network.create({ layers: [2, 1], earlyStopping: true }),
  // @ts-expect-error no layers
  () => Network.create({ optimizer: "adam" }),
];

/** The same in what is not written in place, where the type tells it. */
const sizes = [2, 3, 1];
const refusedInVariables: (() => unknown)[] = [
  () => {
    const config = { layers: [2, 1], epoch: 5 };
    // @ts-expect-error no such setting
    return Network.create(config);
  },
  () => {
    const config = { layers: [2, 1], epochs: "five" };
    // @ts-expect-error epochs are a number
    return Network.create(config);
  },
  () => {
    const config = { layers: [2, { units: 1, size: 5 }] };
    // @ts-expect-error no such setting of a layer
    return Network.create(config);
  },
  () => {
    const config = { layers: [2] } as const;
    // @ts-expect-error one layer
    return Network.create(config);
  },
  () => {
    const config = { layers: [2, 1], optimizer: { kind: "adam", history: 3, momentum: 2 } };
    // @ts-expect-error no optimiser takes both
    return Network.create(config);
  },
  // @ts-expect-error no such optimiser
  () => Network.create({ layers: sizes, optimizer: "adan" }),
  // @ts-expect-error adam takes no momentum
  () => Network.create({ layers: sizes, optimizer: { kind: "adam", momentum: 0.9 } }),
  // @ts-expect-error no such setting
  () => Network.create({ layers: sizes, epoch: 5 }),
];

const activation = "relu" as ActivationName;
const accepted: (() => Network)[] = [
  () => Network.create({ layers: [2, { units: 3, activation }, { units: 1, activation }] }),
  () => Network.create({ layers: [2, 3, 1] }),
  () => Network.create({ layers: [2, { units: 3, activation: "softmax" }], loss: "crossEntropy" }),
  () => Network.create({ layers: [2, 3], loss: "crossEntropy" }),
  () => Network.create({ layers: [{ units: 2, dropout: 0.1 }, { units: 3, name: "hidden" }, 1] }),
  () => Network.create({ layers: sizes, optimizer: { kind: "adam", beta1: 0.8 } }),
  () => Network.create({ layers: [2, ...sizes, { units: 2, activation: "softmax" }] }),
  () => {
    const config = { layers: [2, { units: 3, activation: "relu" }, 1], optimizer: "adam" };
    return Network.create(config);
  },
  () => {
    const config = {
      layers: [2, { units: 3, activation: "relu", dropout: 0.5 }, { units: 1 }],
      loss: "huber",
      optimizer: { kind: "adam", beta1: 0.8 },
      schedule: { kind: "cosine", warmup: 1 },
      initializer: { kind: "uniform", low: -1, high: 1 },
      earlyStopping: { patience: 3, monitor: "loss" },
      classWeights: { rare: 5 },
      batchSize: "full",
      threads: 1,
    };
    return Network.create(config);
  },
  () => {
    const config = { layers: [2, 3, 1], earlyStopping: false, shuffle: false };
    return Network.create(config);
  },
  () => {
    const config = { layers: [2, { units: 3, activation: "softmax" }], loss: "crossEntropy" } as const;
    return Network.create(config);
  },
  () => {
    const config: ConfigInput = { layers: [2, 3, 1], optimizer: "adam" };
    return Network.create({ ...config, seed: 3 });
  },
  () => {
    const layers: readonly number[] = [2, 3, 1];
    return Network.create({ layers });
  },
  () => Network.create(Network.create({ layers: [2, 3, 1] }).config),
  () => Network.create({ ...Network.create({ layers: [2, 3, 1] }).config, seed: 2 }),
];

/** Calls that only the compiler sees. */
export async function typesOnly(network: Network, data: Dataset, create: (config: ConfigInput) => Network) {
  // @ts-expect-error adam takes no momentum
  await network.fit(data, { optimizer: { kind: "adam", momentum: 0.9 } });
  // @ts-expect-error no such setting
  await network.fit(data, { epoch: 5 });
  // @ts-expect-error a setting of the network
  await network.fit([[1, 2]], [1], { layers: [2, 1] });
  const settings = { optimizer: "adam", epochs: 5 };
  await network.fit(data, settings);
  await network.fit([[1, 2]], [1], settings);
  const slip = { optimizer: "adam", epochs: "5" };
  // @ts-expect-error epochs are a number
  await network.fit(data, slip);
  const { metrics } = await network.evaluate(data);
  // @ts-expect-error no such metric
  void metrics.acuracy;
  void metrics.accuracy;
  // @ts-expect-error no such metric
  await search({ layers: [2, 1] }, data, { space: {}, metric: "acuracy" });
  create = Network.create;
  return create;
}

describe("types of a configuration", () => {
  it.each([...refused, ...refusedInVariables].map((call) => [String(call), call]))("refuse %s", (_, call) => {
    expect(call as () => unknown).toThrow(expect.objectContaining({ name: "ConfigError" }));
  });

  it.each(accepted.map((call) => [String(call), call]))("accept %s", (_, call) => {
    const network = (call as () => Network)();
    expect(network.outputs).toBeGreaterThan(0);
    network.dispose();
  });
});
