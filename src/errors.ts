/**
 * The errors that reach a user. Each says where, what was expected, what came, and what to do, with names
 * as the user wrote them. Not for broken invariants of our own: those are plain `Error`s.
 */

/**
 * The parent of all errors that this package throws on purpose: `instanceof ChainruleError` means that the message
 * is for the person. It says where, what was expected, what came, and what to do. Anything else is a fault of ours.
 *
 * @example
 * ```js
 * import { ChainruleError, Network } from "chainrule";
 *
 * try {
 *   Network.create({ layers: [2, 3, 1], batchSize: 0 });
 * } catch (error) {
 *   if (!(error instanceof ChainruleError)) throw error;
 *   console.log(`${error.name}: ${error.message}`);
 *   // → ConfigError: batchSize: expected an integer ≥ 1 or "full", got 0.
 * }
 * ```
 */
export class ChainruleError extends Error {
  /** Name of the class, as it stands before the message: "ConfigError", "DataError", … */
  override name = "ChainruleError";
}

/**
 * A setting that has a wrong value, an unknown name, or does not go with another setting. Thrown before anything has
 * changed.
 *
 * @example
 * ```js
 * import { ConfigError, Network } from "chainrule";
 *
 * try {
 *   Network.create({ layers: [2, 3, 1], optimizer: "lbfgs", batchSize: 16 });
 * } catch (error) {
 *   if (error instanceof ConfigError) console.log(error.message);
 *   // → batchSize: lbfgs takes all samples at once, got 16. Set it to "full".
 * }
 * ```
 */
export class ConfigError extends ChainruleError {
  /** "ConfigError". */
  override name = "ConfigError";
  readonly #problem: ConfigProblem | undefined;

  /**
   * Makes the message from its parts.
   *
   * @param problem the parts of the message, or the whole message where it is about no setting
   */
  constructor(problem: ConfigProblem | string) {
    super(typeof problem === "string" ? problem : sentenceOf(problem, problem.setting));
    this.#problem = typeof problem === "string" ? undefined : problem;
  }

  /** The setting, by its path: "batchSize", "optimizer.beta1", "layers[1].units". */
  get setting(): string | undefined {
    return this.#problem?.setting;
  }

  /** What was expected, in words. */
  get expected(): string | undefined {
    return this.#problem?.expected;
  }

  /** What came instead, as the message shows it. */
  get got(): string | undefined {
    return this.#problem?.got;
  }

  /** What to do, as a sentence. */
  get advice(): string | undefined {
    return this.#problem?.advice;
  }

  /**
   * The same error with some parts of its message changed.
   *
   * @param parts in place of those of the error
   * @returns a new error, or this one where it is about no setting
   *
   * @example
   * ```js
   * import { ConfigError } from "chainrule";
   *
   * const error = new ConfigError({ setting: "layers[0].dropout", expected: "a number", got: '"half"' });
   * console.log(error.about({ setting: "inputDropout" }).message);
   * // → inputDropout: expected a number, got "half".
   * ```
   */
  about(parts: Partial<ConfigProblem>): ConfigError {
    return this.#problem ? new ConfigError({ ...this.#problem, ...parts }) : this;
  }

  /**
   * The message with another name for the setting, such as a flag of a command line.
   *
   * @param name in place of `setting`
   * @returns `message`, unchanged where the error is about no setting
   *
   * @example
   * ```js
   * import { ConfigError } from "chainrule";
   *
   * const error = new ConfigError({ setting: "batchSize", expected: "an integer ≥ 1", got: "0" });
   * console.log(error.messageFor("--batch")); // → --batch: expected an integer ≥ 1, got 0.
   * ```
   */
  messageFor(name: string): string {
    return this.#problem ? sentenceOf(this.#problem, name) : this.message;
  }
}

/** The parts of the message of a `ConfigError`: `setting: expected …, got …. Advice.` */
export interface ConfigProblem {
  /** The setting, by its path. */
  readonly setting: string;
  /** What was expected, in words. */
  readonly expected?: string | undefined;
  /** What is wrong, in place of "expected …". */
  readonly reason?: string | undefined;
  /** What came instead, as the message shows it. */
  readonly got?: string | undefined;
  /** What to do, as a sentence. */
  readonly advice?: string | undefined;
}

function sentenceOf({ expected, reason, got, advice }: ConfigProblem, name: string | undefined): string {
  const wrong = reason ?? `expected ${expected}`;
  return `${name}: ${wrong}${got === undefined ? "" : `, got ${got}`}.${advice ? ` ${advice}` : ""}`;
}

