import { describe, expect, it } from "vitest";
import { checkConfig } from "../../../src/settings/configuration.js";
import type { ConfigInput, NetworkConfig } from "../../../src/settings/generated/types.js";
import { initialDistribution, initialise } from "../../../src/network/initialise.js";
import { Network } from "../../../src/train/network.js";
import { Random, streams } from "../../../src/network/random.js";
import { expectClose, expectSameBits } from "../../compare.js";

type Initializer = NetworkConfig["initializer"];
const shape = { inputs: 3, units: 2 };

function draw(initializer: Initializer, count: number, seed = 7, index = 1): Float64Array {
  const weights = new Float64Array(count);
  const layer = { ...shape, activation: "sigmoid", trainable: true } as Parameters<typeof initialise>[1];
  initialise(weights, layer, index, initializer, seed);
  return weights;
}

describe("initialDistribution", () => {
  it.each([
    ["glorotUniform", { low: -Math.sqrt(6 / 5), high: Math.sqrt(6 / 5) }],
    ["heUniform", { low: -Math.sqrt(2), high: Math.sqrt(2) }],
    ["lecunUniform", { low: -1, high: 1 }],
    ["glorotNormal", { mean: 0, deviation: Math.sqrt(2 / 5) }],
    ["heNormal", { mean: 0, deviation: Math.sqrt(2 / 3) }],
    ["lecunNormal", { mean: 0, deviation: Math.sqrt(1 / 3) }],
  ] as const)("%s follows its source for 3 inputs and 2 units", (kind, wanted) => {
    expect(initialDistribution({ kind }, shape)).toEqual(wanted);
  });

  it("takes the mean of a normal as 0 where none is given", () => {
    const { initializer } = checkConfig({ layers: [2, 1], initializer: { kind: "normal", deviation: 2 } });
    expect(initialDistribution(initializer, shape)).toEqual({ mean: 0, deviation: 2 });
  });
});

describe("initialise", () => {
  // recorded on Node 20
  it.each<[Initializer, number[]]>([
    [
      { kind: "glorotUniform" },
      [
        0.07195131631099638, 0.2813312485610471, -0.001273460689589223, -0.1742043152527355,
        1.0203071258703127,
      ],
    ],
    [
      { kind: "uniform", low: -0.5, high: 0.25 },
      [
        -0.10036915063392371, -0.0286928306450136, -0.1254359394661151, -0.18463477067416534,
        0.2242782677640207,
      ],
    ],
    [{ kind: "zeros" }, [0, 0, 0, 0, 0]],
    [
      { kind: "glorotNormal" },
      [-0.5398097985218764, -0.5634483958957872, -0.6530966418280745, 0.356445026385933, -0.5660559885129678],
    ],
    [
      { kind: "normal", mean: 1, deviation: 2 },
      [-0.7070284666057236, -0.7817802749989569, -1.0652729203839093, 2.127178144018364, -0.7900262068790866],
    ],
  ])("draws the same bits for %j everywhere", (initializer, wanted) => {
    expectSameBits(draw(initializer, 5), wanted, initializer.kind);
  });

  it("draws normals in pairs by Box and Muller's formula, to 1e-14", () => {
    const random = new Random(7, streams.initialise, 1);
    const wanted: number[] = [];
    for (let pair = 0; pair < 500; pair++) {
      const radius = Math.sqrt(-2 * Math.log(1 - random.uniform()));
      const angle = 2 * Math.PI * random.uniform();
      wanted.push(radius * Math.cos(angle), radius * Math.sin(angle));
    }
    expectClose(
      draw({ kind: "normal", mean: 0, deviation: 1 }, 999),
      wanted.slice(0, 999),
      { absolute: 1e-14 },
      "normals",
    );
  });

  it("draws other normals by layer and by seed, and nothing for no weights", () => {
    const first = (seed: number, index: number) => draw({ kind: "heNormal" }, 2, seed, index).join();
    expect(new Set([first(1, 0), first(1, 1), first(2, 0)]).size).toBe(3);
    expect(draw({ kind: "heNormal" }, 0)).toHaveLength(0);
  });

  it("draws normals with the moments of a normal, within 5 standard errors of 200,000", () => {
    const count = 200_000;
    const draws = draw({ kind: "normal", mean: 3, deviation: 2 }, count).map((x) => (x - 3) / 2);
    const moment = (power: number) => draws.reduce((sum, x) => sum + x ** power, 0) / count;
    for (const [power, wanted, variance] of [
      [1, 0, 1],
      [2, 1, 2],
      [3, 0, 15],
      [4, 3, 96],
    ] as const) {
      expectClose(moment(power), wanted, { absolute: 5 * Math.sqrt(variance / count) }, `moment ${power}`);
    }
    let neighbours = 0;
    for (let i = 0; i < count; i += 2) neighbours += draws[i]! * draws[i + 1]!;
    expectClose(neighbours / (count / 2), 0, { absolute: 5 / Math.sqrt(count / 2) }, "covariance in pairs");
  });

  it("draws normals with the distribution of a normal (Kolmogorov and Smirnov, 1 in 10⁶)", () => {
    const count = 20_000;
    for (const seed of [1, 2, 3]) {
      const draws = draw({ kind: "normal", mean: 0, deviation: 1 }, count, seed).sort();
      let distance = 0;
      draws.forEach((x, i) => {
        const below = normalBelow(x);
        distance = Math.max(distance, Math.abs(below - i / count), Math.abs(below - (i + 1) / count));
      });
      expect(distance * Math.sqrt(count)).toBeLessThan(2.7);
    }
  });
});

