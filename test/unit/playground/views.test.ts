import { describe, expect, it } from "vitest";
import type { Colours } from "../../../playground/drawing/colours.js";
import { epochTexts, placesOfNames, tickText } from "../../../playground/views/lossText.js";
import { logTicks, logTickText } from "../../../playground/views/timeAxis.js";
import { confusionOf, mistakesOf } from "../../../playground/views/mistakes.js";
import { centreOfMass, drawOver, fitStrokes, padSide } from "../../../playground/views/pad.js";
import {
  classColour,
  GridChoice,
  gridOf,
  gridSizes,
  nearestPoint,
  paint,
  rampsOf,
} from "../../../playground/views/plane.js";
import {
  actualClass,
  areParts,
  clarity,
  greatestOutputs,
  hasClasses,
  lagOf,
  outputOf,
  type Reading,
  readingOf,
  saidClass,
} from "../../../playground/views/reading.js";
import { Refresher } from "../../../playground/views/refresher.js";
import { ColumnsWatch, trendOf } from "../../../playground/views/trend.js";
import { actualAndPredicted, curveOf, errorsOf, fitKind } from "../../../playground/views/fit.js";
import { sliceColumns, sliceOf, typicalRow } from "../../../playground/views/planeView.js";
import { readCsv } from "../../../src/readers/csv.js";
import { encode } from "../../../src/readers/encode.js";
import { inferSchema } from "../../../src/readers/schema.js";
import { digitStyles } from "../../../src/data/digits/strokes.js";
import { makeDigits } from "../../../src/data/digits/digits.js";
import { Dataset } from "../../../src/data/dataset.js";
import { Network } from "../../../src/train/network.js";

const points = [
  [0, 0],
  [1, 0],
  [0, 1],
  [1, 1],
];
const labelled = Dataset.from(points, [0, 1, 1, 0], { classes: ["off", "on"] });
const many: Reading = { kind: "classes", names: ["a", "b", "c"], low: 0, high: 1 };

describe("the reading of outputs", () => {
  it("is of classes where samples have labels, from −1 for hinge", () => {
    const samples = { train: labelled, classNames: ["off", "on"] };
    expect(readingOf(samples, "crossEntropy")).toEqual({
      kind: "classes",
      names: ["off", "on"],
      low: 0,
      high: 1,
    });
    expect(readingOf(samples, "hinge").low).toBe(-1);
    expect(actualClass(readingOf(samples, "hinge"), labelled, 2)).toBe(1);
  });

  it.each([
    ["0 and 1", [0, 1, 1, 0], ["0", "1"]],
    ["−1 and 1", [-1, 1, 1, -1], ["-1", "1"]],
  ])("is of two where the one target is %s", (_, targets, names) => {
    const train = Dataset.from(
      points,
      targets.map((target) => [target]),
    );
    const reading = readingOf({ train, classNames: null }, "halfSquaredError");
    expect(reading).toEqual({ kind: "two", names, low: Math.min(...targets), high: 1 });
    expect(hasClasses(reading)).toBe(true);
    expect([0, 1, 2, 3].map((row) => actualClass(reading, train, row))).toEqual([0, 1, 1, 0]);
    const middle = (reading.low + 1) / 2;
    expect([middle - 0.1, middle + 0.1].map((output) => saidClass(reading, [output]))).toEqual([0, 1]);
    expect(clarity(reading, [middle])).toBe(0);
    expect(clarity(reading, [reading.low])).toBe(-1);
    expect(clarity(reading, [7])).toBe(1);
    expect(outputOf(reading, [1], 0, 0)).toBe(reading.low);
  });

  it("is of numbers where targets have many values", () => {
    const train = Dataset.from(points, [
      [0.5, 1],
      [-4, 1],
      [2, 0],
      [0, 0],
    ]);
    const reading = readingOf({ train, classNames: null }, "halfSquaredError");
    expect(reading).toEqual({ kind: "numbers", names: ["1", "2"], low: -4, high: 2 });
    expect(hasClasses(reading)).toBe(false);
    expect(clarity(reading, [2, -1], 0, 0)).toBe(0.5);
    expect(clarity(reading, [2, -1], 0, 1)).toBe(-0.25);
    // prices are all above 0: the middle one has no colour
    const prices: Reading = { kind: "numbers", names: ["1"], low: 100, high: 300 };
    expect([100, 200, 250, 300].map((price) => clarity(prices, [price]))).toEqual([-1, 0, 0.5, 1]);
    expect(saidClass(reading, [2, -1])).toBeNaN();
  });

  it("is of classes where targets are a column for each of them", () => {
    const targets = [
      [1, 0, 0],
      [0, 0, 1],
      [0, 1, 0],
      [0, 1, 0],
    ];
    const train = Dataset.from(points, targets);
    const reading = readingOf({ train, classNames: many.names }, "halfSquaredError");
    expect(reading).toEqual(many);
    expect([0, 1, 2, 3].map((row) => actualClass(reading, train, row))).toEqual([0, 2, 1, 1]);
  });

  it("is as clear as the lead of the best class; of two classes it has the sign of the second", () => {
    const two: Reading = { kind: "classes", names: ["a", "b"], low: -1, high: 1 };
    expect(clarity(two, [0.5, -0.5])).toBe(-0.5);
    expect(clarity(two, [9, 9, -1, 1], 2)).toBe(1);
    expect(clarity(many, [0.2, 0.7, 0.1])).toBeCloseTo(0.5, 12);
    expect(clarity(many, [5, 0, 0])).toBe(1);
    expect(lagOf(many, [0.2, 0.7, 0.1], 0, 0)).toBeCloseTo(0.5, 12);
    expect(lagOf(many, [0.2, 0.7, 0.1], 0, 1)).toBeCloseTo(-0.5, 12);
  });

  it("names the three greatest outputs of many classes, and all outputs of few", () => {
    const five: Reading = { ...many, names: ["a", "b", "c", "d", "e"] };
    expect(greatestOutputs(five, [0.1, 0.4, 0, 0.2, 0.3])).toEqual([
      ["b", 0.4],
      ["e", 0.3],
      ["d", 0.2],
    ]);
    expect(greatestOutputs(many, [0.1, 0.4, 0.5]).map(([name]) => name)).toEqual(["a", "b", "c"]);
  });

  it("is in percent for sigmoid and softmax whose targets are within 0 … 1", () => {
    const layers = Network.create({ layers: [2, { units: 3, activation: "softmax" }] }).config.layers;
    expect(areParts(many, { layers })).toBe(true);
    expect(areParts({ ...many, low: -1 }, { layers })).toBe(false);
  });
});

