import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readLink, writeLink } from "../../../playground/link.js";
import {
  type Choices,
  dataNames,
  engineNames,
  featureNames,
  ownNames,
  speedNames,
} from "../../../playground/sessionTypes.js";
import { ownLengths } from "../../../playground/worked/examples.js";
import {
  defaultsOf,
  effectOf,
  firstChoices,
  isWithin,
  limits,
  applyChange,
} from "../../../playground/choices.js";
import { activationNames, hiddenActivationNames } from "../../../src/functions/activations.js";
import { lossesFor, lossNames } from "../../../src/functions/losses.js";
import { optimizerKinds } from "../../../src/functions/optimizers.js";
import { checkConfig } from "../../../src/settings/configuration.js";

const within = (name: keyof typeof limits) => {
  const [min, max] = limits[name];
  return fc
    .double({ min, max, noNaN: true, noDefaultInfinity: true })
    .map((value) => (value === 0 ? 0 : value));
};
const whole = (name: keyof typeof limits) => {
  const [min, max] = limits[name];
  return fc.integer({ min, max });
};
const anyChange: fc.Arbitrary<Partial<Choices>> = fc.record(
  {
    noise: within("noise"),
    rows: whole("rows"),
    test: within("test"),
    hidden: fc.array(
      fc.record({ units: whole("units"), activation: fc.constantFrom(...hiddenActivationNames) }),
      { maxLength: 6 },
    ),
    output: fc.constantFrom(...activationNames),
    loss: fc.constantFrom(...lossNames),
    optimizer: fc.constantFrom(...optimizerKinds),
    learningRate: within("learningRate"),
    batchSize: fc.oneof(whole("batchSize"), fc.constant("full" as const)),
    l1: within("l1"),
    l2: within("l2"),
    dropout: within("dropout"),
    seed: whole("seed"),
    features: fc.subarray([...featureNames], { minLength: 1 }),
    dataSeed: fc.option(whole("seed")),
    precision: fc.constantFrom("float32" as const, "float64" as const),
    engine: fc.constantFrom(...engineNames),
    speed: fc.constantFrom(...speedNames),
  },
  { requiredKeys: [] },
);
const anyData = fc.constantFrom(...dataNames.filter((name) => name !== "file"));
const anyNumber = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .map((value) => (value === 0 ? 0 : value));
/** Own numbers for some of the lists of a worked example. */
const withOwn = (choices: Choices) =>
  fc.record(
    Object.fromEntries(
      ownNames.map((name) => {
        const length = ownLengths(choices)[name];
        const list = fc.array(anyNumber, { minLength: length, maxLength: length });
        return [name, length > 0 ? fc.option(list) : fc.constant(null)];
      }),
    ),
  );
/** Changes with some choices removed, so that default values meet others. */
const anyChoices = fc
  .tuple(anyData, anyChange, fc.subarray(Object.keys(firstChoices) as (keyof Choices)[]))
  .map(([data, change, kept]) => {
    const usual = defaultsOf(data);
    const back = Object.fromEntries(kept.map((name) => [name, usual[name]]));
    return applyChange(applyChange(usual, change), { ...back, data });
  })
  .chain((choices) => withOwn(choices).map((own): Choices => ({ ...choices, ...own })));

