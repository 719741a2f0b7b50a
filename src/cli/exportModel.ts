/** Exports a model file in each form. Files and flags are in `export.ts`. */
import { toC } from "../export/c.js";
import { toJavaScript } from "../export/javascript.js";
import { toOnnx } from "../export/onnx/onnx.js";
import { type ExportOptions, portableModel } from "../export/portable.js";
import { toTfjs } from "../export/tfjs.js";
import { torchModule, toTorchSafetensors } from "../export/torch.js";
import type { Network } from "../train/network.js";
import { openModel } from "./model.js";

/** Result of an exporter: the file, facts for --json, and notes for the user. */
export interface Exported {
  content: string | Uint8Array;
  /** A file that the content names, beside it. */
  beside?: { name: string; bytes: Uint8Array };
  about: Record<string, unknown>;
  notes: string[];
}

export interface ModelExportOptions {
  /** As the user gave it. */
  name: string | undefined;
  /** The default name: that of a file. */
  usualName: string;
  preparation: boolean;
}

type ModelExporter = (what: string, options: ModelExportOptions) => Exported;

/** Exporters by the name of the form. */
export const modelExporters: Record<string, ModelExporter> = {
  onnx: exporter(toOnnx),
  safetensors: exporter((network) => toTorchSafetensors(network), {
    isBare: true,
    also: (network) => {
      const module = torchModule(network);
      return { about: { module }, notes: [`For PyTorch: ${module}`] };
    },
  }),
  tfjs: exporter(
    (network, options, fileName) => {
      const weightsName = `${fileName}.weights.bin`;
      const { json, weights } = toTfjs(network, { ...options, weightsName });
      return { content: json, beside: { name: weightsName, bytes: weights } };
    },
    {
      also: ({ config }) => ({
        about: {},
        notes: config.precision === "float64" ? ["The weights were rounded to float32."] : [],
      }),
    },
  ),
  c: exporter(toC, { isIdentifier: true }),
  js: exporter(toJavaScript),
};

interface Traits {
  /** Whether this form never includes the scaling. */
  isBare?: boolean;
  /** Whether names must be identifiers of a programming language. */
  isIdentifier?: boolean;
  also?: (network: Network) => Pick<Exported, "about" | "notes">;
}

type Written = string | Uint8Array | Pick<Exported, "content" | "beside">;

function exporter(
  write: (network: Network, options: ExportOptions, fileName: string) => Written,
  { isBare = false, isIdentifier = false, also }: Traits = {},
): ModelExporter {
  return (what, { name, usualName, preparation }) => {
    const { network } = openModel(what);
    try {
      const options = { name: name ?? (isIdentifier ? identifier(usualName) : usualName), preparation };
      const written = write(network, options, usualName);
      const files = typeof written === "object" && "content" in written ? written : { content: written };
      const { precision, parameters, classes, inputScaler, targetScaler, temperature } =
        portableModel(network);
      const isPrepared = preparation && !isBare;
      const { about = {}, notes = [] } = also?.(network) ?? {};
      const ends = [
        ...(inputScaler ? ["inputs"] : []),
        ...(targetScaler || temperature !== 1 ? ["answers"] : []),
      ];
      const warning = `The layers alone: ${ends.join(" and ")} must be scaled outside, as the model has it.`;
      const { inputs, outputs } = network;
      return {
        ...files,
        about: { precision, inputs, outputs, parameters, classes, preparation: isPrepared, ...about },
        notes: [...notes, ...(isPrepared || ends.length === 0 ? [] : [warning])],
      };
    } finally {
      network.dispose();
    }
  };
}

/** A file's name as a C identifier. */
function identifier(text: string): string {
  const plain = text.replaceAll(/[^A-Za-z0-9]+/g, "_").replace(/^_+|_+$/g, "");
  return (/^[A-Za-z]/.test(plain) ? plain : `model_${plain}`).replace(/_$/, "").slice(0, 31);
}
