/** Kernels that a host may call one by one: a step put together from them has the bits of the plan's own. */
import { describe, expect, it } from "vitest";
import "../relaxed.js";
import { Optimizer } from "../../../assembly/codes.js";
import { Random } from "../../../src/network/random.js";
import { buildNames } from "../../../src/wasm/builds.js";
import { Embedded, Run, smallDescription } from "./embedded.js";

const [descriptionAt, inputsAt, targetsAt, lossesAt, wordsAt, region] = [
  2048, 8192, 9216, 10240, 11264, 65536,
];
const rows = 4;

/** The small network in batches of four, by adam, with weights drawn and data given. */
function created(build: (typeof buildNames)[number]) {
  const host = new Embedded(build, 40);
  const description = smallDescription();
  const adam = { optimizer: Optimizer.adam, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
  Object.assign(description.plan, adam, { batch: rows, mean: 1, seedLow: 7 });
  host.describe(descriptionAt, description);
  const call = host.exports as Record<string, (...given: number[]) => number>;
  expect(call.plan_create!(descriptionAt, region, call.plan_size!(descriptionAt))).toBe(0);
  for (const layer of [0, 1]) expect(call.plan_initialise!(region, layer, -1, 1)).toBe(0);
  const random = new Random(3, 9);
  const numbers = (at: number) =>
    new Float64Array(host.memory.buffer, at, rows * 2).forEach((_, i, all) => (all[i] = random.uniform()));
  numbers(inputsAt);
  numbers(targetsAt);
  expect(call.plan_set_data!(region, inputsAt, 8, targetsAt, 0, 0, rows)).toBe(0);
  return { host, call, plan: host.plan(region) };
}

describe.each(buildNames.slice(1))("kernels of %s one by one", (build) => {
  it("gradients and f64_update are a step of adam, to the bit", () => {
    const whole = created(build);
    expect(whole.call.plan_run!(region, Run.train, 0, rows, 0)).toBe(0);
    const { host, call, plan } = created(build);
    expect(call.plan_run!(region, Run.gradients, 0, rows, 0)).toBe(0);
    plan.set({ power1: 0.9, power2: 0.999 });
    for (const index of [0, 1]) {
      const of = (field: Parameters<ReturnType<Embedded["layer"]>["get"]>[0]) =>
        host.layer(region, index).get(field);
      const update = (names: "weight" | "bias", count: number) =>
        call.f64_update!(
          region,
          of(names === "weight" ? "weights" : "biases"),
          of(`${names}Gradients`),
          of(`${names}Moments1`),
          of(`${names}Moments2`),
          count,
          names === "weight" ? 1 : 0,
          1 / rows,
        );
      const before = host.parameters(region, index).weights.slice();
      update("weight", of("inputs") * of("outputs"));
      update("bias", of("biasCount"));
      expect(host.parameters(region, index).weights).not.toEqual(before);
      expect(host.parameters(region, index)).toEqual(whole.host.parameters(region, index));
    }
  });

  it("f64_losses adds up to what evaluate says", () => {
    const { host, call, plan } = created(build);
    expect(call.plan_run!(region, Run.evaluate, 0, rows, 0)).toBe(0);
    call.f64_losses!(region, lossesAt, targetsAt, rows);
    const losses = new Float64Array(host.memory.buffer, lossesAt, rows);
    expect(Math.min(...losses)).toBeGreaterThan(0);
    expect(losses.reduce((sum, loss) => sum + loss, 0)).toBe(plan.get("lossSum"));
  });

  it("random_words are those of Random, and nothing is written beyond a block of four", () => {
    const { host, call } = created(build);
    const words = new Uint32Array(host.memory.buffer, wordsAt, 16).fill(42);
    call.random_words!(wordsAt, 10, 5, 1, 64, 3);
    const random = new Random(2 ** 32 + 5, 64, 3);
    expect([...words.subarray(0, 12)]).toEqual(Array.from({ length: 12 }, () => random.word()));
    expect([...words.subarray(12)]).toEqual([42, 42, 42, 42]);
  });
});
