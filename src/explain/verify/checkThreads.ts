/** Compares numbers of threads: each training must give weights with the same bits. */
import type { ConfigInput } from "../../settings/generated/types.js";
import { hasThreads, isExact } from "../../wasm/builds.js";
import type { Bench } from "./bench.js";
import { dataOf, type VerifyCase } from "./verifyCases.js";

/** Trainings with shuffles and dropout, and with batches that cannot be divided evenly among threads. */
export function threadCases(quick: boolean): VerifyCase[] {
  const list: [name: string, config: ConfigInput, rows: number][] = [
    [
      "37-61-17-3, adam, clipNorm",
      { layers: [37, 61, 17, 3], optimizer: "adam", clipNorm: 0.1, batchSize: 29, epochs: 4 },
      64,
    ],
    [
      "9-41-3, 5 members, adam, dropout",
      { layers: [9, 41, 3], members: 5, dropout: 0.2, optimizer: "adam", batchSize: 30, epochs: 3 },
      70,
    ],
    ["130-70-10, sgd, dropout", { layers: [130, 70, 10], dropout: 0.2, batchSize: 64, epochs: 2 }, 150],
  ];
  return list
    .slice(0, quick ? 1 : undefined)
    .map(([name, config, rows], index) => ({ name, config, rows, seed: 4000 + index }));
}

/** Trains a case once with each number of threads, with the exact build that has threads. */
export async function checkThreads(
  { ledger, create, builds }: Bench,
  one: VerifyCase,
  counts: readonly number[],
): Promise<void> {
  const { dataset, parameters } = dataOf(one);
  for (const { name: build } of builds.filter(({ name }) => hasThreads(name) && isExact(name))) {
    for (const precision of ["float32", "float64"] as const) {
      const row = {
        check: `threads ${counts.join(", ")}: same bits`,
        build,
        precision,
        bound: 0,
        unit: "numbers that differ" as const,
      };
      const config = { ...one.config, precision, build, seed: one.seed };
      const of = { case: one.name, config, seed: one.seed, rows: one.rows };
      try {
        const hashes: string[] = [];
        for (const threads of counts) {
          const network = create({ ...config, threads });
          network.setParameters(parameters);
          await network.fit(dataset);
          hashes.push(await network.weightsSha256());
          network.dispose();
        }
        const odd = counts.filter((_, at) => hashes[at] !== hashes[0]);
        const what =
          `weightsSha256 with ${counts[0]} thread: ${hashes[0]!.slice(0, 16)}, with ` +
          odd.map((count) => `${count}: ${hashes[counts.indexOf(count)]!.slice(0, 16)}`).join(", ");
        ledger.judge(row, of, [{ error: odd.length, what }]);
      } catch (error) {
        ledger.break(row, of, error);
      }
    }
  }
}
