#!/usr/bin/env python3
"""
Writes what scikit-learn says of small arrays: metrics of classes and numbers (curves/metrics.json), and the minima
of convex problems, which any minimiser must reach (curves/minima.json).

    apt-get install python3-torch python3-sklearn      (Debian 12: scikit-learn 1.2, Python 3.11)
    python3 test/golden/make-sklearn.py                rewrites both files, the same bytes each time

null stands for what is not defined: the area under a curve without positives, R² of targets that do not vary.
"""
import json, platform, warnings
from pathlib import Path
import numpy, sklearn
from sklearn import linear_model, metrics

CURVES = Path(__file__).parent / "curves"
AVERAGES = ["micro", "macro", "weighted"]


def draws(seed, rows, columns, decimals=2):
    return numpy.round(numpy.random.RandomState(seed).normal(size=(rows, columns)), decimals)


def scores_of(actual, predicted, average, labels=None):
    values = metrics.precision_recall_fscore_support(actual, predicted, average=average, labels=labels, zero_division=0)
    return dict(zip(["precision", "recall", "f1"], (numpy.asarray(v).tolist() for v in values)))


def classes_case(name, classes, actual, predicted):
    """Counts and scores by class and on average; "macro" and "weighted" over the classes that occur."""
    every = list(range(classes))
    return {
        "name": name, "classes": classes, "actual": actual, "predicted": predicted,
        "confusion": metrics.confusion_matrix(actual, predicted, labels=every).tolist(),
        "accuracy": metrics.accuracy_score(actual, predicted),
        "byClass": scores_of(actual, predicted, None, every),
        **{average: scores_of(actual, predicted, average) for average in AVERAGES},
        "macroOfAll": scores_of(actual, predicted, "macro", every),
    }


def auc_or_none(actual, scores):
    return metrics.roc_auc_score(actual, scores) if 0 < sum(actual) < len(actual) else None


def outputs_case(name, labels, outputs):
    """What outputs that sum to 1 are worth; `topK` by k where no tie decides it."""
    outputs = numpy.array(outputs)
    classes = outputs.shape[1]
    every = list(range(classes))
    areas = [auc_or_none([int(l == c) for l in labels], outputs[:, c]) for c in every]
    present = [area for area in areas if area is not None]
    if classes > 2 and len(present) == classes:
        assert metrics.roc_auc_score(labels, outputs, multi_class="ovr", average="macro") == numpy.mean(present)
    tied = any(len(set(row)) < classes for row in outputs.tolist())
    return {
        "name": name, "labels": labels, "outputs": outputs.tolist(), "rocAucByClass": areas,
        "rocAuc": areas[1] if classes == 2 else (float(numpy.mean(present)) if present else None),
        # scikit-learn 1.2 keeps probabilities 2⁻⁵² from 0 and 1 by default
        "logLoss": metrics.log_loss(labels, outputs, labels=every, eps=1e-15),
        "logLossEpsilon": 1e-15,
        "topK": None if tied or classes == 2 else [metrics.top_k_accuracy_score(labels, outputs, k=k, labels=every) for k in range(1, classes)],
    }


def numbers_case(name, targets, outputs):
    """One figure per column, and over all columns."""
    t, o = numpy.array(targets, dtype=float), numpy.array(outputs, dtype=float)
    raw = {"multioutput": "raw_values"}
    r2 = metrics.r2_score(t, o, force_finite=False, **raw)
    mean_r2 = metrics.r2_score(t, o, force_finite=False) if numpy.isfinite(r2).all() else None
    return {
        "name": name, "targets": targets, "outputs": outputs,
        "mse": metrics.mean_squared_error(t, o), "mae": metrics.mean_absolute_error(t, o), "r2": mean_r2,
        "byColumn": {
            "mse": metrics.mean_squared_error(t, o, **raw).tolist(),
            "rmse": metrics.mean_squared_error(t, o, squared=False, **raw).tolist(),
            "mae": metrics.mean_absolute_error(t, o, **raw).tolist(),
            "r2": [float(value) if numpy.isfinite(value) else None for value in r2],
        },
    }


