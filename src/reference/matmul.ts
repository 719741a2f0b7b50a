/**
 * The three matrix products of a training step, twice: `naive`, as a textbook has them, and `blocked`, as
 * fast as we could make plain JavaScript. In both each element of the result is the sum of its terms taken
 * one after the other from the first, starting at 0, in double, and stored once: so both give the same bits,
 * and in float64 so do the wasm kernels.
 *
 * Not here: biases, activations, losses; choosing between the two.
 */
import type { Storage } from "./storage.js";

/** All matrices are row-major; results are overwritten, whatever they held, and overlap no operand. */
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

/** Three plain loops each. */
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
