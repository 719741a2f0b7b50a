/** Values of a wrong kind in place of options, networks, data sets and tables: our own errors, never a TypeError. */
import { expect, it } from "vitest";
import * as chainrule from "../../../src/index.js";

const { Network, Dataset, ChainruleError } = chainrule;
const dataset = Dataset.from(
  [
    [0, 1],
    [1, 0],
    [1, 1],
  ],
  [[1], [0], [1]],
);
const network = () => Network.create({ layers: [2, 2, 1] });
const table = () => chainrule.readTable(new TextEncoder().encode("a,b\n1,2\n3,4\n"), "t.csv");

/** Functions of one value; each expects something else than the values below. */
const calls: Record<string, (value: any) => unknown> = {
  "makeDigits(options)": (value) => chainrule.makeDigits(value),
  "prepare(options)": (value) => chainrule.prepare(value),
  "verify(options)": (value) => chainrule.verify(value),
  "crossValidate(…, options)": (value) => chainrule.crossValidate({ layers: [2, 1] }, dataset, value),
  "checkGradients(network)": (value) => chainrule.checkGradients(value, dataset),
  "checkGradients(…, options)": (value) => chainrule.checkGradients(network(), dataset, value),
  "toC(network)": (value) => chainrule.toC(value),
  "toOnnx(network)": (value) => chainrule.toOnnx(value),
  "toOnnx(…, options)": (value) => chainrule.toOnnx(network(), value),
  "toJavaScript(network)": (value) => chainrule.toJavaScript(value),
  "toTorchSafetensors(network)": (value) => chainrule.toTorchSafetensors(value),
  "trace(network)": (value) => chainrule.trace(value, { inputs: [0, 1], targets: [1] }),
  "trace(…, sample)": (value) => chainrule.trace(network(), value),
  "trace(…, options)": (value) => chainrule.trace(network(), { inputs: [0, 1], targets: [1] }, value),
  "calibrate(network)": (value) => chainrule.calibrate(value, dataset),
  "calibrate(…, samples)": (value) => chainrule.calibrate(network(), value),
  "permutationImportance(network)": (value) => chainrule.permutationImportance(value, dataset),
  "permutationImportance(…, samples)": (value) => chainrule.permutationImportance(network(), value),
  "permutationImportance(…, options)": (value) => chainrule.permutationImportance(network(), dataset, value),
  "partialDependence(network)": (value) => chainrule.partialDependence(value, dataset, 0),
  "partialDependence(…, samples)": (value) => chainrule.partialDependence(network(), value, 0),
  "partialDependence(…, column)": (value) => chainrule.partialDependence(network(), dataset, value),
  "reliability(labels)": (value) => chainrule.reliability(value, [0.5, 0.5], 2),
  "reliability(…, outputs)": (value) => chainrule.reliability([0], value, 2),
  "presetOf(name)": (value) => chainrule.presetOf(value),
  "inferSchema(table)": (value) => chainrule.inferSchema(value, "b"),
  "inferSchema(…, options)": async (value) => chainrule.inferSchema(await table(), "b", value),
  "splitDataset(dataset)": (value) => chainrule.splitDataset(value, 0.5, 1),
  "foldDataset(dataset)": (value) => chainrule.foldDataset(value, 2, 1),
  "rowWeights(dataset)": (value) => chainrule.rowWeights(value, undefined),
  "Network.for(…, settings)": (value) => Network.for(dataset, value),
  "network.fit(…, settings)": (value) => network().fit([[0, 1]], [[1]], value),
  "network.save(options)": (value) => network().save(value),
  "network.parameters(options)": (value) => network().parameters(value),
  "network.measureScalers(samples)": (value) => network().measureScalers(value),
  "network.predictRecords(…, options)": (value) => network().predictRecords([], value),
  "network.encode(…, layer)": (value) => network().encode([[0, 1]], value),
  "Dataset.fromRecords(records)": (value) => Dataset.fromRecords(value, { target: "a" }),
  "Dataset.fromRecords(…, options)": (value) => Dataset.fromRecords([{ a: 1 }], value),
};

it.each(Object.entries(calls))("%s", async (_, call) => {
  for (const value of [null, "text", 5, true, Symbol("s")]) {
    const error = await Promise.resolve(value)
      .then(call)
      .then(
        () => null,
        (thrown: unknown) => thrown,
      );
    expect(error, String(value)).toBeInstanceOf(ChainruleError);
    expect((error as Error).message, String(value)).toMatch(/expected|got|does not|no /);
  }
});