const colours = {
  card: "#ffffff",
  positive: "#0000ff",
  negative: "#ff8000",
} as unknown as Colours;
const channels = (pixel: number) => [pixel & 255, (pixel >>> 8) & 255, (pixel >>> 16) & 255];

describe("the picture of the plane", () => {
  it("is computed at the centres of its cells, from the upper left", () => {
    const ranges = [
      [-4, 4],
      [0, 100],
    ] as const;
    expect([...gridOf(2, ranges)]).toEqual([-2, 75, 2, 75, -2, 25, 2, 25]);
  });

  it("is blue above and orange below, with the card between, and stronger for clearer outputs", () => {
    const two: Reading = { kind: "two", names: ["0", "1"], low: 0, high: 1 };
    const pixels = new Uint32Array(5);
    paint(pixels, [[0], [0.25], [0.5], [0.75], [1]], two, rampsOf(colours, two));
    const [orange, lightOrange, card, lightBlue, blue] = [...pixels].map(channels);
    expect(card).toEqual([255, 255, 255]);
    expect(orange![2]! < lightOrange![2]! && lightOrange![2]! < 255).toBe(true);
    expect(blue![0]! < lightBlue![0]! && lightBlue![0]! < 255).toBe(true);
    expect([orange![0], blue![2]]).toEqual([255, 255]);
    expect(pixels.every((pixel) => pixel >>> 24 === 255)).toBe(true);
  });

  it("that is discrete has the full colours of the predicted classes alone", () => {
    const two: Reading = { kind: "two", names: ["0", "1"], low: 0, high: 1 };
    const [exact, discrete] = [new Uint32Array(4), new Uint32Array(4)];
    const answers = [[0], [0.4], [0.6], [1]];
    paint(exact, answers, two, rampsOf(colours, two));
    paint(discrete, answers, two, rampsOf(colours, two), 0, true);
    expect([...discrete]).toEqual([exact[0], exact[0], exact[3], exact[3]]);
  });

  it("has a colour for each of several classes, and the card where two are equal", () => {
    const pixels = new Uint32Array(4);
    const answers = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [0.5, 0.5, 0],
    ];
    paint(pixels, answers, many, rampsOf(colours, many));
    expect(new Set(pixels).size).toBe(4);
    expect(channels(pixels[3]!)).toEqual([255, 255, 255]);
    expect(classColour(colours, 0)).toBe("#ff8000");
    expect(classColour(colours, 10)).toBe("#ff8000");
  });

  it("is as fine as time allows, and coarser immediately when it took longer", () => {
    const choice = new GridChoice();
    const first = choice.size(5);
    expect(gridSizes).toContain(first);
    choice.measured(1000, 0.5);
    expect(choice.size(5)).toBe(100);
    expect(choice.size(30)).toBe(200);
    choice.measured(1000, 5);
    expect(choice.size(5)).toBe(24);
    choice.measured(1000, 0.5);
    expect(choice.size(5)).toBe(32);
    expect(choice.size(0)).toBe(16);
  });

  it("finds the nearest point within reach", () => {
    const train = [0, 0, 1, 100, 1.2, 100];
    const ranges = [
      [0, 2],
      [0, 200],
    ] as const;
    expect(nearestPoint({ train, ranges }, [1.15, 100], 0.5)).toBe(2);
    expect(nearestPoint({ train, ranges }, [1.05, 140], 0.25)).toBe(1);
    expect(nearestPoint({ train, ranges }, [0.4, 0], 0.15)).toBe(-1);
  });
});

