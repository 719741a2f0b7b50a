/** The other side of the comparison: scikit-learn in a Python process. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** What is compared, by its key in a row. */
export const peers = {
  mlp: "scikit-learn's MLP",
  trees: "HistGradientBoosting",
};

const program = `
import json, sys, time, warnings
import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.metrics import accuracy_score, log_loss, r2_score
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.preprocessing import StandardScaler
warnings.filterwarnings("ignore")
folder, rows, columns, of_classes, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == "true", int(sys.argv[5])
raw = np.fromfile(folder + "/inputs").reshape(rows, columns)
targets = np.fromfile(folder + "/targets")
train, test = np.fromfile(folder + "/train", "<u4"), np.fromfile(folder + "/test", "<u4")
results = {}
def measure(name, prepare, estimator):
    begin = time.process_time()
    inputs = prepare(raw)
    estimator.fit(inputs[train], targets[train])
    seconds = time.process_time() - begin
    answers = estimator.predict(inputs[test])
    if of_classes:
        chances = estimator.predict_proba(inputs[test])
        results[name] = {"accuracy": accuracy_score(targets[test], answers), "seconds": seconds,
                         "logLoss": log_loss(targets[test], chances, labels=estimator.classes_)}
    else:
        results[name] = {"r2": r2_score(targets[test], answers), "seconds": seconds}
def standardised(inputs):
    mean = np.nan_to_num(np.nanmean(inputs[train], 0))
    filled = np.where(np.isnan(inputs), mean, inputs)
    return StandardScaler().fit(filled[train]).transform(filled)
measure("mlp", standardised, (MLPClassifier if of_classes else MLPRegressor)(random_state=seed))
measure("trees", lambda inputs: inputs, (HistGradientBoostingClassifier if of_classes else HistGradientBoostingRegressor)(random_state=seed))
print(json.dumps(results))
`;

/**
 * Trains both on the same split.
 *
 * @returns {Promise<Record<string, { accuracy?: number, logLoss?: number, r2?: number, seconds: number }>>}
 */
export async function scikitLearn(python, dataset, { train, test }, seed) {
  const folder = mkdtempSync(join(tmpdir(), "chainrule-tabular-"));
  const { rows, columns, labels, targets } = dataset;
  try {
    writeFileSync(join(folder, "inputs"), Float64Array.from(dataset.inputs));
    writeFileSync(join(folder, "targets"), Float64Array.from(labels ?? targets));
    writeFileSync(join(folder, "train"), Uint32Array.from(train));
    writeFileSync(join(folder, "test"), Uint32Array.from(test));
    const given = ["-c", program, folder, rows, columns, labels !== null, seed].map(String);
    const threads = { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
    const { stdout } = await promisify(execFile)(python, given, { env: { ...process.env, ...threads } });
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
