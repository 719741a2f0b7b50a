/** Metrics by what people call them: in the midst of a line, and as a heading. */
const names: Record<string, string> = {
  precisionMacro: "precision (macro)",
  recallMacro: "recall (macro)",
  f1Macro: "F1 (macro)",
  f1: "F1",
  rocAuc: "ROC AUC",
  auc: "AUC",
  logLoss: "log loss",
  top5: "top 5",
  mcc: "MCC",
  mse: "MSE",
  rmse: "RMSE",
  mae: "MAE",
  r2: "R²",
};

/** `f1Macro` → `F1 (macro)`; a name that is not known stays. */
export function metricName(name: string): string {
  return Object.hasOwn(names, name) ? names[name]! : name;
}
