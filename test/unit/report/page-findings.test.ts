import { describe, expect, it } from "vitest";
import { findingsOf } from "../../../src/report/page/findings.js";
import type { ReportData } from "../../../src/report/page/pageData.js";

function data(changes: Partial<ReportData>): ReportData {
  const results = { training: { loss: 1, metrics: { r2: 0.01 } }, validation: { loss: 1, metrics: {} } };
  return {
    title: "",
    description: "",
    config: {},
    loss: "",
    history: [],
    stopped: "epochs",
    speed: { samplesPerSecond: 1, seconds: 1, threads: 1, build: "simd" },
    results,
    layers: [],
    ...changes,
  };
}
const priced = (r2: number) => [{ name: "price", actual: [1, 2], predicted: [1.5, 1.5], summary: { r2 } }];

describe("what the top of the page says", () => {
  it("of a regression that has not learnt: no better than the mean", () => {
    expect(findingsOf(data({ targets: priced(-0.002) }))).toEqual([
      "The network predicts price no better than the mean of all samples would (R² −0.002). " +
        "Train for more epochs, change the learning rate, or check that the columns say something about it.",
    ]);
    expect(findingsOf(data({ targets: priced(0.05) }))[0]).toContain("hardly better than the mean");
    expect(findingsOf(data({ targets: [...priced(0.9), ...priced(Number.NaN)] }))).toEqual([]);
  });

  it("of a regression that has learnt its training samples by heart", () => {
    const results = {
      training: { loss: 0, metrics: { r2: 0.987 } },
      validation: { loss: 1, metrics: { r2: -0.5 } },
    };
    expect(findingsOf(data({ targets: priced(-0.5), results }))[0]).toContain(
      "On the training samples R² is 0.987, so it has learnt them by heart.",
    );
  });

  it("of classes where the most frequent one is as good an answer", () => {
    const classes = (matrix: number[][]) => ({
      classes: { names: ["no", "yes"], of: "held-out samples", matrix },
    });
    const all = [
      [8, 0],
      [2, 0],
    ];
    expect(findingsOf(data(classes(all)))).toEqual([
      "The network is right for 80.0 % of the held-out samples, which is no better than the answer “no” to all of them " +
        "(80.0 %). Train for more epochs, or change the learning rate.",
    ]);
    expect(
      findingsOf(
        data(
          classes([
            [8, 0],
            [1, 1],
          ]),
        ),
      ),
    ).toEqual([]);
    // one class alone says nothing
    expect(
      findingsOf(
        data(
          classes([
            [8, 0],
            [0, 0],
          ]),
        ),
      ),
    ).toEqual([]);
  });
});
