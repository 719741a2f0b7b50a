/**
 * The settings that `Network.for` chooses, against scikit-learn's perceptron and boosted trees as they come, on any tables:
 * accuracy and log loss, or R², on held-out rows, and the processor time of training, for each table and seed.
 *
 *     npm run build && node bench/tabular/tabular.mjs [flags] titanic.csv:Survived wine.csv:quality …
 *     npm run build && node bench/tabular/tabular.mjs [flags] --list tables.json     [{ "file", "target", "drop"? }, …]
 *
 *     --seeds 3                 seeds; each gives another split and other first weights
 *     --python /usr/bin/python3 an interpreter with scikit-learn; without it only our figures are measured
 *     --write RESULTS.md        where the table goes (default: standard output)
 *     --set '{"members": 8}'    settings that override what Network.for chooses, for trials
 *
 * Both sides see the same rows of the same columns, with missing numbers and one-hot categories as `encode` makes them.
 * The perceptron of scikit-learn gets standardised columns, with the mean for missing numbers, as its documentation advises.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { basename, dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Network } from "../../dist/node.js";
import { peers, scikitLearn } from "./peers.mjs";
import { openTable, splitOf } from "./open.mjs";
import { resultsText } from "./results.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    list: { type: "string" },
    seeds: { type: "string", default: "3" },
    python: { type: "string" },
    write: { type: "string" },
    set: { type: "string", default: "{}" },
  },
});
const listed = values.list
  ? JSON.parse(readFileSync(values.list, "utf8")).map((one) => ({
      ...one,
      file: resolve(dirname(values.list), one.file),
    }))
  : [];
const named = positionals.map((text) => {
  const at = text.lastIndexOf(":");
  return { file: text.slice(0, at), target: text.slice(at + 1) };
});

const rows = [];
for (const source of [...listed, ...named]) {
  const table = await openTable(source);
  for (let seed = 1; seed <= Number(values.seeds); seed++) {
    const split = splitOf(table, seed);
    const ours = await trainOurs(table.dataset, split, seed);
    const theirs = values.python ? await scikitLearn(values.python, table.dataset, split, seed) : {};
    const { name, dataset } = table;
    const row = { name, rows: dataset.rows, columns: dataset.columns, seed, ours, ...theirs };
    rows.push(row);
    process.stderr.write(`${lineOf(row)}\n`);
  }
}
const host = `Node ${process.versions.node}, ${cpus()[0]?.model ?? "unknown processor"}`;
const text = resultsText(rows, { host, seeds: Number(values.seeds) });
if (values.write) writeFileSync(values.write, text);
else process.stdout.write(text);

async function trainOurs(dataset, { train, test }, seed) {
  const own = dataset.select(train);
  const held = dataset.select(test);
  const before = process.cpuUsage();
  const network = Network.for(own, { seed, ...JSON.parse(values.set) }, { threads: 1 });
  await network.fit(own);
  const { user, system } = process.cpuUsage(before);
  const { metrics } = network.evaluate(held);
  network.dispose();
  const seconds = (user + system) / 1e6;
  return dataset.labels
    ? { accuracy: metrics.accuracy, logLoss: metrics.logLoss, seconds }
    : { r2: metrics.r2, seconds };
}

function lineOf({ name, seed, ...results }) {
  const parts = ["ours", ...Object.keys(peers)]
    .filter((one) => results[one])
    .map((one) => {
      const { accuracy, logLoss, r2, seconds } = results[one];
      const figures = r2 === undefined ? `${accuracy.toFixed(4)} ${logLoss.toFixed(3)}` : r2.toFixed(4);
      return `${one} ${figures} ${seconds.toFixed(1)} s`;
    });
  return [basename(name), `seed ${seed}`, ...parts].join("  ");
}
