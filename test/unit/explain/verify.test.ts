import { describe, expect, it } from "vitest";
import { readFileSync } from "node:fs";
import { verifyText } from "../../../src/cli/verify.js";
import type { Dataset } from "../../../src/data/dataset.js";
import { verify, type VerifyReport } from "../../../src/explain/verify.js";
import { agreementCases, dataOf } from "../../../src/explain/verify/verifyCases.js";
import { Ledger, differenceOf } from "../../../src/explain/verify/ledger.js";
import { workedExamples } from "../../../src/explain/workedExamples.js";
import { activationNames, hiddenActivationNames } from "../../../src/functions/activations.js";
import { lossNames } from "../../../src/functions/losses.js";
import { optimizerKinds } from "../../../src/functions/optimizers.js";
import { Network } from "../../../src/train/network.js";
import type { Config, ConfigInput } from "../../../src/settings/generated/types.js";
import { type BuildName, buildStatus } from "../../../src/wasm/builds.js";
import { checkConfig } from "../../../src/settings/configuration.js";

/** Verifies some builds with networks that `spoil` has changed. */
const withWrong = (
  names: BuildName[],
  spoil: (network: Network, config: ConfigInput) => void,
): Promise<VerifyReport> =>
  verify({
    quick: true,
    builds: buildStatus().filter(({ name }) => names.includes(name)),
    create: (config) => {
      const network = Network.create(config);
      spoil(network, config);
      return network;
    },
  });
const failed = ({ rows }: VerifyReport) => rows.filter((row) => row.ok === false);

describe("verify", () => {
  it("is right here, and says of each build what was checked", async () => {
    const report = await verify({ quick: true });
    expect(failed(report)).toEqual([]);
    expect(report.ok).toBe(true);
    for (const { name, available } of buildStatus()) {
      const rows = report.rows.filter(({ build }) => build === name);
      if (!available)
        expect(rows).toMatchObject([{ ok: null, skipped: expect.stringMatching(/host|lanes|vectors/) }]);
      else expect(rows.length).toBeGreaterThanOrEqual(9);
    }
    expect(verifyText(report)).toContain("checks are right");
  });

  it("a gradient that is off by a thousandth in one build fails the checks of gradients there, and no others", async () => {
    const report = await withWrong(["scalar", "simd"], (network, config) => {
      if (config.build !== "simd" || config.precision !== "float64") return;
      const ours = network.gradients.bind(network);
      network.gradients = (dataset) => {
        const found = ours(dataset);
        found[0]!.weights[1]! *= 1 + 1e-3;
        return found;
      };
    });
    expect(report.ok).toBe(false);
    const rows = failed(report);
    expect(rows.map(({ check, build, precision }) => `${check}, ${build}, ${precision}`)).toEqual([
      "gradients, simd, float64",
      "same bits as scalar, simd, float64",
      "finite differences, simd, float64",
    ]);
    const [failure] = rows[0]!.failures;
    expect(failure).toMatchObject({
      case: "pair sigmoid, sigmoid, halfSquaredError",
      seed: 1000,
      rows: 9,
      config: { build: "simd", precision: "float64", layers: [5, { units: 7 }, { units: 4 }] },
    });
    expect(failure!.what).toMatch(
      /^gradient of layer 1 weights\[1\]: expected -?[\d.e-]+, got -?[\d.e-]+, error [1-9]\.\de-\d+$/,
    );
    const text = verifyText(report);
    expect(text).toMatch(/^gradients +simd +float64 +\d+ +\de-\d+ +1e-12 {2}FAILED$/m);
    expect(text).toMatch(
      /^FAILED gradients, simd, float64 \(\d+ cases\): pair sigmoid, sigmoid, halfSquaredError, seed 1000, 9 rows$/m,
    );
    expect(text).toContain('\n  settings {"layers":[5,{"units":7,"activation":"sigmoid"}');
  });

  it("an answer that is not a number fails, and is told as such", async () => {
    const report = await withWrong(["scalar"], (network, { build, precision }) => {
      if (build !== "scalar" || precision !== "float32") return;
      network.predict = () => [new Float32Array(36).fill(Number.NaN)];
    });
    const rows = failed(report).filter(({ check }) => check === "outputs, loss");
    expect(rows).toMatchObject([{ build: "scalar", precision: "float32", worst: Infinity }]);
    expect(rows[0]!.failures[0]!.what).toMatch(/^outputs\[0\]: expected 0\.\d+, got NaN, error NaN$/);
    expect(verifyText(report)).toMatch(/not a number +1e-5 {2}FAILED/);
  });

  it("threads that differ in the last bit fail", async () => {
    const report = await withWrong(["simd-threads"], (network, { threads }) => {
      if (threads !== 2) return;
      const fit = network.fit.bind(network);
      network.fit = async (...given: unknown[]) => {
        const history = await fit(...(given as [Dataset]));
        const { weights } = network.parameters()[0]!;
        weights[3] =
          weights instanceof Float32Array ? weights[3]! * (1 + 2 ** -23) : weights[3]! * (1 + 2 ** -52);
        return history;
      };
    });
    expect(failed(report)).toMatchObject([
      { check: "threads 1, 2: same bits", build: "simd-threads", precision: "float32", worst: 1 },
      { check: "threads 1, 2: same bits", build: "simd-threads", precision: "float64", worst: 1 },
    ]);
    expect(failed(report)[0]!.failures[0]!.what).toMatch(
      /^weightsSha256 with 1 thread: \w{16}, with 2: \w{16}$/,
    );
  });

  it("a training that is wrong fails the worked examples, and one that throws is told with its reason", async () => {
    const report = await withWrong(["scalar", "simd"], (network, config) => {
      if (config.build === "simd") network.fit = () => Promise.reject(new Error("no such kernel"));
      const { learningRate } = (config.optimizer ?? {}) as { learningRate?: number };
      if (config.build !== "scalar" || learningRate !== 0.5) return;
      const fit = network.fit.bind(network);
      network.fit = (...[dataset, settings]: unknown[]) =>
        fit(dataset as Dataset, { ...(settings as object), optimizer: { learningRate: 0.5001 } });
    });
    const examples = failed(report).filter(({ check }) => check.endsWith("worked example"));
    expect(examples.map(({ check, build }) => `${check}, ${build}`)).toContain(
      "2-2-2 worked example, scalar",
    );
    const [broken] = failed(report).filter(({ build }) => build === "simd");
    expect(broken!.failures[0]!.what).toBe("Error: no such kernel");
  });

  it("is not right where nothing could be checked", async () => {
    const builds = buildStatus().map(({ name }) => ({ name, available: false, reason: "it is turned off" }));
    const report = await verify({ quick: true, builds });
    expect(report.rows.filter(({ build }) => build !== "reference")).toHaveLength(builds.length);
    expect(report.ok).toBe(false);
    expect(verifyText(report)).toContain("(all checks): it is turned off.");
  });
});

