/** Names of metrics as people write them. */
import { type MetricRecord, metrics } from "../../functions/metrics.js";

/** Metrics that a caller of `reportPage` may bring, besides ours. */
const others: Readonly<Record<string, string>> = { f1: "F1", auc: "AUC", mcc: "MCC" };

/** `f1Macro` → `F1 (macro)`; unknown names stay as they are. */
export function metricName(name: string): string {
  const own = Object.hasOwn(metrics, name)
    ? (metrics as Record<string, MetricRecord>)[name]!.label
    : undefined;
  return own ?? (Object.hasOwn(others, name) ? others[name]! : name);
}
