/**
 * The temperature of probabilities: T = 1 leaves them, T > 1 brings them nearer to each other, T < 1 nearer to 0 and 1. The
 * class with the greatest probability stays the same. `src/train/evaluation/calibration.ts` finds the temperature.
 */
import type { Floats } from "../wasm/kernels.js";
import { pow } from "./elementary.js";

/**
 * Brings answers to a temperature, in place:
 *
 *     outputs that sum to 1 (softmax)     p^(1/T) / Σ p^(1/T)                  = softmax(net inputs / T)
 *     each by itself (sigmoid)            p^(1/T) / (p^(1/T) + (1 − p)^(1/T))  = sigmoid(net input / T)
 *
 * @param answers [rows × columns] probabilities
 * @param areOfRow whether those of a row sum to 1
 */
export function temper(answers: Floats, columns: number, temperature: number, areOfRow: boolean): void {
  if (temperature === 1) return;
  const width = areOfRow ? columns : 1;
  for (let start = 0; start < answers.length; start += width) {
    const row = answers.subarray(start, start + width);
    const greatest = areOfRow ? Math.max(...row) : 1;
    const power = (p: number) => pow(p / greatest, 1 / temperature);
    let sum = areOfRow ? 0 : power(1 - row[0]!);
    for (const p of row) sum += power(p);
    row.forEach((p, at) => (row[at] = power(p) / sum));
  }
}
