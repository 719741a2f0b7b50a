/**
 * Makes `brain-*.json` with brain.js itself: a net of each activation, with what it answers. Version 1 and version 2 write different
 * files.
 *
 *     npm i --no-save --ignore-scripts brain.js@1.6.1            (or @2.0.0-beta.24)
 *     node test/unit/import/made/make-brain.mjs test/unit/import/made 1
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import brain from "brain.js";

const [, , folder = ".", version = "2"] = process.argv;
const rows = [
  { input: [0, 0], output: [0, 1] },
  { input: [0, 1], output: [1, 0] },
  { input: [1, 0], output: [1, 0] },
  { input: [1, 1], output: [0, 1] },
];
const colours = [
  { input: { r: 0.03, g: 0.7, b: 0.5 }, output: { black: 1 } },
  { input: { r: 0.16, g: 0.09, b: 0.2 }, output: { white: 1 } },
  { input: { r: 0.5, g: 0.5, b: 1 }, output: { white: 1 } },
];

for (const activation of ["sigmoid", "relu", "leaky-relu", "tanh"]) {
  write(
    activation,
    { activation, hiddenLayers: [4, 3] },
    rows,
    rows.map(({ input }) => input),
  );
}
write(
  "names",
  { hiddenLayers: [3] },
  colours,
  colours.map(({ input }) => input),
);

function write(name, options, data, inputs) {
  const net = new brain.NeuralNetwork(options);
  net.train(data, {
    iterations: 200,
    learningRate: 0.2,
    ...(options.activation && { activation: options.activation }),
  });
  const outputs = inputs.map((input) => net.run(input));
  const list = (row) =>
    Array.isArray(row) || ArrayBuffer.isView(row) ? Array.from(row) : Object.values(row);
  const file = { json: net.toJSON(), inputs: inputs.map(list), outputs: outputs.map(list) };
  writeFileSync(join(folder, `brain${version}-${name}.json`), JSON.stringify(file) + "\n");
}