def metrics_file():
    random = numpy.random.RandomState(7)
    many = random.randint(0, 5, 60).tolist()
    guess = [label if random.uniform() < 0.6 else int(random.randint(0, 5)) for label in many]
    classes = [
        classes_case("two classes", 2, [0, 0, 1, 1, 1, 0, 1, 0], [0, 1, 1, 1, 0, 0, 1, 0]),
        classes_case("three classes", 3, [0, 1, 2, 0, 1, 2, 0, 1, 2, 2], [0, 2, 1, 0, 0, 2, 1, 1, 2, 2]),
        classes_case("five classes, 60 rows", 5, many, guess),
        classes_case("all right", 3, [0, 1, 2, 1], [0, 1, 2, 1]),
        classes_case("all wrong", 3, [0, 1, 2, 1], [1, 2, 0, 0]),
        classes_case("a class that never comes, but is predicted", 3, [0, 1, 1, 0, 1], [0, 2, 1, 0, 2]),
        classes_case("a class that is never predicted", 3, [0, 1, 2, 2, 1, 0], [0, 1, 1, 0, 1, 0]),
        classes_case("a class that is neither", 4, [0, 1, 3, 3, 1, 0], [0, 1, 1, 3, 3, 0]),
        classes_case("always one class", 3, [0, 1, 2, 1, 1], [1, 1, 1, 1, 1]),
        classes_case("one row", 2, [1], [1]),
    ]
    soft = lambda seed, rows, columns: random_softmax(seed, rows, columns)
    pairs = lambda second: [[1 - p, p] for p in second]
    outputs = [
        outputs_case("two classes", [0, 1, 1, 0, 1, 0], pairs([0.25, 0.75, 0.375, 0.5, 0.875, 0.125])),
        outputs_case("two classes, ties", [0, 1, 1, 0, 1, 0, 1, 0], pairs([0.5, 0.5, 0.75, 0.25, 0.5, 0.75, 0.25, 0.5])),
        outputs_case("two classes, ranked perfectly", [0, 1, 1, 0], pairs([0.125, 0.5, 0.75, 0.25])),
        outputs_case("two classes, ranked upside down", [1, 0, 0, 1], pairs([0.125, 0.5, 0.75, 0.25])),
        outputs_case("two classes, all outputs equal", [0, 1, 1, 0, 1], pairs([0.5] * 5)),
        outputs_case("two classes, certain and wrong once", [0, 1, 1, 0], pairs([0.0, 1.0, 0.0, 0.25])),
        outputs_case("one class only", [1, 1, 1], pairs([0.25, 0.5, 0.75])),
        outputs_case("three classes", [0, 1, 2, 2, 1, 0, 1, 2], soft(31, 8, 3)),
        outputs_case("five classes, 40 rows", random.randint(0, 5, 40).tolist(), soft(32, 40, 5)),
        outputs_case("four classes, one of which never comes", [0, 1, 3, 3, 1, 0, 1, 3], soft(33, 8, 4)),
        outputs_case("three classes, ties", [0, 1, 2, 2, 1, 0], [[0.5, 0.25, 0.25], [0.25, 0.5, 0.25], [0.5, 0.25, 0.25],
                     [0.25, 0.25, 0.5], [0.25, 0.5, 0.25], [0.25, 0.25, 0.5]]),
    ]
    t = draws(41, 8, 3)
    numbers = [
        numbers_case("one output", t[:, :1].tolist(), numpy.round(t[:, :1] + 0.3 * draws(42, 8, 1), 3).tolist()),
        numbers_case("three outputs", (t * [1, 10, 0.1]).round(3).tolist(), (t * [1, 9, 0.2] + 0.2 * draws(43, 8, 3)).round(3).tolist()),
        numbers_case("perfect", t.tolist(), t.tolist()),
        numbers_case("worse than the mean", t[:, :1].tolist(), (-2 * t[:, :1]).tolist()),
        numbers_case("targets that do not vary", [[1.5]] * 4, [[1.0], [1.5], [2.5], [1.5]]),
        numbers_case("one column that does not vary", [[1.0, 2.0], [1.0, 3.0], [1.0, 5.0]], [[1.5, 2.5], [1.0, 3.0], [0.5, 4.0]]),
    ]
    return {"classes": classes, "outputs": outputs, "numbers": numbers}


def random_softmax(seed, rows, columns):
    e = numpy.exp(draws(seed, rows, columns))
    return (e / e.sum(axis=1, keepdims=True)).tolist()


