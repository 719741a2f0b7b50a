/**
 * The cost model of docs/distributed.md, as the tables between its marks:
 *
 *     node scripts/distributed-cost.mjs        writes them
 *
 * A batch of b rows on p processes takes
 *
 *     compute   b / (p · r)                    r: samples per second of one process
 *     messages  2 · (p − 1) · α + 2 · (p − 1) / p · n / β     pairwise, as a ring
 *               2 · ⌈log₂ p⌉ · α + 2 · (p − 1) / p · n / β    a tree (recursive halving and doubling)
 *
 * for gradients of n bytes, α seconds for each message, and β bytes per second.
 * Source: Thakur, Rabenseifner & Gropp, "Optimization of collective communication operations in MPICH", 2005.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

const page = "docs/distributed.md";
const [begin, end] = ["<!-- cost: made by scripts/distributed-cost.mjs -->", "<!-- end of cost -->"];

/** Samples per second of two threads: wide-threads in bench/RESULTS-node24.md, medians. */
const cases = [
  { name: "mnist-big-batch", batch: 1024, widths: [784, 512, 256, 10], samplesPerSecond: 50_300 },
  { name: "wide", batch: 512, widths: [1024, 1024, 1024, 1024], samplesPerSecond: 7_050 },
];
const networks = [
  { name: "1 Gbit/s Ethernet", alpha: 50e-6, beta: 0.125e9 },
  { name: "10 Gbit/s Ethernet", alpha: 20e-6, beta: 1.25e9 },
  { name: "100 Gbit/s InfiniBand", alpha: 2e-6, beta: 12.5e9 },
];
const processes = [1, 2, 4, 8, 16, 64, 256, 1024];

function bytesOf({ widths }) {
  return widths.slice(1).reduce((sum, units, layer) => sum + 4 * (widths[layer] + 1) * units, 0);
}

/** Seconds of the messages of a batch. */
export function messageSeconds(bytes, p, { alpha, beta }, steps = p - 1) {
  return p === 1 ? 0 : 2 * steps * alpha + ((2 * (p - 1)) / p) * (bytes / beta);
}

function secondsOf(one, batch, p, network, steps) {
  const messages = messageSeconds(bytesOf(one), p, network, steps);
  return { compute: batch / (p * one.samplesPerSecond), messages };
}

/** The processes from which on messages take longer than the computing; null for none up to 1,024. */
function overtakes(one, network) {
  for (let p = 2; p <= 1024; p++) {
    const { compute, messages } = secondsOf(one, one.batch, p, network);
    if (messages > compute) return p;
  }
  return null;
}

/** The least power of two of rows in a batch with which messages take a tenth of the computing. */
function hidingBatch(one, p, network) {
  let batch = 1;
  for (;;) {
    const { compute, messages } = secondsOf(one, batch, p, network);
    if (messages <= compute / 10) return batch;
    batch *= 2;
  }
}

const row = (cells) => `| ${cells.join(" | ")} |`;
const short = (value) => (value >= 100 ? value.toFixed(0) : value.toPrecision(2));

function speedups(one) {
  const head = [`${one.name}, batch ${one.batch}`, ...processes.map(String)];
  const lines = networks.flatMap((network) =>
    [
      ["ring", (p) => p - 1],
      ["tree", (p) => Math.ceil(Math.log2(p))],
    ].map(([shape, steps]) => {
      const times = processes.map((p) => {
        const { compute, messages } = secondsOf(one, one.batch, p, network, steps(p));
        return short(one.batch / one.samplesPerSecond / (compute + messages));
      });
      return row([`${network.name}, ${shape}`, ...times]);
    }),
  );
  return [row(head), row(["---", ...processes.map(() => "---:")]), ...lines].join("\n");
}

function limits() {
  const head = ["", "gradients", ...networks.map(({ name }) => name)];
  const counts = cases.map((one) =>
    row([
      `${one.name}: messages overtake the computing from`,
      `${(bytesOf(one) / 1e6).toFixed(1)} MB`,
      ...networks.map((network) => `${overtakes(one, network) ?? "more than 1024"} processes`),
    ]),
  );
  const batches = cases.flatMap((one) =>
    [4, 64].map((p) =>
      row([
        `${one.name}: batch that keeps them below a tenth on ${p} processes`,
        "",
        ...networks.map((network) => `${hidingBatch(one, p, network).toLocaleString("en")} rows`),
      ]),
    ),
  );
  return [row(head), row(["---", "---", ...networks.map(() => "---:")]), ...counts, ...batches].join("\n");
}

/** The page with its tables. */
export function withCosts() {
  const text = readFileSync(page, "utf8");
  const [before, rest] = text.split(begin);
  const after = rest.split(end)[1];
  return `${before}${begin}\n\n${[...cases.map(speedups), limits()].join("\n\n")}\n\n${end}${after}`;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url))
  writeFileSync(page, withCosts());
