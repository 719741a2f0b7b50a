/** The component, for server and browser: its HTML, and its code for the browser. Importing it starts nothing. */
import { Dataset, info, Network } from "chainrule";

/** The HTML before anything is trained. */
export function render() {
  return `
    <button>Train XOR</button>
    <p>loss <output id="loss">…</output></p>
    <p>SHA-256 of the weights <output id="weights">…</output></p>
    <pre id="info"></pre>`;
}

/** Adds behaviour to the HTML of `render` in an element: after this, the button trains. */
export function hydrate(root) {
  const show = (id, text) => (root.querySelector(`#${id}`).textContent = text);
  root.querySelector("button").addEventListener("click", async () => {
    const rows = [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ];
    const network = Network.create({ layers: [2, 5, 1], batchSize: 1, seed: 1 });
    const history = await network.fit(Dataset.from(rows, [[0], [1], [1], [0]]), { epochs: 2000 });
    show("loss", history.loss.at(-1).toFixed(6));
    show("info", JSON.stringify(info(), null, 2));
    show("weights", await network.weightsSha256());
  });
}