def minimum(name, config, data, weights, biases, losses, slope):
    """
    `loss` is that of the data alone, `objective` with ½·l2·Σw². Refused where the gradient is not 0.

    @param weights [inputs × units] @param losses [rows] @param slope [rows × units] d loss / d net input
    """
    x, l2 = numpy.array(data["inputs"]), config.get("l2", 0)
    gradient = max(numpy.abs(x.T @ slope / len(x) + l2 * weights).max(), numpy.abs(slope.mean(axis=0)).max())
    if not gradient <= 1e-9:
        raise ValueError(f"{name}: gradient {gradient}")
    loss = float(numpy.mean(losses))
    return {"name": name, "config": {**config, "batchSize": "full", "shuffle": False, "scaling": "none"}, **data,
            "loss": loss, "objective": loss + l2 / 2 * float((weights ** 2).sum()),
            "weights": weights.reshape(-1).tolist(), "biases": biases.tolist()}


def minima():
    rows, l2 = 40, 0.02
    x = draws(51, rows, 4)
    # from zeros: what is the same for all classes of a softmax then stays 0, as in scikit-learn
    lbfgs = {"optimizer": {"kind": "lbfgs"}, "initializer": "zeros", "epochs": 200}
    single = lambda units, activation: {"layers": [4, {"units": units, "activation": activation}]}
    done = []

    t = numpy.round(x @ draws(52, 4, 2) + 0.5 + 0.3 * draws(53, rows, 2), 2)
    data = {"inputs": x.tolist(), "targets": t.tolist()}
    for name, penalty in [("least squares", 0.0), ("ridge", l2)]:
        # Ridge minimises Σ(t − o)² + alpha·Σw²: 2·rows times the mean of ½(t − o)² + ½·l2·Σw², with alpha = rows·l2
        model = linear_model.Ridge(alpha=rows * penalty, solver="cholesky").fit(x, t) if penalty else linear_model.LinearRegression().fit(x, t)
        w, b = model.coef_.T, model.intercept_
        error = x @ w + b - t
        config = {**single(2, "identity"), "loss": "halfSquaredError", "l2": penalty, **lbfgs}
        done.append(minimum(name, config, data, w, b, 0.5 * (error ** 2).sum(axis=1), error))

    # LogisticRegression minimises C·Σ loss + ½·Σw²: C = 1 / (rows·l2)
    options = {"C": 1 / (rows * l2), "solver": "newton-cg", "tol": 1e-13, "max_iter": 1000}
    labels = numpy.argmax(x @ draws(54, 4, 3) + draws(55, rows, 3), axis=1)
    model = linear_model.LogisticRegression(multi_class="multinomial", **options).fit(x, labels)
    p = model.predict_proba(x)
    config = {**single(3, "softmax"), "loss": "crossEntropy", "l2": l2, **lbfgs}
    done.append(minimum("softmax regression", config, {"inputs": x.tolist(), "labels": labels.tolist(), "classes": 3},
        model.coef_.T, model.intercept_, -numpy.log(p[numpy.arange(rows), labels]), p - numpy.eye(3)[labels]))

    t = (x @ draws(56, 4, 1) + draws(57, rows, 1) > 0).astype(float)
    model = linear_model.LogisticRegression(**options).fit(x, t[:, 0])
    p = model.predict_proba(x)[:, 1:]
    config = {**single(1, "sigmoid"), "loss": "binaryCrossEntropy", "l2": l2, **lbfgs}
    done.append(minimum("logistic regression", config, {"inputs": x.tolist(), "targets": t.tolist()}, model.coef_.T,
        model.intercept_, -(t * numpy.log(p) + (1 - t) * numpy.log(1 - p)).sum(axis=1), p - t))
    return {"cases": done}


def write(file, about, lists):
    versions = {"python": platform.python_version(), "sklearn": sklearn.__version__, "numpy": numpy.__version__}
    dump = lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    parts = ",\n".join(f"{dump(key)}:[\n" + ",\n".join(map(dump, cases)) + "\n]" for key, cases in lists.items())
    text = f'{{"about":{dump(about)},"versions":{dump(versions)},\n{parts}}}\n'
    (CURVES / file).write_text(text, encoding="utf8")
    print(f"{file}: {sum(map(len, lists.values()))} cases, {len(text.encode()) / 1000:.0f} kB")


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # of classes that never come, on purpose
    write("metrics.json", "scikit-learn's metrics of small arrays", metrics_file())
    write("minima.json", "minima of convex problems, to gradients of 1e-9", minima())
