/** A page whose network goes on where it stopped: it is stored with the state of its training after every press. */
import { makeDigits, Network } from "chainrule";
import { load, remove, save } from "./store.js";

const epochsAtOnce = 3;
const digits = makeDigits({ rows: 600, seed: 1 });
const test = makeDigits({ rows: 300, seed: 2 });
const show = (id, text) => (document.getElementById(id).textContent = text);
const [train, forget] = document.querySelectorAll("button");

const bytes = await load("digits");
const network = bytes
  ? Network.load(bytes, "the stored network")
  : Network.create({
      layers: [digits.columns, { units: 32, activation: "relu" }, { units: 10, activation: "softmax" }],
      optimizer: "adam",
      seed: 1,
    });

async function showProgress() {
  const { epochs, entries } = network.training;
  show("epochs", epochs);
  show("loss", entries.at(-1)?.loss.toFixed(4) ?? "–");
  show("accuracy", `${(100 * network.evaluate(test).metrics.accuracy).toFixed(1)} %`);
  show("weights", await network.weightsSha256());
}

train.onclick = async () => {
  train.disabled = forget.disabled = true;
  show("weights", "…");
  await network.fit(digits, { epochs: epochsAtOnce, onEpoch: ({ epoch }) => show("epochs", epoch) });
  // with the state of the optimiser: the next press gives the bits that one long training would give
  await save("digits", network.save({ training: true }));
  train.disabled = forget.disabled = false;
  await showProgress();
};
forget.onclick = async () => {
  await remove("digits");
  location.reload();
};
await showProgress();
train.disabled = false;
forget.disabled = !bytes;
