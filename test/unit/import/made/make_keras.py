"""Makes `keras-*.keras` and `keras.json`. Keras itself is in no package of Debian or npm. So this writes what Keras 3 writes
(keras/src/saving/saving_lib.py: zipfile, config.json, metadata.json, model.weights.h5 by h5py 3.7), for models that NumPy computes.

    python3 test/unit/import/made/make_keras.py test/unit/import/made
"""
import io, json, math, sys, zipfile
import h5py
import numpy as np

folder = sys.argv[1] if len(sys.argv) > 1 else "."
random = np.random.RandomState(3)
f4 = lambda *shape: random.randn(*shape).astype("f4")
inputs = [[0.5, -1.0, 2.0], [-0.25, 0.75, 1.5], [1.0, 1.0, -3.0]]
erf = np.vectorize(math.erf)
selu = lambda x: 1.0507009873554805 * np.where(x > 0, x, 1.6732632423543772 * np.expm1(x))
functions = {
    "elu": lambda x: np.where(x > 0, x, np.expm1(x)), "exponential": np.exp, "gelu": lambda x: x * (1 + erf(x / math.sqrt(2))) / 2,
    "hard_sigmoid": lambda x: np.clip(x / 6 + 0.5, 0, 1), "leaky_relu": lambda x: np.where(x > 0, x, 0.2 * x), "linear": lambda x: x,
    "mish": lambda x: x * np.tanh(np.log1p(np.exp(x))), "relu": lambda x: np.maximum(x, 0), "selu": selu,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)), "silu": lambda x: x / (1 + np.exp(-x)), "softplus": lambda x: np.log1p(np.exp(x)),
    "softsign": lambda x: x / (1 + abs(x)), "tanh": np.tanh,
    "softmax": lambda x: np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)}

policy = {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": None}
def layer(kind, name, config, variables=(), run=None):
    entry = {"module": "keras.layers", "class_name": kind, "config": {"name": name, "trainable": True, "dtype": policy, **config}, "registered_name": None}
    return entry, [np.asarray(v) for v in variables], run
def dense(n, m, activation, name, bias=True):
    w, b = f4(n, m), f4(m)
    config = {"units": m, "activation": activation, "use_bias": bias, "kernel_regularizer": None}
    return layer("Dense", name, config, [w, b] if bias else [w], lambda x: functions[activation](x @ w + (b if bias else 0)))
def normal(n, name, center=True, scale=True):
    g, b, mean, var = 1 + f4(n) / 4, f4(n), f4(n), abs(f4(n)) + np.float32(0.5)
    config = {"axis": -1, "momentum": 0.99, "epsilon": 0.001, "center": center, "scale": scale}
    run = lambda x: (x - mean) / np.sqrt(var + 0.001) * (g if scale else 1) + (b if center else 0)
    return layer("BatchNormalization", name, config, ([g] if scale else []) + ([b] if center else []) + [mean, var], run)
start = layer("InputLayer", "input_layer", {"batch_shape": [None, 3], "sparse": False}, (), lambda x: x)

def snake(name):
    import re
    return re.sub("([a-z])([A-Z])", r"\1_\2", re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)).lower()

def save(name, layers, functional=False, answers={}):
    rows = np.array(inputs)
    for _, _, run in layers: rows = run(rows) if run else rows
    answers[name] = {"inputs": inputs, "outputs": rows.tolist()}
    entries = [json.loads(json.dumps(entry)) for entry, _, _ in layers]
    config = {"name": name, "trainable": True, "layers": entries}
    if functional:
        for before, entry in zip([None] + entries, entries):
            entry["name"] = entry["config"]["name"]
            tensor = before and {"class_name": "__keras_tensor__", "config": {"shape": [None, 3], "dtype": "float32", "keras_history": [before["config"]["name"], 0, 0]}}
            entry["inbound_nodes"] = [{"args": [tensor], "kwargs": {}}] if before else []
        config["input_layers"] = [[entries[0]["name"], 0, 0]]
        config["output_layers"] = [[entries[-1]["name"], 0, 0]]
    model = {"module": "keras", "class_name": "Functional" if functional else "Sequential", "config": config, "registered_name": None,
        "build_config": {"input_shape": [None, 3]}, "compile_config": {"optimizer": "adam", "loss": "mse"}}
    store, used = io.BytesIO(), {}
    with h5py.File(store, "w") as file:
        file.create_group("vars")
        for entry, variables, _ in layers:
            key = snake(entry["class_name"])
            used[key] = used.get(key, -1) + 1
            group = file.create_group(f"layers/{key}" + (f"_{used[key]}" if used[key] else "") + "/vars")
            for i, v in enumerate(variables): group.create_dataset(str(i), data=v)
        file["layers"].attrs["note"] = "attributes are passed over"
    with zipfile.ZipFile(f"{folder}/keras-{name}.keras", "w") as archive:
        fixed = lambda file: zipfile.ZipInfo(file, (2026, 11, 30, 0, 0, 0))
        archive.writestr(fixed("metadata.json"), json.dumps({"keras_version": "3.6.0"}))
        archive.writestr(fixed("config.json"), json.dumps(model))
        archive.writestr(fixed("model.weights.h5"), store.getvalue(), zipfile.ZIP_DEFLATED)
    return answers

for name in functions:
    hidden = "tanh" if name in ["softmax", "exponential"] else name
    answers = save(name, [start, dense(3, 4, hidden, "a"), dense(4, 2, name if hidden != name else "linear", "b")])
mean, var = np.array([0.3, -0.2, 1], "f4"), np.array([0.5, 2, 4], "f4")
answers = save("normalised", [start,
    layer("Normalization", "scale", {"axis": [-1], "invert": False, "mean": None, "variance": None}, [mean, var, np.int64(7)], lambda x: (x - mean) / np.sqrt(var)),
    layer("Dropout", "d0", {"rate": 0.1, "seed": None, "noise_shape": None}), dense(3, 5, "linear", "dense_7", False), normal(5, "n0"),
    layer("LeakyReLU", "leaky", {"negative_slope": 0.1}, (), lambda x: np.where(x > 0, x, 0.1 * x)),
    layer("Dropout", "d1", {"rate": 0.25, "seed": None, "noise_shape": None}), dense(5, 4, "tanh", "dense_8"),
    normal(4, "n1", center=False, scale=False), dense(4, 3, "softmax", "dense_9")])
answers = save("functional", [start, dense(3, 4, "relu", "one"), layer("Activation", "act", {"activation": "linear"}, (), lambda x: x), dense(4, 2, "sigmoid", "two")], True)
json.dump(answers, open(f"{folder}/keras.json", "w"))
