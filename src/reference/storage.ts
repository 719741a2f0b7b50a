/**
 * How the reference keeps its numbers. Arithmetic is always in double; with "float32" each result is rounded
 * once, when it is stored. So a float32 sum here is more accurate than one computed in float32 throughout, and its last
 * bit may differ from other implementations.
 */

export type Precision = "float64" | "float32";

/** A row-major matrix or a vector, in either precision. */
export type Storage = Float64Array | Float32Array;

/** A zeroed array of `length` elements. */
export function allocate(precision: Precision, length: number): Storage {
  return precision === "float64" ? new Float64Array(length) : new Float32Array(length);
}

/**
 * Weights [inputs × units] and biases of one layer, [units], [1] if shared, [0] without biases. Those of the last layer of a
 * network with members are [members × inputs × units] and [members × units].
 */
export interface LayerValues<Values = Storage> {
  weights: Values;
  biases: Values;
  /** [members × inputs], of the first layer where inputs have factors */
  inputFactors?: Values;
}
