/**
 * What can be taken away as a file, one entry for each format: the one place where a format is added. Whatever is
 * heavy is imported when it is asked for.
 */
import { aboutSteps, mostSteps } from "../../src/explain/extent.js";
import type { Network } from "../../src/train/network.js";
import type { Session } from "../model.js";
import { commandLine } from "./configuration.js";
import { dataFiles, type MadeFile, originOf } from "./data.js";
import { modelName } from "./names.js";
import { type Taken, takenOf } from "./training.js";

export type FormatName = "model" | "onnx" | "config" | "data" | "report" | "trace";

export interface Format {
  name: FormatName;
  /** What stands behind the dot. */
  ending: string;
  /** Whether there is such a file of this training. */
  isThere?: (taken: Taken) => boolean;
  make: (session: Session, taken: Taken) => MadeFile[] | Promise<MadeFile[]>;
}

export const formats: readonly Format[] = [
  {
    name: "model",
    ending: "safetensors",
    make: (_, taken) => [
      {
        name: `${modelName(taken)}.safetensors`,
        type: "application/octet-stream",
        content: noted(taken, (network) => network.save()),
      },
    ],
  },
  {
    name: "onnx",
    ending: "onnx",
    make: async (_, taken) => {
      const { toOnnx } = await import("../../src/export/onnx/onnx.js");
      const name = modelName(taken);
      const content = noted(taken, (network) => toOnnx(network, { name }));
      return [{ name: `${name}.onnx`, type: "application/octet-stream", content }];
    },
  },
  {
    name: "config",
    ending: "json",
    make: (_, taken) => {
      const { name, content } = commandLine(taken).config;
      return [{ name, type: "application/json", content }];
    },
  },
  {
    name: "data",
    ending: "csv",
    isThere: (taken) => ["csv", "idx"].includes(originOf(taken).kind),
    make: (_, taken) => dataFiles(taken),
  },
  {
    name: "report",
    ending: "html",
    make: async (session, taken) => {
      const { reportOf } = await import("./report.js");
      const content = reportOf(taken, session.curve.peek(), session.frame.peek());
      return [{ name: `${modelName(taken)}-report.html`, type: "text/html", content }];
    },
  },
  {
    name: "trace",
    ending: "html",
    isThere: ({ network }) => aboutSteps(network.config.layers) <= mostSteps,
    make: async (_, taken) => {
      const { lessonOf } = await import("./lesson.js");
      return [{ name: `${modelName(taken)}-step-by-step.html`, type: "text/html", content: lessonOf(taken) }];
    },
  },
];

/** Makes the files of a format, of the training as it stands. */
export async function make(format: Format, session: Session): Promise<MadeFile[]> {
  return format.make(session, takenOf(session));
}

/** Writes the model, with what the command line must know to read the same kind of data again. */
function noted<Result>(taken: Taken, write: (network: Network) => Result): Result {
  const { network, samples } = taken;
  const { classNames, inputNames, train } = samples;
  const origin = originOf(taken);
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
