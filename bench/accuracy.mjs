/**
 * Measures the worst error of the elementary functions in units in the last place (ULP): f32 over every input of the
 * domain, against the f64 kernel; f64 over random inputs against integer arithmetic (exact.mjs). Slow: minutes.
 *
 *     npm run build && node bench/accuracy.mjs [--write] [--count=1000000] [--stride=1] [--only=logarithm]
 *
 * --stride=61 takes every 61st f32 only, in seconds. --write puts the table into docs/accuracy.md; the figures are repeated in the docstrings of assembly/.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { Worker, isMainThread, parentPort } from "node:worker_threads";
import { exact, error64 } from "./exact.mjs";

/** In the order of `Elementary` in assembly/codes.ts. `from` and `to` are the ends of
 * what is measured in f32: beyond lie only exact results (0, ±1, NaN), or those of −x with another sign. */
const functions = [
  { name: "exponential", formula: "eˣ", domain: "x ≤ 0", from: -104, to: -0, draw: () => -near(745) },
  {
    name: "sigmoid",
    formula: "1/(1 + e⁻ˣ)",
    domain: "all",
    from: -104,
    to: 104,
    draw: () => signed(near(745)),
  },
  {
    name: "exponentialLessOne",
    formula: "eˣ − 1",
    domain: "x ≤ 0",
    from: -18,
    to: -0,
    draw: () => -near(40),
  },
  {
    name: "hyperbolicTangent",
    formula: "tanh x",
    domain: "all",
    from: 0,
    to: 10,
    draw: () => signed(near(20)),
  },
  { name: "logarithm", formula: "ln x", domain: "all", from: 0, to: Infinity, draw: drawForLogarithm },
  {
    name: "logarithmOfOnePlus",
    formula: "ln(1 + x)",
    domain: "0 ≤ x ≤ 1",
    from: 0,
    to: 1,
    draw: () => near(1),
  },
  {
    name: "normalCumulative",
    formula: "Φ(x)",
    domain: "all",
    from: -15,
    to: 15,
    draw: () => signed(near(38.5)),
  },
  { name: "normalDensity", formula: "φ(x)", domain: "all", from: 0, to: 15, draw: () => signed(near(38.5)) },
  {
    name: "cosineOfTurns",
    formula: "cos 2πx",
    domain: "0 ≤ x < 1",
    from: 0,
    to: 1 - 2 ** -24,
    draw: () => near(1) % 1,
  },
];

/** Half of the draws evenly, a quarter in the first eighth, a quarter evenly by exponent from 2⁻⁵⁰ on. */
function near(most) {
  const kind = Math.random();
  if (kind < 0.5) return Math.random() * most;
  if (kind < 0.75) return (Math.random() * most) / 8;
  return Math.min(most, 2 ** (Math.random() * 50 - 50) * most);
}
function signed(x) {
  return Math.random() < 0.5 ? -x : x;
}
function drawForLogarithm() {
  const kind = Math.random();
  if (kind < 0.4) return 0.5 + Math.random();
  if (kind < 0.7) return 1 + signed(2 ** (Math.random() * 45 - 46));
  return 2 ** (Math.random() * 2098 - 1074);
}

const chunk = 1 << 16;
const at = 65536;

async function kernelsOf() {
  const memory = new WebAssembly.Memory({ initial: 64 });
  const bytes = await readFile(new URL("../dist/wasm/simd.wasm", import.meta.url));
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
  return { memory, exports: instance.exports };
}

const bitsOf = (x) => new Uint32Array(Float32Array.of(x).buffer)[0];

/** Worst error of a kernel over every `stride`-th f32 from `from` to `to`, and how many those are. */
async function worst32(code, stride) {
  const { memory, exports } = await kernelsOf();
  const [input, output] = [0, 1].map((i) => new Float32Array(memory.buffer, at + i * 8 * chunk, chunk));
  const [wide, right] = [2, 3].map((i) => new Float64Array(memory.buffer, at + i * 8 * chunk, chunk));
  const words = new Uint32Array(input.buffer, input.byteOffset, chunk);
  const [bits, float] = [new Uint32Array(1), new Float32Array(1)];
  const word = new Uint32Array(float.buffer);
  const { from, to } = functions[code];
  const ranges = [];
  if (from < 0) ranges.push([bitsOf(-0), bitsOf(from)]);
  if (!Object.is(to, -0)) ranges.push([bitsOf(Math.max(from, 0)), bitsOf(to)]);
  const worst = { ulp: 0.5, x: 0, inputs: 0 };
  for (const [first, last] of ranges) {
    for (let start = first; start <= last; start += chunk * stride) {
      const count = Math.min(chunk, Math.floor((last - start) / stride) + 1);
      for (let i = 0; i < count; i++) words[i] = start + i * stride;
      for (let i = 0; i < count; i++) wide[i] = input[i];
      exports.f32_map(code, output.byteOffset, input.byteOffset, count);
      exports.f64_map(code, right.byteOffset, wide.byteOffset, count);
      worst.inputs += count;
      for (let i = 0; i < count; i++) {
        const [got, exactly] = [output[i], right[i]];
        float[0] = exactly;
        if (got === float[0] || (got !== got && exactly !== exactly)) continue;
        word[0] &= 0x7f800000;
        bits[0] = word[0] >>> 23;
        const ulp = Math.abs(got - exactly) / 2 ** (Math.max(bits[0], 1) - 150);
        if (!(ulp <= worst.ulp)) Object.assign(worst, { ulp, x: input[i] });
      }
    }
  }
  return worst;
}

