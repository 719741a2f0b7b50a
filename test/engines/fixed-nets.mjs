/**
 * The fixed nets: awkward ones and one of MNIST's size, by several optimisers and with random numbers. Every engine
 * must train them to the same weights. Imports nothing, so that pages can have it too.
 */
const nets = [
  { layers: [37, 61, 17, 3], batchSize: 29, rows: 64, epochs: 5 },
  { layers: [784, 128, 10], batchSize: 128, rows: 300, epochs: 2 },
  { layers: [2, 5, 1], batchSize: 1, rows: 4, epochs: 300 },
  {
    layers: [{ units: 37, dropout: 0.2 }, { units: 61, activation: "gelu", dropout: 0.4 }, 17, 5],
    batchSize: 29,
    rows: 64,
    epochs: 5,
    more: { loss: "crossEntropy", labelSmoothing: 0.1, optimizer: "adam", inputNoise: 0.1, clipNorm: 0.5 },
  },
  {
    layers: [17, { units: 61, activation: "tanh" }, { units: 5, activation: "softplus" }, 3],
    batchSize: 7,
    rows: 64,
    epochs: 8,
    more: {
      loss: "binaryCrossEntropy",
      optimizer: "momentum",
      schedule: { kind: "cosine", warmup: 2 },
      l1: 1e-4,
      l2: 1e-3,
      maxNorm: 2,
    },
  },
  {
    layers: [
      17,
      { units: 13, activation: "silu" },
      { units: 5, activation: "selu" },
      { units: 3, activation: "elu" },
    ],
    batchSize: 16,
    rows: 64,
    epochs: 5,
    more: {
      loss: "huber",
      optimizer: "nadam",
      schedule: { kind: "oneCycle" },
      clipValue: 0.1,
      weightDecay: 0.01,
    },
  },
  {
    layers: [17, { units: 13, activation: "softsign" }, { units: 3, activation: "identity" }],
    batchSize: "full",
    rows: 64,
    epochs: 8,
    more: { optimizer: "lbfgs", loss: "meanSquaredError", l2: 1e-3 },
  },
];

const unitsOf = (layer) => layer.units ?? layer;

/**
 * All trainings, in both precisions.
 *
 * @param Dataset the class of the package under test
 * @returns in order: what it is, settings for `Network.create`, and the data
 */
export function fixedTrainings(Dataset) {
  let state = 1;
  const draw = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  return nets.flatMap(({ layers, batchSize, rows, epochs, more }) => {
    const columns = unitsOf(layers[0]);
    const inputs = Float32Array.from({ length: rows * columns }, draw);
    const targets = Float32Array.from({ length: rows * unitsOf(layers.at(-1)) }, draw);
    const data = Dataset.from(inputs, targets, { columns });
    return ["float32", "float64"].map((precision) => ({
      name: `${layers.map(unitsOf).join("-")}, ${precision}`,
      settings: { layers, batchSize, epochs, ...more, precision, seed: 3 },
      data,
    }));
  });
}
