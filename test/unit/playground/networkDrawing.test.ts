import { describe, expect, it } from "vitest";
import { Activity, gridSide, planeGrid } from "../../../playground/networkDrawing/activity.js";
import { firstToShow, layOut, spotAt, spotOf } from "../../../playground/networkDrawing/drawingLayout.js";
import {
  largestLines,
  lineAt,
  linesOf,
  mostLines,
  pointOf,
} from "../../../playground/networkDrawing/weightLines.js";
import { mapBox } from "../../../playground/networkDrawing/unitMap.js";
import { sizesOf } from "../../../playground/networkSizes.js";
import { isLineLit, isUnitLit, lineWidth } from "../../../playground/networkDrawing/paint.js";
import { mostWeights, seriesOf, valueOf } from "../../../playground/networkDrawing/weightSeries.js";
import { placeOf, type KeyboardCursor, moveByKey } from "../../../playground/networkDrawing/arrowKeys.js";
import { Dataset } from "../../../src/data/dataset.js";
import { Network } from "../../../src/train/network.js";
import { expectClose } from "../../compare.js";

const usual = { width: 640, height: 392, isPicture: false, inputLetters: 1, outputLetters: 1 };
const lay = (sizes: number[], width = usual.width, isPicture = false) =>
  layOut(sizes, { ...usual, width, isPicture });

describe("the layout of a network's drawing", () => {
  const shapes = [
    [2, 2],
    [2, 8, 8, 1],
    [2, 8, 8, 8, 8, 8, 8, 3],
    [13, 300, 12, 10],
  ];
  it.each(shapes.flatMap((sizes) => [280, 640, 1400].map((width) => ({ sizes, width }))))(
    "of $sizes at $width pixels lies inside, in columns from left to right, no square on another",
    ({ sizes, width }) => {
      const { columns, height } = lay(sizes, width);
      const spots = columns.flatMap((column) => column.spots);
      for (const { x, y, side } of spots) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x + side).toBeLessThanOrEqual(width);
        expect(y).toBeGreaterThanOrEqual(32);
        expect(y + side).toBeLessThanOrEqual(height);
      }
      for (let l = 1; l < columns.length; l++) {
        expect(columns[l]!.x).toBeGreaterThan(columns[l - 1]!.x + columns[l - 1]!.side);
      }
      for (const column of columns) {
        const tops = column.spots.map(({ y }) => y);
        tops.slice(1).forEach((top, i) => expect(top - tops[i]!).toBeGreaterThan(column.side));
        if (column.more > 0) expect(column.moreY).toBeGreaterThan(tops.at(-1)! + column.side);
      }
    },
  );

  it("draws layers of up to 12 completely, and of larger ones any 10 units in a row", () => {
    const { columns } = lay([12, 13, 300, 1]);
    expect(columns.map(({ spots }) => spots.length)).toEqual([12, 10, 10, 1]);
    expect(columns.map(({ more }) => more)).toEqual([0, 3, 290, 0]);
    const later = layOut([12, 13, 300, 1], { ...usual, first: [5, 2, 999] }).columns;
    expect(later.map(({ spots }) => spots[0]!.unit)).toEqual([0, 2, 290, 0]);
    expect(later[2]!.spots.at(-1)!.unit).toBe(299);
    expect(spotOf({ columns: later }, 2, 295)).toBe(later[2]!.spots[5]);
    expect(spotOf({ columns: later }, 2, 289)).toBeNull();
  });

  it("moves the drawn units of a layer just as far as a unit needs", () => {
    const column = layOut([2, 40, 1], { ...usual, first: [0, 20] }).columns[1]!;
    expect([3, 20, 29, 30, 39].map((unit) => firstToShow(column, unit))).toEqual([3, 20, 20, 21, 30]);
  });

  it("has space above hidden layers for their buttons, unless the layers are too close", () => {
    expect(lay([2, 2]).buttonsY).toBeNull();
    expect(lay([2, 8, 8, 8, 8, 8, 8, 3], 280).buttonsY).toBeNull();
    const { buttonsY, columns } = lay([2, 8, 3]);
    expect(Math.min(...columns.flatMap(({ spots }) => spots.map(({ y }) => y)))).toBeGreaterThan(
      buttonsY! + 24,
    );
  });

  it("draws the inputs of images as one square, with few units in the first layer", () => {
    const layout = lay([784, 32, 10], 640, true);
    expect(layout.columns.map(({ spots }) => spots.length)).toEqual([1, 6, 10]);
    expect(layout.columns[0]!.side).toBe(112);
    expect(spotOf(layout, 0, 400)).toBe(layout.columns[0]!.spots[0]);
    expect(linesOf(layout, [784, 32, 10])).toHaveLength(60);
  });

  it("finds the spot at a point, and no spot beside it", () => {
    const layout = lay([2, 3, 1]);
    const spot = layout.columns[1]!.spots[2]!;
    expect(spotAt(layout, spot.x + 5, spot.y + 5)).toBe(spot);
    expect(spotAt(layout, spot.x - 20, spot.y + 5)).toBeNull();
    expect(spotOf(layout, 1, 3)).toBeNull();
  });
});

