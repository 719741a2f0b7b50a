/** Other packages that answer rows: brain.js, and onnxruntime as WebAssembly and as native code. They get the weights of a network of ours. */
import { toOnnx } from "../../src/export/onnx/onnx.js";
import type { Network } from "../../src/train/network.js";
import { findPackage, importPackage } from "./packages.js";

type Rows = readonly ArrayLike<number>[];

/** A way to answer rows. */
export interface PredictionSubject {
  implementation: string;
  build: string;
  isNative: boolean;
  /** Whether `answer` gives a promise. */
  isAsync?: boolean;
  /** @param rows [batch] */
  answer(rows: Float32Array[]): Rows | Promise<Rows>;
  dispose?(): void;
}

/** What is measured. */
export interface Asked {
  network: Network;
  layers: readonly number[];
  batch: number;
}

interface PredictionPeer {
  name: string;
  /** Makes it ready, from the module of the package. */
  open(module: any, asked: Asked): PredictionSubject | Promise<PredictionSubject>;
}

const onnxruntime = (name: string, isNative: boolean): PredictionPeer => ({
  name,
  async open(ort, { network, layers, batch }) {
    if (!isNative) ort.env.wasm.numThreads = 1;
    const threads = { intraOpNumThreads: 1, interOpNumThreads: 1 };
    const session = await ort.InferenceSession.create(toOnnx(network), {
      executionProviders: [isNative ? "cpu" : "wasm"],
      ...(isNative && threads),
    });
    const [inputs, outputs] = [layers[0]!, layers.at(-1)!];
    const all = new Float32Array(batch * inputs);
    return {
      implementation: name,
      build: isNative ? "native" : "wasm",
      isNative,
      isAsync: true,
      async answer(rows) {
        rows.forEach((row, index) => all.set(row, index * inputs));
        const result = await session.run({ inputs: new ort.Tensor("float32", all, [batch, inputs]) });
        const { data } = result.outputs;
        return rows.map((_, index) => data.subarray(index * outputs, (index + 1) * outputs));
      },
      dispose: () => void session.release(),
    };
  },
});

const brain: PredictionPeer = {
  name: "brain.js",
  open({ NeuralNetwork }, { network, layers }) {
    const net = new NeuralNetwork({ hiddenLayers: layers.slice(1, -1), activation: "sigmoid" });
    net.sizes = [...layers];
    net.initialize();
    net.setActivation?.("sigmoid");
    network.parameters().forEach(({ weights, biases }, index) => {
      const units = layers[index + 1]!;
      for (let unit = 0; unit < units; unit++) {
        net.biases[index + 1][unit] = biases[unit];
        const row = net.weights[index + 1][unit];
        for (let input = 0; input < row.length; input++) row[input] = weights[input * units + unit];
      }
    });
    return {
      implementation: "brain.js",
      build: "JavaScript, run",
      isNative: false,
      answer: (rows) => rows.map((row) => net.run(row)),
    };
  },
};

const peers: readonly PredictionPeer[] = [
  brain,
  onnxruntime("onnxruntime-web", false),
  onnxruntime("onnxruntime-node", true),
];

/** Names of the packages, for the help. */
export const predictorNames = peers.map(({ name }) => name);

/**
 * Opens those that are installed.
 *
 * @param from where they are looked for, upwards; null: nowhere
 * @param left is told what is missing or fails
 */
export async function openPredictors(
  asked: Asked,
  from: string | null,
  left: (text: string) => void,
): Promise<PredictionSubject[]> {
  if (from === null) return [];
  const opened: PredictionSubject[] = [];
  for (const { name, open } of peers) {
    const found = findPackage(name, from);
    if (!found) {
      left(`${name}: not installed: npm i ${name}`);
      continue;
    }
    try {
      opened.push(await open(await importPackage(found), asked));
    } catch (error) {
      left(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return opened;
}
