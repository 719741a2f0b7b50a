import { describe, expect, it } from "vitest";
import { lineChart, thinned } from "../../../src/report/page/lines.js";
import { plot } from "../../../src/report/page/plot.js";
import { linearScale, logScale } from "../../../src/report/page/scale.js";

const textsOf = ({ ticks }: { ticks: { text: string }[] }) => ticks.map(({ text }) => text);

describe("linearScale", () => {
  it("has few ticks at round numbers, as many decimals as they need", () => {
    expect(textsOf(linearScale(0, 1, { ticks: 4 }))).toEqual(["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
    expect(textsOf(linearScale(0.9512, 0.9547, { ticks: 4 }))).toEqual(["0.952", "0.953", "0.954"]);
    expect(textsOf(linearScale(-3e7, 3e7, { ticks: 3 }))).toEqual(["−2×10⁷", "0", "2×10⁷"]);
    expect(textsOf(linearScale(0, 3e-7, { ticks: 3 }))).toEqual(["0", "10⁻⁷", "2×10⁻⁷", "3×10⁻⁷"]);
  });

  it("has 3 to 10 ticks for five steps, all on the axis, whatever the range", () => {
    for (let index = 1; index < 400; index++) {
      const [low, high] = [-(1.03 ** index), 1.07 ** index];
      for (const round of [false, true]) {
        const { ticks, place } = linearScale(low, high, { ticks: 5, round });
        expect(ticks.length).toBeGreaterThanOrEqual(3);
        expect(ticks.length).toBeLessThanOrEqual(10);
        for (const { value } of ticks) {
          expect(place(value)).toBeGreaterThan(-1e-9);
          expect(place(value)).toBeLessThan(1 + 1e-9);
        }
      }
    }
  });

  it("puts one value alone in the middle", () => {
    const whole = linearScale(1, 1, { whole: true });
    expect([whole.place(1), textsOf(whole)]).toEqual([0.5, ["1"]]);
    expect(linearScale(0, 0).place(0)).toBe(0.5);
    expect(linearScale(-4, -4).place(-4)).toBe(0.5);
  });

  it("has ticks at whole epochs only", () => {
    expect(textsOf(linearScale(1, 3, { whole: true }))).toEqual(["1", "2", "3"]);
    expect(textsOf(linearScale(1, 500, { whole: true }))).toEqual(["100", "200", "300", "400", "500"]);
  });
});

describe("logScale", () => {
  it("puts equal ratios at equal distances, with ticks at powers of ten", () => {
    const { place, ...scale } = logScale(1e-4, 1);
    expect(textsOf(scale)).toEqual(["0.0001", "0.001", "0.01", "0.1", "1"]);
    expect([place(1e-4), place(0.01), place(1)]).toEqual([0, 0.5, 1]);
    expect(place(0)).toBeNaN();
  });

  it("leaves out powers where there are many, and adds steps where there are few", () => {
    expect(textsOf(logScale(1e-12, 1)).length).toBeLessThanOrEqual(7);
    expect(textsOf(logScale(0.08, 0.5))).toEqual(["0.1", "0.2", "0.5"]);
    expect(textsOf(logScale(0.31, 0.52))).toEqual(["0.4", "0.5"]);
  });
});

describe("plot", () => {
  const labels = (low: number, high: number) => {
    const x = linearScale(low, high, { ticks: 4, round: true });
    const svg = plot([], { title: "", description: "", x, y: linearScale(0, 1), xName: "" });
    return [...svg.matchAll(/<text class="x"[^>]*>([^<]*)</g)].map(([, text]) => text);
  };

  it("leaves out labels under the axis that would touch each other", () => {
    expect(labels(0, 5.9)).toEqual(["0", "1", "2", "3", "4", "5", "6"]);
    expect(labels(10_000, 595_000)).toEqual(["0", "200\u2009000", "400\u2009000", "600\u2009000"]);
  });
});

describe("thinned", () => {
  it("keeps every spike, both ends, and breaks", () => {
    const points = Array.from({ length: 5000 }, (_, index): [number, number] => [
      index,
      Math.sin(index / 300),
    ]);
    points[1234]![1] = 50;
    points[3210]![1] = -50;
    points[4000]![1] = Number.NaN;
    const left = thinned(points, 400);
    expect(left.length).toBeLessThan(500);
    for (const at of [0, 1234, 3210, 4000, 4999]) expect(left).toContain(points[at]);
    expect(left.map(([x]) => x)).toEqual(left.map(([x]) => x).sort((a, b) => a - b));
  });

  it("leaves a short series as it is", () => {
    expect(thinned([[1, 2]], 400)).toEqual([[1, 2]]);
  });
});

describe("lineChart", () => {
  const chart = (values: (number | null)[], log = false) =>
    lineChart(
      [{ kind: "training", name: "training", points: values.map((value, index) => [index + 1, value]) }],
      { title: "Loss", yName: "", format: String, log },
    );
  const pathsOf = (svg: string) =>
    [...svg.matchAll(/class="curve training" d="([^"]*)"/g)].map(([, path]) => path);

  it("breaks the line where a value is no number, and where a logarithm has none", () => {
    expect(
      pathsOf(chart([4, 2, null, 3, Number.NaN, 0]))[0]!
        .match(/[ML]/g)!
        .join(""),
    ).toBe("MLMM");
    expect(pathsOf(chart([100, 10, 0, -1, 1], true))).toEqual(["M0 0L250 500M1000 1000"]);
  });

  it("has a mark for each epoch of a few, and one for the last of many", () => {
    expect(chart([3, 2, 1]).match(/<circle/g)).toHaveLength(3);
    const long = chart(Array.from({ length: 500 }, (_, index) => 1 / (index + 1)));
    expect(long.match(/<circle/g)).toHaveLength(1);
    expect(long.length).toBeLessThan(12_000);
  });

  it("tells those who do not see it", () => {
    expect(chart([3, null, 1])).toContain(
      "<title>Loss</title><desc>training: 3 in epoch 1, 1 in epoch 3, between 1 and 3.</desc>",
    );
  });

  it("says so where there is nothing to draw", () => {
    expect(chart([Number.NaN, null])).toBe('<p class="note">No epoch has a figure to show.</p>');
  });
});
