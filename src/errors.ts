/**
 * The errors that reach a user. Each says where, what was expected, what came, and what to do, with names
 * as the user wrote them. Not for broken invariants of our own: those are plain `Error`s.
 */

/** The parent of every error below: `instanceof ChainruleError` means "said to the user on purpose". */
export class ChainruleError extends Error {
  override name = "ChainruleError";
}

/** A setting that has a wrong value, an unknown name, or does not go with another setting. */
export class ConfigError extends ChainruleError {
  override name = "ConfigError";
}

/** Matrices, vectors or layers whose sizes do not fit each other. */
export class ShapeError extends ChainruleError {
  override name = "ShapeError";
}

/** Data that cannot be read or trained on: a bad cell, a truncated file, a NaN. */
export class DataError extends ChainruleError {
  override name = "DataError";
}

/** A model file that is not one, or is cut short, or was written by a later version. */
export class ModelError extends ChainruleError {
  override name = "ModelError";
}

/** Memory that the host cannot give; names the bytes asked and the bytes there are. */
export class MemoryError extends ChainruleError {
  override name = "MemoryError";
}

/** Training that ran into numbers that are not finite. */
export class DivergenceError extends ChainruleError {
  override name = "DivergenceError";
}

/** A training thread that failed or died. */
export class ThreadError extends ChainruleError {
  override name = "ThreadError";
}

/** A check of this machine that failed. */
export class VerificationError extends ChainruleError {
  override name = "VerificationError";
}

/** The value as the user would recognise it in a message: short, strings quoted. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? value.slice(0, 57) + "…" : value);
  if (typeof value === "number" || value === undefined || value === null) return String(value);
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} of ${value.byteLength} bytes`;
  let text: string;
  try {
    text = JSON.stringify(value) ?? `a ${typeof value}`;
  } catch {
    text = typeof value === "bigint" ? `${value}n` : "an object that is no JSON";
  }
  return text.length > 60 ? text.slice(0, 57) + "…" : text;
}

/** `["a", "b", "c"]` → `"a", "b" or "c"`: the allowed names at the end of an error. */
export function oneOf(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`);
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
}
