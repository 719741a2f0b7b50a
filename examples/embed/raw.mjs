// The worked 2-2-2 example on the raw module, with nothing of the library: Node, Bun or Deno. Offsets: docs/ABI.md.
import { readFile } from "node:fs/promises";

const bytes = await readFile(new URL("../../dist/wasm/scalar.wasm", import.meta.url));
const memory = new WebAssembly.Memory({ initial: 40 });
const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
const { plan_size, plan_create, plan_set_data, plan_run, plan_bytes, layer_bytes } = instance.exports;
const view = new DataView(memory.buffer);
const [description, inputs, targets, plan] = [2048, 4096, 4224, 65536];
const [train, evaluate] = [0, 2];

const integers = (at, fields) =>
  Object.entries(fields).forEach(([offset, value]) => view.setInt32(at + Number(offset), value, true));
const numbers = (at, values) => values.forEach((value, i) => view.setFloat64(at + 8 * i, value, true));
const done = (code) => {
  if (code < 0) throw new Error(`chainrule: refused with ${code}`);
  return code;
};

numbers(description + 8, [0.5, 1, 0.5]); // learning rate, and the two factors of half the squared error
// layers, batch, threads, bytes of a number, for training, answers
integers(description, { 216: 2, 220: 1, 276: 1, 344: 8, 348: 1, 352: 1 });
for (const layer of [0, 1]) {
  // inputs, outputs, sigmoid, one shared bias, weights train
  const at = description + plan_bytes() + layer * layer_bytes();
  integers(at, { 0: 2, 4: 2, 24: 1, 28: 1, 32: 1 });
}
done(plan_create(description, plan, done(plan_size(description))));
[
  [0.15, 0.25, 0.2, 0.3],
  [0.4, 0.5, 0.45, 0.55],
].forEach((weights, layer) => {
  const at = plan + plan_bytes() + layer * layer_bytes();
  numbers(view.getUint32(at + 36, true), weights);
  numbers(view.getUint32(at + 40, true), [[0.35], [0.6]][layer]);
});
numbers(inputs, [0.05, 0.1]);
numbers(targets, [0.01, 0.99]);
done(plan_set_data(plan, inputs, 8, targets, 0, 0, 1));
for (let round = 0; round < 10_000; round++) done(plan_run(plan, train, 0, 1, 0));
view.setFloat64(plan, 0, true);
done(plan_run(plan, evaluate, 0, 1, 0));
console.log(view.getFloat64(plan, true));
