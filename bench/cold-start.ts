/**
 * The time from the start of a fresh process until one batch of the case `mnist` is trained, by the raw module and by
 * other packages that are installed. It includes reading or importing, compiling, instantiating, initial weights and the
 * batch. `start.ts` measures the library.
 */
import { layerFields, planFields } from "../src/wasm/generated/layout.js";
import { cases } from "./cases.js";
import { findPackage } from "./peers/packages.js";

/** The program of a process. It sets `done` when the batch is trained. `x` [batch × inputs] and `y` are defined. */
export interface ColdStart {
  implementation: string;
  program: string;
}

const { layers, batch } = cases.find(({ name }) => name === "mnist")!;
const [inputs, units, outputs] = layers as [number, number, number];

/** Numbers that stand at the top of every program. */
const given = `
  const [inputs, units, outputs, batch] = [${inputs}, ${units}, ${outputs}, ${batch}];
  const x = new Float32Array(batch * inputs).map((_, i) => ((i * 7919) % 1009) / 1009);
  const y = new Float32Array(batch * outputs).map((_, i) => (i % outputs === Math.floor(i / outputs) % outputs ? 1 : 0));`;

/** The text of a process that prints milliseconds. */
export const timed = (program: string) => `
  ${given}
  const start = performance.now();
  ${program}
  if (!done) throw new Error("nothing was trained");
  console.log(performance.now() - start);
  process.exit();`;

/** Codes of docs/ABI.md: Activation, Trainable weights and biases, Pass, Run. */
const codes = { sigmoid: 1, bothTrain: 3, passTrain: 1, runTrain: 0 };

/** Values by field as text of `[offset, value]` pairs. */
const fieldsOf = (fields: Record<string, { offset: number }>, values: Record<string, number>) =>
  JSON.stringify(Object.entries(values).map(([name, value]) => [fields[name]!.offset, value]));

/** The raw module, by docs/ABI.md. @param modules directory of the modules, as an address */
function rawModule(modules: string): ColdStart {
  const layer = (columns: number, width: number) =>
    fieldsOf(layerFields, {
      inputs: columns,
      outputs: width,
      activation: codes.sigmoid,
      biasCount: width,
      trainable: codes.bothTrain,
    });
  const network = { layers: 2, batch, mean: 1, threads: 1, seedLow: 1, floatBytes: 4, pass: codes.passTrain };
  const factors = { learningRate: 0.1, errorFactor: 1, lossFactor: 0.5 };
  const program = `
    const { readFileSync } = process.getBuiltinModule("node:fs");
    const bytes = readFileSync(new URL(${JSON.stringify(`${modules}/simd.wasm`)}));
    const memory = new WebAssembly.Memory({ initial: 1 });
    const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
    const { plan_size, plan_create, plan_initialise, plan_set_data, plan_run, plan_bytes, layer_bytes } = instance.exports;
    const view = new DataView(memory.buffer);
    const set = (at, fields) => fields.forEach(([offset, value]) => view.setInt32(at + offset, value, true));
    const [description, data] = [2048, 65536];
    const targets = data + x.byteLength + 64;
    const plan = (targets + y.byteLength + 127) & -64;
    ${fieldsOf(planFields, factors)}.forEach(([offset, value]) => view.setFloat64(description + offset, value, true));
    set(description, ${fieldsOf(planFields, network)});
    const at = description + plan_bytes();
    set(at, ${layer(inputs, units)});
    set(at + layer_bytes(), ${layer(units, outputs)});
    const size = plan_size(description);
    memory.grow(Math.ceil((plan + size) / 65536));
    const codes = [size, plan_create(description, plan, size)];
    [Math.sqrt(6 / (inputs + units)), Math.sqrt(6 / (units + outputs))].forEach((limit, layer) =>
      codes.push(plan_initialise(plan, layer, -limit, limit)));
    new Float32Array(memory.buffer, data, x.length).set(x);
    new Float32Array(memory.buffer, targets, y.length).set(y);
    codes.push(plan_set_data(plan, data, 4, targets, 0, 0, batch), plan_run(plan, ${codes.runTrain}, 0, batch, 0));
    const loss = new DataView(memory.buffer).getFloat64(plan + ${planFields.lossSum.offset}, true);
    const done = codes.every((code) => code >= 0) && loss > 0;`;
  return { implementation: "raw module", program };
}

