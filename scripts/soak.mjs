/**
 * Trains for a long time with checkpoints, evaluations and predictions in between, and watches memory and handles.
 *
 *     npm run build && node --expose-gc scripts/soak.mjs [--minutes 30]
 *
 * It fails if linear memories of networks that were disposed of are still there, if the heap grows, or if a handle is left at
 * the end. Resident memory also depends on when the engine collects garbage, so a short run only prints it: a run of 20
 * minutes or more fails if the last third needs more of it than the second. The result of a long run is in docs/checkpoints.md.
 */

/** The linear memories that were made. Those of networks that were disposed of must not stay. */
const memories = [];
const { Memory } = WebAssembly;
WebAssembly.Memory = class extends Memory {
  constructor(limits) {
    super(limits);
    memories.push(new WeakRef(this));
  }
};
/** How many of them are still there after a collection. Those that a stack or a pool may still hold are a constant few. */
const mostMemories = 4;
async function memoriesLeft() {
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    globalThis.gc();
  }
  return memories.filter((memory) => memory.deref()).length;
}

// after the class above is in place
const { Network, makeDigits } = await import("../dist/node.js");

const at = process.argv.indexOf("--minutes");
const minutes = at < 0 ? 30 : Number(process.argv[at + 1]);
const end = performance.now() + 60_000 * minutes;
const digits = makeDigits({ rows: 600, seed: 1 });
const held = makeDigits({ rows: 200, seed: 2 });

const handles = () => process.getActiveResourcesInfo().filter((name) => !/TTY|Pipe|FSReq/.test(name)).length;
const handlesBefore = handles();
/** Resident bytes and heap, after a collection. */
const samples = [];
const counts = { fits: 0, epochs: 0, checkpoints: 0, predictions: 0, networks: 0, loads: 0 };
const kinds = ["sgd", "adam", "momentum", "lbfgs"];

const measure = () => {
  globalThis.gc();
  const { rss, heapUsed } = process.memoryUsage();
  samples.push({ rss, heapUsed });
};

let printed = performance.now();
measure();
for (let round = 0; performance.now() < end; round++) {
  const optimizer = kinds[round % kinds.length];
  const isOnThreads = round % 3 === 2;
  let network = Network.create({
    layers: [digits.columns, 64, 10],
    optimizer,
    threads: isOnThreads ? 2 : 1,
    validation: 0.1,
    earlyStopping: 50,
    seed: round,
    ...(optimizer !== "lbfgs" && { dropout: 0.1 }),
  });
  counts.networks++;
  for (let fit = 0; fit < 6 && performance.now() < end; fit++) {
    let last = null;
    const write = (bytes) => {
      last = bytes;
      counts.checkpoints++;
    };
    const { epochs } = await network.fit(digits, {
      epochs: 5,
      checkpoint: { every: { epochs: 2 }, write },
      onEpoch: () => void network.evaluate(held),
    });
    counts.fits++;
    counts.epochs += epochs;
    network.predict(held);
    counts.predictions += held.rows;
    if (fit % 2 === 1 && last) {
      network.dispose();
      network = Network.load(last);
      counts.loads++;
    }
  }
  network.dispose();
  if (performance.now() - printed < Math.min(60_000, 3000 * minutes)) continue;
  printed = performance.now();
  measure();
  const { rss, heapUsed } = samples.at(-1);
  console.log(
    `${(rss / 1e6).toFixed(0)} MB resident, ${(heapUsed / 1e6).toFixed(1)} MB heap`,
    JSON.stringify(counts),
  );
}
await new Promise((resolve) => setTimeout(resolve, 500));
measure();

const third = Math.max(1, Math.floor(samples.length / 3));
const most = (part, name) => Math.max(...part.map((sample) => sample[name]));
const [before, after] = [samples.slice(third, 2 * third), samples.slice(-third)];
const growth = (name) => most(after, name) / most(before.length > 0 ? before : after, name);
const left = handles() - handlesBefore;
const result = {
  minutes,
  ...counts,
  rssGrowth: growth("rss"),
  heapGrowth: growth("heapUsed"),
  memoriesMade: memories.length,
  memoriesLeft: await memoriesLeft(),
  handlesLeft: left,
};
console.log(JSON.stringify(result));
const grew = result.heapGrowth > 1.1 || (minutes >= 20 && result.rssGrowth > 1.1);
if (grew || result.memoriesLeft > mostMemories || left > 0) {
  console.error("Memory grew, or memories or handles are left.");
  process.exitCode = 1;
}
