/** The formats that `chainrule import` reads: how each is recognised, and what makes a network of it. Flags are in `import.ts`. */
import { dirname, isAbsolute, join, normalize, sep } from "node:path";
import { ConfigError, ModelError } from "../errors.js";
import { importBrain, isBrain } from "../import/brain.js";
import { importKeras } from "../import/kerasFile.js";
import { importOnnx, isOnnx } from "../import/onnx.js";
import { importTfjs, isTfjs, shardPaths } from "../import/tfjs.js";
import { importTorch, isSafetensors, type TorchOptions } from "../import/torch.js";
import { isZip } from "../readers/zip.js";
import { strictJson } from "../network/strictJson.js";
import type { Network } from "../train/network.js";
import { oneOf, show } from "../wording.js";
import { readBytes } from "./files.js";

/** A file, as far as it is known before its format is. */
export interface ImportedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** The object that it describes in JSON; null for another kind of file. */
  readonly json: Record<string, unknown> | null;
}

interface Importer {
  /** What it reads, for the help. */
  readonly what: string;
  readonly recognises: (file: ImportedFile) => boolean;
  readonly read: (file: ImportedFile, options: TorchOptions) => Network | Promise<Network>;
}

/** Importers by the name of the format. */
export const importers: Readonly<Record<string, Importer>> = {
  tfjs: {
    what: "TensorFlow.js",
    recognises: ({ json }) => json !== null && isTfjs(json),
    read: ({ path, bytes, json }, options) => {
      const weights = shardPaths(json ?? {}, path).map((shard) => readBytes(beside(path, shard)));
      return importTfjs(json ?? bytes, { ...options, weights });
    },
  },
  brain: {
    what: "brain.js",
    recognises: ({ json }) => json !== null && isBrain(json),
    read: ({ bytes, json }, options) => importBrain(json ?? bytes, options),
  },
  keras: {
    what: "Keras 3",
    recognises: ({ bytes }) => isZip(bytes),
    read: ({ bytes }, options) => importKeras(bytes, options),
  },
  torch: {
    what: "PyTorch's safetensors",
    recognises: ({ bytes }) => isSafetensors(bytes),
    read: ({ bytes }, options) => importTorch(bytes, options),
  },
  onnx: {
    what: "ONNX",
    recognises: ({ bytes }) => isOnnx(bytes),
    read: ({ bytes }, options) => importOnnx(bytes, options),
  },
};

/** Opens a file and finds its format. @throws ConfigError, ModelError */
export function openFile(path: string, from: string | undefined): { file: ImportedFile; format: string } {
  const names = Object.keys(importers);
  if (from !== undefined && !names.includes(from)) {
    throw new ConfigError({ setting: "--from", expected: oneOf(names), got: show(from) });
  }
  const bytes = readBytes(path);
  const file = { path, bytes, json: jsonIn(bytes) };
  const format = from ?? names.find((name) => importers[name]!.recognises(file));
  if (format !== undefined) return { file, format };
  const known = names.map((name) => importers[name]!.what).join(", ");
  throw new ModelError(
    `${path}: expected a model of another program (${known}), got a file of another kind. Name its format by --from.`,
  );
}

function jsonIn(bytes: Uint8Array): Record<string, unknown> | null {
  const first = bytes.findIndex((byte) => byte > 0x20);
  if (bytes[first] !== 0x7b) return null;
  const read = strictJson(new TextDecoder().decode(bytes));
  return "value" in read ? (read.value as Record<string, unknown>) : null;
}

/** A file that another one names. @throws ModelError for one that is not in its folder */
function beside(path: string, name: string): string {
  const own = normalize(name);
  if (!isAbsolute(own) && own !== ".." && !own.startsWith(`..${sep}`)) return join(dirname(path), own);
  throw new ModelError(`${path}: expected weights in files beside it, got ${show(name)}. Move them there.`);
}
