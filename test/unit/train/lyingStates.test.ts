/** Model files whose training state lies: refused by name, or of no consequence for what is continued. */
import { describe, expect, it } from "vitest";
import { Dataset } from "../../../src/data/dataset.js";
import { type Container, readSafetensors, writeSafetensors } from "../../../src/network/safetensors.js";
import type { TrainingInput } from "../../../src/settings/generated/types.js";
import { Network } from "../../../src/train/network.js";

const pairs = Dataset.from(
  Array.from({ length: 12 }, (_, i) => [i % 3, i % 4]),
  Array.from({ length: 12 }, (_, i) => i % 2),
  { columns: 2, classes: 2 },
);

/** Loads a file whose state was changed, and trains it on for an epoch. */
async function continued(
  own: TrainingInput,
  change: (file: Container, about: Record<string, never>) => void,
) {
  const layers = [2, { units: 3, activation: "tanh" as const }, { units: 2, activation: "softmax" as const }];
  const network = Network.create({ layers });
  await network.fit(pairs, { ...own, epochs: 3 });
  const file = readSafetensors(network.save({ training: true }));
  const about = JSON.parse(file.metadata.training!) as Record<string, never>;
  change(file, about);
  file.metadata.training = JSON.stringify(about);
  try {
    const loaded = Network.load(writeSafetensors(file), "m");
    const { epochs, updates } = await loaded.fit(pairs, { ...own, epochs: 1 });
    return { epochs, updates };
  } catch (error) {
    return String(error);
  }
}

const damaged = "ModelError: m: its training state is damaged:";
const set = (key: string, value: unknown) => (_: Container, about: Record<string, never>) => {
  about[key] = value as never;
};
const fill = (name: string) => (file: Container) =>
  void file.tensors.get(`training.${name}`)!.data.fill(Number.NaN);

describe("the training state of a file", () => {
  it.each<[string, TrainingInput, Parameters<typeof continued>[1], string]>([
    [
      "scaling of no name",
      {},
      set("scaling", { scaling: "foo", targetScaling: "none" }),
      "scaling: expected names of scaling.",
    ],
    ["scaling in part", {}, set("scaling", {}), "scaling: expected names of scaling."],
    ["epochs below 0", {}, set("epochs", -1), "epochs: expected a number, got -1."],
    ["half an epoch", {}, set("epochs", 0.5), "epochs: expected a whole number."],
    ["version", {}, set("version", 2), "expected version 1, got 2. Update chainrule."],
    [
      "best",
      { earlyStopping: 1, validation: 0.25 },
      fill("best"),
      'tensor "training.best": expected finite numbers.',
    ],
    [
      "point",
      { optimizer: "lbfgs" },
      fill("minimiser.point"),
      'tensor "training.minimiser.point": expected finite numbers.',
    ],
    [
      "a tensor of no name",
      {},
      ({ tensors }) => void tensors.set("training.x", { shape: [1], data: Float32Array.of(1) }),
      'tensor "training.x" is unknown.',
    ],
    [
      "moments of another length",
      { optimizer: "adam" },
      ({ tensors }) => {
        const name = [...tensors.keys()].find((key) => key.startsWith("training.memory."))!;
        tensors.set(name, { shape: [1], data: Float32Array.of(1) });
      },
      'tensor "training.memory.layers.0.weightMoments1": expected 6 numbers, got 1.',
    ],
  ])("is refused for %s", async (_name, own, change, message) => {
    expect(await continued(own, change)).toBe(`${damaged} ${message}`);
  });

  it("does not bring settings into the next fit", async () => {
    const scaling = { scaling: "none", targetScaling: "none", epochs: 7, batchSize: "x" };
    expect(await continued({}, set("scaling", scaling))).toEqual({ epochs: 1, updates: 1 });
  });

  it("writes no other field of the plan than those of its optimiser", async () => {
    const products = { weights: 5, layers: 123_456, samples: 1e9 };
    const change = (_: Container, about: Record<string, never>) => {
      Object.assign((about.optimizer as { products: object }).products, products);
    };
    expect(await continued({ optimizer: "adam" }, change)).toEqual({ epochs: 1, updates: 1 });
  });
});
