import { expect, it } from "vitest";
import { dataHash } from "../../../src/cli/dataHash.js";
import { Dataset } from "../../../src/data/dataset.js";

const inputs = [
  [1, 2],
  [3, 4],
  [5, 6],
];

it("is equal for equal samples, and different where anything of them is", () => {
  const hash = (rows: number[][], targets: Parameters<typeof Dataset.from>[1], options: object = {}) =>
    dataHash(Dataset.from(rows, targets, options));
  const numbers = [[1], [0], [1]];
  expect(hash(inputs, numbers)).toBe(hash(structuredClone(inputs), [[1], [0], [1]]));
  const others = [
    hash(inputs, numbers),
    hash(
      [
        [1, 2],
        [3, 4],
        [5, 6.5],
      ],
      numbers,
    ),
    hash(
      [
        [3, 4],
        [1, 2],
        [5, 6],
      ],
      numbers,
    ),
    hash(inputs, [[1], [0], [0]]),
    hash(inputs, [1, 0, 1], { classes: 2 }),
    hash(inputs, [1, 0, 1], { classes: ["a", "b"] }),
    hash(inputs, numbers, { inputNames: ["a", "b"] }),
    hash(inputs, numbers, { sampleWeights: [1, 2, 1] }),
    hash(inputs, numbers, { flags: [0, 1] }),
    hash(inputs, numbers, { division: { groups: [1, 1, 2] } }),
    hash(inputs, numbers, { division: { heldOut: [0, 0, 1] } }),
    dataHash(Dataset.from(inputs, inputs).asAutoencoder()),
    dataHash(Dataset.from(inputs, inputs)),
    dataHash(Dataset.from(new Float32Array(inputs.flat()), numbers, { columns: 2 })),
    dataHash(Dataset.from(new Uint8Array(inputs.flat()), numbers, { columns: 2 })),
  ];
  expect(new Set(others).size).toBe(others.length);
});
