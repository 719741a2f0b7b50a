/** Names of metrics as people write them. */
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

/** `f1Macro` → `F1 (macro)`; unknown names stay as they are. */
export function metricName(name: string): string {
  return Object.hasOwn(names, name) ? names[name]! : name;
}