describe("choices", () => {
  it("after any change make a configuration that the library accepts", () => {
    fc.assert(
      fc.property(anyChoices, (choices) => {
        const { hidden, output, loss, optimizer, learningRate, batchSize, l1, l2, dropout } = choices;
        checkConfig({
          layers: [2, ...hidden, { units: 2, activation: output }],
          optimizer: optimizer === "lbfgs" ? optimizer : { kind: optimizer, learningRate },
          loss,
          batchSize,
          l1,
          l2,
          dropout,
        });
        expect(optimizer === "lbfgs" ? learningRate : 1).toBe(1);
      }),
    );
  });

  it("stay when one plane replaces another, and become the defaults of other data", () => {
    const circles = applyChange(firstChoices, { data: "circles", learningRate: 0.5, hidden: [] });
    const clouds = applyChange(circles, { data: "clouds" });
    expect(clouds).toEqual({ ...circles, data: "clouds" });
    const example = applyChange({ ...clouds, seed: 7, engine: "threads", speed: "10" }, { data: "mazur" });
    expect(example).toEqual({ ...defaultsOf("mazur"), seed: 7, engine: "threads", speed: "10" });
    expect(example).toMatchObject({ learningRate: 0.5, batchSize: 1, precision: "float64", test: 0 });
  });

  it("get other outputs where numbers are learnt instead of classes", () => {
    const hills = applyChange({ ...firstChoices, learningRate: 0.5 }, { data: "hills" });
    expect(hills).toMatchObject({ output: "identity", loss: "halfSquaredError", learningRate: 0.5 });
    const tanh = applyChange(hills, { output: "tanh" });
    expect(applyChange(tanh, { data: "wave" })).toMatchObject({ output: "tanh" });
    expect(applyChange(tanh, { data: "clouds" })).toMatchObject({ output: "softmax", loss: "crossEntropy" });
  });

  it("have features of planes and a seed of drawn data only", () => {
    const chosen = applyChange(firstChoices, { features: ["x", "xy"], dataSeed: 5 });
    expect(chosen).toMatchObject({ features: ["x", "xy"], dataSeed: 5 });
    expect(applyChange(chosen, { data: "wave" })).toMatchObject({ features: ["x", "y"], dataSeed: 5 });
    expect(applyChange(chosen, { data: "digits" }).dataSeed).toBe(null);
    expect(applyChange(chosen, { seed: 5 }).dataSeed).toBe(null);
  });

  it("keep a learning rate that the user chose when the optimiser changes", () => {
    const chosen = applyChange(firstChoices, { learningRate: 0.01 });
    expect(applyChange(chosen, { optimizer: "sgd" }).learningRate).toBe(0.01);
    expect(applyChange(firstChoices, { optimizer: "sgd" }).learningRate).toBe(0.1);
    // the rate of a worked example is the page's, not the user's
    expect(applyChange(defaultsOf("mazur"), { optimizer: "adam" }).learningRate).toBe(0.001);
  });

  it("get the default rate of a new optimiser, and a batch size again after a full-batch optimiser", () => {
    const all = applyChange(firstChoices, { optimizer: "lbfgs", l1: 0.1 });
    expect(all).toMatchObject({ learningRate: 1, batchSize: "full", l1: 0 });
    const sgd = applyChange(all, { optimizer: "sgd" });
    expect(sgd).toMatchObject({ learningRate: 0.1, batchSize: firstChoices.batchSize });
    expect(applyChange(sgd, { optimizer: "adam", learningRate: 0.5 }).learningRate).toBe(0.5);
  });

  it("offer the losses that work with an output, and replace other losses by the default one", () => {
    expect(lossesFor("softmax")).toContain("crossEntropy");
    expect(lossesFor("softmax")).not.toContain("binaryCrossEntropy");
    expect(lossesFor("tanh")).not.toContain("crossEntropy");
    expect(applyChange(firstChoices, { output: "sigmoid" }).loss).toBe("binaryCrossEntropy");
    expect(applyChange(firstChoices, { output: "tanh" }).loss).toBe("halfSquaredError");
    expect(applyChange(firstChoices, { output: "softmax", loss: "hinge" }).loss).toBe("hinge");
  });

  it("lose own weights when the layers change, but not own inputs", () => {
    const own = { inputs: [1, 2], targets: [0, 1], weights: [1, 2, 3, 4, 5, 6, 7, 8], biases: [1, 2] };
    const before = applyChange(defaultsOf("mazur"), own);
    expect(before).toMatchObject(own);
    const after = applyChange(before, { hidden: [{ units: 3, activation: "sigmoid" }] });
    expect(after).toMatchObject({ inputs: [1, 2], targets: [0, 1], weights: null, biases: null });
    expect(applyChange(before, { data: "matrix" })).toEqual(defaultsOf("matrix"));
  });

  it("determine what a change restarts", () => {
    const effect = (change: Partial<Choices>) => effectOf(firstChoices, { ...firstChoices, ...change });
    expect(effect({})).toBe("nothing");
    expect(effect({ hidden: structuredClone(firstChoices.hidden) })).toBe("nothing");
    expect(effect({ l2: 0.1 })).toBe("fit");
    expect(effect({ l2: 0.1, dropout: 0.1 })).toBe("network");
    expect(effect({ engine: "javascript" })).toBe("network");
    expect(effect({ speed: "full" })).toBe("nothing");
    for (const change of [{ seed: 3 }, { noise: 1 }, { hidden: [] }, { loss: "hinge" as const }]) {
      expect(effect(change)).toBe("everything");
    }
  });

  it("are within limits, both ends included", () => {
    expect([1, 512].map((value) => isWithin("units", value))).toEqual([true, true]);
    expect([0, 513, 1.5, NaN].map((value) => isWithin("units", value))).toEqual([false, false, false, false]);
    expect([0, 0.9, 0.95, -0.1].map((value) => isWithin("test", value))).toEqual([true, true, false, false]);
  });
});