describe("a slice through wide data", () => {
  const text =
    "age,city,pay,height\n" +
    ["20,Rome,no,1.5", "30,Rome,yes,1.6", "40,Bern,yes,1.7", "50,Oslo,yes,1.8"].join("\n");
  const table = readCsv(text, "people.csv");
  const data = encode(table, inferSchema(table, "height", { kind: "number", categorical: ["city"] }), {
    target: true,
  });

  it("varies two columns of numbers; the others have the mean or the most frequent value", () => {
    expect(data.inputNames).toEqual(["age", "city=Bern", "city=Oslo", "city=Rome", "pay=yes"]);
    expect([...typicalRow(data)]).toEqual([35, 0, 0, 1, 1]);
    expect(sliceColumns(data)).toEqual([0]);
  });

  it("has the range of each column, the samples as points, and the network's inputs at any point", () => {
    const train = Dataset.from(
      [
        [1, 10, 5],
        [3, 30, 6],
        [2, 20, 10],
      ],
      [[1], [2], [3]],
      { inputNames: ["a", "b", "c"] },
    );
    const slice = sliceOf({ all: train, train, test: null }, [2, 0]);
    expect(slice.names).toEqual(["c", "a"]);
    expect(slice.ranges).toEqual([
      [4.75, 10.25],
      [0.9, 3.1],
    ]);
    expect(Array.from(slice.train)).toEqual([5, 1, 6, 3, 10, 2]);
    expect([...slice.inputsAt(Float32Array.of(7, 2, 8, 3))]).toEqual([2, 20, 7, 3, 20, 8]);
  });
});

describe("the fit of numbers", () => {
  const train = Dataset.from([[0], [2]], [[1], [5]]);

  it("is a curve over one input, and predicted against actual numbers of several", () => {
    const numbers = { kind: "numbers" } as const;
    expect(fitKind({ train }, numbers, "wave")).toBe("curve");
    expect(fitKind({ train: Dataset.from([[0, 1]], [[1]]) }, numbers, "hills")).toBe("actual");
    expect(fitKind({ train }, { kind: "two" }, "file")).toBe(null);
    expect(fitKind({ train }, numbers, "mazur")).toBe(null);
  });

  it("has the network's output at each place of the curve, from end to end", () => {
    const network = Network.create({ layers: [1, { units: 1, activation: "identity" }], seed: 1 });
    network.setParameters([{ weights: [2], biases: [1] }]);
    const curve = curveOf(network, [-1, 1]);
    expect([...curve.slice(0, 2), ...curve.slice(-2)]).toEqual([-1, -1, 1, 3]);
    network.dispose();
  });

  it("has errors of the output that is shown", () => {
    const reading: Reading = { kind: "numbers", names: ["1", "2"], low: 0, high: 9 };
    const dataset = Dataset.from(
      [[0], [0], [0]],
      [
        [9, 1],
        [9, 2],
        [9, 3],
      ],
    );
    const outputs = Float32Array.from([0, 1, 0, 2, 0, 5]);
    const pairs = actualAndPredicted({ dataset, isTest: true, reading, outputs }, 1);
    expect([...pairs]).toEqual([1, 1, 2, 2, 3, 5]);
    const { r2, rmse } = errorsOf(pairs);
    expect([r2, Math.round(rmse * 1e6)]).toEqual([-1, 1_154_701]);
  });
});

