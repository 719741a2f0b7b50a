import { describe, expect, it } from "vitest";
import { Dataset } from "../../../src/data/dataset.js";
import { metricsOf } from "../../../src/train/evaluation/evaluation.js";
import { classMetricNames, metricNames, numberMetricNames } from "../../../src/functions/metrics.js";
import { checkConfig } from "../../../src/settings/configuration.js";
import { expectClose } from "../../compare.js";
import { labels, outputs } from "./answers.js";

const config = (units: number, activation: "sigmoid" | "identity" = "sigmoid") =>
  checkConfig({ layers: [1, { units, activation }] });
const inputs = labels.map(() => [0]);
const classes = (count: number) => Dataset.from(inputs, labels, { classes: count });
/** The answers of `outputs`, with classes added that are never predicted. */
const widened = (count: number) =>
  labels.flatMap((_, row) => [
    ...outputs.slice(4 * row, 4 * row + 4),
    ...Array.from({ length: count - 4 }, () => 0),
  ]);

describe("metricsOf", () => {
  it("of classes, brief: the accuracy", () => {
    expect(metricsOf(classes(4), outputs, config(4), "brief")).toEqual({ accuracy: 0.75 });
  });

  it("of classes, full: as scikit-learn, to 1e-14", () => {
    const metrics = metricsOf(classes(4), outputs, config(4), "full");
    expect(Object.keys(metrics)).toEqual(classMetricNames.filter((name) => name !== "top5"));
    // precision_recall_fscore_support(…, average="macro"), roc_auc_score(…), log_loss(…) of classes.test.ts,
    // curves.test.ts and metrics.test.ts
    const expected = [0.75, 0.75, 0.7388888888888889, 0.7367724867724869, 0.8860449735449736];
    expected.push(0.71825332398119);
    expectClose(Object.values(metrics), expected, { relative: 1e-14 }, "metrics");
  });

  it("has top5 from 6 classes on, and the log loss only of outputs that may be probabilities", () => {
    const names = (count: number, activation: "sigmoid" | "identity") =>
      Object.keys(metricsOf(classes(count), widened(count), config(count, activation), "full"));
    expect(names(5, "sigmoid")).not.toContain("top5");
    expect(names(6, "sigmoid")).toEqual([...classMetricNames]);
    expect(names(6, "identity")).toEqual(classMetricNames.filter((name) => name !== "logLoss"));
    expect(metricsOf(classes(6), widened(6), config(6), "full").top5).toBe(1);
  });

  it("of numbers: rmse, mae and r2, and in full mse, of each output by itself", () => {
    const targets = [1, 10, 2, 20, 3, 25, 6, 41];
    const data = Dataset.from([[1], [2], [3], [4]], Float64Array.from(targets));
    const answers = [1, 12, 4, 18, 3, 30, 5, 40];
    const brief = metricsOf(data, answers, config(2, "identity"), "brief");
    expect(Object.keys(brief)).toEqual(["rmse", "mae", "r2"]);
    const full = metricsOf(data, answers, config(2, "identity"), "full");
    expect(Object.keys(full)).toEqual([...numberMetricNames]);
    expect(full).toMatchObject(brief);
    // r2_score(T, O)
    expectClose([full.mse!, full.r2!], [4.875, 0.7875640295959021], { relative: 1e-14 }, "metrics");
  });

  it("has no metric that metricNames does not know", () => {
    expect(metricNames).toEqual([...classMetricNames, ...numberMetricNames]);
  });
});