/** Worst error of a kernel over random doubles. */
async function worst64(code, inputs) {
  const { memory, exports } = await kernelsOf();
  const [input, output] = [0, 1].map((i) => new Float64Array(memory.buffer, at + i * 8 * chunk, chunk));
  const { name, draw } = functions[code];
  const worst = { ulp: 0, x: 0, inputs };
  for (let done = 0; done < inputs; done += chunk) {
    const count = Math.min(chunk, inputs - done);
    for (let i = 0; i < count; i++) input[i] = draw();
    exports.f64_map(code, output.byteOffset, input.byteOffset, count);
    for (let i = 0; i < count; i++) {
      const ulp = error64(output[i], exact[name](input[i]));
      if (!(ulp <= worst.ulp)) Object.assign(worst, { ulp, x: input[i] });
    }
  }
  return worst;
}

/** Runs tasks on a thread per processor; results in the order of the tasks. */
async function runAll(tasks) {
  const results = [];
  let next = 0;
  const serve = () =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL(import.meta.url));
      let mine;
      const give = () => {
        mine = next++;
        if (mine < tasks.length) worker.postMessage(tasks[mine]);
        else resolve(worker.terminate());
      };
      worker.on("error", reject).on("message", (result) => {
        results[mine] = result;
        const { precision, code } = tasks[mine];
        const figures = `${result.ulp.toFixed(3)} ULP at ${result.x}, ${result.inputs} inputs`;
        console.log(`${precision} ${functions[code].name}: ${figures}`);
        give();
      });
      give();
    });
  await Promise.all(Array.from({ length: availableParallelism() }, serve));
  return results;
}

function tableOf(tasks, results, count, stride) {
  const cell = (precision, code) => {
    const result = results[tasks.findIndex((task) => task.code === code && task.precision === precision)];
    return result ? `${result.ulp.toFixed(2)} | ${result.x}` : "– | –";
  };
  const rows = functions.map(
    ({ name, formula, domain }, code) =>
      `| \`${name}\` | ${formula} | ${domain} | ${cell("f32", code)} | ${cell("f64", code)} |`,
  );
  return `# Accuracy of the elementary functions

Written by \`node bench/accuracy.mjs --write\`. The table has the worst errors in units in the last place (ULP) of the right
result, and the inputs where they occur. Rounding alone has an error of up to ½.

- f32: ${stride > 1 ? `every ${stride}${stride % 10 === 1 ? "st" : "th"} input` : "every input"} of the domain, subnormal numbers too, compared with the f64 function. Ranges where the result is 0,
  ±1 or NaN throughout are left out. Of even and odd functions only x ≥ 0 is measured; tests check the symmetry.
- f64: ${count.toLocaleString("en")} random inputs, compared with integer arithmetic of 160 bits. A worst case may have been missed.

The builds \`scalar\`, \`simd\` and \`simd-threads\` give the same bits. The \`fast\` builds fuse operations and are not measured
here.

| function | | domain | f32 | at | f64 | at |
|---|---|---|---|---|---|---|
${rows.join("\n")}
`;
}

if (isMainThread) {
  const option = (name) => process.argv.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3);
  const count = Number(option("count") ?? 1_000_000);
  const stride = Number(option("stride") ?? 1);
  const codes = functions
    .map((_, code) => code)
    .filter((code) => (option("only") ?? functions[code].name) === functions[code].name);
  const tasks = ["f64", "f32"]
    .filter((precision) => (option("precision") ?? precision) === precision)
    .flatMap((precision) => codes.map((code) => ({ precision, code, count, stride })));
  const results = await runAll(tasks);
  if (process.argv.includes("--write")) {
    await mkdir("docs", { recursive: true });
    await writeFile("docs/accuracy.md", tableOf(tasks, results, count, stride));
  }
} else {
  parentPort.on("message", async ({ precision, code, count, stride }) =>
    parentPort.postMessage(await (precision === "f32" ? worst32(code, stride) : worst64(code, count))),
  );
}
