/**
 * The host lays plans out in its arena, `plan_create` in a region, by one set of rules (assembly/buffers.ts).
 * Here both lay out the same descriptions, and every field of every table is compared, and the length of
 * every buffer.
 */
import { describe, expect, it } from "vitest";
import { describe as describePlan, layOut } from "../../../src/network/layout.js";
import { Parameters } from "../../../src/network/parameters.js";
import { checkConfig } from "../../../src/settings/configuration.js";
import { Arena } from "../../../src/wasm/arena.js";
import { type BuildName, hasThreads } from "../../../src/wasm/builds.js";
import { layerBuffers, planBuffers } from "../../../src/wasm/generated/buffers.js";
import { layerBytes, layerFields, planBytes, planFields } from "../../../src/wasm/generated/layout.js";
import { instantiate } from "../../../src/wasm/kernels.js";
import { Embedded } from "./embedded.js";
import { precisions } from "./variants.js";
import { memberSituation, pairs, type Situation, situation, tiedSituation } from "./situation.js";

const [descriptionAt, region] = [2048, 65536];
const passes = ["forward", "train", "gradients"] as const;
const padded = (bytes: number) => Math.ceil(bytes / 64) * 64;
type PlanField = keyof typeof planFields;
type LayerField = keyof typeof layerFields;

/**
 * Plan fields that differ on purpose: what the host sets when it uses a plan, and the module's own record.
 */
const apart: readonly PlanField[] = ["threads", "scales", "shift", "scale", "outputs", "bytes", "stamp"];
/** Layer fields likewise: the host's parameters lie outside the plan. */
const outside: readonly LayerField[] = ["weights", "biases", "factors"];

/** An arena that notes how many bytes were taken at each address. */
class Noting extends Arena {
  readonly bytes = new Map<number, number>();
  override take(what: string, sizes: readonly number[]): number[] {
    const addresses = super.take(what, sizes);
    addresses.forEach((address, index) => sizes[index]! > 0 && this.bytes.set(address, sizes[index]!));
    return addresses;
  }
}

/** Lays one situation out on both sides and compares. */
function compare(
  module: Embedded,
  build: BuildName,
  one: Situation,
  pass: (typeof passes)[number],
  threads: number,
  longer: number,
) {
  const config = checkConfig(one.config);
  const batch =
    longer + (config.batchSize === "full" ? one.data.rows : Math.min(config.batchSize, one.data.rows));
  const use = { batch, pass, answers: 3, update: config, threads };
  const arena = new Noting(hasThreads(build));
  const parameters = new Parameters(arena, config);
  const ours = layOut(arena, instantiate(build, arena.memory, config.precision), config, parameters, use);

  const { tables, ...plan } = describePlan(config, use, parameters);
  // rubbish where the module fills in by itself; no scaler, which needs the general path there
  const own = [
    "inputs",
    "rates",
    "sampleWeights",
    "samples",
    "update",
    "buffered",
    "power1",
    "refusal",
  ] as const;
  for (const field of [...planBuffers, ...own]) plan[field] = 77;
  const rubbish = Object.fromEntries(layerBuffers.map((field) => [field, 77]));
  const layers = tables.map((layer) => ({ ...layer, ...rubbish }));
  module.describe(descriptionAt, { plan: { ...plan, general: 0, scales: 0 }, layers });
  const size = module.exports.plan_size!(descriptionAt);
  expect(size).toBeGreaterThan(0);
  module.bytes.fill(0xff, region, region + size);
  expect(module.exports.plan_create!(descriptionAt, region, size)).toBe(0);

  const theirs = {
    table: module.plan(region),
    layers: tables.map((_, index) => module.layer(region, index)),
  };
  const pointers = [
    ...planBuffers.map((field) => theirs.table.get(field)),
    ...theirs.layers.flatMap((layer) => layerBuffers.map((field) => layer.get(field))),
  ];
  const starts = [...new Set(pointers), region + size].filter((at) => at > 0).sort((a, b) => a - b);
  const lengthAt = (address: number) => starts[starts.indexOf(address) + 1]! - address;

  const expectBuffer = (address: number, other: number, what: string) => {
    expect(other > 0, `${what}: is it there?`).toBe(address > 0);
    if (address > 0) expect(padded(arena.bytes.get(address)!), what).toBe(lengthAt(other));
  };
  for (const field of Object.keys(planFields) as PlanField[]) {
    if (apart.includes(field)) continue;
    const [value, other] = [ours.table.get(field), theirs.table.get(field)];
    if ((planBuffers as readonly string[]).includes(field)) expectBuffer(value, other, field);
    else expect(other, field).toBe(value);
  }
  expectBuffer(ours.answerBytes > 0 ? ours.answers : 0, theirs.table.get("outputs"), "outputs");
  expect(theirs.table.get("shift")).toBe(0);
  ours.layers.forEach((layer, index) => {
    for (const field of Object.keys(layerFields) as LayerField[]) {
      if (outside.includes(field)) continue;
      const [value, other] = [layer.get(field), theirs.layers[index]!.get(field)];
      const what = `${field} of layer ${index + 1}`;
      if (!(layerBuffers as readonly string[]).includes(field)) expect(other, what).toBe(value);
      else {
        expectBuffer(value, other, what);
        if (!field.includes("Moments") || value === 0) continue;
        const bytes = arena.bytes.get(value)!;
        const kept = new Uint8Array(arena.memory.buffer, value, bytes);
        expect(Buffer.compare(kept, new Uint8Array(module.memory.buffer, other, bytes)), what).toBe(0);
      }
    }
  });
  return { optimizer: plan.optimizer, batch, buffers: new Set(pointers).size };
}

describe.each(["simd", "simd-threads", "javascript"] as const)("the host and plan_create of %s", (build) => {
  it.each(precisions)("lay out the same tables and buffers, random trainings in %s", (precision) => {
    const seen = new Set<string>();
    const module = new Embedded(build, 512);
    for (let seed = 0; seed < pairs.length; seed++) {
      const pass = passes[(seed + Math.floor(seed / 9)) % 3]!;
      const threads = hasThreads(build) ? 1 + (seed % 4) : 1;
      const longer = seed % 5 === 0 ? 512 : 0;
      for (const make of [situation, tiedSituation, memberSituation]) {
        const { optimizer } = compare(module, build, make(seed, precision), pass, threads, longer);
        seen.add(`${pass} ${optimizer}`);
      }
    }
    // each pass with each optimiser
    expect(seen.size).toBe(3 * 8);
  });

  it("tables are whole f64s long", () => {
    expect([planBytes % 8, layerBytes % 8]).toEqual([0, 0]);
  });

  it("the scaler of the inputs takes two buffers, and its scale begins at 1", () => {
    const module = new Embedded(build, 64);
    const layer = { inputs: 5, outputs: 2, activation: 1 };
    const plan = { batch: 1, threads: 1, floatBytes: 4, layers: 1 };
    const sizes = [0, 1].map((scales) => {
      module.describe(descriptionAt, { plan: { ...plan, scales }, layers: [layer] });
      return module.exports.plan_size!(descriptionAt);
    });
    expect(sizes[1]! - sizes[0]!).toBe(2 * 64);
    expect(module.exports.plan_create!(descriptionAt, region, sizes[1]!)).toBe(0);
    const at = (field: PlanField) =>
      new Float32Array(module.memory.buffer, module.plan(region).get(field), 5).join();
    expect([at("shift"), at("scale")]).toEqual(["0,0,0,0,0", "1,1,1,1,1"]);
    expect(module.plan(region).get("general")).toBe(1);
  });
});
