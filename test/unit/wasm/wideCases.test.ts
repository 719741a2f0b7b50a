import { describe, expect, it } from "vitest";
import { Tile } from "../../../assembly/codes.js";
import { activationNames } from "../../../src/functions/activations.js";
import { lossNames } from "../../../src/functions/losses.js";
import { optimizersWhere } from "../../../src/functions/optimizers.js";
import { planFields } from "../../../src/wasm/generated/layout.js";
import { wideSums } from "../../../src/wasm/generated/wideSums.js";
import { mostPages } from "../../../src/wasm/pages.js";
import { planSettings } from "../../../src/wasm/planSettings.js";
import type { Bound, Exports } from "../../../src/wasm/program.js";
import { exportsOf, programOf } from "../../../src/wasm/programs.js";
import { reserve, sumsOf, wideCases } from "../../../src/wasm/wideCases.js";
import { checkBits } from "../../../src/wasm/wideCheck.js";
import { bodiesOf, mutantsOf } from "./mutants.js";

const prefixes = ["f32", "f64"] as const;

const boundTo = (instantiate: (memory: WebAssembly.Memory) => Exports): Bound => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: mostPages });
  return { exports: instantiate(memory), memory };
};

describe.each(prefixes)("the cases of the self-check, %s", (prefix) => {
  it.each(["scalar", "simd", "javascript"] as const)("give the sums of this build in %s", async (build) => {
    if (build === "javascript")
      await import("../../../src/wasm/prepare.js").then((one) => one.prepare({ builds: [build] }));
    const bound = boundTo((memory) => exportsOf(programOf(build), memory));
    expect(sumsOf(bound, prefix, 1)).toEqual(wideSums[prefix]);
  });

  it("stay finite", () => {
    const bound = boundTo((memory) => exportsOf(programOf("scalar"), memory));
    reserve(bound);
    const planAt = 0x10000;
    const losses = wideCases(prefix).flatMap(({ again, name, sum }) => {
      sum(bound, 0);
      const loss = new DataView(bound.memory.buffer).getFloat64(planAt + planFields.lossSum.offset, true);
      return again || Number.isFinite(loss) ? [] : [`${name}: ${loss}`];
    });
    expect(losses).toEqual([]);
  });

  it("are all different", () => {
    expect(new Set(wideSums[prefix]).size).toBe(wideCases(prefix).length);
  });

  it("name every activation, loss, optimiser, and setting of the kernels", () => {
    const text = wideCases(prefix)
      .map(({ name }) => name)
      .join(" ");
    const kinds = optimizersWhere(({ hostSide }) => !hostSide);
    const names = [...activationNames, ...lossNames, ...kinds, ...planSettings];
    expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([]);
  });

  it("notice a wrong operation in each kernel, but for those that only measurements call", () => {
    const { bytes, bodies } = bodiesOf("wide");
    const other = prefix === "f32" ? "<f64" : "<f32";
    const isNoticed = (mutant: Uint8Array<ArrayBuffer>) => {
      const bound = boundTo((memory) => exportsOf(new WebAssembly.Module(mutant), memory));
      reserve(bound);
      return checkBits(bound, prefix, { tile: Tile.rows5, sums: wideSums[prefix], of: "scalar" }) !== "";
    };
    const tried: string[] = [];
    const unnoticed: string[] = [];
    for (const body of bodies) {
      if (!body.calculates || body.name.includes(other) || body.name.includes("/vetted/")) continue;
      tried.push(body.name);
      if (!mutantsOf(bytes, body).some(isNoticed)) unnoticed.push(body.name.replace(/<.*/, ""));
    }
    expect(tried.length).toBeGreaterThan(40);
    expect(unnoticed).toEqual(["assembly/arrays/logarithms", "assembly/arrays/map"]);
  });
});
