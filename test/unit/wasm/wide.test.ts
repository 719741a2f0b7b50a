import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { buildNames, hasThreads, narrowerBuild } from "../../../src/wasm/builds.js";
import { mostPages } from "../../../src/wasm/pages.js";
import type { Bound, Exports } from "../../../src/wasm/program.js";
import { exportsOf } from "../../../src/wasm/programs.js";
import { checkWide } from "../../../src/wasm/wideCheck.js";
import { expectedOf, nodeLanes } from "../../../src/wasm/wideLanes.js";

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

/** Exports in which the products leave one bit wrong. */
const broken = (memory: () => WebAssembly.Memory) => (exports: Exports) => ({
  ...exports,
  f32_product: (...given: number[]) => {
    const result = exports.f32_product!(...given);
    new Uint8Array(memory().buffer)[productAt]! ^= 1;
    return result;
  },
});

/** Where products of the check have their result. */
const productAt = 0x6000;

describe.runIf(hasLanes)("the self-check of a wide build", () => {
  beforeEach(() => nodeLanes.turnOn());

  it.each(wideBuilds)("finds that %s gives the bits of scalar, or of fast", (build) => {
    for (const prefix of ["f32", "f64"] as const)
      expect(checkWide(bind(build), prefix, expectedOf(build, prefix, bind))).toBe("");
  });

  it("is turned on again where it was turned off for a while", () => {
    nodeLanes.set(false);
    nodeLanes.turnOn();
    expect(checkWide(bind("wide"), "f32", expectedOf("wide", "f32", bind))).toBe("");
  });

  it("refuses a build whose products have one wrong bit", () => {
    let wide: Bound;
    wide = bind(
      "wide",
      broken(() => wide.memory),
    );
    expect(checkWide(wide, "f32", expectedOf("wide", "f32", bind))).toBe(
      "its self-check failed: the forward product (f32) differs from the scalar build; please report this",
    );
  });

  it("refuses a build whose products are wrong only once they are optimised", () => {
    let calls = 0;
    let wide: Bound;
    const late = (exports: Exports) => ({
      ...exports,
      f32_product: (...given: number[]) => {
        const result = exports.f32_product!(...given);
        if (++calls > 50) new Uint8Array(wide.memory.buffer)[productAt]! ^= 1;
        return result;
      },
    });
    wide = bind("wide", late);
    expect(checkWide(wide, "f32", expectedOf("wide", "f32", bind))).toContain(
      "its self-check failed: the forward product",
    );
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
    expect(checkWide(bind("wide", slow), "f32", expectedOf("wide", "f32", bind), 300)).toMatch(
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
      instantiate: (memory) => broken(() => memory)({ ...exportsOf(module, memory) }),
    });
    const network = Network.create({ layers: [2, 3, 1], build: "wide" });
    expect(network.build).toBe("simd");
    const history = await network.fit(Dataset.from([[0, 1]], [[1]]), { epochs: 1 });
    expect(history.whyNarrow).toMatch(/^"wide" cannot run here: its self-check failed: the forward product/);
    const status = info().builds.find(({ name }) => name === "wide")!;
    expect(status).toMatchObject({ available: false, reason: expect.stringContaining("self-check failed") });
  });
});

describe.runIf(hasLanes)("the fast build where wide lanes are on", () => {
  it("takes its wide form for large networks, and none that has failed its self-check", async () => {
    for (const isBroken of [false, true]) {
      vi.resetModules();
      const { provideProgram } = await import("../../../src/wasm/programs.js");
      const { chooseBuild, exactly, turnOnWideLanes, wideLanes } =
        await import("../../../src/wasm/builds.js");
      const { Network } = await import("../../../src/train/network.js");
      const module = moduleOf("fast-wide");
      provideProgram("fast-wide", {
        instantiate: (memory) =>
          (isBroken ? broken(() => memory) : (same: Exports) => same)(exportsOf(module, memory)),
      });
      if (!wideLanes!.isOn()) expect(chooseBuild("fast")).toBe("fast");
      turnOnWideLanes();
      expect(chooseBuild("fast", { isLarge: false })).toBe("fast");
      expect(chooseBuild("fast")).toBe(isBroken ? "fast" : "fast-wide");
      expect(chooseBuild("fast-wide")).toBe(isBroken ? "fast" : "fast-wide");
      const settings = { layers: [64, 64, 1], build: "fast" } as const;
      expect(Network.create(settings).build).toBe(isBroken ? "fast" : "fast-wide");
      expect(Network.create(settings, exactly("fast")).build).toBe("fast");
    }
  });
});

describe.runIf(hasLanes)("a wide build that goes wrong while it trains", () => {
  it("fails the training, leaves the weights as they were, and is not used again", async () => {
    vi.resetModules();
    const { provideProgram } = await import("../../../src/wasm/programs.js");
    const { Network } = await import("../../../src/train/network.js");
    const { Dataset } = await import("../../../src/data/dataset.js");
    const module = moduleOf("wide");
    let isWrong = false;
    provideProgram("wide", {
      instantiate: (memory) => {
        const right = exportsOf(module, memory);
        const wrong = broken(() => memory)(right);
        return { ...right, f32_product: (at: number) => (isWrong ? wrong : right).f32_product!(at) };
      },
    });
    const settings = { layers: [2, 3, 1], build: "wide", threads: 1 } as const;
    const network = Network.create(settings);
    expect(network.build).toBe("wide");
    const before = await network.weightsSha256();
    isWrong = true;
    const rows = Array.from({ length: 5000 }, () => [0, 1]);
    const data = Dataset.from(
      rows,
      rows.map(() => [1]),
    );
    const training = network.fit(data, { epochs: 1e9, timeLimit: 1.5 });
    await expect(training).rejects.toThrow(
      'build "wide" failed during this training: its self-check failed: the forward product (f32) differs from the scalar build; please report this. ' +
        'The weights are as they were before. Create or load the network again: it then trains in "simd".',
    );
    expect(await network.weightsSha256()).toBe(before);
    expect(Network.create(settings).build).toBe("simd");
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
