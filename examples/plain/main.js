import { Dataset, info, Network } from "chainrule";

const rows = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const xor = Dataset.from(rows, [[0], [1], [1], [0]]);
const network = Network.create({ layers: [2, 5, 1], batchSize: 1, seed: 1 });
const history = await network.fit(xor, { epochs: 2000 });

document.getElementById("loss").textContent = history.loss.at(-1).toFixed(6);
document.getElementById("info").textContent = JSON.stringify(info(), null, 2);
document.getElementById("weights").textContent = await network.weightsSha256();
