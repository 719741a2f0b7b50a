/** The page's worker: the network lives and trains here, so the page can draw meanwhile. */
import { Trainer } from "./trainer.js";

const trainer = new Trainer();
let last = Promise.resolve();

// one message after the other: a network trains once at a time
self.onmessage = ({ data }) => (last = last.then(() => answer(data)));

async function answer({ kind, stroke, name }) {
  try {
    const result = kind === "learn" ? await trainer.learn(stroke, name) : trainer.recognise(stroke);
    postMessage({ kind, result });
  } catch (error) {
    postMessage({ kind: "failed", result: error.message });
  }
}
