/** The cosine as Box and Muller (1958) need it, with the same bits in all builds. */
import { hornerStep, maximum, multiply, splat, subtract } from "./lanes";

/**
 * cos(2πu) for 0 ≤ u < 1.
 *
 *     w = max(¼ − u, u − ¾),   cos(2πu) = sin(2πw),   −¼ ≤ w ≤ ¼
 *
 * u is measured in turns because then its distance from a zero of the cosine is exact where it is small.
 * sin(2πw) / w is a polynomial in w², a Chebyshev interpolant by scripts/coefficients.py, within 2⁻²⁷ (f32)
 * or 2⁻⁶¹ (f64).
 *
 * Range: 0 … 1; cosines of ¼ and ¾ are 0.
 * Worst error: f32 3.25 ULP, over every input; f64 3.01 ULP, over a million random inputs
 * against integer arithmetic of 160 bits. Measured by bench/accuracy.mjs.
 */
@inline
export function cosineOfTurns<T, V>(u: V): V {
  const falling = subtract<T, V>(splat<T, V>(0.25 as T), u);
  const w = maximum<T, V>(falling, subtract<T, V>(u, splat<T, V>(0.75 as T)));
  const y = multiply<T, V>(w, w);
  let p: V;
  if (sizeof<T>() == 8) {
    p = splat<T, V>(0.10089695501646811163 as T);
    p = hornerStep<T, V>(p, y, -0.71773379214134533133);
    p = hornerStep<T, V>(p, y, 3.8199280942271642021);
    p = hornerStep<T, V>(p, y, -15.094641676117900093);
    p = hornerStep<T, V>(p, y, 42.05869392542868225);
    p = hornerStep<T, V>(p, y, -76.705859752824919209);
    p = hornerStep<T, V>(p, y, 81.605249276073615183);
    p = hornerStep<T, V>(p, y, -41.341702240399756862);
    p = hornerStep<T, V>(p, y, 6.2831853071795864756);
  } else {
    p = splat<T, V>(39.759827085319101139 as T);
    p = hornerStep<T, V>(p, y, -76.581172644278724467);
    p = hornerStep<T, V>(p, y, 81.60247636892517969);
    p = hornerStep<T, V>(p, y, -41.341680613346515274);
    p = hornerStep<T, V>(p, y, 6.2831852801544065035);
  }
  return multiply<T, V>(w, p);
}
