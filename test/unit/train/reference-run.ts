/** A whole training by the readable reference: what `Network.fit` should come to. */
import { Random, shuffle, streams } from "../../../src/network/random.js";
import type { Scaler } from "../../../src/network/scaling.js";
import type { OptimizerSettings } from "../../../src/reference/optimizerTable.js";
import { type LayerValues, ReferenceNetwork } from "../../../src/reference/referenceNetwork.js";
import type { Dataset } from "../../../src/data/dataset.js";
import type { Config } from "../../../src/settings/generated/types.js";
import { Network } from "../../../src/train/network.js";
import { type Bounds, expectClose } from "../../compare.js";
import type { Situation } from "../kernels/situation.js";
import { numbers } from "../kernels/variants.js";
import { maskOf, noiseOf } from "./dropout-noise.js";

/**
 * Trains a situation both ways, from drawn biases and input factors, and compares losses and all parameters.
 *
 * @throws ComparisonError
 */
export async function expectToFollow(
  { config, data }: Situation,
  seed: number,
  bounds: Bounds,
): Promise<void> {
  const network = Network.create(config);
  const initial = network.parameters().map(({ weights, biases, inputFactors }, index) => ({
    weights: weights.slice(),
    biases: numbers(biases.length, seed + index).map((value) => value / 4),
    ...(inputFactors && { inputFactors: numbers(inputFactors.length, seed).map((value) => 1 + value / 2) }),
  }));
  network.setParameters(initial);
  const history = await network.fit(data);
  const expected = referenceRun(network.config, data, initial, network.scalers.inputs);
  const what = `seed ${seed}, ${JSON.stringify(config)}`;
  expectClose(history.loss, expected.losses, bounds, `loss, ${what}`);
  const wanted = expected.network.parameters();
  network.parameters().forEach((layer, index) => {
    for (const name of ["weights", "biases", "inputFactors"] as const) {
      if (layer[name])
        expectClose(layer[name], wanted[index]![name]!, bounds, `layer ${index + 1} ${name}, ${what}`);
    }
  });
  network.dispose();
}

/**
 * @param initial parameters before the first step
 * @param scaler  what the inputs go through
 * @returns the network after `config.epochs` epochs, and the loss of each as a history has it
 */
export function referenceRun(
  config: Config,
  data: Dataset,
  initial: readonly LayerValues[],
  scaler: Scaler | null,
): { network: ReferenceNetwork; losses: number[] } {
  const { optimizer, layers, seed, epochs, precision } = config;
  const network = new ReferenceNetwork({
    ...config,
    inputs: data.columns,
    optimizer: optimizer as OptimizerSettings,
    matmul: "naive",
  });
  network.setParameters(initial);
  const floats = (values: ArrayLike<number>) =>
    precision === "float64" ? Float64Array.from(values) : Float32Array.from(values);
  const scaled = Float64Array.from(data.inputs, (x, at) => {
    const column = at % data.columns;
    return scaler ? (x - scaler.shift[column]!) * scaler.scale[column]! : x;
  });
  const wrong = config.loss === "hinge" ? -1 : 0;
  const outputs = network.outputs;
  const targets =
    data.targets ??
    Float64Array.from({ length: data.rows * outputs }, (_, at) =>
      data.labels![Math.floor(at / outputs)] === at % outputs ? 1 : wrong,
    );
  const batch = config.batchSize === "full" ? data.rows : config.batchSize;
  const losses: number[] = [];
  let update = 0;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const order = Uint32Array.from({ length: data.rows }, (_, row) => row);
    if (config.shuffle) shuffle(order, new Random(seed, streams.shuffle, epoch));
    let sum = 0;
    for (let from = 0; from < data.rows; from += batch) {
      const chosen = [...order.subarray(from, from + batch)];
      const rows = chosen.length;
      const place = { seed, epoch, from };
      const gathered = (values: ArrayLike<number>, width: number) =>
        floats(chosen.flatMap((row) => Array.from({ length: width }, (_, j) => values[row * width + j]!)));
      const masks = (layer: number, count: number, units: number) => {
        const part = layer === 0 ? config.inputDropout : layers[layer - 1]!.dropout;
        return part > 0
          ? floats(maskOf(part, layer, count, units, place, layer > 0 ? config.members : 1))
          : null;
      };
      const loss = network.step(
        gathered(scaled, data.columns),
        gathered(targets, outputs),
        rows,
        rateOf(config, epoch, update++),
        {
          masks,
          ...(config.inputNoise > 0 && {
            inputNoise: noiseOf(config.inputNoise, rows, data.columns, place),
          }),
          ...(data.sampleWeights && { sampleWeights: Float64Array.from(gathered64(data, chosen)) }),
        },
      );
      sum += config.reduction === "mean" ? loss * rows : loss;
    }
    losses.push(config.reduction === "mean" ? sum / data.rows : sum);
  }
  network.useAverages();
  return { network, losses };
}

function gathered64({ sampleWeights }: Dataset, chosen: number[]): number[] {
  return chosen.map((row) => sampleWeights![row]!);
}

/** η of an update, of the schedules that situations have. */
function rateOf({ schedule, optimizer }: Config, epoch: number, update: number): number {
  const { learningRate } = optimizer;
  if (schedule.kind === "exponential") return learningRate * schedule.factor ** (epoch - 1);
  if (schedule.kind === "inverseScaling") return learningRate / (update + 1) ** schedule.power;
  return learningRate;
}
