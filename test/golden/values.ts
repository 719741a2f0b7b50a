/**
 * Every figure of the worked examples under its key, from what an implementation shows: outputs, loss,
 * gradients and parameters. Deltas are read as the gradients of biases of a twin network whose biases are
 * trained, one per neuron; hidden activations as gradient over delta.
 *
 * Where a subject also gives net inputs, their keys are there too.
 */
import { initialOf, type Example, type Subject, type SubjectConfig, type Trainee } from "./subject.js";

/** What was seen of one round of a network with one hidden layer. Matrices by [source][destination]. */
interface Observation {
  inputs: number[];
  targets: number[];
  netInputs: number[][] | null;
  hidden: number[];
  outputs: number[];
  loss: number;
  /** By the new weights. */
  lossAfter: number;
  /** 2 for Σ (t − o)², 1 for Σ ½ (t − o)². */
  lossSlope: number;
  deltas: number[][];
  weights: number[][][];
  gradients: number[][][];
  newWeights: number[][][];
  /** Gradients of biases that are shared by a layer. */
  sharedBiases: number[];
}

/** @returns figures by key: those of the 2-2-2 example with biases, else those of the 3-3-2 example */
export async function valuesOf(subject: Subject, example: Example): Promise<Map<string, number>> {
  const seen = await observe(subject, example);
  return example.config.biases === "none" ? threeValues(seen) : mazurValues(seen);
}

async function observe(subject: Subject, example: Example): Promise<Observation> {
  const { config, inputs, targets } = example;
  const using = async <T>(
    changes: Partial<SubjectConfig>,
    look: (trainee: Trainee) => Promise<T>,
  ): Promise<T> => {
    const own = { ...config, ...changes };
    const trainee = await subject.create(own, initialOf(own, example.weights, example.biases));
    try {
      return await look(trainee);
    } finally {
      trainee.dispose();
    }
  };
  const units = config.layers.slice(1);
  const biasGradients = async (trainee: Trainee): Promise<number[][]> =>
    (await trainee.gradients(inputs, targets)).map(({ biases }) => Array.from(biases));
  const deltas = await using({ biases: "perNeuron", trainBiases: true }, biasGradients);
  const shared = await using({ biases: "shared", trainBiases: true }, biasGradients);
  return using({}, async (trainee) => {
    const matrices = (layers: readonly { weights: ArrayLike<number> }[]): number[][][] =>
      layers.map(({ weights }, l) => rowsOf(weights, units[l]!));
    // Gradients before the outputs, so that evaluation is seen not to need a forward pass of its own.
    const gradients = matrices(await trainee.gradients(inputs, targets));
    const outputs = Array.from(await trainee.outputs(inputs));
    const loss = await trainee.loss(inputs, targets);
    const netInputs = (await trainee.netInputs?.(inputs))?.map((layer) => Array.from(layer)) ?? null;
    const weights = matrices(await trainee.parameters());
    await trainee.train([inputs], [targets], 1);
    return {
      inputs,
      targets,
      netInputs,
      hidden: gradients[1]!.map((row) => row[0]! / deltas[1]![0]!),
      outputs,
      loss,
      lossSlope: config.loss === "squaredError" ? 2 : 1,
      deltas,
      weights,
      gradients,
      newWeights: matrices(await trainee.parameters()),
      lossAfter: await trainee.loss(inputs, targets),
      sharedBiases: shared.map((biases) => biases[0]!),
    };
  });
}

function rowsOf(values: ArrayLike<number>, columns: number): number[][] {
  const rows: number[][] = [];
  for (let at = 0; at < values.length; at += columns) rows.push(Array.from(values).slice(at, at + columns));
  return rows;
}

