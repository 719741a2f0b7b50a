/** The page's worker. It trains, and starts the training threads. */
import { info, makeDigits, Network } from "chainrule";

self.onmessage = async ({ data: { epochs, threads } }) => {
  const digits = makeDigits({ rows: 600, seed: 1 });
  const network = Network.create({
    layers: [digits.columns, { units: 32, activation: "relu" }, { units: 10, activation: "softmax" }],
    optimizer: "adam",
    seed: 1,
    threads,
  });
  const history = await network.fit(digits, { epochs, onEpoch: ({ epoch }) => postMessage({ epoch }) });
  postMessage({ loss: history.loss.at(-1).toFixed(6), info: JSON.stringify(info(), null, 2) });
  postMessage({ weights: await network.weightsSha256() });
  network.dispose(); // ends its threads; this worker keeps running
};
