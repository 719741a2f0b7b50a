/**
 * Measures the worst error of exp and the logistic function in units in the last place (ULP): f32 over every
 * input there is, f64 over a million random ones against integer arithmetic of 256 bits. Slow (minutes); the
 * figures stand in the docstrings of assembly/sigmoid.ts.
 *
 *     npm run build && node bench/accuracy.mjs
 */
import { readFile } from "node:fs/promises";

const memory = new WebAssembly.Memory({ initial: 64 });
const { instance } = await WebAssembly.instantiate(await readFile("dist/wasm/simd.wasm"), {
  env: { memory },
});
const kernels = instance.exports;
const chunk = 1 << 18;
const at = 65536;

const floatBits = new Int32Array(1);
const floatOf = new Float32Array(floatBits.buffer);

/** Distance of neighbouring f32 at a value. */
function ulp32(value) {
  floatOf[0] = value;
  const exponent = Math.max((floatBits[0] >>> 23) & 255, 1) - 127;
  return 2 ** (exponent - 23);
}

/** Worst error of a kernel over all f32 with bits from `first` to `last`. */
function worst32(kernel, exact, first, last) {
  const input = new Float32Array(memory.buffer, at, chunk);
  const bits = new Uint32Array(memory.buffer, at, chunk);
  const output = new Float32Array(memory.buffer, at + 4 * chunk, chunk);
  let worst = { ulp: 0, x: 0 };
  for (let start = first; start <= last; start += chunk) {
    const count = Math.min(chunk, last - start + 1);
    for (let i = 0; i < count; i++) bits[i] = start + i;
    kernel(at + 4 * chunk, at, count);
    for (let i = 0; i < count; i++) {
      const right = exact(input[i]);
      const ulp = Math.abs(output[i] - right) / ulp32(right);
      if (!(ulp <= worst.ulp)) worst = { ulp, x: input[i] };
    }
  }
  return worst;
}

const scale = 256n;
const one = 1n << scale;
/** ln 2 = Σ 1 / (n · 2ⁿ), to 256 bits. */
let ln2 = 0n;
for (let n = 1n; n < scale + 8n; n++) ln2 += (one << 8n) / (n << n);
ln2 >>= 8n;

/** A finite double as a fixed-point number. */
function fixed(x) {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 2047n;
  const mantissa = exponent ? (bits & ((1n << 52n) - 1n)) | (1n << 52n) : bits & ((1n << 52n) - 1n);
  const shift = (exponent || 1n) - 1075n + scale;
  const size = shift >= 0n ? mantissa << shift : mantissa >> -shift;
  return x < 0 ? -size : size;
}

/** exp(x) for x ≤ 0, as fixed-point number · 2^n. */
function exactExp(x) {
  const value = fixed(x);
  const n = -((-value + ln2 / 2n) / ln2);
  const r = value - n * ln2;
  let term = one;
  let sum = one;
  for (let k = 1n; term !== 0n && k < 80n; k++) {
    term = (term * r) / (k << scale);
    sum += term;
  }
  return { sum, n: Number(n) };
}

/** |got − sum · 2^n| in units in the last place of the right result. */
function error64(got, { sum, n }) {
  // 1 ≤ sum · 2^shift < 2 decides the exponent of the result
  const top = sum.toString(2).length - 1 - Number(scale) + n;
  const unit = Math.max(top, -1022) - 52;
  // both in units of 2^(unit − 60)
  const right = shiftBy(sum, n - Number(scale) - unit + 60);
  const mine = shiftBy(
    fixed(got * 2 ** Math.min(900, -unit - 60)),
    unit * -1 + 60 - Number(scale) - Math.min(900, -unit - 60),
  );
  return Number(mine - right) / 2 ** 60;
}
function shiftBy(value, by) {
  return by >= 0 ? value << BigInt(by) : value >> BigInt(-by);
}

/** Worst error of a kernel over random doubles. `exact` gives { sum, n }. */
function worst64(kernel, exact, draw, count) {
  const input = new Float64Array(memory.buffer, at, chunk / 4);
  const output = new Float64Array(memory.buffer, at + 4 * chunk, chunk / 4);
  let worst = { ulp: 0, x: 0 };
  for (let done = 0; done < count; done += input.length) {
    for (let i = 0; i < input.length; i++) input[i] = draw();
    kernel(at + 4 * chunk, at, input.length);
    for (let i = 0; i < input.length; i++) {
      const ulp = Math.abs(error64(output[i], exact(input[i])));
      if (!(ulp <= worst.ulp)) worst = { ulp, x: input[i] };
    }
  }
  return worst;
}

/** σ(x) as { sum, n }. */
function exactSigmoid(x) {
  const { sum, n } = exactExp(-Math.abs(x));
  const e = n >= -255 ? shiftBy(sum, n) : 0n;
  if (x >= 0) return { sum: (one << scale) / (one + e), n: 0 };
  if (n < -100) return { sum, n }; // 1 + e is 1 to 100 bits
  return { sum: ((sum << 0n) << scale) / (one + e), n };
}

const bitsOf = (x) => ((floatOf[0] = x), floatBits[0] >>> 0);
const show = (name, { ulp, x }) => console.log(`${name}: ${ulp.toFixed(4)} ULP at ${x}`);
const small = () => -(2 ** (Math.random() * 60 - 50));
const count = Number(process.argv[2] ?? 1_000_000);
show(
  "f64 exponential",
  worst64(
    kernels.f64_exponential,
    exactExp,
    () => Math.max(-708, Math.random() < 0.5 ? small() : -Math.random() * 708),
    count,
  ),
);
show(
  "f64 exponential, subnormal results",
  worst64(kernels.f64_exponential, exactExp, () => -708 - Math.random() * 37, count / 4),
);
show(
  "f64 sigmoid",
  worst64(
    kernels.f64_sigmoid,
    exactSigmoid,
    () => (Math.random() < 0.5 ? small() : (Math.random() * 2 - 1) * 40) * (Math.random() < 0.5 ? -1 : 1),
    count,
  ),
);
if (process.argv[2] === undefined) {
  show("f32 exponential", worst32(kernels.f32_exponential, Math.exp, bitsOf(-0), bitsOf(-104)));
  const sigmoid = (x) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));
  show("f32 sigmoid, x < 0", worst32(kernels.f32_sigmoid, sigmoid, bitsOf(-0), bitsOf(-104)));
  show("f32 sigmoid, x ≥ 0", worst32(kernels.f32_sigmoid, sigmoid, 0, bitsOf(104)));
}
