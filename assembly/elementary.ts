/**
 * The elementary functions of activations, losses and optimisers, all of <T, V> as in lanes.ts. Each gives the same
 * bits in every exact build, in a vector's lane as in a scalar; what each is worth stands where it is defined, and
 * measured in docs/accuracy.md.
 */
export { cosineOfTurns } from "./cosine";
export { exponential, exponentialLessOne } from "./exponential";
export { gelu } from "./gelu";
export { squareRoot } from "./lanes";
export { isNormal, logarithm, logarithmOfNormal, logarithmOfOnePlus } from "./logarithm";
export { gaussian, normalCumulative, normalCumulativeOf, normalDensity, normalDensityOf } from "./normal";
export { sigmoid } from "./sigmoid";
export { hyperbolicTangent } from "./tangent";
