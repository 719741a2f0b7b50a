import { describe, expect, it } from "vitest";
import { Network } from "../../../src/train/network.js";
import type { FitSettings } from "../../../src/train/networkTypes.js";
import type { ConfigInput, TrainingInput } from "../../../src/settings/generated/types.js";
import { expectSameBits } from "../../compare.js";
import { builds, precisions } from "./variants.js";
import { pairs, type Situation, situation } from "./situation.js";

/** Trains a situation; @returns a hash of all weights, and the losses. */
async function trained(
  { config, data }: Situation,
  more: Partial<ConfigInput>,
  fit: FitSettings = {},
): Promise<{ hash: string; losses: number[]; threads: number }> {
  const network = Network.create({ ...config, ...more });
  const { loss, threads } = await network.fit(data, fit);
  const hash = await network.weightsSha256();
  network.dispose();
  return { hash, losses: loss, threads };
}

describe.each(precisions)("the same bits, %s", (precision) => {
  it("in every build, over a random training of every loss with every activation", async () => {
    for (let seed = 0; seed < pairs.length; seed++) {
      const one = situation(seed, precision);
      const [first, ...others] = await Promise.all(builds.map((build) => trained(one, { build })));
      for (const other of others) {
        expect(other.hash, `seed ${seed}`).toBe(first!.hash);
        expectSameBits(other.losses, first!.losses, `loss, seed ${seed}`);
      }
    }
  });

  it("on 1, 2, 3 and 5 threads, over 10 random trainings", async () => {
    for (let seed = 0; seed < 80; seed += 8) {
      const one = situation(seed, precision);
      const alone = await trained(one, { build: "simd" });
      for (const threads of [1, 2, 3, 5]) {
        const together = await trained(one, { build: "simd-threads", threads });
        expect(together.threads).toBe(threads);
        expect(together.hash, `seed ${seed}, ${threads} threads`).toBe(alone.hash);
        expectSameBits(together.losses, alone.losses, `loss, seed ${seed}, ${threads} threads`);
      }
    }
  });
});

describe("however the epochs are cut into calls", () => {
  const trainings = {
    momentum: { optimizer: "momentum", clipNorm: 0.2 },
    "adam with dropout": { optimizer: "adam", dropout: 0.3, inputNoise: 0.1 },
    "nadam by the update": { optimizer: "nadam", schedule: { kind: "cosine", warmup: 3 } },
    "rmsprop in one cycle": { optimizer: "rmsprop", schedule: { kind: "oneCycle" } },
    "sgd by the epoch": { optimizer: "sgd", schedule: { kind: "step", every: 5, factor: 0.5 } },
    "sgd by the update": { optimizer: "sgd", schedule: { kind: "inverseScaling" } },
    "sgd with dropout": { optimizer: "sgd", dropout: 0.5 },
    "iRprop−": { optimizer: "irpropMinus", batchSize: "full" },
  } satisfies Record<string, Partial<ConfigInput>>;

  it.each(Object.entries(trainings))("%s, with limits that are not reached or without", async (_, given) => {
    const { data } = situation(2, "float32");
    const layers = [data.columns, { units: 17, activation: "tanh" }, data.outputs] as const;
    const config = { layers, batchSize: 3, epochs: 40, seed: 5, ...given } as Situation["config"];
    const threads: Partial<ConfigInput> = { build: "simd" };
    // a call for each batch, each a turn of the host
    const { hash, losses } = await trained({ config, data }, threads, { onBatch: () => {} });
    const cuts: (TrainingInput & object)[] = [
      {}, // growing slices of the first epoch, then whole epochs together
      { stepLimit: 1e6 }, // slices of an epoch
      { onEpoch: () => {} } as object,
      { timeLimit: 1e6 },
      { targetLoss: 0, earlyStopping: false },
    ];
    for (const cut of cuts) {
      const other = await trained({ config, data }, threads, cut);
      expect(other.hash, JSON.stringify(cut)).toBe(hash);
      expectSameBits(other.losses, losses, `loss, ${JSON.stringify(cut)}`);
    }
  });
});
