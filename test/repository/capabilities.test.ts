/**
 * What the five documents of the worked examples can do or ask for, C1 to C25, and the tests that show that this package does
 * it. A row fails where its test file or the name of its test is gone.
 */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

type Row = [id: string, capability: string, ...tests: [file: string, name: string][]];

const capabilities: readonly Row[] = [
  [
    "C1",
    "forward pass layer by layer",
    ["unit/explain/trace.test.ts", "every golden figure under its key, relative 1e-12"],
  ],
  [
    "C2",
    "backward pass by the chain rule, every factor visible",
    ["unit/explain/trace.test.ts", "2-2-2: 57 steps, and the error after the round"],
    ["unit/explain/trace.test.ts", "names units of several hidden layers, and each way of an error back"],
  ],
  [
    "C3",
    "each step as formula = numbers = result; check one's own calculation",
    ["unit/explain/trace.test.ts", "numbers put in, 9 places: every line reads back to 1e-7"],
    ["golden/documents.test.ts", "no printed figure is judged wrong"],
    ["cli/trace-check.test.ts", "trace --check: something wrong is exit 1, with the slip named; --json too"],
  ],
  [
    "C4",
    "simultaneous update from the original weights",
    ["unit/explain/trace.test.ts", "the hidden deltas use the weights from before the update"],
  ],
  [
    "C5",
    "repeated rounds: errors before, after the first, and at the end; outputs beside targets",
    ["unit/explain/rounds.test.ts", "mazur: the weights after 10,000, and the network untouched"],
    ["cli/trace.test.ts", "rounds: error, outputs beside targets, weights"],
  ],
  [
    "C6",
    "train until the error is small, and keep the best weights",
    ["unit/explain/rounds.test.ts", "until an error: stops at the first round that has it"],
    [
      "unit/explain/rounds.test.ts",
      "until an error that is not reached: the best weights there were, not the last",
    ],
  ],
  [
    "C7",
    "initial weights and biases given, or drawn",
    ["cli/given.test.ts", "are the same network to trace, export and train"],
    ["unit/network/initialise.test.ts", "are drawn by biasInitializer: other numbers than the weights"],
  ],
  [
    "C8",
    "biases shared by a layer, or none",
    ["unit/explain/rounds.test.ts", "XOR, $id: four patterns in turn, total error to relative 1e-11"],
    ["unit/explain/writtenParameters.test.ts", "matrices of the 3-3-2 example, by name and by row"],
  ],
  [
    "C9",
    "any sizes and any number of layers, a single one too",
    [
      "unit/explain/lesson.program.test.ts",
      "prints our errors for every activation and loss, bias mode and reduction, to 9 digits",
    ],
    ["unit/train/network.test.ts", "trains long batches, beyond a block of k, like the reference"],
  ],
  [
    "C10",
    "several patterns, online update with one chosen at random, total error over the set; XOR",
    [
      "unit/explain/rounds.test.ts",
      "XOR as the listing has it: drawn from [0, 1), shared biases never trained, samples at random",
    ],
    ["unit/explain/rounds.test.ts", "samples at random: the same for the same seed"],
  ],
  [
    "C11",
    "selectable activations, logistic by default, with their curve",
    ["unit/functions/records.test.ts", "has the derivative that its slope says, to 1e-8"],
    [
      "unit/report/trace/why.test.ts",
      "each step has the curve that belongs to it, with the right unit and weight",
    ],
  ],
  [
    "C12",
    "selectable losses; ½ SSE and SSE",
    ["unit/functions/records.test.ts", "at distance 1 has the factors that the kernel multiplies by"],
  ],
  [
    "C13",
    "learning rate settable; eta, alpha and epsilon are names of it",
    ["unit/explain/slips.test.ts", "another learning rate is found from the weights"],
    ["unit/explain/languages.test.ts", "学习速率 学习率 学习步长 alpha eta epsilon"],
  ],
  [
    "C14",
    "delta rule, both signs of delta",
    ["unit/explain/trace.test.ts", "both signs of delta lead to the same new weight"],
  ],
  [
    "C15",
    "matrix form, flat w1…w8 and w_{j,k}",
    ["unit/explain/trace.test.ts", "have the numbers of the steps"],
    ["unit/explain/writtenParameters.test.ts", "w_{j,k}, from j to k"],
    ["unit/explain/check.test.ts", "of the 3-3-2 example: %j can mean %j"],
  ],
  [
    "C16",
    "inspect: sizes, weights, biases",
    ["cli/inspect.test.ts", "inspect --neurons prints neurons, weights and bias by layer"],
  ],
  [
    "C17",
    "prediction for any inputs after training",
    ["cli/predict.test.ts", "prints a CSV of class and outputs; the class is that of the largest output"],
  ],
  [
    "C18",
    "one's own inputs and outputs on a page, weights at each iteration",
    [
      "unit/playground/worked.test.ts",
      "follows a changed weight, and marks what depends on it and nothing else",
    ],
    [
      "unit/playground/worked.test.ts",
      "are those of the library, in every round, also where they are calculated in parts",
    ],
  ],
  [
    "C19",
    "drawing of the network with weights, signals and the way back",
    [
      "unit/report/trace/browser.page.test.ts",
      "shows a number in the drawing only from the step that calculates it",
    ],
  ],
  [
    "C20",
    "autoencoder: targets = inputs",
    ["unit/train/autoencoder.test.ts", "takes inputs for targets, and keeps all else"],
    [
      "cli/autoencoder.test.ts",
      "on CSV learns columns, without a target; predict gives them back by name, or codes",
    ],
  ],
  [
    "C21",
    "gradients apart from the optimiser; a kink is reported",
    ["unit/explain/checkGradients.test.ts", "at relu(0) is reported, and is no failure"],
    ["unit/playground/steps.test.ts", "another optimiser: the comparison finds a different update"],
  ],
  [
    "C22",
    "synonyms: ideal, actual, total net input, node delta, cost",
    ["unit/explain/languages.test.ts", "the documents' words are found: %s"],
    ["cli/trace.test.ts", "says what a word means, in the language asked for, and what the others call it"],
  ],
  [
    "C23",
    "explanations in Chinese and English, from Markdown",
    [
      "repository/documents.test.ts",
      "tell the same in both languages: every generated part of one is in the other",
    ],
    ["cli/locale.test.ts", "trace, check and glossary answer in Chinese; --lang en does not"],
  ],
  [
    "C24",
    "a Python script to play with",
    [
      "unit/explain/lesson.program.test.ts",
      "has lines of at most 110 columns, none that import, and each function once",
    ],
  ],
  [
    "C25",
    "cheap computation: a path of its own for tiny networks",
    ["unit/kernels/tiny.test.ts", "the tiny path in %s"],
  ],
];

it("no capability of the documents is without a test", () => {
  expect(capabilities.map(([id]) => id)).toEqual(Array.from({ length: 25 }, (_, at) => `C${at + 1}`));
  for (const [id, , ...tests] of capabilities) expect([id, tests.length > 0]).toEqual([id, true]);
});

it.each(capabilities)("%s: %s", (_id, _capability, ...tests) => {
  for (const [file, name] of tests) {
    const text = readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
    expect(text.includes(name), `test/${file}: "${name}"`).toBe(true);
  }
});
