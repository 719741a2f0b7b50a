import { describe, expect, it } from "vitest";
import "../relaxed.js";
import { activations } from "../../../src/functions/activations.js";
import { losses } from "../../../src/functions/losses.js";
import { layerBytes, planBytes } from "../../../src/wasm/generated/layout.js";
import { Random } from "../../../src/network/random.js";
import { buildNames } from "../../../src/wasm/builds.js";
import { type Description, Embedded, Refusal, Run, smallDescription } from "./embedded.js";

const wasmBuilds = buildNames.slice(1);
/** The first codes that no record has. */
const unknown = {
  activation: 1 + Math.max(...Object.values(activations).map(({ code }) => code)),
  loss: 1 + Math.max(...Object.values(losses).map(({ kernel }) => kernel.code)),
};
const pages = 40;
const [descriptionAt, inputsAt, targetsAt, labelsAt, orderAt, region] = [
  2048, 8192, 9216, 10240, 11264, 65536,
];

/** A plan of the small network with four samples, and what `plan_create` said. */
function created(build: (typeof wasmBuilds)[number], description: Description = smallDescription()) {
  const host = new Embedded(build, pages);
  host.describe(descriptionAt, description);
  const size = host.exports.plan_size!(descriptionAt);
  const code = host.exports.plan_create!(descriptionAt, region, Math.max(0, size));
  return { host, size, code };
}