describe("the large picture of a unit", () => {
  it.each([280, 480, 1400])("lies inside a drawing of %i pixels, and not on its unit", (width) => {
    const { columns, height } = lay([2, 8, 8, 3], width);
    for (const spot of columns.flatMap(({ spots }) => spots)) {
      const { left, top, side } = mapBox({ width, height }, spot);
      expect(side).toBeGreaterThan(spot.side * 1.5);
      expect([left >= 0, left + side <= width, top >= 0, top + side <= height]).toEqual(Array(4).fill(true));
      expect(left >= spot.x + spot.side || left + side <= spot.x).toBe(true);
    }
  });
});

describe("lines of weights", () => {
  const sizes = [3, 4, 2];
  const layout = lay(sizes);
  const lines = linesOf(layout, sizes);

  it("lead from every unit to every unit of the next layer, each to its weight in [inputs × units]", () => {
    expect(lines).toHaveLength(3 * 4 + 4 * 2);
    const line = lines.find(({ layer, from, unit }) => layer === 1 && from === 2 && unit === 1)!;
    expect(line.index).toBe(2 * 4 + 1);
    expect([line.x1, line.x2]).toEqual([
      layout.columns[0]!.x + layout.columns[0]!.side,
      layout.columns[1]!.x,
    ]);
  });

  it("are found near their curve, each at its own point", () => {
    const line = lines[0]!;
    const [x, y] = pointOf(line, 0.1);
    expect(lineAt([line], x, y + 6.5)).toBe(line);
    expect(lineAt([line], x, y + 8)).toBeNull();
    const [first, second] = [lines[0]!, lines.at(-1)!];
    expect(lineAt(lines, ...pointOf(second, 0.9))).toBe(second);
    expect(lineAt([first, second], ...pointOf(first, 0.5))).toBe(first);
  });

  it("are the largest where there are too many", () => {
    const many = linesOf(lay([12, 12, 12, 12, 12, 12]), [12, 12, 12, 12, 12, 12]);
    const weights = Array.from({ length: 5 }, (_, l) =>
      Float64Array.from({ length: 144 }, (_, i) => (l + 1) * (i % 2 ? -1 : 1) * (i + 1)),
    );
    const drawn = largestLines(many, weights);
    expect(many.length).toBe(720);
    expect(drawn).toHaveLength(mostLines);
    const size = ({ layer, index }: (typeof many)[number]) => Math.abs(weights[layer - 1]![index]!);
    const least = Math.min(...drawn.map(size));
    expect(many.filter((line) => size(line) > least).every((line) => drawn.includes(line))).toBe(true);
    expect(largestLines(lines, weights)).toBe(lines);
  });

  it("grow wider with the weight, up to 5 pixels", () => {
    expect([0, 0.25, 1, -1].map((weight) => lineWidth(weight, 0.5))).toEqual([0.5, 2.75, 5, 5]);
    expect(lineWidth(8, 8)).toBe(5);
  });
});