/** Φ(x) by its series, good to 1e-10 where the draws are. [Marsaglia 2004] */
function normalBelow(x: number): number {
  let term = x;
  let sum = x;
  for (let odd = 3; Math.abs(term) > 1e-16; odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return 0.5 + sum * Math.exp(-(x * x) / 2 - 0.9189385332046728);
}

describe("first biases", () => {
  const biasesOf = (config: ConfigInput) => {
    using network = Network.create({ precision: "float64", seed: 7, ...config });
    return network.parameters().map(({ biases }) => Array.from(biases));
  };
  const uniform = { kind: "uniform", low: 0, high: 1 } as const;

  it("are 0 by default, and weights do not depend on how they are drawn", () => {
    expect(biasesOf({ layers: [2, 5, 3] })).toEqual([
      [0, 0, 0, 0, 0],
      [0, 0, 0],
    ]);
    const weights = (config: Partial<ConfigInput>) => {
      using network = Network.create({ layers: [2, 5, 3], precision: "float64", ...config });
      return Array.from(network.parameters()[1]!.weights);
    };
    expect(weights({ biasInitializer: uniform })).toEqual(weights({}));
  });

  it("are drawn by biasInitializer: other numbers than the weights, one for a layer that shares its bias", () => {
    const drawn = biasesOf({ layers: [2, 5, 3], biasInitializer: uniform });
    expect(new Set(drawn.flat()).size).toBe(8);
    for (const bias of drawn.flat()) expect(bias >= 0 && bias < 1).toBe(true);
    expect(drawn).toEqual(biasesOf({ layers: [2, 5, 3], biasInitializer: uniform }));
    expect(drawn).not.toEqual(biasesOf({ layers: [2, 5, 3], biasInitializer: uniform, seed: 8 }));
    const shared = biasesOf({ layers: [2, 5, 3], biases: "shared", biasInitializer: uniform });
    expect(shared).toEqual([[drawn[0]![0]], [drawn[1]![0]]]);
    expect(biasesOf({ layers: [2, 5, 3], biases: "none", biasInitializer: uniform })).toEqual([[], []]);
  });

  it("are normal, about the mean that is given", () => {
    const [drawn] = biasesOf({
      layers: [1, 2000, 1],
      biasInitializer: { kind: "normal", mean: 3, deviation: 0.1 },
    });
    const mean = drawn!.reduce((sum, bias) => sum + bias / drawn!.length, 0);
    expect(Math.abs(mean - 3)).toBeLessThan(0.01);
  });
});
