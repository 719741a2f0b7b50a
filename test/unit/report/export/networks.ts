/** Networks to export, with data that they know, and how far other programs' answers may be from theirs. */
import { expect } from "vitest";
import { hiddenActivationNames } from "../../../../src/functions/activations.js";
import { Random } from "../../../../src/network/random.js";
import { Dataset } from "../../../../src/data/dataset.js";
import { Network } from "../../../../src/train/network.js";
import type { ConfigInput } from "../../../../src/settings/generated/types.js";

export type Precision = "float32" | "float64";
export const precisions: readonly Precision[] = ["float32", "float64"];

/** [rows × columns] numbers −spread … spread, the same every time; as float32 has them. */
export function numbers(rows: number, columns: number, spread = 1, seed = 1): number[][] {
  const random = new Random(seed, 77);
  return Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => Math.fround(spread * (2 * random.uniform() - 1))),
  );
}

/** A network of which biases differ from 0 too. */
export function networkOf(config: ConfigInput): Network {
  const network = Network.create({ initializer: { kind: "uniform", low: -1, high: 1 }, ...config });
  network.parameters().forEach(({ biases }, layer) => {
    const values = numbers(1, Math.max(1, biases.length), 0.5, 100 + layer)[0]!;
    biases.set(values.slice(0, biases.length));
  });
  return network;
}

/** Networks by a name that says what is in them, each with rows to ask it: all activations, biases, scalers. */
export async function subjects(precision: Precision): Promise<[string, Network, number[][]][]> {
  const hidden = hiddenActivationNames;
  const wide = numbers(64, 3, 6);
  const plain: [string, ConfigInput][] = [
    ...hidden.map((activation): [string, ConfigInput] => [
      activation,
      { layers: [3, { units: 7, activation }, { units: 2, activation: "identity" }] },
    ]),
    ...hidden.map((activation): [string, ConfigInput] => [
      `${activation} outputs`,
      { layers: [3, { units: 4, activation }] },
    ]),
    ["exponential outputs", { layers: [3, 6, { units: 2, activation: "exponential" }] }],
    ["softmax", { layers: [3, 6, { units: 4, activation: "softmax" }] }],
    [
      "softplus far out",
      {
        layers: [3, { units: 4, activation: "softplus" }],
        initializer: { kind: "uniform", low: -3, high: 3 },
      },
    ],
    ["softmax of one", { layers: [3, 2, { units: 1, activation: "softmax" }] }],
    ["leakyRelu of 0.3", { layers: [3, { units: 5, activation: "leakyRelu", alpha: 0.3 }, 1] }],
    [
      "elu of 1.7, then of 0.2",
      {
        layers: [
          3,
          { units: 5, activation: "elu", alpha: 1.7 },
          { units: 4, activation: "elu", alpha: 0.2 },
          { units: 2, activation: "tanh" },
        ],
      },
    ],
    [
      "every activation in one",
      {
        layers: [
          3,
          ...hidden.map((activation) => ({ units: 9, activation })),
          { units: 3, activation: "softmax" },
        ],
      },
    ],
    ["shared biases", { layers: [3, 6, 2], biases: "shared" }],
    ["no biases", { layers: [3, 6, 2], biases: "none" }],
    ["200 units", { layers: [3, { units: 200, activation: "tanh" }, { units: 10, activation: "identity" }] }],
  ];
  const ready = plain.map(([name, config]): [string, Network, number[][]] => [
    name,
    networkOf({ ...config, precision }),
    wide,
  ]);
  // years: large numbers that differ little, where float32 has few digits left; and a column that never varies
  const years = wide.map(([a, b]) => [2000 + Math.fround(a!), 1e-4 * b!, 5].map(Math.fround));
  const targets = wide.map(([a, b]) => [1e6 + 300 * Math.sin(a!), 2 * b!, 7]);
  for (const scaling of ["standard", "minMax"] as const) {
    const network = networkOf({
      layers: [3, { units: 6, activation: "tanh" }, { units: 3, activation: "identity" }],
      precision,
      scaling,
      targetScaling: scaling,
      epochs: 5,
      optimizer: { kind: "sgd", learningRate: 0.01 },
    });
    await network.fit(Dataset.from(years, targets));
    ready.push([`scaled (${scaling})`, network, years]);
  }
  const skewed = wide.map(([a, b]) => [Math.exp(a!), Math.exp(3 + b! / 2), 40]);
  for (const targetScaling of ["log", "log1p"] as const) {
    const network = networkOf({
      layers: [3, { units: 6, activation: "tanh" }, { units: 3, activation: "identity" }],
      precision,
      targetScaling,
      epochs: 5,
    });
    await network.fit(Dataset.from(wide, skewed));
    ready.push([`targets by ${targetScaling}`, network, wide]);
  }
  for (const activation of ["softmax", "sigmoid"] as const) {
    const network = networkOf({ layers: [3, 6, { units: 4, activation }], precision });
    network.scalers = { ...network.scalers, temperature: 2.3 };
    ready.push([`${activation} at a temperature`, network, wide]);
  }
  const bytes = Uint8Array.from(wide.flat(), (x) => 20 * (x + 6));
  const images = networkOf({ layers: [3, 5, 2], precision, epochs: 1 });
  await images.fit(
    Dataset.from(
      bytes,
      Uint8Array.from(wide, (_, row) => row % 2),
      { columns: 3, classes: 2 },
    ),
  );
  ready.push([
    "scaled (bytes)",
    images,
    Array.from({ length: 64 }, (_, row) => [...bytes.subarray(3 * row, 3 * row + 3)]),
  ]);
  return [...ready, ...(await prepared(precision, wide))];
}

