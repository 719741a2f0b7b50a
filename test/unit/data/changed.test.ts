import vm from "node:vm";
import { describe, expect, it } from "vitest";
import { Dataset } from "../../../src/data/dataset.js";
import { crossValidate } from "../../../src/train/search/crossValidate.js";
import { search } from "../../../src/train/search/search.js";
import { Network } from "../../../src/train/network.js";
import { partialDependence } from "../../../src/train/evaluation/dependence.js";
import { permutationImportance } from "../../../src/train/evaluation/importance.js";

const layers = [2, { units: 2, activation: "softmax" as const }];
const make = () =>
  Dataset.from(Float32Array.of(1, 2, 3, 4, 5, 6), [0, 1, 0], {
    columns: 2,
    classes: 2,
    sampleWeights: [1, 2, 1],
  });
const failure = async (work: () => unknown): Promise<string> => {
  try {
    await work();
  } catch (error) {
    return String(error);
  }
  return "accepted";
};

describe("what is no Dataset", () => {
  const data = make();
  it.each<[string, unknown]>([
    ["parsed JSON", JSON.parse(JSON.stringify(data))],
    ["a structured clone", structuredClone(data)],
    ["nothing", undefined],
    ["rows", [[1, 2]]],
  ])("is refused by all that take one: %s", async (_name, given) => {
    const network = Network.create({ layers });
    const before = await network.weightsSha256();
    const wrong = given as Dataset;
    for (const work of [
      () => network.evaluate(wrong),
      () => network.gradients(wrong),
      () => network.trainingLoss(wrong),
      () => Network.for(wrong),
      () => crossValidate({ layers }, wrong),
      () => search({ layers }, wrong, { trials: 1, space: {} }),
      () => permutationImportance(network, wrong),
      () => partialDependence(network, wrong, 0),
    ]) {
      expect(await failure(work)).toMatch(
        /^DataError: (\w+: )?expected a Dataset, as Dataset\.from makes it, got /,
      );
    }
    if (!Array.isArray(given) && given) {
      expect(await failure(() => network.fit(wrong))).toMatch(
        /^DataError: inputs: expected a Dataset, or rows of 2 numbers/,
      );
      expect(await failure(() => network.predict(wrong))).toMatch(
        /^DataError: inputs: expected a Dataset, or rows/,
      );
    }
    expect(await network.weightsSha256()).toBe(before);
  });
});

describe("a Dataset that was changed since", () => {
  const uses = (data: Dataset) => {
    const network = Network.create({ layers });
    return [() => network.fit(data), () => network.evaluate(data), () => network.gradients(data)];
  };

  it("by a transfer of its buffer is refused", async () => {
    for (const name of ["inputs", "labels", "sampleWeights"] as const) {
      const data = make();
      const { buffer } = data[name]!;
      structuredClone(buffer, { transfer: [buffer as ArrayBuffer] });
      const length = name === "inputs" ? 6 : 3;
      for (const use of [
        ...uses(data),
        ...(name === "inputs" ? [() => Network.create({ layers }).predict(data)] : []),
      ]) {
        expect(await failure(use)).toBe(
          `DataError: ${name}: expected ${length} numbers, as when the data set was made, got 0. ` +
            "A buffer that postMessage transfers is empty afterwards: send a copy.",
        );
      }
    }
  });

  it("by labels that are no classes is refused", async () => {
    const data = make();
    data.labels![2] = 500;
    for (const use of uses(data)) {
      expect(await failure(use)).toBe(
        "DataError: labels: row 2: expected a class index 0 to 1, got 500. Make a new data set instead of changing this one.",
      );
    }
  });
});

describe("rows that select is given", () => {
  it.each([[[0.5]], [[-1]], [[3]], [[Number.NaN]], [["0"]], [["1n"]]])(
    "are refused where they are none: %s",
    async (rows) => {
      expect(await failure(() => make().select(rows as number[]))).toMatch(
        /^ShapeError: select: expected row indices 0 to 2, got/,
      );
    },
  );

  it("are a list", async () => {
    expect(await failure(() => make().select(5 as never))).toBe(
      "ShapeError: select: expected row indices, got 5.",
    );
  });
});

describe("typed arrays", () => {
  const rows = [1, 2, 3, 250];
  it.each([Int8Array, Int16Array, Uint16Array, Int32Array, Uint32Array])(
    "of the kind %o become float64",
    (Kind) => {
      const data = Dataset.from(Kind.from(rows), Kind.from([1, 0]), { columns: 2, classes: 2 });
      expect(data.inputs).toEqual(Float64Array.from(Kind.from(rows)));
      expect(data.labels).toEqual(Uint32Array.of(1, 0));
    },
  );

  it("of bytes stay bytes, without a copy", () => {
    const pixels = Uint8ClampedArray.from(rows);
    const { inputs } = Dataset.from(pixels, null, { columns: 2 });
    expect(inputs).toEqual(Uint8Array.from(rows));
    expect(inputs.buffer).toBe(pixels.buffer);
    const buffer = Buffer.from(rows);
    expect(Object.getPrototypeOf(Dataset.from(buffer, null, { columns: 2 }).inputs)).toBe(
      Uint8Array.prototype,
    );
  });

  it("and lists of another realm are as those of this one", () => {
    const other = vm.runInNewContext(
      "({ floats: Float32Array.of(1, 2, 3, 4), bytes: Uint8Array.of(1, 2, 3, 4), list: [[1, 2], [3, 4]], rows: [Float64Array.of(1, 2)], labels: ['a', 'b'] })",
    ) as Record<"floats" | "bytes" | "list" | "rows" | "labels", never>;
    expect(Dataset.from(other.floats, null, { columns: 2 }).inputs).toEqual(Float32Array.of(1, 2, 3, 4));
    expect(Dataset.from(other.bytes, null, { columns: 2 }).inputs).toEqual(Uint8Array.of(1, 2, 3, 4));
    expect(Dataset.from(other.list, other.labels).classNames).toEqual(["a", "b"]);
    expect(Dataset.from(other.rows, null).inputs).toEqual(Float64Array.of(1, 2));
  });

  it("of BigInt are refused, with the way to convert them", async () => {
    expect(await failure(() => Dataset.from(BigInt64Array.of(1n, 2n) as never, null, { columns: 2 }))).toBe(
      "ShapeError: inputs: expected rows of numbers or a typed array, got BigInt64Array of 16 bytes. " +
        "Convert it: Float64Array.from(values, Number).",
    );
  });
});
