import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import "../relaxed.js";
import { tablesOf } from "../../../scripts/layout.mjs";
import { Arena } from "../../../src/wasm/arena.js";
import { chunkBytes, layerBytes, planBytes, productBytes } from "../../../src/wasm/generated/layout.js";
import { buildNames, buildStatus, chooseBuild, hasThreads, narrowerBuild } from "../../../src/wasm/builds.js";
import { moduleOf } from "../../../src/wasm/programs.js";
import { oneOf } from "../../../src/wording.js";
import { nodeLanes } from "../../../src/wasm/wideLanes.js";
import { instantiate } from "../../../src/wasm/kernels.js";

/** Sections of a module by id, and the mutability of its globals. */
function sectionsOf(bytes: Uint8Array): { ids: Set<number>; globals: boolean[] } {
  let at = 8;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const ids = new Set<number>();
  const globals: boolean[] = [];
  while (at < bytes.length) {
    const id = bytes[at++]!;
    const size = number();
    const end = at + size;
    ids.add(id);
    if (id === 6) {
      for (let count = number(); count > 0; count--) {
        at++; // type
        globals.push(bytes[at++] === 1);
        while (bytes[at++] !== 0x0b); // up to the end of the initial value
      }
    }
    at = end;
  }
  return { ids, globals };
}

const section = { start: 8, data: 11 };

/** All but the one that is JavaScript. */
const wasmBuilds = buildNames.slice(1);
const hasWideLanes = Number.parseInt(process.versions.node, 10) >= 24 && process.arch === "x64";

describe.each(wasmBuilds)("%s.wasm", (build) => {
  const bytes = readFileSync(`dist/wasm/${build}.wasm`);
  const { ids, globals } = sectionsOf(bytes);

  it("imports env.memory and nothing else", () => {
    const imports = WebAssembly.Module.imports(moduleOf(build));
    expect(imports).toEqual([{ module: "env", name: "memory", kind: "memory" }]);
  });

  it("has no start function, no data and no mutable global", () => {
    expect(ids.has(section.start)).toBe(false);
    expect(ids.has(section.data)).toBe(false);
    expect(globals.filter((mutable) => mutable)).toEqual([]);
  });

  it("exports functions alone, under these names", () => {
    const exports = WebAssembly.Module.exports(moduleOf(build));
    expect(exports.filter(({ kind }) => kind !== "function")).toEqual([]);
    const both = [
      "apply",
      "epochs",
      "evaluate",
      "gradients",
      "losses",
      "map",
      "product",
      "tile",
      "train",
      "update",
    ];
    const sizes = [
      "abi_version",
      "block_depth",
      "features",
      "layer_bytes",
      "plan_bytes",
      "plan_check",
      "plan_create",
      "plan_initialise",
      "plan_run",
      "plan_set_data",
      "plan_size",
      "product_bytes",
      "random_words",
      "shuffled_order",
      "tile_count",
      "workspace_bytes",
    ];
    const expected = [...sizes, ...both.map((name) => `f32_${name}`), ...both.map((name) => `f64_${name}`)];
    expect(exports.map(({ name }) => name).sort()).toEqual(expected.sort());
  });

  it("does not know its own size of a table better than the host does", () => {
    const { memory } = new Arena(hasThreads(build));
    expect(() => instantiate(build, memory, "float32")).not.toThrow();
  });
});

it("the structural check sees a start function, data and a mutable global where they are", () => {
  const withAll = Uint8Array.from([
    0, 97, 115, 109, 1, 0, 0, 0, 6, 6, 1, 127, 1, 65, 0, 11, 8, 1, 0, 11, 1, 0,
  ]);
  const { ids, globals } = sectionsOf(withAll);
  expect([ids.has(section.start), ids.has(section.data), globals]).toEqual([true, true, [true]]);
});

it("a table is laid out at natural alignment", () => {
  const tables = tablesOf("@unmanaged\nexport class T {\n  a: i32;\n  b: f64;\n  c: usize;\n}\n");
  expect(tables).toEqual({
    T: {
      bytes: 20,
      fields: {
        a: { offset: 0, type: "i32" },
        b: { offset: 8, type: "f64" },
        c: { offset: 16, type: "usize" },
      },
    },
  });
});

it("a class that extends another begins with its fields, and names the part that they come from", () => {
  const base = "@unmanaged\nclass Base {\n  a: f64;\n  b: i32;\n}\n";
  const tables = tablesOf(`${base}@unmanaged\nexport class T extends Base {\n  c: i32;\n}\n`);
  expect(tables).toEqual({
    T: {
      bytes: 16,
      fields: {
        a: { offset: 0, type: "f64", part: "Base" },
        b: { offset: 8, type: "i32", part: "Base" },
        c: { offset: 12, type: "i32" },
      },
    },
  });
});

it("auto takes the best build with exact results, a wide one where lanes are turned on, and never fast", () => {
  // other files of this process may have turned them on, or have had the kernels optimised before
  const isWide = nodeLanes.isOn() && buildStatus().find(({ name }) => name === "wide-threads")!.available;
  expect(chooseBuild("auto")).toBe(isWide ? "wide-threads" : "simd-threads");
  expect(chooseBuild("scalar")).toBe("scalar");
});

it.each(wasmBuilds)("says of %s that it can run exactly where its module is valid", (build) => {
  const valid = WebAssembly.validate(readFileSync(`dist/wasm/${build}.wasm`));
  const { available, reason } = buildStatus().find(({ name }) => name === build)!;
  if (!narrowerBuild(build)) expect(available).toBe(valid);
  else if (!hasWideLanes) expect(reason).toMatch(/^256-bit lanes need/);
  else expect(reason).toMatch(/^($|V8 packs no vectors)/); // where a file before had the kernels optimised without the flag
});

describe("the fast build where the engine has no relaxed SIMD", () => {
  const validate = WebAssembly.validate;
  const version = process.versions.node;
  const pretend = (node: string) => {
    // opcodes from 0xfd 0x80 0x02 on are those of relaxed SIMD
    WebAssembly.validate = (bytes) => !new Uint8Array(bytes as ArrayBuffer).includes(133) && validate(bytes);
    Object.defineProperty(process.versions, "node", { value: node, configurable: true });
  };
  afterEach(() => {
    WebAssembly.validate = validate;
    Object.defineProperty(process.versions, "node", { value: version, configurable: true });
  });

  it("is refused, with the flag where there is one", () => {
    pretend("20.20.2");
    const others = `${oneOf(buildStatus().flatMap(({ name, available }) => (available ? [name] : [])))}.`;
    expect(() => chooseBuild("fast")).toThrow(
      'build: "fast" cannot run here: this host has no relaxed SIMD (Node 20 has it behind a flag: ' +
        "node --experimental-wasm-relaxed-simd, or " +
        'v8.setFlagsFromString("--experimental-wasm-relaxed-simd") first). Use ' +
        others,
    );
    pretend("19.0.0");
    expect(() => chooseBuild("fast")).toThrow(
      'build: "fast" cannot run here: this host has no relaxed SIMD. Use ' + others,
    );
  });
});

it.each(Object.entries({ plan: planBytes, layer: layerBytes, product: productBytes, chunk: chunkBytes }))(
  "the table of a %s is whole f64s long, so that all fields are aligned where tables follow each other",
  (_name, bytes) => {
    expect(bytes % 8).toBe(0);
  },
);