describe("the cases of verify", () => {
  it("have every activation, hidden and on top, every loss and every optimiser", () => {
    const all = agreementCases().map((one) => checkConfig(one.config));
    const seen = (of: (config: Config) => string[]) => [...new Set(all.flatMap(of))].sort();
    const top = (config: Config) => [config.layers.at(-1)!.activation];
    const below = (config: Config) => config.layers.slice(0, -1).map(({ activation }) => activation);
    expect(seen(top)).toEqual([...activationNames].sort());
    expect(seen(below)).toEqual([...hiddenActivationNames].sort());
    expect(seen((config) => [config.loss])).toEqual([...lossNames].sort());
    expect(seen((config) => [config.optimizer.kind])).toEqual([...optimizerKinds].sort());
  });

  it("draw the same numbers each time, float32 values all, and targets of crossEntropy that add up to 1", () => {
    const [one] = agreementCases().filter(({ name, classes }) => name.endsWith("crossEntropy") && !classes);
    const [first, second] = [dataOf(one!), dataOf(one!)];
    expect(first.targets).toEqual(second.targets);
    expect(first.parameters).toEqual(second.parameters);
    expect(first.dataset.inputs.every((value) => Math.fround(value) === value)).toBe(true);
    for (let row = 0; row < 9; row++) {
      const sum = first.targets.subarray(4 * row, 4 * row + 4).reduce((total, value) => total + value, 0);
      expect(sum).toBe(1);
    }
  });
});

it("the worked examples are those of the golden files", () => {
  const golden = (name: string) =>
    JSON.parse(readFileSync(new URL(`../../golden/${name}.json`, import.meta.url), "utf8"));
  const [mazur, ...three] = workedExamples;
  const rounds = [golden("mazur-rounds")[0], ...golden("three-3-2")].map((course) => course.rounds);
  [mazur!, ...three].forEach(({ errors }, at) => {
    for (const { rounds: count, error } of errors) {
      expect(rounds[at].find(({ round }: { round: number }) => round === count).error).toBe(error);
    }
  });
  const weightsOf = (example: { weights: number[][][] }) =>
    example.weights.map((layer) => layer[0]!.flatMap((_, input) => layer.map((row) => row[input]!)));
  const wanted = [golden("mazur"), ...golden("three-3-2")].map(weightsOf);
  expect(workedExamples.map(({ parameters }) => parameters.map(({ weights }) => weights))).toEqual(wanted);
});

describe("differences", () => {
  it("are relative to the largest number expected, and NaN where a number or a length is wrong", () => {
    expect(differenceOf([1, 4.5], [1, 4], "x")).toEqual({
      error: 0.125,
      what: "x[1]: expected 4, got 4.5, error 1.3e-1",
    });
    expect(differenceOf([1, NaN, 9], [1, 4, 4], "x").error).toBeNaN();
    expect(differenceOf([1], [1, 2], "x")).toEqual({ error: NaN, what: "x: expected 2 numbers, got 1" });
  });

  it("of NaN fail any bound, and the worst of a case is the one told", () => {
    const ledger = new Ledger();
    const name = { check: "c", build: "b", precision: null, bound: Infinity };
    const of = { case: "k", config: null, seed: null, rows: null };
    ledger.judge({ ...name, bound: 1 }, of, [
      { error: 2, what: "two" },
      { error: 3, what: "three" },
      { error: 2.5, what: "between" },
    ]);
    ledger.judge({ ...name, build: "d", bound: 1e300 }, of, [{ error: NaN, what: "none" }]);
    expect(ledger.rows.map(({ ok, failures }) => [ok, failures[0]?.what])).toEqual([
      [false, "three"],
      [false, "none"],
    ]);
  });
});
