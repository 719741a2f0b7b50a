/**
 * What the reader of one kind of file has to offer. `dataFiles.ts` has the list of readers and chooses among them;
 * who calls it need not know any kind.
 */
import { DataError, ShapeError } from "../errors.js";
import type { Dataset } from "../data/dataset.js";
import type { Separator } from "./csv.js";
import type { DataNotes } from "./notes.js";

/** A file in memory. */
export interface FileBytes {
  /** For messages. */
  readonly name: string;
  /** Unpacked. */
  readonly bytes: Uint8Array;
}

/** How to read a file. An option that the kind of file cannot use is refused, not ignored. */
export interface ReadOptions {
  /** The file with the labels, where the samples come without. */
  labels?: FileBytes | undefined;
  /** Name of the column to learn. */
  target?: string | undefined;
  /** Whether the last column is the one to learn, where `target` names none. */
  lastIsTarget?: boolean | undefined;
  /** Whether the target is a class or a number (default: what it looks like). */
  targetKind?: "class" | "number" | undefined;
  /** Names of columns that are not inputs. */
  drop?: readonly string[] | undefined;
  /** What stands between cells (default: that of the model, or ","); "auto" takes what the first line has most of. */
  separator?: Separator | "auto" | undefined;
  /** Name of the column with the sample weights. */
  sampleWeights?: string | undefined;
}

/** A model whose data the file must be like. */
export interface KnownModel {
  readonly notes: DataNotes;
  /** As messages call it: "the model", "the model to start from". */
  readonly name: string;
  /** Width of an input row. */
  readonly inputs: number;
  readonly outputs: number;
}

/** What was read. */
export interface Reading {
  dataset: Dataset;
  /** What a model that is trained on it must remember. */
  notes: DataNotes;
}

/** How one kind of file becomes a `Dataset`. */
export interface Reader {
  /** As messages name a file of this kind: "a CSV file". */
  readonly kind: string;
  /** As messages name what the file should have held: "CSV text". */
  readonly content: string;
  /** Options that the kind cannot use, and what to do instead. */
  readonly refuses: { readonly [Option in keyof ReadOptions]?: string };
  /** Whether the bytes are of this kind, seen from their beginning; only one reader may say so of any bytes. */
  recognises(bytes: Uint8Array): boolean;
  /** Whether the file has the labels of other samples. Left out where no such file exists. */
  hasLabels?(file: FileBytes): boolean;
  /**
   * Reads samples to train on.
   *
   * @param withTargets whether the file must say what to learn; false for an autoencoder
   * @param model       the one that training starts from, if any
   */
  readToTrain(file: FileBytes, options: ReadOptions, withTargets: boolean, model: KnownModel | null): Reading;
  /** Reads samples for a model that exists: to predict on or, `withTargets`, to evaluate it. */
  readForModel(file: FileBytes, model: KnownModel, options: ReadOptions, withTargets: boolean): Dataset;
}

/** Refuses a file of another kind than the model was trained on. */
export function refuseOtherKind(
  { name }: FileBytes,
  model: KnownModel | null,
  was: string,
  is: string,
): never {
  throw new DataError(`${model!.name} was trained on ${was}, not on ${is}.`, { file: name });
}

/** Refuses rows of another size than the model takes. */
export function refuseOtherSize({ name }: FileBytes, takes: string, got: string | number): never {
  throw new ShapeError(`${name}: expected ${takes}, as the model takes them, got ${got}.`);
}
