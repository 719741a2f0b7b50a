import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { toJavaScript } from "../../../../src/export/javascript.js";
import { denominator, numerator } from "../../../../src/export/normal.js";
import { allKinds, encoded, records, width } from "./columns.js";
import { ofMembers, withMembers } from "./members.js";
import { expectAnswers, networkOf, numbers, precisions, subjects } from "./networks.js";

interface Module {
  predict: (row: unknown) => number[];
  classify?: (row: unknown) => string | number;
  inputs: string[] | null;
  outputs: string[] | null;
  classes: string[] | null;
}

/** Runs a source as a module that can import nothing. */
const moduleOf = (source: string): Promise<Module> =>
  import(/* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(source).toString("base64")}`);

describe("a network as JavaScript", () => {
  it.each(precisions)(
    "all activations, biases and scalers give the library's answers, %s",
    async (precision) => {
      for (const [name, network, rows] of await subjects(precision)) {
        const { predict } = await moduleOf(toJavaScript(network));
        expectAnswers(rows.map(predict), network, rows, name);
        expect(predict(Float64Array.from(rows[0]!))).toEqual(predict(rows[0]));
      }
    },
  );

  it.each(precisions)("the mean of members is the library's answer, %s", async (precision) => {
    for (const [name, network, rows] of await ofMembers(precision)) {
      const { predict } = await moduleOf(toJavaScript(network));
      expectAnswers(rows.map(predict), network, rows, name);
    }
  });

  it("says how many members there are, and takes the class of their mean", async () => {
    const layers = [3, 4, { units: 3, activation: "softmax" }] as const;
    const network = withMembers({ layers, members: 8, seed: 6 });
    network.notes.classes = ["a", "b", "c"];
    const source = toJavaScript(network);
    expect(source).toContain("3-4-3 perceptron of 8 members, trained and written by chainrule");
    const { classify } = await moduleOf(source);
    const rows = numbers(40, 3, 6);
    const best = network.predict(rows).map((row) => "abc"[row.indexOf(Math.max(...row))]);
    expect(new Set(best).size).toBe(3);
    expect(rows.map((row) => classify!(row))).toEqual(best);
  });

  it("takes rows of a table as objects, whatever its columns are called", async () => {
    const network = networkOf({ layers: [4, 3, 2], precision: "float64" });
    network.notes.schema = {
      inputs: [
        { name: "length", kind: "number" },
        { name: "__proto__ */", kind: "category", values: ['a"', "b\\", "c\u2028"] },
      ],
      target: { name: "kind", kind: "class", classes: ["no", "yes"] },
    };
    network.notes.classes = ["no", "yes"];
    const made = await moduleOf(toJavaScript(network, { name: 'x*/ "' }));
    expect(made.inputs).toEqual(["length", '__proto__ */=a"', "__proto__ */=b\\", "__proto__ */=c\u2028"]);
    expect([made.outputs, made.classes]).toEqual([
      ["no", "yes"],
      ["no", "yes"],
    ]);
    const row = { length: 2, "__proto__ */": "b\\" };
    expectAnswers([made.predict(row)], network, [[2, 0, 1, 0]], "object");
    expect(made.predict([2, 0, 1, 0])).toEqual(made.predict(row));
    const best = made.predict(row)[0]! >= made.predict(row)[1]! ? "no" : "yes";
    expect(made.classify!(row)).toBe(best);
    expect(() => made.predict({ ...row, length: "2" })).toThrow(
      'column "length": expected a finite number, got 2.',
    );
    expect(() => made.predict({ length: 2 })).toThrow(
      'column "__proto__ */": expected one of a", b\\, c\u2028, got undefined.',
    );
  });

  it("takes flags, dates, gaps and other values as encode does", async () => {
    const network = networkOf({ layers: [width, 3, 1], precision: "float64" });
    network.notes.schema = allKinds;
    const { predict } = await moduleOf(toJavaScript(network));
    expectAnswers(records.map(predict), network, encoded, "objects");
    const row = records[0]!;
    expect(predict({ ...row, sex: null })).toEqual(predict({ ...row, sex: "?" }));
    expect(() => predict({ ...row, sex: "x" })).toThrow('column "sex": expected one of f, m, got x.');
    expect(() => predict({ ...row, kind: "x" })).toThrow('column "kind": expected one of a, b, c, got x.');
    expect(() => predict({ ...row, sure: null })).toThrow('column "sure": expected a value, got null.');
    expect(() => predict({ ...row, sure: "yes" })).toThrow('column "sure": expected 0 or 1, got yes.');
    expect(() => predict({ ...row, age: "x" })).toThrow('column "age": expected a finite number, got x.');
  });

  it("refuses rows of another length, and what is no number, by a TypeError", async () => {
    const { predict, classify, inputs } = await moduleOf(toJavaScript(networkOf({ layers: [2, 1] })));
    expect([classify, inputs]).toEqual([undefined, null]);
    expect(() => predict([1])).toThrow(new TypeError("inputs: expected 2 numbers, got 1."));
    expect(() => predict([1, NaN])).toThrow(new TypeError("inputs[1]: expected a finite number, got NaN."));
    expect(() => predict([1, "2"])).toThrow(new TypeError("inputs[1]: expected a finite number, got 2."));
  });

  it("gives the index of a class without names, and the layers alone on request", async () => {
    const network = networkOf({ layers: [3, { units: 3, activation: "softmax" }], scaling: "standard" });
    const rows = numbers(20, 3, 5);
    const { classify } = await moduleOf(toJavaScript(network));
    const best = network.predict(rows).map((row) => row.indexOf(Math.max(...row)));
    expect(rows.map((row) => classify!(row))).toEqual(best);
    const [, scaled, years] = (await subjects("float64")).find(([name]) => name === "scaled (minMax)")!;
    const { inputs, targets } = scaled.scalers;
    const { predict } = await moduleOf(toJavaScript(scaled, { preparation: false }));
    const answers = years.map((row) =>
      predict(row.map((x, at) => (x - inputs!.shift[at]!) * inputs!.scale[at]!)).map(
        (y, at) => (targets!.scale[at] === 0 ? 0 : y / targets!.scale[at]!) + targets!.shift[at]!,
      ),
    );
    expectAnswers(answers, scaled, years, "scaled outside");
  });

  it("refuses a network of more than a million parameters", () => {
    expect(() => toJavaScript(networkOf({ layers: [1000, 1000] }))).toThrow(
      "js: a source holds at most 1000000 parameters, this network has 1001000. Export it to onnx or safetensors.",
    );
  });
});

it("the normal distribution has the kernels' coefficients", () => {
  const kernel = readFileSync("assembly/normal.ts", "utf8");
  const written = new Set([...kernel.matchAll(/-?\d[\d.]*(?:e-\d+)?/g)].map(([text]) => Number(text)));
  expect([...numerator, ...denominator].filter((one) => !written.has(one))).toEqual([]);
});