/** TensorFlow.js on its wasm backend, by `optimizer.minimize`. */
function tensorflow([tf, backend]: string[], directory: string): string {
  return `
    const tf = await import(${JSON.stringify(tf)});
    const { setWasmPaths } = await import(${JSON.stringify(backend)});
    setWasmPaths(${JSON.stringify(`${directory}/dist/`)});
    await tf.setBackend("wasm");
    await tf.ready();
    const variables = [[inputs, units], [units, outputs]].map(([rows, columns]) =>
      [tf.variable(tf.randomUniform([rows, columns], -0.1, 0.1)), tf.variable(tf.zeros([columns]))]);
    const [input, target] = [tf.tensor2d(x, [batch, inputs]), tf.tensor2d(y, [batch, outputs])];
    const forward = () => variables.reduce((a, [w, b]) => tf.sigmoid(tf.add(tf.matMul(a, w), b)), input);
    const loss = () => tf.div(tf.sum(tf.square(tf.sub(forward(), target))), 2 * batch);
    const cost = tf.train.sgd(0.1).minimize(loss, true);
    const done = (await cost.data())[0] > 0;`;
}

/** jax-js on its wasm device. In it every use of an array takes it; \`.ref\` keeps it for another. */
function jax([module]: string[]): string {
  return `
    const { init, defaultDevice, numpy: np, nn, grad, jit, blockUntilReady } = await import(${JSON.stringify(module)});
    await init("wasm");
    defaultDevice("wasm");
    const noise = (length) => new Float32Array(length).map((_, i) => ((i * 7919) % 1009) / 5045 - 0.1);
    const variables = [[inputs, units], [units, outputs]].map(([rows, columns]) =>
      [np.array(noise(rows * columns)).reshape([rows, columns]), np.zeros([columns])]);
    const loss = (parameters, input, target) => {
      let a = input;
      for (const [w, b] of parameters) a = nn.sigmoid(np.matmul(a, w).add(b));
      const error = a.sub(target);
      return error.ref.mul(error).sum().mul(0.5 / batch);
    };
    const slope = grad(loss);
    const step = jit((parameters, input, target) => {
      const gradients = slope(parameters.map((pair) => pair.map((one) => one.ref)), input, target);
      return parameters.map((pair, l) => pair.map((one, i) => one.sub(gradients[l][i].mul(0.1))));
    });
    const trained = step(variables, np.array(x).reshape([batch, inputs]), np.array(y).reshape([batch, outputs]));
    for (const pair of trained) for (const one of pair) await blockUntilReady(one);
    const done = trained.length === 2;`;
}

const peers = [
  { packages: ["@tensorflow/tfjs", "@tensorflow/tfjs-backend-wasm"], program: tensorflow },
  { packages: ["@jax-js/jax"], program: jax },
];

/**
 * The raw module, and the packages that are found.
 *
 * @param modules address of the directory of the modules
 * @param from    where packages are looked for, upwards; null: nowhere
 */
export function coldStarts(modules: string, from: string | null): ColdStart[] {
  const starts = [rawModule(modules)];
  if (from === null) return starts;
  for (const { packages, program } of peers) {
    const found = packages.map((name) => findPackage(name, from));
    if (found.some((one) => !one)) continue;
    const entries = found.map((one) => one!.entry);
    starts.push({ implementation: packages[0]!, program: program(entries, found.at(-1)!.directory) });
  }
  return starts;
}
