/** All metrics of answers. What computes them is in `src/train/evaluation/`. */
export interface MetricRecord {
  /** What the targets are. */
  readonly of: "classes" | "numbers";
  readonly better: "higher" | "lower";
  /** Name in text (default: its name in code). */
  readonly label?: string;
  /** Whether it is cheap enough to be measured after every epoch. */
  readonly isCheap?: true;
}

/** Name of a metric. The targets decide which metrics there are. */
export type MetricName =
  | "accuracy"
  | "precisionMacro"
  | "recallMacro"
  | "f1Macro"
  | "rocAuc"
  | "logLoss"
  | "top5"
  | "mse"
  | "rmse"
  | "mae"
  | "r2";

export const metrics: Readonly<Record<MetricName, MetricRecord>> = {
  accuracy: { of: "classes", better: "higher", isCheap: true },
  precisionMacro: { of: "classes", better: "higher", label: "precision (macro)" },
  recallMacro: { of: "classes", better: "higher", label: "recall (macro)" },
  f1Macro: { of: "classes", better: "higher", label: "F1 (macro)" },
  rocAuc: { of: "classes", better: "higher", label: "ROC AUC" },
  logLoss: { of: "classes", better: "lower", label: "log loss" },
  top5: { of: "classes", better: "higher", label: "top 5" },
  mse: { of: "numbers", better: "lower", label: "MSE" },
  rmse: { of: "numbers", better: "lower", label: "RMSE", isCheap: true },
  mae: { of: "numbers", better: "lower", label: "MAE", isCheap: true },
  r2: { of: "numbers", better: "higher", label: "R²", isCheap: true },
};

/** All names that `Evaluation.metrics` may have. */
export const metricNames = /* @__PURE__ */ Object.keys(metrics) as MetricName[];

/** What early stopping can follow: the loss of the held-out samples or of training, or a metric of the held-out samples. */
export type Monitor = "validation" | "loss" | MetricName;
export const monitorNames: readonly Monitor[] = ["validation", "loss", ...metricNames];

/** Names of the metrics that are measured after every epoch. */
export const cheapMetricNames = /* @__PURE__ */ metricNames.filter((name) => metrics[name].isCheap);

/**
 * Names of the metrics of answers that are classes. `logLoss` is there where outputs are sigmoid or softmax, `top5` where
 * there are more than 5 classes.
 */
export const classMetricNames = /* @__PURE__ */ metricNames.filter((name) => metrics[name].of === "classes");

/** Names of the metrics of answers that are numbers, in the units of the targets (`mse` in their square). */
export const numberMetricNames = /* @__PURE__ */ metricNames.filter((name) => metrics[name].of === "numbers");
