/**
 * Elementary functions in integer arithmetic, and the error of a double beside them. An exact number is { sum, n }:
 * sum · 2^(n − scale). Arguments are doubles; results keep more than 100 bits where |x| > 2⁻⁵⁰.
 */
const scale = 160n;
const bits = Number(scale);
const one = 1n << scale;

/** Σ 1 / (n · 2ⁿ) */
let ln2 = 0n;
for (let n = 1n; n < scale + 16n; n++) ln2 += (one << 16n) / (n << n);
ln2 >>= 16n;

/** Machin 1706: π = 16 arctan ⅕ − 4 arctan 1/239 */
const pi = (16n * arctanOfInverse(5n) - 4n * arctanOfInverse(239n)) >> 16n;
const inverseRoot = root(((one << (2n * scale)) / (2n * pi) / one) << scale);

function arctanOfInverse(d) {
  let sum = 0n;
  let power = (one << 16n) / d;
  for (let k = 1n; power !== 0n; k += 4n) {
    sum += power / k - power / (d * d) / (k + 2n);
    power /= d ** 4n;
  }
  return sum;
}

/** ⌊√n⌋, by Newton. */
function root(n) {
  let x = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (x + n / x) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}

const view = new DataView(new ArrayBuffer(8));

/** Mantissa and exponent of a finite double: x = m · 2^e. */
function parts(x) {
  view.setFloat64(0, x);
  const word = view.getBigUint64(0);
  const exponent = Number((word >> 52n) & 2047n);
  const fraction = word & ((1n << 52n) - 1n);
  const m = exponent ? fraction | (1n << 52n) : fraction;
  return { m: x < 0 ? -m : m, e: (exponent || 1) - 1075 };
}

const shifted = (value, by) => (by >= 0 ? value << BigInt(by) : value >> BigInt(-by));
const fixed = (x) => {
  const { m, e } = parts(x);
  return shifted(m, e + bits);
};
const times = (a, b) => (a * b) >> scale;

/** r + r²/2! + … for a small r. */
function seriesOf(r) {
  let term = r;
  let sum = r;
  for (let k = 2n; term !== 0n && term !== -1n; k++) {
    term = (term * r) / (k << scale);
    sum += term;
  }
  return sum;
}

/** e^value, value ≤ 0 */
function power(value) {
  const n = -((-value + ln2 / 2n) / ln2);
  return { sum: one + seriesOf(value - n * ln2), n: Number(n) };
}

/** 1 − e^value as a fixed-point number, value ≤ 0 */
function lessOne(value) {
  if (value > -one >> 1n) return -seriesOf(value);
  const { sum, n } = power(value);
  return one - shifted(sum, n);
}

/** 2 · artanh s */
function twiceArtanh(s) {
  const z = times(s, s);
  let term = 2n * s;
  let sum = term;
  for (let k = 3n; term !== 0n && term !== -1n; k += 2n) {
    term = times(term, z);
    sum += term / k;
  }
  return sum;
}

function density(x) {
  const { sum, n } = power(-(fixed(x) * fixed(x)) >> (scale + 1n));
  return { sum: times(sum, inverseRoot), n };
}

/** Φ(−t), t ≥ 0: the series of positive terms for ½ − Φ(−t), or beyond 6 Laplace's continued fraction. */
function lowerTail(t) {
  const at = fixed(t);
  const { sum, n } = density(t);
  if (t > 6) {
    let fraction = at;
    for (let k = 90n; k > 0n; k--) fraction = at + (k << (2n * scale)) / fraction;
    return { sum: (sum << scale) / fraction, n };
  }
  const square = times(at, at);
  let term = at;
  let total = at;
  for (let k = 3n; term !== 0n; k += 2n) {
    term = (term * square) / (k << scale);
    total += term;
  }
  return { sum: (one >> 1n) - shifted(times(sum, total), n), n: 0 };
}

/** By the names of `Elementary` in assembly/codes.ts. */
export const exact = {
  exponential: (x) => power(fixed(x)),
  sigmoid(x) {
    const { sum, n } = power(fixed(-Math.abs(x)));
    const e = shifted(sum, n);
    if (x >= 0) return { sum: (one << scale) / (one + e), n: 0 };
    return { sum: (sum << scale) / (one + e), n };
  },
  exponentialLessOne: (x) => ({ sum: -lessOne(fixed(x)), n: 0 }),
  hyperbolicTangent(x) {
    const d = lessOne(-2n * fixed(Math.abs(x)));
    const sum = (d << scale) / (2n * one - d);
    return { sum: x < 0 ? -sum : sum, n: 0 };
  },
  logarithm(x) {
    const { m, e } = parts(x);
    let k = m.toString(2).length + e;
    let y = shifted(m, bits + e - k);
    if (y * 10n < one * 7n) [y, k] = [y << 1n, k - 1];
    return { sum: BigInt(k) * ln2 + twiceArtanh(((y - one) << scale) / (y + one)), n: 0 };
  },
  logarithmOfOnePlus(x) {
    const y = fixed(x);
    return { sum: twiceArtanh((y << scale) / (y + 2n * one)), n: 0 };
  },
  normalCumulative(x) {
    const { sum, n } = lowerTail(Math.abs(x));
    return x < 0 ? { sum, n } : { sum: one - shifted(sum, n), n: 0 };
  },
  normalDensity: density,
  cosineOfTurns(u) {
    const distance = fixed(u) - one / 2n;
    const angle = times(2n * pi, (distance < 0n ? -distance : distance) - one / 4n);
    const square = times(angle, angle);
    let term = angle;
    let sum = angle;
    for (let k = 2n; term !== 0n && term !== -1n; k += 2n) {
      term = -((term * square) / ((k * (k + 1n)) << scale));
      sum += term;
    }
    return { sum, n: 0 };
  },
};

/** |got − right| in units in the last place of the right result, a double. */
export function error64(got, { sum, n }) {
  const size = sum < 0n ? -sum : sum;
  const exponent = size.toString(2).length - 1 - bits + n;
  const unit = Math.max(exponent, -1022) - 52;
  const { m, e } = parts(got);
  const difference = shifted(m, e - unit + 60) - shifted(sum, n - bits - unit + 60);
  return Math.abs(Number(difference)) / 2 ** 60;
}
