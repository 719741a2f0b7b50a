/**
 * The one comparison of numbers in all tests. Every bound is written `!(error <= bound)`, so that NaN fails,
 * on either side. Not here: what is compared, and how well it should agree.
 */

/** |actual − expected| may be as large as the larger of the two; one left out is 0. */
export interface Bounds {
  absolute?: number;
  /** of |expected| */
  relative?: number;
}

/** Two numbers, or numbers of numbers, that should agree and do not. */
export class ComparisonError extends Error {
  override name = "ComparisonError";
}

/**
 * Compares numbers, or arrays of equal length element by element. Equal infinities agree; nothing else agrees
 * with an infinity.
 *
 * @param what named in the message
 * @throws ComparisonError for the first element that is off
 */
export function expectClose(
  actual: number | ArrayLike<number>,
  expected: number | ArrayLike<number>,
  bounds: Bounds,
  what: string,
): void {
  const { absolute = 0, relative = 0 } = bounds;
  forEachPair(actual, expected, what, (got, wanted, where) => {
    const error = got === wanted ? 0 : Math.abs(got - wanted);
    const finite = Math.min(Number.MAX_VALUE, Math.max(absolute, relative * Math.abs(wanted)));
    const bound = Number.isFinite(wanted) ? finite : 0;
    if (!(error <= bound)) {
      throw new ComparisonError(
        `${where()}: expected ${wanted}, got ${got}: error ${error} is not within ${bound}.`,
      );
    }
  });
}

/** Compares bit for bit: +0 is not −0; NaN is NaN, of whatever payload. @throws ComparisonError */
export function expectSameBits(
  actual: number | ArrayLike<number>,
  expected: number | ArrayLike<number>,
  what: string,
): void {
  forEachPair(actual, expected, what, (got, wanted, where) => {
    if (!Object.is(got, wanted)) {
      const shown = [wanted, got].map((value) => (Object.is(value, -0) ? "-0" : String(value)));
      throw new ComparisonError(`${where()}: expected ${shown[0]}, got ${shown[1]}: the bits differ.`);
    }
  });
}

function forEachPair(
  actual: number | ArrayLike<number>,
  expected: number | ArrayLike<number>,
  what: string,
  compare: (got: number, wanted: number, where: () => string) => void,
): void {
  if (typeof actual === "number" && typeof expected === "number") {
    compare(actual, expected, () => what);
    return;
  }
  if (typeof actual === "number" || typeof expected === "number") {
    throw new ComparisonError(
      typeof actual === "number"
        ? `${what}: expected an array, got a number.`
        : `${what}: expected a number, got an array.`,
    );
  }
  if (actual.length !== expected.length) {
    throw new ComparisonError(`${what}: expected ${expected.length} numbers, got ${actual.length}.`);
  }
  for (let i = 0; i < expected.length; i++) compare(actual[i]!, expected[i]!, () => `${what}[${i}]`);
}
