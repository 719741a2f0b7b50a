/** Trains on the samples of a request, and answers its questions. The host cannot compile bytes, so it passes a module. */
import { Dataset, Network } from "chainrule/external";
import module from "chainrule/wasm/simd.wasm";

export default {
  async fetch(request) {
    const { inputs, targets, questions } = await request.json();
    const layers = [inputs[0].length, 5, targets[0].length];
    const network = Network.create({ layers, batchSize: 1, seed: 1, build: "simd" }, { module });
    const { loss } = await network.fit(Dataset.from(inputs, targets), { epochs: 2000 });
    const answers = network.predict(questions).map((row) => [...row]);
    return Response.json({ loss: loss.at(-1), answers, weights: await network.weightsSha256() });
  },
};