describe("what is highlighted", () => {
  const line = { layer: 2, unit: 1, from: 3, index: 0, x1: 0, y1: 0, x2: 0, y2: 0 };

  it("of a unit: itself, the weights into it and the units that they come from", () => {
    const place = { layer: 2, unit: 1 };
    expect([isLineLit(line, place), isLineLit({ ...line, unit: 0 }, place)]).toEqual([true, false]);
    expect(isUnitLit({ layer: 2, unit: 1 }, place)).toBe(true);
    expect(isUnitLit({ layer: 1, unit: 7 }, place)).toBe(true);
    expect(
      [
        { layer: 2, unit: 0 },
        { layer: 0, unit: 0 },
      ].some((one) => isUnitLit(one, place)),
    ).toBe(false);
  });

  it("of a weight: itself and its ends", () => {
    const place = { layer: 2, unit: 1, from: 3 };
    expect([isLineLit(line, place), isLineLit({ ...line, from: 2 }, place)]).toEqual([true, false]);
    const lit = [
      [1, 3],
      [2, 1],
      [1, 2],
      [2, 3],
    ].map(([layer, unit]) => isUnitLit({ layer: layer!, unit: unit! }, place));
    expect(lit).toEqual([true, true, false, false]);
  });

  it("of an input: the weights that start there; without a place: all", () => {
    expect(isLineLit({ ...line, layer: 1 }, { layer: 0, unit: 3 })).toBe(true);
    expect(isLineLit(line, { layer: 0, unit: 3 })).toBe(false);
    expect([isLineLit(line, null), isUnitLit({ layer: 0, unit: 0 }, null)]).toEqual([true, true]);
  });
});

describe("the arrow keys", () => {
  const sizes = [2, 3, 1];
  const layout = lay(sizes);
  const lines = linesOf(layout, sizes);
  const go = (from: KeyboardCursor["place"], ...keys: string[]) => {
    let cursor: KeyboardCursor | null = { place: from, pivot: "to" };
    for (const key of keys) cursor = cursor && moveByKey(cursor, key, layout, lines);
    return cursor?.place ?? null;
  };

  it("go along a layer, and stop at its ends", () => {
    expect(go({ layer: 1, unit: 0 }, "ArrowDown")).toEqual({ layer: 1, unit: 1 });
    expect(go({ layer: 1, unit: 0 }, "End")).toEqual({ layer: 1, unit: 2 });
    expect(go({ layer: 1, unit: 0 }, "ArrowUp")).toBeNull();
    expect(go({ layer: 1, unit: 2 }, "ArrowDown")).toBeNull();
    expect(go({ layer: 1, unit: 2 }, "x")).toBeNull();
  });

  it("go from unit to weight to unit, in both directions", () => {
    expect(go({ layer: 0, unit: 1 }, "ArrowRight")).toEqual({ layer: 1, unit: 0, from: 1 });
    expect(go({ layer: 0, unit: 1 }, "ArrowRight", "ArrowRight")).toEqual({ layer: 1, unit: 0 });
    expect(go({ layer: 1, unit: 2 }, "ArrowLeft")).toEqual({ layer: 1, unit: 2, from: 0 });
    expect(go({ layer: 1, unit: 2 }, "ArrowLeft", "ArrowLeft")).toEqual({ layer: 0, unit: 0 });
    expect(go({ layer: 0, unit: 0 }, "ArrowLeft")).toBeNull();
    expect(go({ layer: 2, unit: 0 }, "ArrowRight")).toBeNull();
  });

  it("go through the weights of the unit that the cursor came from", () => {
    expect(go({ layer: 0, unit: 1 }, "ArrowRight", "ArrowDown")).toEqual({ layer: 1, unit: 1, from: 1 });
    expect(go({ layer: 1, unit: 2 }, "ArrowLeft", "ArrowDown")).toEqual({ layer: 1, unit: 2, from: 1 });
    expect(go({ layer: 1, unit: 2 }, "ArrowLeft", "ArrowDown", "ArrowDown")).toBeNull();
  });

  it("reach units that are not drawn: one by one, by as many as are drawn, and the last", () => {
    const large = lay([2, 40, 1]);
    const keyed = (unit: number, key: string) =>
      moveByKey({ place: { layer: 1, unit }, pivot: "to" }, key, large, [])?.place.unit ?? null;
    expect([keyed(9, "ArrowDown"), keyed(3, "PageDown"), keyed(35, "PageDown"), keyed(3, "End")]).toEqual([
      10, 13, 39, 39,
    ]);
    expect([keyed(20, "ArrowUp"), keyed(4, "PageUp"), keyed(30, "Home"), keyed(39, "ArrowDown")]).toEqual([
      19,
      0,
      0,
      null,
    ]);
  });

  it("reach every unit and weight from the first input", () => {
    const seen = new Set<string>();
    const keys = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"];
    const open: KeyboardCursor[] = [{ place: { layer: 0, unit: 0 }, pivot: "to" }];
    while (open.length > 0) {
      const cursor = open.pop()!;
      const name = `${JSON.stringify(cursor)}`;
      if (seen.has(name)) continue;
      seen.add(name);
      for (const key of keys)
        open.push(...[moveByKey(cursor, key, layout, lines)].filter((next) => next !== null));
    }
    const places = new Set([...seen].map((name) => JSON.stringify(JSON.parse(name).place)));
    expect(places.size).toBe(2 + 3 + 1 + lines.length);
    expect(lines.every((line) => places.has(JSON.stringify(placeOf(line))))).toBe(true);
  });

  it("go from an image to the next layer", () => {
    const pictured = lay([4, 2], 640, true);
    const cursor = moveByKey({ place: { layer: 0, unit: 3 }, pivot: "to" }, "ArrowRight", pictured, []);
    expect(cursor?.place).toEqual({ layer: 1, unit: 0 });
  });
});

