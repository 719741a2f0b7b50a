/**
 * What an answer costs: rows of a small network and of the case `mnist`, one by one and in batches, by the ways that the library
 * has and by other packages that are installed. All answer the same rows with the same weights, in turns.
 */
import { Random } from "../src/network/random.js";
import { Network } from "../src/train/network.js";
import { enableRecords } from "../src/train/predict/records.js";
import { plainEngines } from "./engines.js";
import { worstError } from "./measure.js";
import { openPredictors, type PredictionSubject } from "./peers/predictors.js";
import type { PredictionRow } from "./results.js";
import { medianOf, medianRatio, takeTurns, type TurnOptions } from "./turns.js";

/** Networks by name; sigmoid everywhere. */
const networks = {
  "16-16-3": [16, 16, 3],
  "784-128-10": [784, 128, 10],
} as const;
const batches = [1, 32, 1024];

/** Rows that are asked for in turn, where they come one by one. */
const fewRows = 64;
/** Answers may differ by this, of the greatest: other packages have another exponential function. */
const bound = 1e-4;

/**
 * Measures all networks and batches.
 *
 * @param from where other packages are looked for, upwards; null: nowhere
 * @param left is told what takes no part, and why
 */
export async function measurePrediction(
  options: TurnOptions,
  from: string | null,
  say: (text: string) => void,
  left: (text: string) => void,
): Promise<PredictionRow[]> {
  enableRecords();
  const rows: PredictionRow[] = [];
  for (const [name, layers] of Object.entries(networks)) {
    for (const batch of batches) {
      const network = networkOf(layers);
      const data = dataOf(layers[0], Math.max(batch, fewRows));
      const others = await openPredictors({ network, layers, batch }, from, left);
      const subjects = agreeing([...ourSubjects(network, batch), ...others], network, data, batch, left);
      rows.push(...(await timed(name, batch, await subjects, data, options)));
      for (const subject of others) subject.dispose?.();
      network.dispose();
      say(`prediction: ${name}, ${batch === 1 ? "single rows" : `batches of ${batch}`}`);
    }
  }
  return rows;
}

function networkOf(layers: readonly number[]): Network {
  const network = Network.create({ layers: [...layers], build: plainEngines().single, seed: 1 } as never);
  network.notes.inputNames = Array.from({ length: layers[0]! }, (_, index) => `x${index}`);
  return network;
}

function dataOf(columns: number, rows: number): Float32Array[] {
  const random = new Random(1, 99);
  return Array.from({ length: rows }, () => new Float32Array(columns).map(() => random.uniform()));
}

/** The ways of the library: `predict` takes rows; a predictor takes one row, or one record. */
function ourSubjects(network: Network, batch: number): PredictionSubject[] {
  const words = { implementation: "wasm", isNative: false };
  const whole = {
    ...words,
    build: `${network.build}, predict`,
    answer: (rows: Float32Array[]) => network.predict(rows),
  };
  if (batch > 1) return [whole];
  const predictor = network.predictor();
  const keys = network.notes.inputNames as string[];
  const records = new Map<Float32Array, object>();
  const recordOf = (row: Float32Array) => {
    const known = records.get(row) ?? Object.fromEntries(keys.map((key, index) => [key, row[index]!]));
    records.set(row, known);
    return known;
  };
  return [
    { ...words, build: `${network.build}, predictor`, answer: ([row]) => [predictor.predict(row!)] },
    {
      ...words,
      build: `${network.build}, predictor of records`,
      answer: ([row]) => [Object.values(predictor.predictRecord(recordOf(row!)).numbers!)],
    },
    whole,
  ];
}

/** The subjects that give the answers of `predict`. */
async function agreeing(
  subjects: readonly PredictionSubject[],
  network: Network,
  data: Float32Array[],
  batch: number,
  left: (text: string) => void,
): Promise<PredictionSubject[]> {
  const rows = data.slice(0, batch);
  const wanted = network.predict(rows).flatMap((row) => Array.from(row));
  const good: PredictionSubject[] = [];
  for (const subject of subjects) {
    const answers = (await subject.answer(rows)).flatMap((row) => Array.from(row));
    const worst = worstError(answers, wanted);
    if (worst <= bound) good.push(subject);
    else left(`${subject.implementation} (${subject.build}): refused, off by ${worst} of the largest answer`);
  }
  return good;
}

async function timed(
  name: string,
  batch: number,
  subjects: readonly PredictionSubject[],
  data: Float32Array[],
  options: TurnOptions,
): Promise<PredictionRow[]> {
  const calls = Array.from({ length: data.length / batch }, (_, index) =>
    data.slice(index * batch, (index + 1) * batch),
  );
  const runners = subjects.map(({ answer, isAsync }) => ({
    run: isAsync
      ? async (count: number) => {
          for (let call = 0; call < count; call++) await answer(calls[call % calls.length]!);
        }
      : (count: number) => {
          for (let call = 0; call < count; call++) void answer(calls[call % calls.length]!);
        },
  }));
  const rates = await takeTurns(runners, options);
  const base = rates[subjects.findIndex(({ build }) => build.endsWith("predict"))]!;
  return subjects.map(({ implementation, build, isNative }, index) => {
    const turns = rates[index]!;
    const median = medianOf(turns);
    return {
      case: name,
      batch,
      implementation,
      build,
      isNative,
      samplesPerSecond: { median: median * batch, best: Math.max(...turns) * batch },
      microseconds: 1e6 / median,
      ratio: medianRatio(turns, base),
    };
  });
}