describe.each(wasmBuilds)("the checked entry points of %s", (build) => {
  const refusalOf = (change: (description: Description) => void) => {
    const description = smallDescription();
    change(description);
    return created(build, description).size;
  };

  it.each([
    ["no layers", Refusal.layers, ({ plan }) => (plan.layers = 0)],
    ["a batch of 0", Refusal.batch, ({ plan }) => (plan.batch = 0)],
    ["no threads", Refusal.threads, ({ plan }) => (plan.threads = 0)],
    ["numbers of 2 bytes", Refusal.floatBytes, ({ plan }) => (plan.floatBytes = 2)],
    ["an unknown pass", Refusal.pass, ({ plan }) => (plan.pass = 3)],
    ["−1 answers", Refusal.capacity, ({ plan }) => (plan.answers = -1)],
    ["an unknown optimiser", Refusal.optimizer, ({ plan }) => (plan.optimizer = 8)],
    ["a loss that wants softmax", Refusal.loss, ({ plan }) => (plan.loss = 4)],
    ["a layer that does not fit", Refusal.size, ({ layers }) => (layers[1]!.inputs = 4)],
    [
      "an unknown activation",
      Refusal.activation,
      ({ layers }) => (layers[0]!.activation = unknown.activation),
    ],
    ["an unknown activation below 0", Refusal.activation, ({ layers }) => (layers[0]!.activation = -1)],
    ["an unknown loss", Refusal.loss, ({ plan }) => (plan.loss = unknown.loss)],
    ["a softmax in the middle", Refusal.activation, ({ layers }) => (layers[0]!.activation = 12)],
    ["two biases for three units", Refusal.biases, ({ layers }) => (layers[0]!.biasCount = 2)],
    ["biases that train and are not there", Refusal.trainable, ({ layers }) => (layers[0]!.biasCount = 0)],
    ["dropout of all", Refusal.dropout, ({ layers }) => (layers[0]!.dropout = 1)],
    [
      "a layer tied to itself",
      Refusal.tied,
      ({ layers }) => Object.assign(layers[1]!, { tied: 2, trainable: 2 }),
    ],
    ["2 GiB", Refusal.large, ({ plan }) => (plan.batch = 2 ** 26)],
  ] as [string, Refusal, (description: Description) => void][])("refuse %s", (_, code, change) => {
    expect(refusalOf(change)).toBe(code);
  });

  it("refuse regions, data and runs that are not right, and say which", () => {
    const { host, size, code } = created(build);
    expect(code).toBe(0);
    const {
      plan_create: create,
      plan_set_data: data,
      plan_run: run,
      plan_check: check,
    } = host.exports as never as Record<string, (...given: number[]) => number>;
    const end = pages * 65536;
    expect(create!(descriptionAt, 0, size)).toBe(Refusal.address);
    expect(create!(descriptionAt, region + 8, size)).toBe(Refusal.address);
    expect(create!(descriptionAt, end - 64, size)).toBe(Refusal.address);
    expect(create!(end - 64, region, size)).toBe(Refusal.address);
    expect(create!(descriptionAt, region, size - 1)).toBe(Refusal.small);
    expect(create!(descriptionAt, 1984, size)).toBe(Refusal.overlap);
    expect([check!(0), check!(-8), check!(descriptionAt), check!(region)]).toEqual([
      Refusal.address,
      Refusal.address,
      Refusal.plan,
      0,
    ]);
    expect(run!(region, Run.train, 0, 1, 0)).toBe(Refusal.data);
    expect(data!(region, 0, 8, 0, 0, 0, 4)).toBe(Refusal.data);
    expect(data!(region, inputsAt, 8, targetsAt, 0, 0, 0)).toBe(Refusal.data);
    expect(data!(region, inputsAt, 4, targetsAt, 0, 0, 4)).toBe(Refusal.inputBytes);
    expect(data!(region, region, 8, 0, 0, 0, 4)).toBe(Refusal.address);
    expect(data!(region, end - 64, 8, 0, 0, 0, 4)).toBe(Refusal.address);
    expect(data!(region, inputsAt, 8, 0, labelsAt, labelsAt + 4, 4)).toBe(Refusal.address);
    expect(data!(region, inputsAt, 8, 0, 0, 0, 4)).toBe(0);
    expect(run!(region, Run.train, 0, 4, 0)).toBe(Refusal.targets);
    expect(run!(region, Run.evaluate, 0, 4, 0)).toBe(0);
    expect(data!(region, inputsAt, 8, 0, labelsAt, orderAt, 4)).toBe(0);
    expect(run!(region, 4, 0, 4, 0)).toBe(Refusal.run);
    expect(run!(region, Run.train, 0, 4, 1)).toBe(Refusal.thread);
    for (const [from, count] of [
      [0, 0],
      [0, 5],
      [-1, 2],
      [4, 1],
      [3, 2],
      [1, -1],
      [2 ** 31 - 1, 2 ** 31 - 1],
    ]) {
      expect(run!(region, Run.train, from!, count!, 0), `${from}, ${count}`).toBe(Refusal.range);
    }
    expect(run!(region, Run.epochs, 1, 4, 0)).toBe(Refusal.capacity);
    const view = new Uint32Array(host.memory.buffer);
    view[orderAt / 4] = 4;
    expect(run!(region, Run.train, 0, 4, 0)).toBe(Refusal.order);
    expect(host.plan(region).get("refusal")).toBe(Refusal.order);
    view[orderAt / 4] = 0;
    view[labelsAt / 4] = 2;
    expect(run!(region, Run.train, 0, 4, 0)).toBe(Refusal.label);
    view[labelsAt / 4] = 1;
    expect(run!(region, Run.train, 0, 4, 0)).toBe(0);
    expect(host.plan(region).get("refusal")).toBe(0);
  });

  it("do or refuse whatever comes, and touch nothing outside: 300 descriptions, 10 calls each", () => {
    const random = new Random(7, 91);
    const host = new Embedded(build, pages);
    const wild = () => [0, 1, 2, 3, -1, 8, 2 ** 31 - 1, -(2 ** 31), random.word() | 0][random.below(9)]!;
    let made = 0;
    let run = 0;
    for (let round = 0; round < 300; round++) {
      const description = smallDescription();
      const { plan, layers } = description;
      plan.batch = 1 + random.below(6);
      plan.optimizer = random.below(8);
      plan.floatBytes = 4 << random.below(2);
      plan.pass = random.below(3);
      plan.scales = random.below(2);
      plan.clipNorm = random.below(2);
      plan.loss = random.below(3);
      layers[0]!.activation = random.below(12);
      layers[0]!.dropout = random.below(3) / 4;
      if (random.below(3) === 0) Object.assign(layers[1]!, { outputs: 2, tied: 1, trainable: 2 });
      if (random.below(2) === 0) {
        const table = random.below(2) ? plan : layers[random.below(2)]!;
        const names = [
          "batch",
          "threads",
          "floatBytes",
          "pass",
          "answers",
          "epochs",
          "loss",
          "optimizer",
          "layers",
        ];
        const own = ["inputs", "outputs", "activation", "biasCount", "trainable", "tied"];
        const among = table === plan ? names : own;
        Object.assign(table, { [among[random.below(among.length)]!]: wild() });
      }
      host.bytes.fill(0xa5, 0, region);
      host.describe(descriptionAt, description);
      const size = host.exports.plan_size!(descriptionAt);
      if (size <= 0 || size > (pages - 2) * 65536) {
        expect(size === 0).toBe(false);
        continue;
      }
      host.bytes.fill(0xa5, region, region + size + 4096);
      expect(host.exports.plan_create!(descriptionAt, region, size)).toBe(0);
      made++;
      const rows = 1 + random.below(4);
      const bytesOfData = host.bytes.slice(0, region);
      for (let call = 0; call < 10; call++) {
        const order = random.below(2) ? orderAt : 0;
        const labels = random.below(2) ? labelsAt : 0;
        host.bytes.fill(0, labelsAt, labelsAt + 16);
        host.bytes.fill(0, orderAt, orderAt + 16);
        const width = random.below(2) ? 1 : plan.floatBytes!;
        const at = [inputsAt, inputsAt, inputsAt, wild()][random.below(4)]!;
        host.exports.plan_set_data!(
          region,
          at,
          width,
          targetsAt,
          labels,
          order,
          random.below(9) ? rows : wild(),
        );
        host.exports.plan_initialise!(region, random.below(3), -1, 1);
        const first = random.below(4) ? 0 : wild();
        const count = random.below(4) ? 1 + random.below(rows) : wild();
        if (host.exports.plan_run!(region, random.below(5), first, count, random.below(8) ? 0 : wild()) === 0)
          run++;
      }
      const mine = [descriptionAt, planBytes + 2 * layerBytes, orderAt, 64, labelsAt, 64];
      const now = host.bytes.slice(0, region);
      for (let at = 0; at < mine.length; at += 2) {
        now.fill(0, mine[at]!, mine[at]! + mine[at + 1]!);
        bytesOfData.fill(0, mine[at]!, mine[at]! + mine[at + 1]!);
      }
      expect(Buffer.compare(now, bytesOfData), JSON.stringify(description)).toBe(0);
      const behind = host.bytes.subarray(region + size, region + size + 4096);
      expect(
        behind.every((byte) => byte === 0xa5),
        JSON.stringify(description),
      ).toBe(true);
    }
    expect(made).toBeGreaterThan(60);
    expect(run).toBeGreaterThan(300);
  });
});
