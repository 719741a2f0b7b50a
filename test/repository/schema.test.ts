import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { activationNames } from "../../src/functions/activations.js";
import { lossNames } from "../../src/functions/losses.js";
import { optimizerKinds, optimizers } from "../../src/functions/optimizers.js";
import { scheduleNames } from "../../src/functions/schedules.js";
import { checkConfig, configInput } from "../../src/settings/configuration.js";
import { configFileSchema, type JsonSchema } from "../../scripts/describe/jsonSchema.js";
import { fileSettings } from "../../src/settings/fileRecords.js";
import { initializerNames } from "../../src/settings/networkRecords.js";
import { settings } from "../../src/settings/records.js";

const schema = configFileSchema();
const validate = new Ajv2020({
  strict: true,
  strictTypes: false,
  strictTuples: false,
  strictRequired: false,
}).compile(schema);
const inSchema = (config: object) => validate(JSON.parse(JSON.stringify(config)));
const good = { layers: [2, 3, 1] };

function messageOf(config: object): string | null {
  try {
    checkConfig(config);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Rules between settings, or between the numbers of one, which the schema does not know. */
const between =
  /goes? (only )?with|takes all samples|is for the last layer|takes no dropout|takes low < high|earlier layer|expected at most the learning rate|finds its steps/;

/** Where a value is put, and the names of what is known there. */
const detailNames = [...new Set(Object.values(optimizers).flatMap(({ details }) => Object.keys(details)))];
const places: ((value: unknown) => Record<string, unknown>)[] = [
  ...Object.keys({ ...settings, unknown: 0 }).map((name) => (value: unknown) => ({
    [name]: value,
  })),
  ...["kind", "learningRate", "unknown", ...detailNames].flatMap((name) =>
    [undefined, ...optimizerKinds].map((kind) => (value: unknown) => ({
      optimizer: { ...(kind && { kind }), [name]: value },
    })),
  ),
  ...[
    "kind",
    "every",
    "factor",
    "power",
    "warmup",
    "period",
    "periodFactor",
    "minimum",
    "divisor",
    "patience",
  ].flatMap((name) =>
    scheduleNames.map((kind) => (value: unknown) => ({ schedule: { kind, [name]: value } })),
  ),
  ...["patience", "minChange", "monitor", "restoreBest", "unknown"].map((name) => (value: unknown) => ({
    earlyStopping: { [name]: value },
  })),
  ...["kind", "low", "high", "mean", "deviation", "unknown"].flatMap((name) =>
    initializerNames.map((kind) => (value: unknown) => ({ initializer: { kind, [name]: value } })),
  ),
  (value) => ({ initializer: { kind: "uniform", low: -9e9, high: value } }),
  (value) => ({ classWeights: { rare: value } }),
  (value) => ({ classWeights: [1, value] }),
  (value) => ({ layers: [value, 1] }),
  (value) => ({ layers: [2, value] }),
  ...["units", "activation", "alpha", "dropout", "trainable", "tied", "name", "unknown"].flatMap((name) => [
    (value: unknown) => ({ layers: [{ units: 2, [name]: value }, 1] }),
    ...activationNames.map((activation) => (value: unknown) => ({
      layers: [2, { units: 2, activation, [name]: value }, 1],
    })),
  ]),
];
const words = [
  "auto",
  "full",
  "balanced",
  "mean",
  "sum",
  "validation",
  "loss",
  "none",
  "shared",
  "float64",
  "standard",
  "x",
  "",
  ...activationNames,
  ...lossNames,
  ...optimizerKinds,
  ...scheduleNames,
  ...initializerNames,
];
const values = fc.oneof(
  fc.constantFrom<unknown[]>(
    0,
    1,
    -1,
    0.5,
    64,
    65,
    1000,
    1001,
    1e-9,
    1e300,
    true,
    false,
    null,
    [],
    {},
    ...words,
  ),
  fc.integer({ min: -3, max: 70 }),
  fc.double({ min: -2, max: 2, noNaN: true }),
  fc.jsonValue({ depthSize: "small" }),
);

describe("the JSON Schema of the config file", () => {
  it("is what stands in chainrule.schema.json (npm run settings writes it)", () => {
    expect(JSON.parse(readFileSync("chainrule.schema.json", "utf8"))).toEqual(
      JSON.parse(JSON.stringify(schema)),
    );
  });

  it("has every key that a file may have, and no other", () => {
    const keys = ["$schema", ...Object.keys(fileSettings)];
    expect(Object.keys(schema.properties as object).sort()).toEqual(keys.sort());
  });

  it("describes every setting and every detail", () => {
    const nameless: string[] = [];
    const walk = (part: unknown, path: string) => {
      if (typeof part !== "object" || part === null) return;
      const { properties, anyOf, items, prefixItems, additionalProperties } = part as Record<
        string,
        JsonSchema | JsonSchema[]
      >;
      for (const [name, one] of Object.entries((properties ?? {}) as Record<string, JsonSchema>)) {
        if (!one.description) nameless.push(`${path}.${name}`);
        walk(one, `${path}.${name}`);
      }
      for (const one of [anyOf, prefixItems, items, additionalProperties].flat()) walk(one, path);
    };
    walk(schema, "");
    expect(nameless).toEqual([]);
  });

  it("gives defaults that are in effect", () => {
    const config = configInput(checkConfig(good)) as unknown as Record<string, unknown>;
    for (const [name, { default: usual }] of Object.entries(
      schema.properties as Record<string, JsonSchema>,
    )) {
      if (usual === undefined || !Object.hasOwn(settings, name)) continue;
      const asGiven = checkConfig({ ...good, [name]: usual }) as unknown as Record<string, unknown>;
      expect([name, asGiven[name]]).toEqual([name, config[name]]);
    }
  });

  it("accepts what checkConfig accepts and refuses what it refuses, but for rules between settings (10,000 configurations)", () => {
    let [accepted, refused] = [0, 0];
    fc.assert(
      fc.property(fc.constantFrom(...places), values, (place, value) => {
        const config = { ...good, ...place(value) };
        const message = messageOf(JSON.parse(JSON.stringify(config)));
        if (message !== null && between.test(message)) return;
        if (message === null) accepted++;
        else refused++;
        expect([config, inSchema(config), message]).toEqual([config, message === null, message]);
      }),
      { numRuns: 10_000, seed: 1 },
    );
    expect(accepted).toBeGreaterThan(500);
    expect(refused).toBeGreaterThan(1000);
  });

  it("accepts complete configurations", () => {
    for (const optimizer of optimizerKinds) {
      for (const schedule of optimizer === "lbfgs" ? (["constant"] as const) : scheduleNames) {
        const config = configInput(checkConfig({ ...good, optimizer, schedule, earlyStopping: 3 }));
        expect([config, inSchema(config), validate.errors]).toEqual([config, true, null]);
      }
    }
  });

  it.each([
    [{ $schema: "./chainrule.schema.json", data: "iris.csv", target: "species", drop: ["id"] }, true],
    [{ data: "a.csv", separator: "tab", targetKind: "class" }, true],
    [{ $schema: 5 }, false],
    [{ data: 5 }, false],
    [{ targetKind: "text" }, false],
    [{ drop: [5] }, false],
    [{ samples: 19 }, false],
    [{ epoch: 5 }, false],
    [{ search: { space: { batchSize: { choices: [8, 16] } }, method: "halving", trials: 9 } }, true],
    [{ search: { space: { l2: { low: 0.1, high: 1, scale: "log" } } } }, true],
    [{ search: { trials: 9 } }, false],
    [{ search: { space: { l2: { low: 0.1 } } } }, false],
    [{ search: { space: {}, method: "grid" } }, false],
    [{ folds: 1 }, false],
  ])("of %j says %j", (file, isValid) => {
    expect(inSchema(file)).toBe(isValid);
  });
});