/**
 * Matrices, vectors or layers whose sizes do not fit each other. Thrown before anything has changed.
 *
 * @example
 * ```js
 * import { Network, ShapeError } from "chainrule";
 *
 * try {
 *   Network.create({ layers: [3, 1] }).predict([[1, 2]]);
 * } catch (error) {
 *   if (error instanceof ShapeError) console.log(error.message);
 *   // → inputs: the network takes 3 columns, the data have 2. Set layers[0] to 2, or give other data.
 * }
 * ```
 */
export class ShapeError extends ChainruleError {
  /** "ShapeError". */
  override name = "ShapeError";
  /** The size that was expected: columns, rows, units or numbers; where the message has one. */
  readonly expected: number | undefined;
  /** The size that came instead. */
  readonly got: number | undefined;

  /**
   * Takes the message as it is.
   *
   * @param message where, what was expected, what came, and what to do
   * @param sizes   what was expected and what came, where that is one number each
   */
  constructor(message: string, sizes: { readonly expected?: number; readonly got?: number } = {}) {
    super(message);
    this.expected = sizes.expected;
    this.got = sizes.got;
  }
}

/** Where the data are wrong: in a file, or in a matrix in memory. */
export interface DataPlace {
  /** Name of the file. */
  readonly file?: string | undefined;
  /** Line of the file, counted from 1. */
  readonly line?: number | undefined;
  /** Name of the column, or its number: counted from 1 in a file, from 0 in memory. */
  readonly column?: string | number | undefined;
  /** Name of the matrix in memory: "inputs", "targets". */
  readonly matrix?: string | undefined;
  /** Row of the matrix, counted from 0. */
  readonly row?: number | undefined;
}

/**
 * Data that cannot be read or trained on: a bad cell, a truncated file, a NaN. The message begins with the place.
 *
 * @example
 * ```js
 * import { DataError, inferSchema, readCsv } from "chainrule";
 *
 * try {
 *   inferSchema(readCsv("width,class\n1.5,a\n2.5,b\nwide,a", "iris.csv"), "class");
 * } catch (error) {
 *   if (error instanceof DataError) console.log(error.line, error.column, error.message.slice(0, 63));
 *   // → 4 width iris.csv line 4, column "width": expected a number, got "wide".
 * }
 * ```
 */
export class DataError extends ChainruleError {
  /** "DataError". */
  override name = "DataError";
  /** Name of the file. */
  readonly file: string | undefined;
  /** Line of the file, counted from 1. */
  readonly line: number | undefined;
  /** Name of the column, or its number: counted from 1 in a file, from 0 in memory. */
  readonly column: string | number | undefined;
  /** Row of the data in memory, counted from 0. */
  readonly row: number | undefined;

  /**
   * Makes the message from the place and the problem.
   *
   * @param problem what is wrong and what to do, as sentences
   * @param place   where; and `cause`, the error that led to this one
   */
  constructor(problem: string, place: DataPlace & ErrorOptions = {}) {
    super(placeText(place) + problem, place.cause === undefined ? {} : { cause: place.cause });
    this.file = place.file;
    this.line = place.line;
    this.column = place.column;
    this.row = place.row;
  }
}

/** `iris.csv line 4, column "width": `, `inputs: row 3, column 1: `; "" for no place. */
function placeText({ file, line, column, matrix, row }: DataPlace): string {
  const name = typeof column === "string" ? JSON.stringify(column) : column;
  const inFile = file === undefined ? "" : `${String(file)}${line === undefined ? "" : ` line ${line}`}`;
  const start = matrix === undefined ? inFile : `${matrix}${row === undefined ? "" : `: row ${row}`}`;
  if (start === "") return "";
  return column === undefined ? `${start}: ` : `${start}, column ${name}: `;
}

/**
 * A model file that is not one, or is cut short, or was written by a later version.
 *
 * @example
 * ```js
 * import { ModelError, Network } from "chainrule";
 *
 * const bytes = Network.create({ layers: [2, 3, 1] }).save();
 * try {
 *   Network.load(bytes.subarray(0, 4), "xor.safetensors");
 * } catch (error) {
 *   if (error instanceof ModelError) console.log(error.message);
 *   // → xor.safetensors: not a readable safetensors file: expected at least 8 bytes, got 4.
 * }
 * ```
 */
export class ModelError extends ChainruleError {
  /** "ModelError". */
  override name = "ModelError";
}

/**
 * Memory that the host cannot give; the message names the bytes asked and the bytes there are. WebAssembly's memory
 * ends at 4 GiB.
 *
 * @example
 * ```js
 * import { MemoryError, Network } from "chainrule";
 *
 * try {
 *   Network.create({ layers: [100_000, 100_000] });
 * } catch (error) {
 *   if (error instanceof MemoryError) console.log(error.message);
 *   // → a network of 1 layer: needs 40,000,401,024 bytes in all, WebAssembly memory ends at 4,294,967,296. …
 * }
 * ```
 */