describe("a link", () => {
  it("is empty for the first choices, and names only what differs from defaults", () => {
    expect(writeLink(firstChoices, "en")).toBe("");
    expect(writeLink(defaultsOf("mazur"), "zh")).toBe("data=mazur&lang=zh");
    const own = { ...defaultsOf("mazur"), targets: [0.2, 1e-7], biases: [-0.5, 1e21], learningRate: 0.7 };
    expect(writeLink(own, "en")).toBe("data=mazur&lr=0.7&targets=0.2,1e-7&biases=-0.5,1e21");
    expect(writeLink(applyChange(firstChoices, { optimizer: "lbfgs" }), "en")).toBe("optimizer=lbfgs");
    expect(writeLink({ ...firstChoices, optimizer: "sgd" }, "en")).toBe("optimizer=sgd&lr=0.001");
    expect(writeLink(applyChange(firstChoices, { output: "sigmoid" }), "en")).toBe("output=sigmoid");
    const hidden: Choices["hidden"] = [
      { units: 8, activation: "tanh" },
      { units: 3, activation: "softplus" },
    ];
    expect(writeLink({ ...defaultsOf("circles"), hidden, learningRate: 0.03 }, "en")).toBe(
      "data=circles&hidden=8t,3softplus&lr=0.03",
    );
  });

  it("restores all possible choices to the last digit", () => {
    fc.assert(
      fc.property(anyChoices, fc.constantFrom("en" as const, "zh" as const), (choices, language) => {
        const link = readLink(`#${writeLink(choices, language)}`);
        expect(link.complaints).toEqual([]);
        expect(link.choices).toEqual(choices);
        expect(link.language).toBe(language === "en" ? null : language);
      }),
    );
  });

  it("applies valid keys, and reports each wrong one with the default used instead", () => {
    const { choices, language, complaints } = readLink(
      "#data=spiral&noise=2&rows=4.5&hidden=8t,600r&lr=fast&sead=3&l2=0.1&loss=hing&lang=de",
    );
    expect(choices).toEqual({ ...firstChoices, l2: 0.1 });
    expect(language).toBe(null);
    expect(complaints).toEqual([
      'sead: there is no such setting. Did you mean "seed"?',
      'data: expected "mazur", "matrix", "xor4", "autoencoder", "xor", "circles", "spirals", "clouds", "slope", "hills", "wave" or "digits", got "spiral". Used spirals instead.',
      'noise: expected a number from 0 to 1, got "2". Used 0.05 instead.',
      'rows: expected an integer from 4 to 10000, got "4.5". Used 400 instead.',
      'hidden: expected "none", or up to 6 layers such as 8t,4r: 1 to 512 units and an activation, got "8t,600r". Used 8t,8t instead.',
      'loss: expected "halfSquaredError", "squaredError", "meanSquaredError", "meanAbsoluteError", "huber", "pinball", ' +
        '"binaryCrossEntropy", "crossEntropy", "hinge" or "poisson", got "hing". Used crossEntropy instead.',
      'lr: expected a number from 1e-9 to 1000, got "fast". Used 0.001 instead.',
      'lang: expected "en" or "zh", got "de".',
    ]);
  });

  it("reports own numbers that do not fit, and uses those of the example instead", () => {
    const { choices, complaints } = readLink("#data=mazur&weights=1,2,3&biases=0.1,x&inputs=0.3,0.4");
    expect(choices).toEqual({ ...defaultsOf("mazur"), inputs: [0.3, 0.4] });
    expect(complaints).toEqual([
      'biases: expected numbers separated by commas, got "0.1,x". Used the numbers of the example instead.',
      'weights: expected 8 numbers for data=mazur with hidden=2, got "1,2,3". Used the numbers of the example instead.',
    ]);
    const none = "Used the numbers of the example instead.";
    const worked = "a worked example (data=mazur, matrix, xor4, autoencoder) that has";
    expect(readLink("#data=circles&weights=1").complaints).toEqual([
      `weights: expected ${worked} weights to fill in, got "1". ${none}`,
    ]);
    expect(readLink("#data=matrix&biases=1").complaints).toEqual([
      `biases: expected ${worked} biases to fill in, got "1". ${none}`,
    ]);
  });

  it("reports a loss that does not work with the output, and data from a file", () => {
    const pair = readLink("#output=tanh&loss=crossEntropy");
    expect(pair.choices.loss).toBe("halfSquaredError");
    expect(pair.complaints).toEqual([
      'loss: expected "halfSquaredError", "squaredError", "meanSquaredError", "meanAbsoluteError", "huber", "pinball" ' +
        'or "hinge" for tanh outputs, got "crossEntropy". Used halfSquaredError instead.',
    ]);
    const { file, choices, complaints } = readLink("#data=file&lr=0.5&target=a%2Cb%20c&file=my%20data.csv");
    expect({ file, choices, complaints }).toEqual({
      file: { name: "my data.csv", choices: { learningRate: 0.5, target: "a,b c" } },
      choices: firstChoices,
      complaints: [],
    });
    expect(readLink("#data=file").file).toEqual({ name: null, choices: {} });
    const columns = { "a,b: c": "drop", "50 %": "category", größe: "number" } as const;
    const written = writeLink({ ...defaultsOf("file"), columns }, "en", "x.csv");
    expect(readLink(`#${written}`).file).toEqual({ name: "x.csv", choices: { columns } });
    expect(readLink("#data=file&columns=a:gone").complaints).toEqual([
      'columns: expected columns such as age:drop,zip:category, each "number", "category" or "drop", got "a:gone". Used what the columns hold instead.',
    ]);
    expect(readLink("#features=x,z").complaints).toEqual([
      'features: expected some of x, y, x2, y2, xy, sinx, siny, separated by commas, got "x,z". Used x,y instead.',
    ]);
  });

  it("never throws for nonsense", () => {
    fc.assert(fc.property(fc.string(), (text) => void readLink(text)));
    fc.assert(
      fc.property(fc.constantFrom("hidden", "data", "lr", "batch"), fc.string(), (key, text) => {
        expect(readLink(`#${key}=${encodeURIComponent(text)}`).choices.rows).toBeGreaterThan(0);
      }),
    );
  });
});
