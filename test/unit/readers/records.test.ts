import { expect, it } from "vitest";
import { encode } from "../../../src/readers/encode.js";
import { readCsv } from "../../../src/readers/csv.js";
import { Dataset, Network } from "../../../src/index.js";
import { fromRecords } from "../../../src/readers/records.js";
import { inferSchema } from "../../../src/readers/schema.js";
import { failure } from "./failure.js";

const records = [
  { mass: 173, skin: "smooth", fruit: "apple", w: 1 },
  { mass: null, skin: "smooth", fruit: "apple", w: 2 },
  { mass: 82, skin: "rough", fruit: "plum", w: 3 },
];

it("records mean what the same table means as CSV", () => {
  const { dataset, schema } = fromRecords(records, { target: "fruit", sampleWeights: "w" });
  const text = "mass,skin,fruit,w\n173,smooth,apple,1\n,smooth,apple,2\n82,rough,plum,3\n";
  const table = readCsv(text, "data");
  const own = inferSchema(table, "fruit", { sampleWeights: "w" });
  expect(schema).toEqual(own);
  const same = encode(table, own, { target: true, sampleWeights: [1, 2, 3] });
  expect([dataset.inputs, dataset.labels, dataset.sampleWeights, dataset.flags]).toEqual([
    same.inputs,
    same.labels,
    same.sampleWeights,
    same.flags,
  ]);
});

it("with the schema of a model, columns may come in any order; the target is read where it is named", () => {
  const { schema } = fromRecords(records, { target: "fruit", drop: "w" });
  const asked = fromRecords([{ fruit: "plum", skin: "rough", mass: 80 }], { schema });
  expect([Array.from(asked.dataset.inputs), asked.dataset.labels]).toEqual([[80, 0, -1], null]);
  const known = fromRecords([{ fruit: "plum", skin: "rough", mass: 80 }], { schema, target: "fruit" });
  expect(Array.from(known.dataset.labels!)).toEqual([1]);
});

it("refuses other options beside a schema", async () => {
  const { schema } = fromRecords(records, { target: "fruit" });
  expect(await failure(() => fromRecords(records, { schema, drop: "w" }))).toBe(
    "ConfigError: drop: does not go with a schema, which has it. Drop it.",
  );
});

it("Dataset.fromRecords is the data set alone; a network that is trained on it knows its columns", async () => {
  const data = Dataset.fromRecords(records, { target: "fruit", drop: "w" });
  const { dataset, schema } = fromRecords(records, { target: "fruit", drop: "w" });
  expect(data).toEqual(dataset);
  expect(data.schema).toEqual(schema);
  expect(data.select([2, 0]).schema).toBe(data.schema);
  const network = Network.create({ layers: [data.columns, 3, data.outputs], scaling: "standard", seed: 1 });
  await network.fit(data, { epochs: 2 });
  expect(network.notes.schema).toEqual(schema);
  const loaded = Network.load(network.save());
  const asked = [{ skin: "rough", mass: 80 }];
  expect(loaded.predictRecords(asked)).toEqual(network.predictRecords(asked));
  expect(Object.keys(loaded.predictRecords(asked)[0]!.probabilities!)).toEqual(["apple", "plum"]);
});

it("a schema in the notes stays when other data are trained on, unless the weights are new", async () => {
  const data = Dataset.fromRecords(records, { target: "fruit", drop: "w" });
  const network = Network.create({ layers: [data.columns, 3, data.outputs], scaling: "standard", seed: 1 });
  const own = structuredClone(data.schema!);
  network.notes.schema = own;
  await network.fit(data, { epochs: 1 });
  expect(network.notes.schema).toBe(own);
  await network.fit(data, { epochs: 1, warmStart: false });
  expect(network.notes.schema).toBe(data.schema);
});
