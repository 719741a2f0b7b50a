/**
 * Draws first weights and biases, seeded: uniform over [low, high), or normal. Each layer draws from streams of its own,
 * so its weights do not depend on the layers before it, nor on how biases are drawn. Every engine gives the same bits, because logarithm, cosine and
 * sine are those of `elementary.ts`.
 */
import type { LayerConfig, NetworkConfig } from "../settings/generated/types.js";
import { cosOfTurns, ln, sinOfTurns } from "./elementary.js";
import { Random, streams } from "./random.js";

type Initializer = NetworkConfig["initializer"];
type Numbers = Float32Array | Float64Array;
type Distribution = { low: number; high: number } | { mean: number; deviation: number };

/**
 * The distribution from which a layer's weights are drawn. Normals are not truncated.
 *
 * Sources: glorotUniform ±√(6 / (in + out)), glorotNormal deviation √(2 / (in + out)), Glorot & Bengio 2010;
 * heUniform ±√(6 / in), heNormal √(2 / in), He et al. 2015; lecunUniform ±√(3 / in), lecunNormal √(1 / in),
 * LeCun et al. 1998.
 */
export function initialDistribution(
  initializer: Initializer,
  layer: { inputs: number; units: number },
): Distribution {
  const { inputs, units } = layer;
  switch (initializer.kind) {
    case "uniform":
      return { low: initializer.low, high: initializer.high };
    case "normal":
      return { mean: initializer.mean, deviation: initializer.deviation };
    case "glorotUniform":
      return within(Math.sqrt(6 / (inputs + units)));
    case "heUniform":
      return within(Math.sqrt(6 / inputs));
    case "lecunUniform":
      return within(Math.sqrt(3 / inputs));
    case "zeros":
      return within(0);
    case "glorotNormal":
      return { mean: 0, deviation: Math.sqrt(2 / (inputs + units)) };
    case "heNormal":
      return { mean: 0, deviation: Math.sqrt(2 / inputs) };
    case "lecunNormal":
      return { mean: 0, deviation: Math.sqrt(1 / inputs) };
  }
}

/**
 * Fills the weights [inputs × units] of the layer at `index`, or its biases: [units], [1] where shared.
 *
 * @param stream of the random numbers: that of weights (default), or of biases
 */
export function initialise(
  values: Numbers,
  layer: LayerConfig,
  index: number,
  initializer: Initializer,
  seed: number,
  stream: number = streams.initialise,
): void {
  const drawn = initialDistribution(initializer, layer);
  const random = new Random(seed, stream, index);
  if ("deviation" in drawn) {
    fillNormal(values, drawn.mean, drawn.deviation, random);
    return;
  }
  const { low, high } = drawn;
  for (let i = 0; i < values.length; i++) values[i] = low + (high - low) * random.uniform();
}

/**
 * Fills the factors of the inputs [members × inputs]: 1 for a network by itself; 1 or −1, equally likely, for each column of each
 * member, so that members differ from the start.
 *
 * Source: random signs, as in TabM-mini (Gorishniy, Kotelnikov & Babenko, ICLR 2025) and BatchEnsemble (Wen, Tran & Ba, ICLR 2020).
 *
 * @param widths [columns] how many inputs each column becomes; they have one sign
 */
export function initialiseFactors(
  values: Numbers,
  members: number,
  widths: readonly number[],
  seed: number,
): void {
  const random = new Random(seed, streams.initialiseFactors);
  let at = 0;
  for (let member = 0; member < members; member++) {
    for (const width of widths) {
      values.fill(members > 1 && random.uniform() < 0.5 ? -1 : 1, at, at + width);
      at += width;
    }
  }
}

/**
 * Fills `values` with normal numbers. Each pair comes from two uniform numbers u and v. For an odd length the second
 * number of the last pair is dropped.
 *
 *     r = √(−2 ln(1 − u)),  mean + deviation · r · cos 2πv,  mean + deviation · r · sin 2πv
 *
 * 1 − u is in (0, 1] and not below 2⁻³²: no number is farther than 6.7 deviations from the mean.
 * [Box & Muller 1958]
 */
function fillNormal(values: Numbers, mean: number, deviation: number, random: Random): void {
  for (let i = 0; i < values.length; i += 2) {
    const radius = deviation * Math.sqrt(-2 * ln(1 - random.uniform()));
    const turns = random.uniform();
    values[i] = mean + radius * cosOfTurns(turns);
    if (i + 1 < values.length) values[i + 1] = mean + radius * sinOfTurns(turns);
  }
}

function within(limit: number): Distribution {
  return { low: -limit, high: limit };
}