/** Networks with curves, bins and missing numbers, asked about numbers beyond those that they know too. */
async function prepared(precision: Precision, wide: number[][]): Promise<[string, Network, number[][]][]> {
  const rows = wide.map(([a, , c], row) => [
    Math.fround(a! ** 3),
    row % 5,
    row % 2,
    row % 7 ? c! : Number.NaN,
  ]);
  const targets = wide.map(([a, b]) => [Math.sin(a!), b!]);
  const known = Dataset.from(rows, targets, { flags: [0, 0, 1, 0], allowMissing: true });
  const asked = [...rows, [1e9, -7, 0, 1e6], [-1e9, 9, 1, Number.NaN], [0, 2.5, 0, -1e6]];
  const settings: [string, ConfigInput["scaling"], ConfigInput["inputBins"]][] = [
    ["none", "none", 0],
    ["standard", "standard", 0],
    ["minMax", "minMax", 0],
    ["robust", "robust", 0],
    ["quantileNormal", "quantileNormal", 0],
    ["6 bins", "none", 6],
    ["some bins, robust", "robust", [5, 0, 0, 8]],
    ["some bins, quantileNormal", "quantileNormal", [0, 7, 2, 0]],
  ];
  return Promise.all(
    settings.map(async ([name, scaling, inputBins]): Promise<[string, Network, number[][]]> => {
      const layers = [4, { units: 5, activation: "tanh" }, { units: 2, activation: "identity" }] as const;
      const network = networkOf({ layers, precision, scaling, inputBins: inputBins!, epochs: 3 });
      await network.fit(known);
      return [`missing numbers, ${name}`, network, name === "none" ? rows : asked];
    }),
  );
}

/** How far answers may be off: float32 programs sum in other orders, and have other exponentials. */
export const bounds: Record<Precision, number> = { float32: 1e-6, float64: 1e-12 };

/**
 * The worst error of answers, relative to the greatest answer of its column: near 0 a number of few digits is not
 * held to its own size.
 */
export function worstError(
  actual: ArrayLike<ArrayLike<number>>,
  expected: ArrayLike<ArrayLike<number>>,
): number {
  expect(actual.length).toBe(expected.length);
  let worst = 0;
  for (let column = 0; column < expected[0]!.length; column++) {
    let [greatest, error] = [0, 0];
    for (let row = 0; row < expected.length; row++) {
      expect(actual[row]!.length).toBe(expected[row]!.length);
      greatest = Math.max(greatest, Math.abs(expected[row]![column]!));
      error = Math.max(error, Math.abs(actual[row]![column]! - expected[row]![column]!));
    }
    if (error > 0 || Number.isNaN(error)) worst = Math.max(worst, error / greatest);
  }
  return worst;
}

/** Fails, naming the subject, where answers are off by more than the precision's bound. Prints nothing. */
export function expectAnswers(
  actual: ArrayLike<ArrayLike<number>>,
  network: Network,
  rows: number[][],
  what: string,
): number {
  const error = worstError(actual, network.predict(Dataset.from(rows, null, { allowMissing: true })));
  if (!(error <= bounds[network.config.precision])) throw new Error(`${what}: worst error ${error}`);
  return error;
}
