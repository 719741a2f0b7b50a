/**
 * The elementary functions that activations, losses and optimisers use, over <T, V> as in lanes.ts. Each
 * gives the same bits in every exact build, in a lane of a vector as in a scalar. The file of each states its
 * accuracy; docs/accuracy.md has the measurements.
 */
export { cosineOfTurns } from "./cosine";
export { exponential, exponentialLessOne } from "./exponential";
export { gelu } from "./gelu";
export { squareRoot } from "./lanes";
export { isNormal, logarithm, logarithmOfNormal, logarithmOfOnePlus } from "./logarithm";
export { gaussian, normalCumulative, normalCumulativeOf, normalDensity, normalDensityOf } from "./normal";
export { sigmoid } from "./sigmoid";
export { hyperbolicTangent } from "./tangent";
