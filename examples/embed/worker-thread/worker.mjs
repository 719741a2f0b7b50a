/** The app's worker. It trains, and starts the training threads. */
import { parentPort, workerData } from "node:worker_threads";
import { makeDigits, Network } from "chainrule";

const { epochs, threads } = workerData;
const digits = makeDigits({ rows: 600, seed: 1 });
const network = Network.create({
  layers: [digits.columns, { units: 32, activation: "relu" }, { units: 10, activation: "softmax" }],
  optimizer: "adam",
  seed: 1,
  threads,
});
const { loss } = await network.fit(digits, { epochs });
parentPort.postMessage({ loss: loss.at(-1), weights: await network.weightsSha256() });
network.dispose(); // ends its threads; so does terminate() of this worker
