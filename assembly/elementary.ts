/** To be replaced. */
import { add, divide, multiply, splat, subtract, negativeAbsolute, bySign, wherePositive } from "./lanes";
import { exponential } from "./sigmoid";

@inline
export function exponentialLessOne<T, V>(x: V): V {
  return subtract<T, V>(exponential<T, V>(x), splat<T, V>(1 as T));
}

@inline
export function hyperbolicTangent<T, V>(x: V): V {
  const e = exponential<T, V>(multiply<T, V>(splat<T, V>(2 as T), negativeAbsolute<T, V>(x)));
  const one = splat<T, V>(1 as T);
  const t = divide<T, V>(subtract<T, V>(one, e), add<T, V>(one, e));
  return bySign<T, V>(x, subtract<T, V>(splat<T, V>(0 as T), t), t);
}

@inline
export function logarithm<T, V>(x: V): V {
  return x;
}

@inline
export function logarithmOfOnePlus<T, V>(x: V): V {
  return x;
}

@inline
export function normalCumulative<T, V>(x: V): V {
  return x;
}

@inline
export function normalDensity<T, V>(x: V): V {
  return x;
}

@inline
export function cosineOfTurns<T, V>(x: V): V {
  return x;
}
