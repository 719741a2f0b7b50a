/**
 * What can be snapshot away as a file, one entry for each format: the one place where a format is added. Whatever is
 * heavy is imported when it is asked for.
 */
import { aboutSteps, mostSteps } from "../../src/explain/extent.js";
import type { Network } from "../../src/train/network.js";
import type { Session } from "../sessionTypes.js";
import { commandLine } from "./commandLine.js";
import { dataFiles, type MadeFile, originOf } from "./dataFiles.js";
import { modelName } from "./fileNames.js";
import { type Snapshot, snapshotOf } from "./snapshot.js";

export type FormatName = "model" | "onnx" | "config" | "data" | "report" | "trace";

export interface Format {
  name: FormatName;
  /** What stands behind the dot. */
  ending: string;
  /** Whether there is such a file of this training. */
  isThere?: (snapshot: Snapshot) => boolean;
  make: (session: Session, snapshot: Snapshot) => MadeFile[] | Promise<MadeFile[]>;
}

export const formats: readonly Format[] = [
  {
    name: "model",
    ending: "safetensors",
    make: (_, snapshot) => [
      {
        name: `${modelName(snapshot)}.safetensors`,
        type: "application/octet-stream",
        content: noted(snapshot, (network) => network.save()),
      },
    ],
  },
  {
    name: "onnx",
    ending: "onnx",
    make: async (_, snapshot) => {
      const { toOnnx } = await import("../../src/export/onnx/onnx.js");
      const name = modelName(snapshot);
      const content = noted(snapshot, (network) => toOnnx(network, { name }));
      return [{ name: `${name}.onnx`, type: "application/octet-stream", content }];
    },
  },
  {
    name: "config",
    ending: "json",
    make: (_, snapshot) => {
      const { name, content } = commandLine(snapshot).config;
      return [{ name, type: "application/json", content }];
    },
  },
  {
    name: "data",
    ending: "csv",
    isThere: (snapshot) => ["csv", "idx"].includes(originOf(snapshot).kind),
    make: (_, snapshot) => dataFiles(snapshot),
  },
  {
    name: "report",
    ending: "html",
    make: async (session, snapshot) => {
      const { reportOf } = await import("./reportFile.js");
      const content = reportOf(snapshot, session.curve.peek(), session.frame.peek());
      return [{ name: `${modelName(snapshot)}-report.html`, type: "text/html", content }];
    },
  },
  {
    name: "trace",
    ending: "html",
    isThere: ({ network }) => aboutSteps(network.config.layers) <= mostSteps,
    make: async (_, snapshot) => {
      const { lessonOf } = await import("./lessonFile.js");
      return [
        { name: `${modelName(snapshot)}-step-by-step.html`, type: "text/html", content: lessonOf(snapshot) },
      ];
    },
  },
];

/** Makes the files of a format, of the training as it stands. */
export async function make(format: Format, session: Session): Promise<MadeFile[]> {
  return format.make(session, snapshotOf(session));
}

/** Writes the model, with what the command line must know to read the same kind of data again. */
function noted<Result>(snapshot: Snapshot, write: (network: Network) => Result): Result {
  const { network, samples } = snapshot;
  const { classNames, inputNames, train } = samples;
  const origin = originOf(snapshot);
  const own = network.notes;
  const target = origin.kind === "csv" && {
    name: origin.target,
    ...(classNames ? { kind: "class", classes: classNames } : { kind: "number" }),
  };
  const inputs = inputNames.map((name) => ({ name, kind: "number" }));
  network.notes = {
    ...own,
    ...(classNames && { classes: classNames }),
    ...(train.image && { image: train.image }),
    ...(target && { schema: { inputs, target } }),
  };
  try {
    return write(network);
  } finally {
    network.notes = own;
  }
}
