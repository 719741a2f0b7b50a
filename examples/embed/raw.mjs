// The worked 2-2-2 example on the raw module, without the library: Node, Bun or Deno. Offsets: docs/ABI.md.
import { readFile } from "node:fs/promises";

const bytes = await readFile(new URL("../../dist/wasm/scalar.wasm", import.meta.url));
const memory = new WebAssembly.Memory({ initial: 40 });
const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
const { plan_size, plan_create, plan_set_data, plan_run, plan_bytes, layer_bytes } = instance.exports;
const [description, inputs, targets, plan] = [2048, 4096, 4224, 65536];
const [train, evaluate] = [0, 2];
const view = new DataView(memory.buffer);
const integer = (at, value) => view.setInt32(at, value, true);
const numbers = (at, values) => values.forEach((value, i) => view.setFloat64(at + 8 * i, value, true));
const layer = (table, index) => table + plan_bytes() + index * layer_bytes();
function done(code) {
  if (code < 0) throw new Error(`chainrule: refused with ${code}`);
  return code;
}

numbers(description, [1, 0.5]); // the two factors of half the squared error
numbers(description + 96, [0.5]); // learning rate
for (const field of [68, 80, 88, 344, 396]) integer(description + field, 1); // batch, to train, members, answers, threads
integer(description + 64, 2); // layers
integer(description + 72, 8); // bytes of a number
for (const at of [layer(description, 0), layer(description, 1)]) {
  for (const field of [0, 4]) integer(at + field, 2); // inputs, outputs
  numbers(at + 24, [1, 1]); // factors of the learning rate: of weights, of biases
  for (const field of [40, 44, 48]) integer(at + field, 1); // sigmoid, one shared bias, only weights train
}
done(plan_create(description, plan, done(plan_size(description))));
const pointer = (index, field) => view.getUint32(layer(plan, index) + field, true);
numbers(pointer(0, 52), [0.15, 0.25, 0.2, 0.3]); // weights
numbers(pointer(0, 56), [0.35]); // bias
numbers(pointer(1, 52), [0.4, 0.5, 0.45, 0.55]);
numbers(pointer(1, 56), [0.6]);
numbers(inputs, [0.05, 0.1]);
numbers(targets, [0.01, 0.99]);
done(plan_set_data(plan, inputs, 8, targets, 0, 0, 1));
for (let round = 0; round < 10_000; round++) done(plan_run(plan, train, 0, 1, 0));
const lossSum = plan + 336;
numbers(lossSum, [0]);
done(plan_run(plan, evaluate, 0, 1, 0));
console.log(view.getFloat64(lossSum, true));
