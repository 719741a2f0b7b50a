/**
 * A fixed run of the built package, for any engine: trains an awkward net and one of MNIST's size with every
 * build and several thread counts, refuses to go on where two weights differ by a bit, and prints one hash.
 * Run by `scripts/engines.mjs`, and by hand: `node test/engines/fixed-run.mjs`.
 */
import { Dataset, info, Network } from "../../dist/index.js";

let state = 1;
const draw = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;

const nets = [
  { layers: [37, 61, 17, 3], batchSize: 29, rows: 64, epochs: 5 },
  { layers: [784, 128, 10], batchSize: 128, rows: 300, epochs: 2 },
  { layers: [2, 5, 1], batchSize: 1, rows: 4, epochs: 300 },
];
const hashes = [];
for (const { layers, batchSize, rows, epochs } of nets) {
  const columns = layers[0];
  const inputs = Float32Array.from({ length: rows * columns }, draw);
  const targets = Float32Array.from({ length: rows * layers.at(-1) }, draw);
  const data = Dataset.from(inputs, targets, { columns });
  for (const precision of ["float32", "float64"]) {
    const found = new Map();
    for (const { name: build, available } of info().builds) {
      if (!available || build.startsWith("fast")) continue;
      for (const threads of build.endsWith("threads") ? [1, 2, 3, 5, 8] : [1]) {
        const network = Network.create({ layers, batchSize, epochs, precision, build, threads, seed: 3 });
        await network.fit(data);
        found.set(`${build}, ${threads} threads`, await network.weightsSha256());
        network.dispose();
      }
    }
    if (new Set(found.values()).size !== 1) {
      throw new Error(
        `${layers.join("-")}, ${precision}: the bits differ: ${JSON.stringify([...found], null, 1)}`,
      );
    }
    hashes.push([...found.values()][0].slice(0, 16));
  }
}
console.log(JSON.stringify({ builds: info().builds.filter(({ available }) => available).length, hashes }));
