/**
 * NumPy, PyTorch and scikit-learn, where a Python has them: native code on the same data, from the same weights. Each runs
 * in a process of its own for each number of threads, which reads "train 30 epochs" and the like, so that what a command
 * costs (about 0.1 ms) does not count in a turn.
 */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { hostProcessors } from "../../src/wasm/info.js";
import type { Case } from "../cases.js";
import type { Data } from "../subject.js";
import { firstWeights, learningRate } from "../subjects.js";
import type { PeerSubject } from "./peer.js";
import { PythonProcess } from "./python-process.js";
import { pythonProgram } from "./python-program.js";

/** A package of Python. */
export interface PythonPeer {
  /** As pip names it. */
  name: string;
  /** As Python imports it, and the program knows it. */
  module: string;
  /** What is written under "build". */
  builds: Record<Case["kind"], string | null>;
  comparable: boolean;
}

export const pythonPeers: readonly PythonPeer[] = [
  { name: "numpy", module: "numpy", builds: { step: "by hand", product: "matmul" }, comparable: true },
  {
    name: "torch",
    module: "torch",
    builds: { step: "nn.Sequential, SGD", product: "matmul" },
    comparable: true,
  },
  {
    name: "scikit-learn",
    module: "sklearn",
    builds: { step: "MLPRegressor, linear outputs", product: null },
    comparable: false,
  },
];

/** Where a Python is looked for unless the user names one. Linux distributions install packages for their own. */
export const usualPythons = ["python3", "/usr/bin/python3"];

/** Milliseconds for an answer, and for the list of modules. PyTorch takes seconds to import. */
const limitMs = 120_000;
const findMs = 30_000;

/** Milliseconds after a turn. The threads of OpenBLAS look for work for up to 75 of them (NumPy 2.4.6, a busy machine). */
const spinMs = 100;

/** The first Python that has a module; null if no Python has it. */
export async function findPython(module: string, pythons: readonly string[]): Promise<string | null> {
  const program = `import importlib.util as u, sys; sys.exit(not u.find_spec(${JSON.stringify(module)}))`;
  for (const python of pythons) {
    try {
      await promisify(execFile)(python, ["-c", program], { timeout: findMs });
      return python;
    } catch {
      // it does not exist, or has no such module
    }
  }
  return null;
}

/** A package that was opened. */
export interface OpenedPython {
  version: string;
  make: (one: Case, data: Data) => Promise<PeerSubject[]>;
  close: () => void;
}

/** Starts a process for one thread, and one for as many as there are processors. @throws Error with what failed */
export async function openPython(
  { name, module, builds, comparable }: PythonPeer,
  python: string,
  processors = hostProcessors(),
): Promise<OpenedPython> {
  const counts = processors > 1 ? [1, processors] : [1];
  const processes = counts.map((threads) => ({
    threads,
    process: new PythonProcess(python, ["-c", pythonProgram, module, String(threads)], threads, limitMs),
  }));
  const close = () => processes.forEach(({ process }) => process.close());
  try {
    const [ready] = await Promise.all(
      processes.map(async ({ process }) => {
        const answer = await process.answer();
        return answer;
      }),
    );
    const make = async (one: Case, data: Data) => {
      const subjects: PeerSubject[] = [];
      for (const { process, threads } of processes) {
        await process.ask(...opening(one, data));
        const words = { implementation: name, build: builds[one.kind]!, threads, comparable };
        subjects.push({ ...words, ...subjectOf(process, one), ...(threads > 1 && { restMs: spinMs }) });
      }
      return subjects;
    };
    return { version: ready!.version!, make, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** The command that opens a case, and its arrays. */
function opening(one: Case, { inputs, targets, rows }: Data): [object, ArrayBufferView[]] {
  const { layers, batch, precision, kind } = one;
  const command = { do: "open", kind, precision, batch, rate: learningRate };
  if (kind === "product") return [{ ...command, shapes: [[batch, layers[0]], layers] }, [inputs, targets]];
  const first = firstWeights(one);
  const shapes = first.flatMap(({ biases }, layer) => [[layers[layer], layers[layer + 1]], [biases.length]]);
  return [
    { ...command, shapes: [[rows, layers[0]], [rows, layers.at(-1)], ...shapes] },
    [inputs, targets, ...first.flatMap(({ weights, biases }) => [weights, biases])],
  ];
}

function subjectOf(process: PythonProcess, { kind, precision }: Case) {
  const floats = precision === "float64" ? Float64Array : Float32Array;
  const isProduct = kind === "product";
  return {
    isNative: true,
    reset: async () => void (isProduct || (await process.ask({ do: "reset" }))),
    train: async (epochs: number) => void (await process.ask({ do: "train", epochs })),
    loss: async () => (isProduct ? 0 : (await process.ask({ do: "loss" })).loss!),
    ...(isProduct && {
      answers: async () => {
        const { answers } = await process.ask({ do: "answers" });
        return new floats(Uint8Array.from(Buffer.from(answers!, "base64")).buffer);
      },
    }),
    dispose: () => void process.ask({ do: "close" }).catch(() => {}),
  };
}
