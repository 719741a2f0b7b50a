import { describe, expect, it } from "vitest";
import type { EpochFigures, ReportData } from "../../../src/report/page/pageData.js";
import { networkDrawing } from "../../../src/report/page/networkDrawing.js";
import { layerFigures } from "../../../src/report/page/networkSection.js";
import { escape } from "../../../src/report/page/markup.js";
import { reportPage } from "../../../src/report/page/reportPage.js";
import { settingsOf } from "../../../src/report/page/runSection.js";

const matrix = [
  [8, 2],
  [1, 9],
];
const perClass = [
  { precision: 8 / 9, recall: 0.8, f1: 16 / 19, support: 10 },
  { precision: 9 / 11, recall: 0.9, f1: 6 / 7, support: 10 },
];

function epochs(count: number): EpochFigures[] {
  return Array.from({ length: count }, (_, index) => ({
    epoch: index + 1,
    loss: 1 / (index + 1),
    validationLoss: 1.5 / (index + 1),
    validationMetrics: { accuracy: 1 - 0.5 / (index + 1) },
    learningRate: 0.1,
  }));
}

function layersOf(...units: number[]) {
  return layerFigures(
    units.slice(1).map((count, index) => ({
      inputs: units[index]!,
      units: count,
      activation: "sigmoid",
      weights: Float32Array.from({ length: units[index]! * count }, (_, at) => Math.sin(at + 1)),
      biases: new Float32Array(count),
    })),
  );
}

function data(changes: Partial<ReportData> = {}): ReportData {
  return {
    title: "Two kinds",
    description: "100 samples, 4 columns",
    config: { layers: [4, 3, 2], optimizer: { kind: "sgd", learningRate: 0.1 } },
    loss: "crossEntropy, mean over samples",
    history: epochs(3),
    bestEpoch: 2,
    stopped: "earlyStopping",
    speed: { samplesPerSecond: 41_200, seconds: 2.5, threads: 2, build: "simd-threads" },
    results: {
      training: { loss: 0.25, metrics: { accuracy: 0.9 }, samples: 80 },
      validation: { loss: 0.5, metrics: { accuracy: 0.85 }, samples: 20 },
    },
    layers: layersOf(4, 3, 2),
    inputNames: ["a", "b", "c", "d"],
    classes: {
      names: ["no", "yes"],
      matrix,
      perClass,
      roc: [
        {
          class: 1,
          auc: 0.9,
          points: [
            [0, 0],
            [0.1, 0.8],
            [1, 1],
          ],
        },
      ],
    },
    worst: [{ index: 7, actual: "no", predicted: "yes", confidence: 0.97, columns: { a: 1.5, b: "red" } }],
    ...changes,
  };
}

/** Elements that are never closed. */
const empty = new Set(["meta", "img", "input", "br", "!doctype"]);

/** Names of all elements; a page whose tags do not nest is an error, as is one with an id twice. */
function elementsOf(page: string): string[] {
  const open: string[] = [];
  const names: string[] = [];
  for (const [, slash, name, rest] of page.matchAll(/<(\/?)([!a-zA-Z][\w-]*)((?:"[^"]*"|[^">])*)>/g)) {
    if (slash) expect(open.pop()).toBe(name);
    else {
      names.push(name!);
      if (!rest!.endsWith("/") && !empty.has(name!)) open.push(name!);
    }
  }
  expect(open).toEqual([]);
  const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  return names;
}

const headingsOf = (page: string) => [...page.matchAll(/<h[23]>(.*?)<\/h[23]>/g)].map(([, text]) => text);

