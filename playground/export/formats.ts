/**
 * The file formats of the export, one entry each. To add a format, add an entry and its words. Large modules are imported
 * on demand.
 */
import { aboutSteps, mostSteps } from "../../src/explain/extent.js";
import type { Network } from "../../src/train/network.js";
import type { Session } from "../sessionTypes.js";
import { commandLine } from "./commandLine.js";
import { dataFiles, type MadeFile, originOf } from "./dataFiles.js";
import { modelName } from "./fileNames.js";
import { csvOfRecord } from "./recordFile.js";
import { type Snapshot, snapshotOf } from "./snapshot.js";

export type FormatName = "model" | "onnx" | "config" | "data" | "record" | "report" | "trace";

export interface Format {
  name: FormatName;
  ending: string;
  /** Whether this training has such a file (default: yes). */
  isAvailable?: (snapshot: Snapshot) => boolean;
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
        content: withNotes(snapshot, (network) => network.save()),
      },
    ],
  },
  {
    name: "onnx",
    ending: "onnx",
    make: async (_, snapshot) => {
      const { toOnnx } = await import("../../src/export/onnx/onnx.js");
      const name = modelName(snapshot);
      const content = withNotes(snapshot, (network) => toOnnx(network, { name }));
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
    isAvailable: (snapshot) => ["csv", "idx"].includes(originOf(snapshot).kind),
    make: (_, snapshot) => dataFiles(snapshot),
  },
  {
    name: "record",
    ending: "csv",
    make: (session, snapshot) => [
      {
        name: `${modelName(snapshot)}-learning.csv`,
        type: "text/csv",
        content: csvOfRecord(session.record.peek()),
      },
    ],
  },
  {
    name: "report",
    ending: "html",
    make: async (session, snapshot) => {
      const { reportOf } = await import("./reportFile.js");
      const content = reportOf(snapshot, session.record.peek(), session.frame.peek());
      return [{ name: `${modelName(snapshot)}-report.html`, type: "text/html", content }];
    },
  },
  {
    name: "trace",
    ending: "html",
    isAvailable: ({ network }) => aboutSteps(network.config.layers) <= mostSteps,
    make: async (_, snapshot) => {
      const [{ traceUpdate }, { tracePage }, { languages }] = await Promise.all([
        import("../steps/stepView.js"),
        import("../../src/report/trace/tracePage.js"),
        import("../../src/explain/language/languages.js"),
      ]);
      const { network, samples, sample, choices, language } = snapshot;
      const row = Math.min(sample, samples.train.rows - 1);
      const trace = traceUpdate(network, samples.train, row, choices);
      const content = tracePage(trace, { language: languages[language] });
      return [{ name: `${modelName(snapshot)}-step-by-step.html`, type: "text/html", content }];
    },
  },
];

/** Makes the files of a format for the current training. */
export async function make(format: Format, session: Session): Promise<MadeFile[]> {
  return format.make(session, snapshotOf(session));
}

/** Writes the network with the notes that the command line needs to read data of the same kind. */
function withNotes<Result>(snapshot: Snapshot, write: (network: Network) => Result): Result {
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
