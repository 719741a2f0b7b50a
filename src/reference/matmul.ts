/**
 * The three matrix products of a training step, and their textbook form `naive`. `blocked.ts` has the same products in
 * a form that is fast in plain JavaScript. Both compute each element of the result as one sum in double, starting at 0,
 * term after term, and store it once. So both give the same bits, and in float64 the wasm kernels do too.
 *
 * Not here: biases, activations, losses.
 */
import type { Storage } from "./storage.js";

/** All matrices are row-major. A result is overwritten and must not overlap an operand. */
export interface Matmul {
  /**
   * netInput ← activation · weights
   *
   * @param netInput   [rows × units] overwritten
   * @param activation [rows × inputs] read
   * @param weights    [inputs × units] read
   */
  forward(
    netInput: Storage,
    activation: Storage,
    weights: Storage,
    rows: number,
    inputs: number,
    units: number,
  ): void;

  /**
   * deltaBelow ← delta · weightsᵀ
   *
   * @param deltaBelow [rows × inputs] overwritten
   * @param delta      [rows × units] read
   * @param weights    [inputs × units] read
   */
  backward(
    deltaBelow: Storage,
    delta: Storage,
    weights: Storage,
    rows: number,
    inputs: number,
    units: number,
  ): void;

  /**
   * gradient ← activationᵀ · delta
   *
   * @param gradient   [inputs × units] overwritten
   * @param activation [rows × inputs] read
   * @param delta      [rows × units] read
   */
  gradient(
    gradient: Storage,
    activation: Storage,
    delta: Storage,
    rows: number,
    inputs: number,
    units: number,
  ): void;
}

/** Three nested loops each. */
export const naive: Matmul = {
  forward(netInput, activation, weights, rows, inputs, units) {
    for (let row = 0; row < rows; row++) {
      for (let unit = 0; unit < units; unit++) {
        let sum = 0;
        for (let input = 0; input < inputs; input++) {
          sum += activation[row * inputs + input]! * weights[input * units + unit]!;
        }
        netInput[row * units + unit] = sum;
      }
    }
  },

  backward(deltaBelow, delta, weights, rows, inputs, units) {
    for (let row = 0; row < rows; row++) {
      for (let input = 0; input < inputs; input++) {
        let sum = 0;
        for (let unit = 0; unit < units; unit++) {
          sum += delta[row * units + unit]! * weights[input * units + unit]!;
        }
        deltaBelow[row * inputs + input] = sum;
      }
    }
  },

  gradient(gradient, activation, delta, rows, inputs, units) {
    for (let input = 0; input < inputs; input++) {
      for (let unit = 0; unit < units; unit++) {
        let sum = 0;
        for (let row = 0; row < rows; row++) {
          sum += activation[row * inputs + input]! * delta[row * units + unit]!;
        }
        gradient[input * units + unit] = sum;
      }
    }
  },
};