describe("activity", () => {
  const network = Network.create({ layers: [2, { units: 3, activation: "tanh" }, 1], seed: 5 });

  const plane = (low: number, high: number) =>
    planeGrid({
      ranges: [
        [low, high],
        [low, high],
      ],
      inputsAt: (points) => points,
    });

  it("has the plane's points row by row from the top left", () => {
    const { inputs, rows } = plane(-6, 6);
    expect(rows).toBe(gridSide * gridSide);
    expectClose(inputs.slice(0, 4), [-5.75, 5.75, -5.25, 5.75], { absolute: 1e-6 }, "first points");
    expectClose(inputs.slice(-2), [5.75, -5.75], { absolute: 1e-6 }, "last point");
  });

  it("equals the result of encode for all layers, if there is enough time", () => {
    const grid = plane(-1, 1);
    const activity = new Activity(network, grid);
    expect(activity.update(1000)).toBe(true);
    expect(activity.layers[1]).toEqual(network.encode(grid, 1));
    expect(activity.layers[2]).toEqual(network.predict(grid));
    expect(activity.layers[0]![3]).toEqual(grid.inputs.subarray(6, 8));
  });

  it("computes one layer at a time without time, and continues with the next", () => {
    const activity = new Activity(network, Dataset.from([[1, 2]], null));
    const known = () => activity.layers.map((rows) => rows !== null);
    expect([activity.update(0), known()]).toEqual([false, [true, true, false]]);
    expect([activity.update(0), known()]).toEqual([true, [true, true, true]]);
    const before = [...activity.layers];
    activity.expire();
    expect(activity.update(0)).toBe(false);
    expect(activity.layers[1]).not.toBe(before[1]);
    expect(activity.layers[2]).toBe(before[2]);
  });

  it("counts the inputs as a layer", () => {
    expect(sizesOf(network)).toEqual([2, 3, 1]);
  });
});

describe("the lines of weights over time", () => {
  it("of a small network are each weight and bias with its place", () => {
    const series = seriesOf(Network.create({ layers: [2, 3, 1] }));
    expect(series.map(({ kind }) => kind).join(" ")).toBe(
      [...Array(6).fill("weight"), ...Array(3).fill("bias"), ...Array(3).fill("weight"), "bias"].join(" "),
    );
    expect(series[1]).toEqual({ kind: "weight", place: { layer: 1, unit: 0, from: 1 }, index: 3 });
  });

  it("of a larger network are the mean and the largest size of each layer", () => {
    expect(seriesOf(Network.create({ layers: [8, 8] })).length).toBe(mostWeights + 8);
    const series = seriesOf(Network.create({ layers: [8, 8, 1] }));
    expect(series.map(({ kind }) => kind)).toEqual(["mean", "largest", "mean", "largest"]);
    const parameters = [{ weights: Float64Array.of(1, -2), biases: Float64Array.of(3) }];
    expect(series.slice(0, 2).map((line) => valueOf(line, parameters))).toEqual([1.5, 2]);
  });
});
