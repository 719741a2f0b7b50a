import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rocAuc, rocAucOfOutputs, rocCurve } from "../../../src/train/evaluation/curves.js";
import { expectClose } from "../../compare.js";
import { labels, outputs } from "./answers.js";

/** Samples of two classes, each class at least once, with scores that are often equal. */
const samples = fc
  .array(fc.tuple(fc.nat(1), fc.nat(9)), { minLength: 2, maxLength: 40 })
  .filter((rows) => new Set(rows.map(([label]) => label)).size === 2)
  .map((rows) => ({ labels: rows.map(([label]) => label), scores: rows.map(([, score]) => score) }));

/** The part of pairs, one sample of each class, that are ranked rightly: the area by its meaning. */
function rankedRightly(labels: readonly number[], scores: readonly number[]): number {
  let pairs = 0;
  let right = 0;
  labels.forEach((one, i) =>
    labels.forEach((other, j) => {
      if (one !== 1 || other === 1) return;
      pairs++;
      right += scores[i]! > scores[j]! ? 1 : scores[i] === scores[j] ? 0.5 : 0;
    }),
  );
  return right / pairs;
}

describe("rocCurve", () => {
  const truth = [0, 0, 1, 1, 1, 0, 1, 1, 0, 0];
  const scores = [0.1, 0.4, 0.35, 0.8, 0.4, 0.4, 0.9, 0.7, 0.1, 0.2];

  it("has the points of scikit-learn, ties at one threshold, to 1e-15", () => {
    // roc_curve(truth, scores); the first threshold is ∞ here, max + 1 there
    const curve = rocCurve(truth, scores);
    expect([...curve.falsePositiveRate]).toEqual([0, 0, 0, 0.4, 0.4, 0.6, 1]);
    expect([...curve.truePositiveRate]).toEqual([0, 0.2, 0.6, 0.8, 1, 1, 1]);
    expect([...curve.thresholds]).toEqual([Infinity, 0.9, 0.7, 0.4, 0.35, 0.2, 0.1]);
    // roc_auc_score(truth, scores)
    expectClose(rocAuc(truth, scores), 0.8799999999999999, { relative: 1e-15 }, "area");
  });

  it("has them where points on a line are left out, to 1e-15", () => {
    const ranks = [0.9, 0.9, 0.8, 0.7, 0.6, 0.5, 0.5, 0.4, 0.3, 0.3, 0.3, 0.2, 0.1];
    const isIt = [1, 1, 1, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0];
    const curve = rocCurve(isIt, ranks);
    const [sevenths, sixths] = [
      [0, 0, 0, 1, 2, 3, 5, 7],
      [0, 2, 4, 4, 5, 5, 6, 6],
    ];
    const exact = { relative: 1e-15 };
    expectClose(
      curve.falsePositiveRate,
      sevenths.map((count) => count / 7),
      exact,
      "x",
    );
    expectClose(
      curve.truePositiveRate,
      sixths.map((count) => count / 6),
      exact,
      "y",
    );
    expect([...curve.thresholds]).toEqual([Infinity, 0.9, 0.7, 0.6, 0.5, 0.4, 0.3, 0.1]);
    expectClose(rocAuc(isIt, ranks), 0.8690476190476191, exact, "area");
  });

  it("runs from (0, 0) to (1, 1), never back, and has the area of rocAuc to 1e-12", () => {
    fc.assert(
      fc.property(samples, ({ labels: truth, scores }) => {
        const { falsePositiveRate: x, truePositiveRate: y, thresholds } = rocCurve(truth, scores);
        expect([x[0], y[0], x.at(-1), y.at(-1)]).toEqual([0, 0, 1, 1]);
        let area = 0;
        for (let at = 1; at < x.length; at++) {
          expect(x[at]! >= x[at - 1]! && y[at]! >= y[at - 1]! && thresholds[at]! < thresholds[at - 1]!).toBe(
            true,
          );
          area += ((x[at]! - x[at - 1]!) * (y[at]! + y[at - 1]!)) / 2;
        }
        expectClose(area, rocAuc(truth, scores), { absolute: 1e-12 }, "area");
      }),
    );
  });
});

describe("rocAuc", () => {
  it("is the part of pairs ranked rightly, ties half, to 1e-14", () => {
    fc.assert(
      fc.property(samples, ({ labels: truth, scores }) => {
        const area = rankedRightly(truth, scores);
        expectClose(rocAuc(truth, scores), area, { absolute: 1e-14 }, "area");
      }),
    );
  });

  it("does not change with the scale of the scores, and is turned round with their sign", () => {
    fc.assert(
      fc.property(samples, ({ labels: truth, scores }) => {
        const area = rocAuc(truth, scores);
        expect(
          rocAuc(
            truth,
            scores.map((score) => Math.exp(3 * score) - 7),
          ),
        ).toBe(area);
        const turned = rocAuc(
          truth,
          scores.map((score) => -score),
        );
        expectClose(turned, 1 - area, { absolute: 1e-15 }, "area");
      }),
    );
  });

  it("is NaN without samples of both kinds, and where a score is NaN; −0 and 0 tie", () => {
    expect(rocAuc([1, 1], [0.1, 0.2])).toBe(Number.NaN);
    expect(rocAuc([0, 0], [0.1, 0.2])).toBe(Number.NaN);
    expect(rocAuc([0, 1], [Number.NaN, 0.2])).toBe(Number.NaN);
    expect(rocAuc([0, 1], [-0, 0])).toBe(0.5);
    expect(rocAuc([0, 1], [-Infinity, Infinity])).toBe(1);
  });
});

describe("rocAucOfOutputs", () => {
  it("is scikit-learn's mean of each class that occurs against the rest, to 1e-15", () => {
    // roc_auc_score(labels, outputs[:, :3], multi_class="ovr", average="macro")
    expectClose(rocAucOfOutputs(labels, outputs, 4), 0.8860449735449736, { relative: 1e-15 }, "area");
  });

  it("is the area of the second of two classes by its own output", () => {
    fc.assert(
      fc.property(samples, ({ labels: truth, scores }) => {
        const both = scores.flatMap((score, row) => [row, score]);
        expect(rocAucOfOutputs(truth, both, 2)).toBe(rocAuc(truth, scores));
      }),
    );
  });

  it("is NaN where all samples are of one class", () => {
    expect(rocAucOfOutputs([2, 2], [0, 0, 1, 0, 0, 1], 3)).toBe(Number.NaN);
  });
});
