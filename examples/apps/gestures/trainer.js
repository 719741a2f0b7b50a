/** What the worker does: it remembers strokes with their names, trains a network on them, and names others. */
import { addClasses, Dataset, Network } from "chainrule";
import { columns, featuresOf } from "./strokes.js";

export class Trainer {
  #rows = [];
  #names = [];
  #network = null;

  /** Remembers a stroke, and trains. @returns how much is known now */
  async learn(stroke, name) {
    this.#rows.push(featuresOf(stroke));
    this.#names.push(name);
    const gestures = [...new Set(this.#names)];
    if (gestures.length > 1) await this.#train(gestures);
    return { gestures, strokes: this.#rows.length };
  }

  async #train(gestures) {
    const { classes = [] } = this.#network?.notes ?? {};
    const added = gestures.filter((name) => !classes.includes(name));
    if (!this.#network) {
      this.#network = Network.create({
        layers: [
          columns,
          { units: 32, activation: "tanh" },
          { units: gestures.length, activation: "softmax" },
        ],
        optimizer: { kind: "adam", learningRate: 0.01 },
        seed: 1,
      });
    } else if (added.length > 0) {
      // what was learnt of the others is kept
      const before = this.#network;
      this.#network = addClasses(before, added);
      before.dispose();
    }
    await this.#network.fit(Dataset.from(this.#rows, this.#names), { epochs: 60 });
  }

  /** The most likely gesture, and how likely it is; null before there are two gestures. */
  recognise(stroke) {
    if (!this.#network) return null;
    const [probabilities] = this.#network.predict([featuresOf(stroke)]);
    const best = probabilities.indexOf(Math.max(...probabilities));
    return { gesture: this.#network.notes.classes[best], probability: probabilities[best] };
  }
}
