/**
 * A fixed run of the built package, for any engine: trains the nets of fixed-nets.mjs with every build and several
 * thread counts, refuses to go on where two weights differ by a bit, and prints one hash of each net.
 * Run by `scripts/engines.mjs`, by the tests in browsers, and by hand: `node test/engines/fixed-run.mjs`.
 */
import { Dataset, info, Network } from "../../dist/node.js";
import { fixedTrainings } from "./fixed-nets.mjs";

const hashes = [];
for (const { name, settings, data } of fixedTrainings(Dataset)) {
  const found = new Map();
  for (const { name: build, available } of info().builds) {
    if (!available || build.startsWith("fast")) continue;
    for (const threads of build.endsWith("threads") ? [1, 2, 3, 5, 8] : [1]) {
      const network = Network.create({ ...settings, build, threads });
      if (network.build !== build) throw new Error(`${build} was refused: ${JSON.stringify(info().builds)}`);
      await network.fit(data);
      found.set(`${build}, ${threads} threads`, await network.weightsSha256());
      network.dispose();
    }
  }
  if (new Set(found.values()).size !== 1) {
    throw new Error(`${name}: the bits differ: ${JSON.stringify([...found], null, 1)}`);
  }
  hashes.push([...found.values()][0].slice(0, 16));
}
console.log(JSON.stringify({ builds: info().builds.filter(({ available }) => available).length, hashes }));