describe("reportPage", () => {
  it("has all sections that there are data for, in order, and links to them", () => {
    const page = reportPage(data());
    elementsOf(page);
    expect(headingsOf(page)).toEqual([
      "Learning",
      "Loss",
      "Accuracy",
      "Final metrics",
      "Classes",
      "Confusion matrix",
      "Metrics by class",
      "ROC curve",
      "Wrong predictions",
      "Wrong predictions",
      "Network",
      "Layers",
      "Parameters",
      "Weights: hidden 1",
      "Weights: output",
      "Run",
      "Speed",
      "Settings",
    ]);
    const links = [...page.matchAll(/href="#(\w+)"/g)].map(([, id]) => id);
    expect(links).toEqual(["learning", "classes", "samples", "network", "run"]);
    for (const id of links) expect(page).toContain(`<section id="${id}">`);
    expect(page).not.toMatch(/undefined|NaN|Infinity|\[object/);
  });

  it("draws confidence, and what matters among the columns, numbers as curves and categories as bars", () => {
    const bin = (from: number, rows: number, confidence: number, accuracy: number) => {
      return { from, to: from + 0.5, rows, confidence, accuracy };
    };
    const reliability = {
      bins: [bin(0, 0, NaN, NaN), bin(0.5, 20, 0.9, 0.75)],
      calibrationError: 0.15,
      temperature: 1.5,
    };
    const ages = [20, 30, 55].map((value) => ({ value, answers: [value / 100, 1 - value / 100] }));
    const jobs = ["clerk", "<nurse>"].map((category, value) => ({ value, category, answers: [0.25, 0.75] }));
    const columns = {
      measure: "the loss",
      rows: 20,
      importance: [
        { name: "age", importance: 0.5, deviation: 0.01 },
        { name: "job", importance: -0.001, deviation: 0.002 },
      ],
      dependence: [
        { column: "age", points: ages },
        { column: "job", points: jobs },
      ],
      outputs: ["no", "yes"],
    };
    const page = reportPage(data({ reliability, columns }));
    elementsOf(page);
    const sections = page.split("<section ");
    const confidence = sections.find((text) => text.startsWith('id="confidence"'))!;
    expect(headingsOf(confidence)).toEqual(["Confidence", "Reliability diagram", "By confidence"]);
    expect(confidence).toContain("<title>confidence 0.900, right 0.750: 20 answers</title>");
    expect(confidence.match(/<rect /g)).toHaveLength(1);
    expect(confidence).toContain("Calibration error 0.150.");
    expect(confidence).toContain("Answers are at temperature 1.50.");
    const drawn = sections.find((text) => text.startsWith('id="columns"'))!;
    expect(headingsOf(drawn)).toEqual(["Columns", "Importance", "age", "job"]);
    expect(drawn).toContain('style="--part:100.0%">0.500');
    expect(drawn).toContain('style="--part:0.0%">−0.00100');
    expect(drawn).toContain("<title>20: 0.800</title>"); // of two classes the second
    expect(drawn).not.toContain("<title>20: 0.200</title>");
    expect(drawn).toContain("<title>&lt;nurse&gt;: 0.750</title>");
    expect(drawn).toMatch(/<rect class="bar training" [^>]*y="62.5" height="937.5"/); // from 0, on an axis to 0.8
    expect(page).not.toMatch(/undefined|NaN|Infinity|\[object/);
    expect(reportPage(data({ reliability: null, columns: null }))).toBe(reportPage(data()));
  });

  it("fetches nothing and runs nothing", () => {
    const page = reportPage(data({ worst: [], reconstructions: [], image: { height: 1, width: 1 } }));
    expect(elementsOf(page)).not.toContain("script");
    expect(page).toContain("default-src 'none'; style-src 'unsafe-inline'; img-src data:");
    expect(page).not.toMatch(/https?:|url\(|@import|\ssrc="(?!data:)/);
  });

  it("shows whatever text it is given as text", () => {
    const bad = `</title></style></pre><script>alert(1)</script><img src=x onerror=a()> "'&\u0000\ud800`;
    const { names } = { names: [bad, `${bad}2`] };
    const page = reportPage(
      data({
        title: bad,
        description: bad,
        version: bad,
        loss: bad,
        stopped: bad,
        config: { [bad]: bad, layers: [{ [bad]: [bad] }] },
        history: [{ epoch: 1, loss: 1, metrics: { [bad]: 0.5 }, validationMetrics: { [bad]: 0.5 } }],
        results: { training: { loss: 1, metrics: { [bad]: 1 } } },
        speed: { samplesPerSecond: 1, seconds: 1, threads: 1, build: bad },
        layers: layersOf(4, 3, 2).map((layer) => ({ ...layer, name: bad, activation: bad })),
        inputNames: [bad, bad, bad, bad],
        classes: { ...data().classes!, names, of: bad },
        targets: [{ name: bad, actual: [1, 2], predicted: [1, 3], summary: { [bad]: 1 } }],
        worst: [{ index: 1, actual: bad, predicted: names[1]!, columns: { [bad]: bad } }],
      }),
    );
    const plain = elementsOf(reportPage(data()));
    const found = new Set(elementsOf(page));
    // all its elements are the page's own
    for (const name of [...plain, "circle"]) found.delete(name);
    expect([...found]).toEqual([]);
    expect(page).not.toContain("onerror=a()>");
    expect(page).not.toContain("\u0000");
    expect(page).not.toMatch(/\p{Cs}/u);
  });

  it("shows one epoch, and no epoch", () => {
    for (const count of [1, 0]) {
      const page = reportPage(data({ history: epochs(count), bestEpoch: null }));
      elementsOf(page);
      expect(headingsOf(page).includes("Loss")).toBe(count === 1);
      expect(page).not.toMatch(/NaN|Infinity/);
    }
  });

  it("stays small with 500 epochs: thinned curves, a table of every fifth", () => {
    const page = reportPage(data({ history: epochs(500), bestEpoch: 312 }));
    expect(page.length).toBeLessThan(120_000);
    expect(page).toContain("312 (best)");
    expect(page).toContain("Every 5th epoch, plus the best and the last.");
  });

  it("opens the logarithmic scale for a loss that falls far, and has none for a loss that is 0", () => {
    const steep = reportPage(data({ history: epochs(40) }));
    expect(steep).toContain('id="loss-log" checked');
    expect(reportPage(data())).toContain('id="loss-linear" checked');
    const history = [...epochs(3), { epoch: 4, loss: 0 }];
    expect(reportPage(data({ history }))).not.toContain('id="loss-log"');
  });

  it("draws the learning rate where it changes only", () => {
    const history = epochs(3).map((epoch) => ({ ...epoch, learningRate: 1 / epoch.epoch }));
    expect(headingsOf(reportPage(data({ history })))).toContain("Learning rate");
    expect(headingsOf(reportPage(data()))).not.toContain("Learning rate");
  });

  it("shows figures that are no numbers as dashes, and says that nothing was held out", () => {
    const history = epochs(3).map(({ epoch }) => ({ epoch, loss: Number.NaN, metrics: { r2: null } }));
    const training = { loss: Number.NaN, metrics: { r2: Number.NaN } };
    const page = reportPage(
      data({
        history,
        results: { training },
        speed: { samplesPerSecond: null, seconds: Number.NaN, threads: 1, build: "scalar" },
      }),
    );
    elementsOf(page);
    expect(page).not.toMatch(/NaN|Infinity|null/);
    expect(page).toContain("No epoch has a figure to show.");
    expect(page).toContain("No validation data: performance on unseen samples is unknown.");
    expect(page).not.toContain(">validation<");
  });

  it("lists confusions of more than twenty classes, the most frequent first", () => {
    const names = Array.from({ length: 50 }, (_, index) => `kind ${index}`);
    const counts = names.map((_, row) => names.map((__, column): number => (row === column ? 9 : 0)));
    counts[3]![4] = 1;
    counts[7]![5] = 3;
    const page = reportPage(data({ classes: { names, matrix: counts } }));
    expect(headingsOf(page)).toContain("Confusion matrix");
    expect(page).not.toContain('class="heat');
    expect(page.indexOf("kind 5")).toBeLessThan(page.indexOf("kind 4"));
    expect(page).toContain("Accuracy 99.1 %: 450 of 454 samples.");
  });

  it("shades mistakes by the fraction of the row", () => {
    const page = reportPage(data());
    expect(page).toContain(
      '<td class="wrong" style="--part:43%" title="no predicted as yes: 2, 20.0 %">2</td>',
    );
    expect(page).toContain(
      '<td class="right" style="--part:46%" title="yes predicted as yes: 9, 90.0 %">9</td>',
    );
  });

  it("draws images with what they were taken for", () => {
    const worst = [
      { index: 1, actual: "3", predicted: "8", confidence: 0.75, pixels: [0, 255, 128, 0] },
      { index: 2, actual: "4", predicted: "4", loss: 0.5, pixels: [0, 0, 0, 0] },
    ];
    const page = reportPage(data({ image: { height: 2, width: 2 }, worst }));
    expect(page.match(/<img class="ink" width="84" height="84"/g)).toHaveLength(2);
    expect(page).toContain('<b class="mistaken">8</b> is 3</span><small>75.0 % · #1</small>');
    expect(page).toContain('<b class="">4</b></span><small>loss 0.500 · #2</small>');
  });

  it("draws what an autoencoder makes of its images", () => {
    const pixels = Uint8Array.of(1, 2, 3, 4, 5, 6);
    const page = reportPage(
      data({
        classes: null,
        worst: null,
        image: { height: 1, width: 2, channels: 3 },
        reconstructions: [{ index: 5, input: pixels, output: pixels, loss: 0.125 }],
      }),
    );
    elementsOf(page);
    expect(headingsOf(page)).toContain("Reconstructions");
    expect(page.match(/<img width="84" height="42"/g)).toHaveLength(2);
    expect(page).toContain("#5 · loss 0.125");
  });

  it("says how many of the wrong samples it shows, and shows no section where none is wrong", () => {
    expect(reportPage(data())).toContain(
      "1 of 3 of the samples with a wrong prediction, the highest loss first.",
    );
    expect(headingsOf(reportPage(data({ worst: [] })))).not.toContain("Wrong predictions");
    const worst = [{ index: 4, actual: 500_001, predicted: 108_234.4, loss: 0.5, columns: { age: -3 } }];
    const page = reportPage(data({ classes: null, worst }));
    expect(headingsOf(page)).toContain("Largest errors");
    expect(page).toContain('<td>500\u2009001</td><td><b class="">108\u2009234</b></td>');
    expect(page).toContain('<td class="figure">−3</td>');
  });

  it("says at its top that a regression has not learnt, and shows R² there", () => {
    const targets = [
      { name: "price", actual: [1, 2], predicted: [1.5, 1.5], summary: { rmse: 0.5, r2: -0.002 } },
    ];
    const results = { training: { loss: 0.5, metrics: { rmse: 0.5, r2: -0.002 } } };
    const page = reportPage(data({ classes: null, targets, results }));
    elementsOf(page);
    expect(page).toMatch(/<p class="finding" role="note">The network predicts price no better .*R² −0\.002/);
    expect(page.indexOf("training R²")).toBeLessThan(page.indexOf("training RMSE"));
    expect(reportPage(data())).not.toContain('class="finding"');
  });

  it("writes a few numbers instead of drawing them, and one value that all have", () => {
    const layer = (biases: number[]) => ({
      inputs: 3,
      units: 4,
      activation: "tanh",
      weights: [1, 2, 3, -4, 5, 6, 7, 8, 9],
      biases,
    });
    const cards = (biases: number[]) => {
      const page = reportPage(data({ layers: layerFigures([layer(biases)]) }));
      elementsOf(page);
      return page.slice(page.indexOf("<h3>Weights: output"), page.indexOf('<section id="run"'));
    };
    expect(cards([-0.25])).toContain(
      'One bias:</p><ul class="legend"><li class="negative"><i></i>−0.250</li></ul>',
    );
    expect(cards([0.5, -1])).toContain("2 biases:</p>");
    expect(cards([0, 0, 0])).toContain("All 3 biases are 0.");
    expect(cards([-0.25]).match(/<svg class="plot"/g)).toHaveLength(1);
    const many = Array.from({ length: 9 }, (_, index) => index);
    expect(cards(many).match(/<svg class="plot"/g)).toHaveLength(2);
  });

  it("has a record of the run, and first the settings that are not defaults", () => {
    const page = reportPage(
      data({
        version: "1.2.3",
        config: { layers: [4, 2], loss: "halfSquaredError", optimizer: { kind: "adam" }, l2: 0 },
        chosen: { layers: [4, 2], loss: "halfSquaredError", optimizer: { kind: "adam" } },
        record: {
          date: "2026-11-30 23:05:12 UTC",
          command: "chainrule train --data 'a b.csv'",
          host: "Node 24.1.0",
          machine: "a processor, 2 processors",
          files: [
            { what: "data", name: "a b.csv", bytes: 23_520, sha256: "ab12" },
            { what: "model", name: "model.safetensors" },
          ],
        },
      }),
    );
    elementsOf(page);
    const run = page.slice(page.indexOf('<section id="run"'));
    expect(headingsOf(run)).toEqual(["Run", "Record", "Speed", "Settings"]);
    const cells = [...run.matchAll(/<th scope="row">(.*?)<\/th><td[^>]*>(.*?)<\/td>/g)].map(
      ([, name, value]) => `${name}: ${value}`,
    );
    expect(cells.slice(0, 7)).toEqual([
      "date: 2026-11-30 23:05:12 UTC",
      "command: <code>chainrule train --data &#39;a b.csv&#39;</code>",
      "program: chainrule 1.2.3, Node 24.1.0",
      "machine: a processor, 2 processors",
      "data: a b.csv, 23\u2009520 bytes",
      "SHA-256 of data: <code>ab12</code>",
      "model: model.safetensors",
    ]);
    expect(cells).toContain("loss: halfSquaredError (½ squared error)");
    expect(cells).toContain("optimizer.kind: adam");
    const [first, all] = run.split("<summary>All settings</summary>");
    expect(first).not.toContain(">l2<");
    expect(all).toContain(">l2<");
  });

  it("says how to measure a metric on the training samples where it was not", () => {
    const advice = "Set trainingMetrics to measure it on the training samples too.";
    expect(reportPage(data())).toContain(advice);
    const history = epochs(3).map((epoch) => ({ ...epoch, metrics: { accuracy: 0.5 } }));
    expect(reportPage(data({ history }))).not.toContain(advice);
  });

  it("draws predictions of numbers, thinned, in the colours of their errors' signs", () => {
    const actual = Float32Array.from({ length: 5000 }, (_, row) => row);
    const predicted = actual.map((value, row) => value + (row % 2 === 0 ? 100 : -100));
    const targets = [{ name: "price", actual, predicted, summary: { rmse: 100, r2: 0.9 } }];
    const page = reportPage(data({ classes: null, targets }));
    elementsOf(page);
    expect(headingsOf(page)).toContain("price: errors");
    expect(page).toContain("715 of 5000 samples.");
    expect(page.match(/<circle class="dot positive"/g)).toHaveLength(358);
    expect(page.match(/<circle class="dot negative"/g)).toHaveLength(357);
    const none = [{ name: "price", actual: [1], predicted: [Number.NaN], summary: {} }];
    expect(reportPage(data({ classes: null, targets: none }))).toContain("No prediction is a number.");
  });
});

describe("networkDrawing", () => {
  it("draws each weight of a small network, its sign as colour, the strongest on top", () => {
    const layers = layerFigures([
      { inputs: 2, units: 1, activation: "tanh", weights: [0.4, -2], biases: [0] },
    ]);
    const lines = [...networkDrawing(layers).matchAll(/<line class="(\w+)".*?stroke-width="([\d.]+)"/g)];
    expect(lines.map(([, sign, width]) => [sign, Number(width)])).toEqual([
      ["positive", 1],
      ["negative", 3.4],
    ]);
  });

  it("draws tied weights twice, and counts them once", () => {
    const layers = layerFigures([
      { inputs: 2, units: 1, activation: "tanh", weights: [0.4, -2], biases: [0] },
      { inputs: 1, units: 2, activation: "relu", weights: [], tied: 1, biases: [0, 1] },
    ]);
    expect(layers.map(({ parameters }) => parameters)).toEqual([0, 3, 2]);
    expect(layers[2]!.drawing).toEqual([0.4, -2]);
    expect(layers[2]!.weights).toEqual(layers[1]!.weights);
    const signs = [...networkDrawing(layers).matchAll(/<line class="(\w+)"/g)].map(([, sign]) => sign);
    expect(signs).toEqual(["positive", "negative", "positive", "negative"]);
    expect(reportPage(data({ layers }))).toContain("<td>relu, weights of layer 1 transposed</td>");
  });

  it("cuts layers of more than forty units, and says how many there are", () => {
    const drawing = networkDrawing(layersOf(784, 30, 10));
    expect(drawing.match(/<circle/g)).toHaveLength(10 + 30 + 10);
    expect(drawing).toContain(">784</text>");
    expect(drawing.match(/<line class="(positive|negative)"/g)).toHaveLength(300);
    expect(drawing.match(/<g class="schematic"/g)).toHaveLength(1);
  });

  it("stays small for layers of forty", () => {
    expect(networkDrawing(layersOf(40, 40, 40)).length).toBeLessThan(160_000);
  });

  it("leaves out weights that are 0 or no numbers", () => {
    const weights = [0, Number.NaN, 1];
    const layers = layerFigures([{ inputs: 3, units: 1, activation: "tanh", weights, biases: [] }]);
    expect(networkDrawing(layers).match(/<line/g)).toHaveLength(1);
    const none = layerFigures([{ inputs: 1, units: 1, activation: "tanh", weights: [0], biases: [] }]);
    expect(networkDrawing(none)).not.toMatch(/<line|NaN/);
  });
});

describe("settingsOf", () => {
  it("names nested settings by their path, lists of plain values on one line", () => {
    const config = { layers: [{ units: 3 }], sizes: [1, 2], seed: null, on: true, none: [], hooks: {} };
    expect(settingsOf(config)).toEqual([
      ["layers[0].units", "3"],
      ["sizes", "1, 2"],
      ["seed", "none"],
      ["on", "true"],
      ["none", "none"],
      ["hooks", "none"],
    ]);
  });
});

describe("escape", () => {
  it("makes text safe between tags and in attributes", () => {
    expect(escape(`<a href="x">'&'</a>\u0001\n`)).toBe(
      "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;\ufffd\n",
    );
    expect(escape("a\ud800b")).toBe("a\ufffdb");
  });
});
