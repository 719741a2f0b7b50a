/** `chainrule bench`: runs the suite in bench/, as `npm run bench` does, and prints or writes the results. */
import { cpus } from "node:os";
import { tablesBeside } from "../../bench/beside.js";
import { resultPage } from "../../bench/result-page.js";
import { cases } from "../../bench/cases.js";
import { predictorNames } from "../../bench/peers/predictors.js";
import { Peers, peers } from "../../bench/peers/peers.js";
import { usualPythons } from "../../bench/peers/python.js";
import { runSuite } from "../../bench/suite.js";
import { resultMarkdown, resultText } from "../../bench/text.js";
import { ConfigError } from "../errors.js";
import { show } from "../wording.js";
import { checkWritable } from "./files.js";
import { answer, note, type OutputFlags } from "./say.js";
import { writeWhole } from "./wholeFile.js";

interface BenchFlags extends OutputFlags {
  case?: string[];
  turns?: string;
  turnMs?: string;
  quick?: boolean;
  kernels?: boolean;
  crossover?: boolean;
  scaling?: boolean;
  settings?: boolean;
  prediction?: boolean;
  start?: boolean;
  peers?: boolean;
  python?: string;
  html?: string;
  write?: string | true;
}

/** Default of --write: the results file of the repository. */
const resultsFile = "bench/RESULTS.md";

/** Flags as commander takes them, with their help. */
export const benchFlags: readonly [string, string][] = [
  ["--case <name...>", `${cases.map(({ name }) => name).join(" | ")} (all)`],
  ["--kernels", "measure kernels alone: products, elementary functions, update"],
  ["--crossover", "find from which width and batch size wasm is faster"],
  ["--scaling", "measure 1 to all threads, for builds with threads"],
  ["--settings", "measure optimisers, dropout, losses and activations against plain descent"],
  [
    "--prediction",
    `measure answers, one by one and in batches; with --peers beside ${predictorNames.join(", ")}`,
  ],
  ["--start", "measure fresh processes: import to first batch, and the first second"],
  ["--peers", `add other packages that are installed here: ${peers.map(({ name }) => name).join(", ")}`],
  [
    "--python <program>",
    `the Python of --peers (${usualPythons.join(", ")}: the first that has the package)`,
  ],
  ["--quick", "few and short turns, without naive TypeScript, for a first impression"],
  ["--turns <n>", "turns of each row (7, fewer where a step is slow)"],
  ["--turn-ms <ms>", "milliseconds of a turn (150)"],
  ["--html <file>", "write a page with bars"],
  ["--write [file]", `run all tables, and write them as Markdown (${resultsFile})`],
];

export async function benchCommand(flags: BenchFlags): Promise<void> {
  const everything = flags.write !== undefined;
  const file = flags.write === true ? resultsFile : flags.write;
  if (file !== undefined) checkWritable(file, "--write");
  if (flags.html !== undefined) checkWritable(flags.html, "--html");
  const tables = {
    kernels: everything || flags.kernels,
    crossover: everything || flags.crossover,
    scaling: everything || flags.scaling,
    settings: everything || flags.settings,
    prediction: everything || flags.prediction,
  };
  const start = everything || flags.start;
  // a table that was asked for by name is measured alone, unless cases are named too
  const asked = start || Object.values(tables).some(Boolean);
  const alone = !everything && asked && (!flags.peers || tables.prediction === true);
  const chosen = flags.case ?? (alone ? [] : undefined);
  const results = await runSuite(
    {
      cases: chosen,
      turns: countOf("--turns", flags.turns),
      turnMs: countOf("--turn-ms", flags.turnMs),
      quick: flags.quick,
      processor: cpus()[0]?.model.trim(),
      tables: tablesBeside({
        ...tables,
        startOf: start ? new URL("./node.js", import.meta.url).href : undefined,
        peersFrom: flags.peers ? process.cwd() : undefined,
      }),
      peers:
        flags.peers && chosen?.length !== 0
          ? () => Peers.open(process.cwd(), peers, flags.python === undefined ? undefined : [flags.python])
          : undefined,
    },
    (text) => note(flags, text),
  );
  if (flags.html !== undefined) await save(flags.html, resultPage(results));
  if (file !== undefined) await save(file, resultMarkdown(results));
  answer(flags, results, () => resultText(results));

  async function save(path: string, text: string): Promise<void> {
    await writeWhole(path, text);
    note(flags, `wrote ${path}`);
  }
}

/** @throws ConfigError for anything but an integer ≥ 1 */
function countOf(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,6}$/.test(text))
    throw new ConfigError(`${flag}: expected an integer ≥ 1, got ${show(text)}.`);
  return Number(text);
}
