/** The code of the window. It imports by path, because the policy refuses import maps, which are scripts in the page. */
import { info, makeDigits, Network } from "./node_modules/chainrule/dist/external.js";

const digits = makeDigits({ rows: 600, seed: 1 });
const network = Network.create({
  layers: [digits.columns, { units: 32, activation: "relu" }, { units: 10, activation: "softmax" }],
  optimizer: "adam",
  seed: 1,
});
const history = await network.fit(digits, { epochs: 12 });

document.getElementById("loss").textContent = history.loss.at(-1).toFixed(6);
document.getElementById("info").textContent = JSON.stringify(info(), null, 2);
document.getElementById("weights").textContent = await network.weightsSha256();
