/** The modules in hosts without the library: the programs of examples/embed give the library's bits. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Dataset } from "../../src/train/dataset.js";
import { Network } from "../../src/train/network.js";

const run = (program: string, ...given: string[]) => {
  const { status, stdout, stderr } = spawnSync(program, given, { encoding: "utf8", timeout: 60_000 });
  expect(status, stderr).toBe(0);
  return stdout.trim().split("\n");
};
const has = (program: string) => spawnSync(program, ["--version"]).status === 0;

/** The error of a training with the library, in f64 by the general or the tiny path, as it likes. */
async function errorOf(
  layers: number[],
  epochs: number,
  [x, y]: readonly [number[], number[]],
  given?: { weights: number[]; biases: number[] }[],
) {
  const network = Network.create({
    layers,
    loss: "halfSquaredError",
    precision: "float64",
    seed: 1,
    ...(given
      ? { biases: "shared", trainBiases: false }
      : { initializer: { kind: "uniform", low: -1, high: 1 } }),
  });
  if (given) network.setParameters(given);
  const data = Dataset.from(Float64Array.from(x), Float64Array.from(y), { columns: layers[0]! });
  const plain = { optimizer: { kind: "sgd", learningRate: 0.5 }, scaling: "none", shuffle: false } as const;
  await network.fit(data, { ...plain, batchSize: "full", epochs });
  const { loss } = network.evaluate(data);
  network.dispose();
  return loss;
}

const worked = () =>
  errorOf(
    [2, 2, 2],
    10_000,
    [
      [0.05, 0.1],
      [0.01, 0.99],
    ],
    [
      { weights: [0.15, 0.25, 0.2, 0.3], biases: [0.35] },
      { weights: [0.4, 0.5, 0.45, 0.55], biases: [0.6] },
    ],
  );

describe("the raw module", () => {
  const home = join(tmpdir(), "chainrule-engines");
  const vendor = join(home, "bun/node_modules/@oven");
  const bun = existsSync(vendor) ? join(vendor, readdirSync(vendor)[0]!, "bin/bun") : undefined;
  const engines = {
    node: [process.execPath],
    bun: [bun],
    deno: [join(home, "deno/node_modules/.bin/deno"), "run", "-A"],
  };

  it.each(Object.entries(engines))(
    "trains in %s to the library's bits",
    async (name, [program, ...given]) => {
      if (!program || !existsSync(program)) {
        console.warn(`${name} is not installed: node scripts/engines.mjs ${name}`);
        return;
      }
      const [error] = run(program, ...given.map(String), "examples/embed/raw.mjs");
      expect(Number(error)).toBe(await worked());
      expect(error).toMatch(/^0\.0000351018778/);
    },
  );
});

describe("the module as C", () => {
  const tools = ["wasm2c", "gcc"].every(has);
  let home = "";
  beforeAll(() => (home = mkdtempSync(join(tmpdir(), "chainrule-c-"))));
  afterAll(() => rmSync(home, { recursive: true }));

  it("trains the worked example and XOR to the library's bits", async () => {
    if (!tools) {
      console.warn("needs wasm2c and gcc: apt-get install wabt gcc");
      return;
    }
    const runtime = "/usr/share/wabt/wasm2c";
    run("wasm2c", "dist/wasm/scalar.wasm", "-o", join(home, "scalar.c"));
    const sources = ["examples/embed/c/main.c", join(home, "scalar.c"), `${runtime}/wasm-rt-impl.c`];
    const includes = [`-I${home}`, "-Idist/abi", `-I${runtime}`];
    // no contraction: a product and a sum are rounded each
    run("gcc", "-O1", "-ffp-contract=off", ...includes, ...sources, "-lm", "-o", join(home, "embed"));
    const [error, xor] = run(join(home, "embed"));
    expect(Number(error)).toBe(await worked());
    expect(Number(xor)).toBe(
      await errorOf([2, 5, 1], 5000, [
        [0, 0, 0, 1, 1, 0, 1, 1],
        [0, 1, 1, 0],
      ]),
    );
  });
});