/** Keys of the 2-2-2 example: i1 i2, h1 h2, o1 o2; w1 … w4 into the hidden layer, w5 … w8 out of it. */
function mazurValues(seen: Observation): Map<string, number> {
  const values = new Map<string, number>();
  const { inputs, targets, hidden, outputs, deltas, weights } = seen;
  for (const n of [0, 1]) {
    const h = `h${n + 1}`;
    const o = `o${n + 1}`;
    const error = outputs[n]! - targets[n]!;
    if (seen.netInputs) {
      values.set(`net_${h}`, seen.netInputs[0]![n]!).set(`net_${o}`, seen.netInputs[1]![n]!);
    }
    values.set(`out_${h}`, hidden[n]!).set(`out_${o}`, outputs[n]!);
    values.set(`E_${o}`, 0.5 * error * error);
    values.set(`dE_total/dout_${o}`, error);
    values.set(`dout_${h}/dnet_${h}`, hidden[n]! * (1 - hidden[n]!));
    values.set(`dout_${o}/dnet_${o}`, outputs[n]! * (1 - outputs[n]!));
    values.set(`delta_${h}`, deltas[0]![n]!).set(`delta_${o}`, deltas[1]![n]!);
    for (const source of [0, 1]) {
      const intoHidden = `w${2 * n + source + 1}`;
      const intoOutput = `w${2 * n + source + 5}`;
      values.set(`dnet_${h}/d${intoHidden}`, inputs[source]!);
      values.set(`dnet_${o}/d${intoOutput}`, hidden[source]!);
      values.set(`dE_total/d${intoHidden}`, seen.gradients[0]![source]![n]!);
      values.set(`dE_total/d${intoOutput}`, seen.gradients[1]![source]![n]!);
      values.set(`${intoHidden}_new`, seen.newWeights[0]![source]![n]!);
      values.set(`${intoOutput}_new`, seen.newWeights[1]![source]![n]!);
      values.set(`dnet_${o}/dout_h${source + 1}`, weights[1]![source]![n]!);
      values.set(`dE_${o}/dout_h${source + 1}`, deltas[1]![n]! * weights[1]![source]![n]!);
    }
    values.set(`dE_total/dout_${h}`, deltas[0]![n]! / (hidden[n]! * (1 - hidden[n]!)));
    values.set(`dE_total/db${n + 1}_shared`, seen.sharedBiases[n]!);
  }
  values.set("E_total", seen.loss).set("error_after_1", seen.lossAfter);
  return values;
}

/** Keys of the 3-3-2 example: w_{j,k} from input j to hidden k, w'_{j,k} from hidden j to output k. */
function threeValues(seen: Observation): Map<string, number> {
  const values = new Map<string, number>();
  const { inputs, targets, hidden, outputs, deltas, weights } = seen;
  const layer = (name: string, prime: string, l: number, activation: number[], sources: number): void => {
    activation.forEach((value, n) => {
      const k = n + 1;
      if (seen.netInputs) values.set(`X_${name}${k}`, seen.netInputs[l]![n]!);
      values.set(`O_${name}${k}`, value);
      values.set(`dO_${name}${k}/dX_${name}${k}`, value * (1 - value));
      for (let j = 1; j <= sources; j++) {
        values.set(`dE/dw${prime}_{${j},${k}}`, seen.gradients[l]![j - 1]![n]!);
        values.set(`w${prime}_{${j},${k}}_new`, seen.newWeights[l]![j - 1]![n]!);
      }
    });
  };
  layer("hidden", "", 0, hidden, inputs.length);
  layer("output", "'", 1, outputs, hidden.length);
  outputs.forEach((output, n) => {
    const error = output - targets[n]!;
    values.set(`E${n + 1}`, error * error);
    values.set(`dE/dO_output${n + 1}`, seen.lossSlope * error);
    values.set(`dE${n + 1}/dX_output${n + 1}`, deltas[1]![n]!);
    hidden.forEach((_, j) =>
      values.set(`dE${n + 1}/dO_hidden${j + 1}`, deltas[1]![n]! * weights[1]![j]![n]!),
    );
  });
  hidden.forEach((value, n) => {
    values.set(`dE/dX_hidden${n + 1}`, deltas[0]![n]!);
    values.set(`dE/dO_hidden${n + 1}`, deltas[0]![n]! / (value * (1 - value)));
  });
  values.set("E", seen.loss);
  return values;
}
