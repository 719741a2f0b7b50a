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
 *   Network.create({ layers: [2, 3, 1], optimizer: { kind: "adam", momentum: 0.9 } });
 * } catch (error) {
 *   if (error instanceof ConfigError) console.log(error.message);
 *   // → optimizer.momentum: adam takes no momentum. It takes learningRate, beta1, beta2, epsilon.
 * }
 * ```
 */
export class ConfigError extends ChainruleError {
  /** "ConfigError". */
  override name = "ConfigError";
  /** The setting, by its path: "batchSize", "optimizer.beta1", "layers[1].units". */
  readonly setting: string | undefined;
  /** What was expected, in words. */
  readonly expected: string | undefined;
  /** What came instead, as the message shows it. */
  readonly got: string | undefined;
  /** What to do, as a sentence. */
  readonly advice: string | undefined;
  readonly #problem: ConfigProblem | undefined;

  /** @param problem the parts of the message, or the whole message where it is about no setting */
  constructor(problem: ConfigProblem | string) {
    const parts = typeof problem === "string" ? undefined : problem;
    super(parts ? sentenceOf(parts, parts.setting) : String(problem));
    this.#problem = parts;
    this.setting = parts?.setting;
    this.expected = parts?.expected;
    this.got = parts?.got;
    this.advice = parts?.advice;
  }

  /** The message with another name for the setting, such as a flag of a command line. */
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
}

/**
 * Data that cannot be read or trained on: a bad cell, a truncated file, a NaN.
 *
 * @example
 * ```js
 * import { DataError, inferSchema, readCsv } from "chainrule";
 *
 * try {
 *   inferSchema(readCsv("width,class\n1.5,a\n2.5,b\nwide,a", "iris.csv"), "class");
 * } catch (error) {
 *   if (error instanceof DataError) console.log(error.message);
 *   // → iris.csv line 4, column "width": expected a number, got "wide". Remove the row, or correct the cell.
 * }
 * ```
 */
export class DataError extends ChainruleError {
  /** "DataError". */
  override name = "DataError";
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
 *   Network.load(bytes.subarray(0, 100), "xor.safetensors");
 * } catch (error) {
 *   if (error instanceof ModelError) console.log(error.message);
 *   // → xor.safetensors: not a readable safetensors file: its header should have 1192 bytes, but 92 follow.
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
 *   // → a network of 1 layers: needs 40,000,401,024 bytes in all, WebAssembly memory ends at 4,294,967,296. …
 * }
 * ```
 */
export class MemoryError extends ChainruleError {
  /** "MemoryError". */
  override name = "MemoryError";
}

/**
 * Training that ran into numbers that are not finite. The network has the last weights that were finite, and the
 * message says in which epoch and batch it began, and what may help.
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
 *   if (error instanceof DivergenceError) console.log(error.message);
 *   // → epoch 5, batch 1: layer 1: activations[0][0] is -Infinity. To mend it: take a smaller learning rate …
 * }
 * ```
 */
export class DivergenceError extends ChainruleError {
  /** "DivergenceError". */
  override name = "DivergenceError";
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
 * A check of this machine that failed: what the command `chainrule verify` ends with. The function `verify` throws
 * nothing: it reports, and whoever calls it may throw this.
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
