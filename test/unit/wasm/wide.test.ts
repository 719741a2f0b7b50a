import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { buildNames, hasThreads, narrowerBuild } from "../../../src/wasm/builds.js";
import { mostPages } from "../../../src/wasm/pages.js";
import type { Bound, Exports } from "../../../src/wasm/program.js";
import { exportsOf } from "../../../src/wasm/programs.js";
import { checkWide } from "../../../src/wasm/wideCheck.js";
import { nodeLanes } from "../../../src/wasm/wideLanes.js";

const hasLanes = nodeLanes.reason("wide") === "";
const wideBuilds = buildNames.filter((name) => narrowerBuild(name));

function bind(
  build: (typeof buildNames)[number],
  change: (exports: Exports) => Exports = (same) => same,
): Bound {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: mostPages, shared: hasThreads(build) });
  return { exports: change({ ...exportsOf(moduleOf(build), memory) }), memory };
}

let copies = 0;

/**
 * A module whose code V8 has not optimised without the flag: files before this one may have run the kernels, and V8 shares
 * the code of modules with the same bytes. So each copy has a custom section of its own at the end.
 */
function moduleOf(build: string): WebAssembly.Module {
  const own = [0, 3, 1, 0x63, ++copies];
  return new WebAssembly.Module(Uint8Array.from([...readFileSync(`dist/wasm/${build}.wasm`), ...own]));
}

/** Exports in which the named kernel leaves one bit wrong at `at`. */
const broken = (name: string, memory: () => WebAssembly.Memory, at: number) => (exports: Exports) => ({
  ...exports,
  [name]: (...given: number[]) => {
    const result = exports[name]!(...given);
    new Uint8Array(memory().buffer)[at]! ^= 1;
    return result;
  },
});

describe.runIf(hasLanes)("the self-check of a wide build", () => {
  beforeEach(() => nodeLanes.turnOn());

  it.each(wideBuilds)("finds that %s gives the bits of scalar", (build) => {
    for (const prefix of ["f32", "f64"] as const) {
      expect(checkWide(bind(build), bind("scalar"), prefix)).toBe("");
    }
  });

  it.each([
    ["f32_product", "the forward product (f32)"],
    ["f32_map", "exponential (f32)"],
    ["f32_update", "momentum (f32)"],
  ])("refuses a build whose %s has one wrong bit", (name, what) => {
    let wide: Bound;
    wide = bind(
      "wide",
      broken(name, () => wide.memory, 0x30000),
    );
    expect(checkWide(wide, bind("scalar"), "f32")).toBe(
      `its self-check failed: ${what} differs from the scalar build; please report this`,
    );
  });

  it("refuses a build whose code is wrong only once it is optimised", () => {
    let calls = 0;
    let wide: Bound;
    const late = (exports: Exports) => ({
      ...exports,
      f32_map: (...given: number[]) => {
        const result = exports.f32_map!(...given);
        if (++calls > 50) new Uint8Array(wide.memory.buffer)[0x30000]! ^= 1;
        return result;
      },
    });
    wide = bind("wide", late);
    expect(checkWide(wide, bind("scalar"), "f32")).toContain("its self-check failed");
  });

  it("refuses lanes that bring nothing", () => {
    const slow = (exports: Exports) => ({
      ...exports,
      f32_tile: (...given: number[]) => {
        // so slow that they bring nothing even while tiles of two are not optimised
        if (given[1] === 4) for (let more = 0; more < 10; more++) exports.f32_tile!(...given);
        return exports.f32_tile!(...given);
      },
    });
    expect(checkWide(bind("wide", slow), bind("scalar"), "f32", 300)).toMatch(
      /^V8 packs no vectors on this processor/,
    );
  });

  it("lets training go on in simd, and says why", async () => {
    vi.resetModules();
    const { provideProgram } = await import("../../../src/wasm/programs.js");
    const { Network } = await import("../../../src/train/network.js");
    const { Dataset } = await import("../../../src/data/dataset.js");
    const { info } = await import("../../../src/wasm/info.js");
    const module = moduleOf("wide");
    provideProgram("wide", {
      instantiate: (memory) => broken("f32_product", () => memory, 0x30000)({ ...exportsOf(module, memory) }),
    });
    const network = Network.create({ layers: [2, 3, 1], build: "wide" });
    expect(network.build).toBe("simd");
    const history = await network.fit(Dataset.from([[0, 1]], [[1]]), { epochs: 1 });
    expect(history.whyNarrow).toMatch(/^"wide" cannot run here: its self-check failed: the forward product/);
    const status = info().builds.find(({ name }) => name === "wide")!;
    expect(status).toMatchObject({ available: false, reason: expect.stringContaining("self-check failed") });
  });
});

describe("a host without wide lanes", () => {
  const { arch } = process;
  const set = (value: string) => Object.defineProperty(process, "arch", { value, configurable: true });
  afterEach(() => set(arch));

  it("trains in simd where wide was named, and says why", async () => {
    set("arm64");
    vi.resetModules();
    const { Network } = await import("../../../src/train/network.js");
    const { Dataset } = await import("../../../src/data/dataset.js");
    for (const build of ["wide", "wide-threads"] as const) {
      const network = Network.create({ layers: [2, 3, 1], build });
      expect(network.build).toBe(narrowerBuild(build));
      const history = await network.fit(Dataset.from([[0, 1]], [[1]]), { epochs: 1 });
      expect(history.whyNarrow).toMatch(/^"wide(-threads)?" cannot run here: 256-bit lanes need/);
      network.dispose();
    }
    const other = await Network.create({ layers: [2, 1], build: "simd" }).fit(Dataset.from([[0, 1]], [[1]]), {
      epochs: 1,
    });
    expect(other.whyNarrow).toBe(null);
  });
});
