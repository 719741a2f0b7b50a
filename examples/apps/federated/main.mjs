/**
 * Federated averaging: clients train on rows that never leave them, and a server averages their weights. Each client has
 * images of few digits, so none of them can learn all ten alone.
 *
 *     node main.mjs
 */
import { makeDigits, Network } from "chainrule";

const clientDigits = [[0, 1, 2], [3, 4], [5, 6], [7], [8, 9]];
const rounds = 20;

const all = makeDigits({ rows: 1500, seed: 1 });
const test = makeDigits({ rows: 500, seed: 2 });
const config = {
  layers: [all.columns, { units: 32, activation: "relu" }, { units: 10, activation: "softmax" }],
  optimizer: { kind: "sgd", learningRate: 0.1 },
  seed: 1,
};
const server = Network.create(config);
const clients = clientDigits.map((digits) => {
  const rows = [...all.labels.keys()].filter((row) => digits.includes(all.labels[row]));
  return { data: all.select(rows), network: Network.create(config) };
});

/** The mean of the clients' weights; a client counts by its number of rows. */
function average() {
  const total = clients.reduce((sum, { data }) => sum + data.rows, 0);
  const means = server.parameters({ copy: true });
  for (const { weights, biases } of means) [weights, biases].forEach((values) => values.fill(0));
  for (const { data, network } of clients) {
    const part = data.rows / total;
    network.parameters().forEach(({ weights, biases }, layer) => {
      weights.forEach((value, at) => (means[layer].weights[at] += part * value));
      biases.forEach((value, at) => (means[layer].biases[at] += part * value));
    });
  }
  return means;
}

const accuracy = (network) => `${(100 * network.evaluate(test).metrics.accuracy).toFixed(1)} %`;
for (let round = 1; round <= rounds; round++) {
  for (const { data, network } of clients) {
    network.setParameters(server.parameters());
    await network.fit(data, { epochs: 1 });
  }
  if (round === 1)
    console.log(`clients alone  ${clients.map(({ network }) => accuracy(network)).join("  ")}`);
  server.setParameters(average());
  if (round % 5 === 0) console.log(`round ${String(round).padStart(2)}  average ${accuracy(server)}`);
}
for (const { network } of [{ network: server }, ...clients]) network.dispose();