describe("mistakes", () => {
  const answers = {
    dataset: Dataset.from([[0], [1], [2], [3]], [0, 1, 2, 2], { classes: ["a", "b", "c"] }),
    isTest: true,
    reading: many,
    outputs: Float32Array.from([0.5, 0.25, 0.25, 0.5, 0.375, 0.125, 0.75, 0.125, 0.125, 0, 0.25, 0.75]),
  };

  it("come the worst first, with the predicted class and its output", () => {
    expect(mistakesOf(answers)).toMatchObject([
      { row: 2, actual: 2, said: 0, output: 0.75 },
      { row: 1, actual: 1, said: 0, output: 0.5 },
    ]);
  });

  it("are beside the diagonal of the matrix", () => {
    expect(confusionOf(answers)).toEqual([
      [1, 0, 0],
      [1, 0, 0],
      [1, 0, 1],
    ]);
  });

  it("of one output have its complement where the first class was predicted", () => {
    const dataset = Dataset.from([[0], [1]], [[1], [0]]);
    const reading: Reading = { kind: "two", names: ["0", "1"], low: 0, high: 1 };
    const outputs = Float32Array.from([0.25, 0.625]);
    const both = mistakesOf({ dataset, isTest: false, reading, outputs });
    expect(both).toMatchObject([
      { row: 0, actual: 1, said: 0, output: 0.75 },
      { row: 1, actual: 0, said: 1, output: 0.625 },
    ]);
  });
});

/** Rows of an image with much ink. */
function inkedRows(picture: Uint8Array): number {
  const rows = Array.from({ length: padSide }, (_, y) => picture.subarray(y * padSide, (y + 1) * padSide));
  return rows.filter((row) => row.some((ink) => ink > 127)).length;
}

describe("the pad", () => {
  const stick = [[0.9, 0.1, 0.9, 0.3]];

  it("scales strokes of any position and size to a box of 20, with the centre of mass in the middle to 0.1", () => {
    const [picture, large] = [fitStrokes(stick), fitStrokes([[0.2, 0, 0.2, 1]])];
    expect(picture).toEqual(large);
    expect(inkedRows(picture)).toBe(22);
    for (const place of centreOfMass(picture)) expect(place).toBeCloseTo(padSide / 2, 1);
  });

  it("keeps strokes with an uneven mass inside", () => {
    const heavy = [...Array(9)].map((_, line) => [0.1, 0.7 + line / 40, 0.9, 0.7 + line / 40]);
    const picture = fitStrokes([[0.5, 0.1, 0.5, 0.9], ...heavy]);
    expect(inkedRows(picture)).toBe(22);
    const [, down] = centreOfMass(picture);
    expect(down > 15 && down < 18).toBe(true);
  });

  it("is empty without strokes, and has a dot for a tap", () => {
    expect(fitStrokes([]).every((ink) => ink === 0)).toBe(true);
    const dot = fitStrokes([[0.5, 0.5]]).filter((ink) => ink > 0).length;
    expect(dot > 0 && dot < 20).toBe(true);
  });

  it("adds strokes to a sample where they are drawn", () => {
    const sample = new Uint8Array(padSide * padSide).fill(9);
    const over = drawOver(sample, [[0.5, 0, 0.5, 1]]);
    expect(over[14]).toBe(255);
    expect(over[0]).toBe(9);
    expect(sample[14]).toBe(9);
  });

  it("makes digits like those of the training set: 95 % of plain strokes are recognised", async () => {
    const network = Network.create({
      layers: [784, { units: 32, activation: "relu" }, { units: 10, activation: "softmax" }],
      loss: "crossEntropy",
      optimizer: "adam",
      seed: 1,
    });
    await network.fit(makeDigits({ rows: 4000, seed: 1 }), { epochs: 6 });
    const drawn = digitStyles.flatMap((styles, digit) =>
      styles.map(({ strokes }) => ({
        digit,
        // like a person: in a corner, narrow, straight from point to point
        picture: fitStrokes(
          strokes.map((stroke) => stroke.map((at, i) => (i % 2 === 0 ? 0.1 + at / 200 : 0.2 + at / 160))),
        ),
      })),
    );
    const right = drawn.filter(({ digit, picture }) => {
      const outputs = network.predict(picture)[0]!;
      return outputs.indexOf(Math.max(...outputs)) === digit;
    });
    expect(right.length / drawn.length).toBeGreaterThanOrEqual(0.95);
  });
});