export class MemoryError extends ChainruleError {
  /** "MemoryError". */
  override name = "MemoryError";
}

/** What a `DivergenceError` says, in parts. */
export interface Divergence {
  /** Epoch in which it began, 1 for the first; null before the first step. */
  readonly epoch: number | null;
  /** Batch of the epoch, 1 for the first; null before the first step. */
  readonly batch: number | null;
  /** Layer that had the first number that is not finite, 1 for the first that computes; null where none had. */
  readonly layer: number | null;
  /** What is not finite: "activations[0][3] is Infinity". */
  readonly what: string;
  /** What to do, and what became of the weights, as sentences. */
  readonly advice: string;
}

/**
 * Training that ran into numbers that are not finite. The network has the last weights that were finite. The error says
 * in which epoch, batch and layer it began, and what may help.
 *
 * @example
 * ```js
 * import { Dataset, DivergenceError, Network } from "chainrule";
 *
 * const network = Network.create({ layers: [1, { units: 1, activation: "identity" }] });
 * try {
 *   const line = Dataset.from([[1], [2], [3]], [[2], [4], [6]]);
 *   await network.fit(line, { optimizer: { learningRate: 1e9 }, epochs: 100 });
 * } catch (error) {
 *   if (!(error instanceof DivergenceError)) throw error;
 *   console.log(error.problem);
 *   // → epoch 4, batch 1: layer 1: weights[0] became -Infinity
 *   console.log(error.epoch, error.batch, error.layer); // → 4 1 1
 *   console.log(error.advice);
 *   // → Lower the learning rate (now 1000000000), or set clipNorm. Weights were restored to their values before this batch.
 * }
 * ```
 */
export class DivergenceError extends ChainruleError {
  /** "DivergenceError". */
  override name = "DivergenceError";
  /** Epoch in which it began, 1 for the first; null before the first step. */
  readonly epoch: number | null;
  /** Batch of the epoch, 1 for the first; null before the first step. */
  readonly batch: number | null;
  /** Layer that had the first number that is not finite, 1 for the first that computes; null where none had. */
  readonly layer: number | null;
  /** Where and what, without the advice. */
  readonly problem: string;
  /** What to do, and what became of the weights, as sentences. */
  readonly advice: string;

  /**
   * Makes the message from its parts.
   *
   * @param divergence the parts of the message, or the whole message where it did not come from a `fit`
   */
  constructor(divergence: Divergence | string) {
    const parts = typeof divergence === "string" ? null : divergence;
    const problem = parts ? problemOf(parts) : String(divergence);
    super(parts ? `${problem}. ${parts.advice}` : problem);
    this.epoch = parts?.epoch ?? null;
    this.batch = parts?.batch ?? null;
    this.layer = parts?.layer ?? null;
    this.problem = problem;
    this.advice = parts?.advice ?? "";
  }
}

function problemOf({ epoch, batch, layer, what }: Divergence): string {
  const when = epoch === null ? "before the first step" : `epoch ${epoch}, batch ${batch}`;
  return `${when}: ${layer === null ? "" : `layer ${layer}: `}${what}`;
}

/**
 * A training thread that failed or died, or whose network was disposed of while it worked. `fit` rejects with it, and the
 * weights are as they were before the call.
 *
 * @example
 * ```js
 * import { Dataset, Network, ThreadError } from "chainrule";
 *
 * const network = Network.create({ layers: [1, 1], threads: 2 });
 * const training = network.fit(Dataset.from([[0], [1]], [[1], [0]]), { epochs: 1e6 });
 * setTimeout(() => network.dispose(), 100);
 * await training.catch((error) => {
 *   if (error instanceof ThreadError) console.log(error.message);
 *   // → the network was disposed of while its threads were at work.
 * });
 * ```
 */
export class ThreadError extends ChainruleError {
  /** "ThreadError". */
  override name = "ThreadError";
}

/**
 * A check of this machine that failed: what the command `chainrule verify` ends with, and `fit` where a wide build gave
 * wrong bits. The function `verify` reports and throws nothing; its caller may throw this error.
 *
 * @example
 * ```js
 * import { ChainruleError, VerificationError } from "chainrule";
 *
 * const error = new VerificationError("gradients, simd: 1 of 155 cases failed.");
 * console.log(`${error.name}: ${error.message}`);
 * // → VerificationError: gradients, simd: 1 of 155 cases failed.
 * console.log(error instanceof ChainruleError); // → true
 * ```
 */
export class VerificationError extends ChainruleError {
  /** "VerificationError". */
  override name = "VerificationError";
}
