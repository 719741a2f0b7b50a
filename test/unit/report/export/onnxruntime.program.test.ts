import { describe, expect, it } from "vitest";
import { installedRuntimes, type Output } from "../../../../scripts/onnxruntime.mjs";
import { toOnnx } from "../../../../src/export/onnx/onnx.js";
import { Network } from "../../../../src/train/network.js";
import { allKinds, encoded, records, width } from "./columns.js";
import { ofMembers, withMembers } from "./members.js";
import { expectAnswers, networkOf, numbers, type Precision, precisions, subjects } from "./networks.js";

const runtimes = installedRuntimes();
it.skipIf(runtimes.length > 0)(
  "onnxruntime is not installed: node scripts/onnxruntime.mjs installs it",
  (test) => test.skip(),
);

describe.each(runtimes)("in $name", ({ load }) => {
  const runtime = load();

  /** What a model gives. @param inputs by name: numbers of the precision, or texts, [rows × columns] */
  async function run(
    bytes: Uint8Array,
    inputs: Record<string, (number | string)[][]>,
    precision: Precision = "float32",
  ): Promise<Record<string, Output>> {
    // 4: what it refuses is told by errors, and need not be logged too
    const session = await runtime.InferenceSession.create(bytes, { logSeverityLevel: 4 });
    const type = precision === "float64" ? Float64Array : Float32Array;
    const feeds = Object.entries(inputs).map(([name, rows]) => {
      const shape = [rows.length, rows[0]!.length];
      const values = rows.flat();
      const isText = typeof values[0] === "string";
      const tensor = isText
        ? new runtime.Tensor("string", values, shape)
        : new runtime.Tensor(precision, type.from(values as number[]), shape);
      return [name, tensor];
    });
    const results = await session.run(Object.fromEntries(feeds), { logSeverityLevel: 4 });
    await session.release();
    return results;
  }

  const rowsOf = ({ data, dims }: Output) => {
    const [rows, columns] = dims as [number, number];
    return Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (_, column) => data[row * columns + column]!),
    );
  };

  it.each(precisions)(
    "all activations, biases and scalers give the library's answers, %s",
    async (precision) => {
      for (const [name, network, rows] of await subjects(precision)) {
        const { outputs } = await run(toOnnx(network), { inputs: rows }, precision);
        expect(outputs!.type).toBe(precision);
        expectAnswers(rowsOf(outputs!), network, rows, name);
      }
    },
  );

  it.each(precisions)("the mean of members is the library's answer, %s", async (precision) => {
    for (const [name, network, rows] of await ofMembers(precision)) {
      const { outputs } = await run(toOnnx(network), { inputs: rows }, precision);
      expectAnswers(rowsOf(outputs!), network, rows, name);
    }
  });

  it("label is the class of the mean of members", async () => {
    const layers = [3, 4, { units: 4, activation: "softmax" }] as const;
    const network = withMembers({ layers, members: 8, seed: 2 });
    const rows = numbers(40, 3, 6);
    const best = network.predict(rows).map((row) => row.indexOf(Math.max(...row)));
    expect(new Set(best).size).toBe(4);
    const { label } = await run(toOnnx(network), { inputs: rows });
    expect(Array.from(label!.data, Number)).toEqual(best);
  });

  it("one row is a batch too, and the layers alone take and give what is scaled", async () => {
    const [, network, rows] = (await subjects("float64")).find(([name]) => name === "scaled (standard)")!;
    const { inputs, targets } = network.scalers;
    const scaled = rows.map((row) => row.map((x, at) => (x - inputs!.shift[at]!) * inputs!.scale[at]!));
    const bare = toOnnx(network, { preparation: false });
    const answers: number[][] = [];
    for (const row of scaled) {
      const { outputs } = await run(bare, { inputs: [row] }, "float64");
      answers.push(rowsOf(outputs!)[0]!);
    }
    const inUnits = answers.map((row) =>
      row.map((y, at) => (targets!.scale[at] === 0 ? 0 : y / targets!.scale[at]!) + targets!.shift[at]!),
    );
    expectAnswers(inUnits, network, rows, "scaled outside");
  });

  it("label is the name of the class with the greatest output, or its index where there are no names", async () => {
    const network = networkOf({ layers: [3, { units: 4, activation: "softmax" }], seed: 5 });
    const rows = numbers(40, 3, 6);
    const best = network.predict(rows).map((row) => row.indexOf(Math.max(...row)));
    expect(new Set(best).size).toBeGreaterThan(2);
    const plain = await run(toOnnx(network), { inputs: rows });
    expect([plain.label!.type, plain.label!.dims]).toEqual(["int64", [40]]);
    expect(Array.from(plain.label!.data, Number)).toEqual(best);
    network.notes.classes = ["Ahorn", "Föhre", "竹", ""];
    const named = await run(toOnnx(network), { inputs: rows });
    expect(Array.from(named.label!.data)).toEqual(best.map((at) => (network.notes.classes as string[])[at]));
    expect(Object.keys(await run(toOnnx(network, { classes: null }), { inputs: rows }))).toContain("label");
  });

  it.each(precisions)(
    "columns of texts are inputs by name, and a text that is not known is refused, %s",
    async (precision) => {
      const network = networkOf({ layers: [6, 4, 2], precision });
      network.notes.schema = {
        inputs: [
          { name: "outputs", kind: "number" }, // a name that the graph has for itself
          { name: "Viertel", kind: "category", values: ["dock", "Höhe", "park"] },
          { name: "", kind: "number" },
          { name: "one", kind: "category", values: ["yes"] },
        ],
        target: { name: "price", kind: "number" },
      };
      const of = (quarters: string[]) => ({
        outputs_: [[1.5], [-2], [0.25]],
        Viertel: quarters.map((one) => [one]),
        "column 3": [[3], [4], [-5]],
        one: [["yes"], ["yes"], ["yes"]],
      });
      const bytes = toOnnx(network);
      const { outputs } = await run(bytes, of(["park", "dock", "Höhe"]), precision);
      const encoded = [
        [1.5, 0, 0, 1, 3, 1],
        [-2, 1, 0, 0, 4, 1],
        [0.25, 0, 1, 0, -5, 1],
      ];
      expectAnswers(rowsOf(outputs!), network, encoded, "columns");
      await expect(run(bytes, of(["park", "dock", "hill"]), precision)).rejects.toThrow("Unknown Category");
      const bare = await run(toOnnx(network, { preparation: false }), { inputs: encoded }, precision);
      expectAnswers(rowsOf(bare.outputs!), network, encoded, "encoded");
    },
  );

  it.each(precisions)("takes flags, dates, gaps and other values as encode does, %s", async (precision) => {
    const network = networkOf({ layers: [width, 3, 1], precision });
    network.notes.schema = allKinds;
    const names = Object.keys(records[0]!) as (keyof (typeof records)[0])[];
    const of = (rows: typeof records) =>
      Object.fromEntries(names.map((name) => [name, rows.map((row) => [row[name]])]));
    const { outputs } = await run(toOnnx(network), of(records), precision);
    expectAnswers(rowsOf(outputs!), network, encoded, "columns");
    const unknown = of([{ ...records[0]!, kind: "x" }]);
    await expect(run(toOnnx(network), unknown, precision)).rejects.toThrow("Unknown Category");
  });

  it("a network loaded from a model file gives the same bytes", () => {
    const network = networkOf({ layers: [3, 4, 2] });
    expect(toOnnx(Network.load(network.save()))).toEqual(toOnnx(network));
  });
});
