/** One of the page's two apps: trains, and shows progress and results. */
import { makeDigits, Network } from "chainrule";

export async function start(id, { units, seed, threads }) {
  const show = (name, text) => (document.querySelector(`#${id} .${name}`).textContent = text);
  const digits = makeDigits({ rows: 600, seed });
  const layers = [digits.columns, { units, activation: "relu" }, { units: 10, activation: "softmax" }];
  const network = Network.create({ layers, optimizer: "adam", seed, threads });
  document.querySelector(`#${id} button`).onclick = () => network.dispose();
  try {
    await network.fit(digits, { epochs: 100, onEpoch: ({ epoch }) => show("epoch", epoch) });
    show("weights", await network.weightsSha256());
  } catch (error) {
    show("weights", error.message);
  }
}