describe("the refresher", () => {
  /** A host whose clock the test moves. */
  function timed(everyMs: number, work: (until: number, isFirst: boolean) => boolean) {
    let now = 0;
    let waiting: { at: number; call: () => void }[] = [];
    const host = {
      now: () => now,
      nextFrame: (call: () => void) => waiting.push({ at: Math.floor(now / 16) * 16 + 16, call }),
      later: (call: () => void, ms: number) => waiting.push({ at: now + ms, call }),
    };
    const pass = (ms: number) => {
      for (const end = now + ms; now < end; now++) {
        const due = waiting.filter(({ at }) => at <= now);
        waiting = waiting.filter(({ at }) => at > now);
        for (const { call } of due) call();
      }
    };
    return { refresher: new Refresher(work, { everyMs, pieceMs: 4, host }), pass, now: () => now };
  }

  it("works at most once per interval, and once more after the last request", () => {
    const rounds: number[] = [];
    const { refresher, pass, now } = timed(500, () => {
      rounds.push(now());
      return true;
    });
    for (let frame = 0; frame < 100; frame++) {
      refresher.request();
      pass(10);
    }
    pass(2000);
    expect(rounds.length).toBe(3);
    expect(rounds[0]).toBeLessThanOrEqual(16);
    expect(rounds[1]! - rounds[0]!).toBeGreaterThanOrEqual(490);
    refresher.request();
    refresher.end();
    pass(2000);
    expect(rounds.length).toBe(3);
  });

  it("works again after a round that failed", () => {
    let rounds = 0;
    const { refresher, pass } = timed(100, () => {
      if (rounds++ === 0) throw new Error("no network");
      return true;
    });
    refresher.request();
    expect(() => pass(20)).toThrow("no network");
    refresher.request();
    pass(200);
    expect(rounds).toBe(2);
  });

  it("continues an incomplete round in the next frame, and accepts requests meanwhile", () => {
    const pieces: boolean[] = [];
    let left = 3;
    const { refresher, pass } = timed(100, (_, isFirst) => {
      if (isFirst) left = 3;
      pieces.push(isFirst);
      return --left === 0;
    });
    refresher.request();
    pass(20);
    refresher.request();
    pass(40);
    expect(pieces).toEqual([true, false, false]);
    pass(200);
    expect(pieces).toEqual([true, false, false, true, false, false]);
  });
});

describe("the chart of losses", () => {
  it("has a trend: 3 % over the last tenth", () => {
    const falling = Array.from({ length: 50 }, (_, at) => 1 / (at + 1));
    expect(trendOf(falling)).toBe("falling");
    expect(trendOf(falling.toReversed())).toBe("rising");
    expect(trendOf([...falling, ...Array.from({ length: 50 }, () => 0.02)])).toBe("steady");
    expect([trendOf([]), trendOf([1]), trendOf([Number.NaN, Number.NaN])]).toEqual([
      "steady",
      "steady",
      "steady",
    ]);
  });

  it("knows whether its columns have changed", () => {
    const columns = [[0], [1], [Number.NaN]];
    const watch = new ColumnsWatch();
    const changes = [watch.hasChanged(columns), watch.hasChanged(structuredClone(columns))];
    columns[1]![0] = 0.5;
    changes.push(watch.hasChanged(columns));
    columns[0]!.push(1);
    changes.push(watch.hasChanged(columns), watch.hasChanged(columns));
    expect(changes).toEqual([true, false, true, true, false]);
  });

  it("has ticks at 0 and at powers of ten from the first update on", () => {
    expect(logTicks(0.1, 35, 8)).toEqual([0, 0.1, 1, 10]);
    expect([0, 0.1, 100, 1000, 2e7].map(logTickText)).toEqual(["0", "0.1", "100", "1 k", "20 M"]);
    expect(logTicks(1, 20, 8)).toEqual([0, 1, 2, 5, 10, 20]);
    expect(logTicks(0.02, 1_000_000, 5)).toEqual([0, 0.1, 10, 1000, 100_000]);
  });

  it("writes short ticks", () => {
    expect(epochTexts([0, 5000, 10_000])).toEqual(["0", "5 k", "10 k"]);
    expect(epochTexts([0, 250, 500])).toEqual(["0", "250", "500"]);
    expect([0, 0.05, 120, 1e-5, 2e-7].map(tickText)).toEqual(["0", "0.05", "120", "10⁻⁵", "2·10⁻⁷"]);
  });

  it("writes names above and below the lines, without overlap", () => {
    expect(placesOfNames([50], 15, 200)).toEqual([44]);
    expect(placesOfNames([50, 60], 15, 200)).toEqual([44, 75]);
    // no space below
    expect(placesOfNames([50, 195], 15, 200)).toEqual([44, 189]);
    expect(placesOfNames([190, 195], 15, 200)).toEqual([169, 184]);
  });
});
