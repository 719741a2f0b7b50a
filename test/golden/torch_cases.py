"""
The cases of make-torch.py: which configurations are trained, on which data. Configurations are Chainrule's own;
what one leaves out is that setting's default there. How they are trained is in make-torch.py.
"""
import numpy

HIDDEN = ["sigmoid", "tanh", "relu", "leakyRelu", "elu", "selu", "gelu", "silu", "softplus", "softsign", "hardSigmoid", "identity"]
NUMERIC = {
    "halfSquaredError": {}, "squaredError": {}, "meanSquaredError": {}, "meanAbsoluteError": {}, "huber": {},
    "huber, δ 0.3": {"loss": "huber", "huberDelta": 0.3}, "hinge": {},
}


def numbers(seed, rows, columns, low, high, decimals=2):
    draws = numpy.random.RandomState(seed).uniform(low, high, (rows, columns))
    return [[round(v, decimals) for v in row] for row in draws.tolist()]


def signs(seed, rows, columns):
    return (2 * numpy.random.RandomState(seed).randint(0, 2, (rows, columns)) - 1).tolist()


def net(*layers):
    """net(4, "5 tanh", "3 softmax", …)"""
    pairs = [layer.split() for layer in layers[1:]]
    return [layers[0]] + [{"units": int(units), "activation": activation} for units, activation in pairs]


SIX = {"inputs": numbers(10, 6, 4, -2, 2)}
SIX_CLASSES = {**SIX, "labels": [0, 1, 2, 2, 0, 1], "classes": 3}
NINE = {"inputs": numbers(20, 9, 4, -1.5, 1.5), "targets": numbers(21, 9, 3, 0.05, 0.95)}
NINE_CLASSES = {"inputs": NINE["inputs"], "labels": [0, 1, 1, 2, 1, 0, 1, 2, 1], "classes": ["a", "b", "c"]}
FULL = {"batchSize": 6, "epochs": 10}
# 9 rows by 2: four batches and a short one, twice over
SHORT = {"batchSize": 2, "epochs": 2}
SGD = {"optimizer": {"kind": "sgd", "learningRate": 0.1}}


def regression():
    data = {"numbers": {**SIX, "targets": numbers(11, 6, 3, -0.9, 1.4)}, "signs": {**SIX, "targets": signs(12, 6, 3)}}
    cases = []
    for index, activation in enumerate(HIDDEN):
        for name, more in NUMERIC.items():
            config = {"layers": net(4, f"5 {activation}", f"3 {activation}"), "loss": name, **more, **SGD, **FULL}
            if activation == "identity" and name == "squaredError":
                config["optimizer"] = {"kind": "sgd", "learningRate": 0.05}
            cases.append((f"{activation} × {name}", config, "signs" if name == "hinge" else "numbers", {"seed": 100 + index}))
    for name in ["halfSquaredError", "squaredError", "meanSquaredError", "meanAbsoluteError", "huber"]:
        config = {"layers": net(4, "5 tanh", "3 softmax"), "loss": name, **SGD, **FULL}
        cases.append((f"softmax × {name}", config, "numbers", {"seed": 120}))
    for activation, alpha in [("leakyRelu", 0.3), ("elu", 0.5)]:
        layers = net(4, f"5 {activation}", f"3 {activation}")
        for layer in layers[1:]:
            layer["alpha"] = alpha
        config = {"layers": layers, "loss": "meanSquaredError", **SGD, **FULL}
        cases.append((f"{activation} with alpha {alpha}", config, "numbers", {"seed": 121}))
    return "regression.json", "activations × losses of numbers; one batch of 6", data, cases


def classification():
    soft = numpy.random.RandomState(14).dirichlet([1, 1, 1], 6).tolist()
    data = {
        "classes": SIX_CLASSES,
        "fractions": {**SIX, "targets": numbers(13, 6, 3, 0, 1)},
        "distributions": {**SIX, "targets": [[round(a, 2), round(b, 2), 1 - round(a, 2) - round(b, 2)] for a, b, _ in soft]},
        "nine": NINE_CLASSES,
        "far": {"inputs": [[40.0, -1.0], [-40.0, 3.0], [800.0, 2.0], [-800.0, -2.0], [0.0, 1.0], [5.0, -30.0]],
                "labels": [0, 1, 1, 0, 1, 0], "classes": 2},
    }
    data["zerosAndOnes"] = {**SIX, "targets": [[(v + 1) // 2 for v in row] for row in signs(15, 6, 3)]}
    cases = []
    smooth = {"labelSmoothing": 0.1}
    add = lambda name, layers, loss, of, seed=130, **more: cases.append(
        (name, {"layers": layers, "loss": loss, **SGD, **FULL, **more}, of, {"seed": seed}))
    for index, activation in enumerate(HIDDEN):
        hidden, seed = f"5 {activation}", 140 + index
        add(f"{activation} × binaryCrossEntropy", net(4, hidden, "3 sigmoid"), "binaryCrossEntropy", "zerosAndOnes", seed)
        add(f"{activation} × crossEntropy", net(4, hidden, "3 softmax"), "crossEntropy", "classes", seed)
        add(f"{activation} × crossEntropy, smoothed", net(4, hidden, "3 softmax"), "crossEntropy", "classes", seed, **smooth)
    tanh = "5 tanh"
    add("binaryCrossEntropy of fractions", net(4, tanh, "3 sigmoid"), "binaryCrossEntropy", "fractions")
    add("binaryCrossEntropy of classes", net(4, tanh, "3 sigmoid"), "binaryCrossEntropy", "classes")
    add("crossEntropy of distributions", net(4, tanh, "3 softmax"), "crossEntropy", "distributions")
    add("crossEntropy of distributions, smoothed", net(4, tanh, "3 softmax"), "crossEntropy", "distributions", **smooth)
    add("crossEntropy, smoothed by 0.5, summed", net(4, tanh, "3 softmax"), "crossEntropy", "classes",
        labelSmoothing=0.5, reduction="sum")
    add("crossEntropy, no hidden layer", net(4, "3 softmax"), "crossEntropy", "classes")
    add("crossEntropy, two hidden layers, short batches", net(4, "6 relu", "5 silu", "3 softmax"), "crossEntropy", "nine", **SHORT)
    add("hinge of classes, identity", net(4, tanh, "3 identity"), "hinge", "classes")
    add("hinge of classes, tanh, summed", net(4, tanh, "3 tanh"), "hinge", "classes", reduction="sum")
    add("halfSquaredError of classes", net(4, "5 sigmoid", "3 sigmoid"), "halfSquaredError", "classes")
    # net inputs of ±40 and ±800: outputs that round to 0 and 1, losses that must not
    far = {"optimizer": {"kind": "sgd", "learningRate": 1e-5}}
    add("binaryCrossEntropy far out", net(2, "2 sigmoid"), "binaryCrossEntropy", "far", **far)
    add("crossEntropy far out", net(2, "2 softmax"), "crossEntropy", "far", **far)
    return "classification.json", "hidden activations × losses of classes", data, cases


def edges():
    """One update from exactly where a derivative does not exist. What follows is no longer on the edge."""
    data = {
        "origin": {"inputs": [[0.0, 0.0], [1.0, -1.0], [-2.0, 1.0]], "targets": [[1.0], [-1.0], [0.5]]},
        "fit": {"inputs": [[0.0, 0.0], [1.0, -1.0], [-2.0, 1.0]], "targets": [[0.25, 1.0], [3.0, -1.0], [-1.0, 2.0]]},
        "margin": {"inputs": [[0.0, 0.0], [1.0, -1.0], [-2.0, 1.0]], "targets": [[1.0, -1.0], [-1.0, 1.0], [1.0, 1.0]]},
    }
    out = {"weights": [0.5, -0.75], "biases": [0.25]}
    cases = []
    for activation, alpha in [("relu", None), ("leakyRelu", 0.25), ("elu", 0.5), ("selu", None), ("softsign", None), ("hardSigmoid", None)]:
        edge = 3.0 if activation == "hardSigmoid" else 0.0
        hidden = {"units": 2, "activation": activation, **({"alpha": alpha} if alpha else {})}
        config = {"layers": [2, hidden, {"units": 1, "activation": "identity"}], "loss": "halfSquaredError", **SGD,
                  "batchSize": 3, "epochs": 3}
        initial = [{"weights": [0.5, 1.0, 0.25, -0.5], "biases": [edge, -edge]}, out]
        cases.append((f"{activation} at net input {'±3' if edge else '0'}", config, "origin", {"initial": initial}))
    layer = [{"weights": [1.0, 0.5, -0.5, 0.25], "biases": [0.25, 1.0]}]
    for loss in ["meanAbsoluteError", "huber"]:
        config = {"layers": net(2, "2 identity"), "loss": loss, **SGD, "batchSize": 3, "epochs": 3}
        cases.append((f"{loss} at error 0", config, "fit", {"initial": layer}))
    config = {"layers": net(2, "2 identity"), "loss": "hinge", **SGD, "batchSize": 3, "epochs": 3}
    cases.append(("hinge at margin 1", config, "margin", {"initial": [{**layer[0], "biases": [1.0, -1.0]}]}))
    config = {"layers": net(2, "2 tanh", "1 identity"), "loss": "halfSquaredError", **SGD, "l1": 0.25, "batchSize": 3, "epochs": 3}
    start = [{"weights": [0.0, 1.0, 0.0, -0.5], "biases": [0.5, 0.0]}, {"weights": [0.0, -0.75], "biases": [0.25]}]
    # the weights into the first hidden unit get no gradient through the output's 0: only a penalty could move them
    cases.append(("l1 at weight 0", config, "origin", {"initial": start}))
    return "edges.json", "first updates from where a derivative does not exist", data, cases


def optimizers():
    data = {"six": {**SIX, "targets": numbers(11, 6, 3, -0.9, 1.4)}, "nine": NINE, "classes": NINE_CLASSES}
    kinds = [
        {"kind": "sgd", "learningRate": 0.3}, {"kind": "sgd", "learningRate": 0.1, "momentum": 0.5},
        {"kind": "momentum"}, {"kind": "momentum", "learningRate": 0.02, "momentum": 0.7},
        {"kind": "nesterov"}, {"kind": "nesterov", "learningRate": 0.03, "momentum": 0.6},
        {"kind": "adagrad"}, {"kind": "adagrad", "learningRate": 0.1, "epsilon": 1e-3},
        {"kind": "rmsprop"}, {"kind": "rmsprop", "learningRate": 0.02, "rho": 0.8, "epsilon": 1e-4},
        {"kind": "adam"}, {"kind": "adam", "learningRate": 0.05, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-6},
        {"kind": "adamw"}, {"kind": "adamw", "learningRate": 0.05, "beta1": 0.7, "beta2": 0.9, "epsilon": 1e-3},
        {"kind": "nadam"}, {"kind": "nadam", "learningRate": 0.05, "beta1": 0.8, "beta2": 0.9, "epsilon": 1e-6},
    ]
    rprop = [{"kind": "irpropMinus"},
             {"kind": "irpropMinus", "learningRate": 0.05, "increase": 1.5, "decrease": 0.4, "minStep": 0.04, "maxStep": 0.3}]
    cases = []
    for optimizer in kinds + rprop:
        name = ", ".join(f"{key} {value}" for key, value in optimizer.items() if key != "kind") or "defaults"
        add = lambda how, config, of, **more: cases.append(
            (f"{optimizer['kind']}, {name}: {how}", {**config, "optimizer": optimizer, **more}, of, {"seed": 200}))
        decay = {"weightDecay": 0.2} if optimizer["kind"] == "adamw" and name != "defaults" else {}
        whole = {**FULL, "batchSize": "full" if optimizer in rprop else 6}
        add("one batch", {"layers": net(4, "5 tanh", "3 identity"), "loss": "halfSquaredError", **whole}, "six", **decay)
        if optimizer not in rprop:
            add("short batches, three layers", {"layers": net(4, "5 sigmoid", "4 sigmoid", "3 sigmoid"),
                "loss": "halfSquaredError", **SHORT}, "nine", **decay)
            add("classes, summed", {"layers": net(4, "5 silu", "3 softmax"), "loss": "crossEntropy", "reduction": "sum",
                "batchSize": 4, "epochs": 3}, "classes", **decay)
    return "optimizers.json", "every optimiser, with its defaults and with other settings", data, cases


def regularisers():
    data = {"nine": NINE, "classes": NINE_CLASSES}
    sgd, momentum = {"kind": "sgd", "learningRate": 0.2}, {"kind": "momentum", "learningRate": 0.1}
    adam, adamw = {"kind": "adam", "learningRate": 0.02}, {"kind": "adamw", "learningRate": 0.02}
    cases = []

    def add(name, optimizer=sgd, layers=None, **more):
        config = {"layers": layers or net(4, "5 tanh", "3 sigmoid"), "loss": "squaredError", "optimizer": optimizer, **SHORT, **more}
        cases.append((name, config, "nine", {"seed": 300}))

    for name, value in [("l1", 0.05), ("l2", 0.1), ("weightDecay", 0.3), ("clipValue", 0.05), ("clipNorm", 0.2), ("maxNorm", 0.8)]:
        for optimizer in (sgd, momentum, adam):
            add(f"{name}, {optimizer['kind']}", optimizer, **{name: value})
    add("weightDecay, adamw", adamw, weightDecay=0.3)
    add("weightDecay 0, adamw", adamw, weightDecay=0.0)
    add("l1 and l2, nesterov", {"kind": "nesterov", "learningRate": 0.05}, l1=0.02, l2=0.05)
    add("l1 and l2, adamw", adamw, l1=0.02, l2=0.05)
    add("l1, rmsprop", {"kind": "rmsprop", "learningRate": 0.01}, l1=0.02)
    add("clipNorm that never binds", clipNorm=1000.0)
    add("clipNorm before clipValue before penalties", clipNorm=0.5, clipValue=0.1, l1=0.05, l2=0.1)
    add("all together, momentum", momentum, clipNorm=0.5, clipValue=0.1, l1=0.02, l2=0.05, weightDecay=0.1, maxNorm=1.2)
    add("clipNorm of a sum", reduction="sum", clipNorm=0.3)
    add("clipNorm without the biases that do not train", trainBiases=False, clipNorm=0.2)
    frozen = net(4, "5 sigmoid", "4 sigmoid", "3 sigmoid")
    sigmoid = net(4, "5 sigmoid", "3 sigmoid")
    frozen[2]["trainable"] = False
    add("clipNorm, l2, weightDecay, maxNorm around a layer that does not train", layers=frozen, clipNorm=0.2, l2=0.1,
        weightDecay=0.1, maxNorm=0.9)
    for optimizer in (sgd, adam):
        for biases in ("shared", "none"):
            add(f"{biases} biases, {optimizer['kind']}", optimizer, sigmoid, biases=biases)
    add("shared biases with clipNorm, l2, momentum", momentum, biases="shared", clipNorm=0.2, l2=0.1)
    add("shared biases that do not train", layers=sigmoid, biases="shared", trainBiases=False)
    add("a layer that does not train, sgd", layers=frozen)
    add("a layer that does not train, adam", adam, layers=frozen)
    return "regularisers.json", "penalties, decay, clipping, bounds; biases; layers that stand still", data, cases


def schedules():
    data = {"six": {**SIX, "targets": numbers(11, 6, 3, -0.9, 1.4)}, "nine": NINE}
    kinds = {
        "step": {"every": 3, "factor": 0.5}, "exponential": {"factor": 0.8}, "exponential, defaults": {},
        "inverseScaling": {}, "inverseScaling, power 0.9": {"power": 0.9},
        "cosine": {}, "cosine with restarts": {"period": 2, "periodFactor": 2, "minimum": 0.01},
        "cosine with a warm-up": {"warmup": 3, "period": 4},
        "oneCycle": {}, "oneCycle, warmup 0.5": {"warmup": 0.5, "divisor": 10, "finalDivisor": 100},
        # no epoch better than the best by 0.2, for longer than 1 epoch
        "plateau": {"factor": 0.5, "patience": 1, "minChange": 0.2},
    }
    cases = []
    for name, more in kinds.items():
        schedule = {"kind": name.split()[0].rstrip(","), **more}
        for optimizer in ({"kind": "sgd", "learningRate": 0.2}, {"kind": "adam", "learningRate": 0.05}):
            config = {"layers": net(4, "5 tanh", "3 identity"), "loss": "halfSquaredError", "optimizer": optimizer,
                      "schedule": schedule, **FULL}
            cases.append((f"{name}, {optimizer['kind']}", config, "six", {"seed": 400}))
    batches = {
        "step": {"every": 2}, "exponential": {"factor": 0.5}, "inverseScaling": {}, "cosine": {},
        "cosine with restarts": {"period": 1}, "cosine with a warm-up": {"warmup": 1}, "oneCycle": {},
    }
    for name, more in batches.items():
        epochs = 4 if name == "step" else 2
        config = {"layers": net(4, "5 tanh", "3 sigmoid"), "loss": "halfSquaredError",
                  "optimizer": {"kind": "momentum", "learningRate": 0.2}, "schedule": {"kind": name.split()[0], **more},
                  "batchSize": 2, "epochs": epochs}
        cases.append((f"{name}, short batches", config, "nine", {"seed": 401}))
    return "schedules.json", "learning rates by step, and what is trained under them", data, cases


def weights():
    rows = {"sampleWeights": [1.0, 0.5, 2.0, 0.0, 1.5, 3.0, 0.25, 1.0, 0.75]}
    data = {"numbers": {**NINE, **rows}, "classes": {**NINE_CLASSES, **rows}, "unweighted": NINE_CLASSES}
    cases = []
    add = lambda name, output, loss, of, optimizer=None, **more: cases.append((name, {"layers": net(4, "5 tanh", output), "loss": loss,
        "optimizer": optimizer or {"kind": "sgd", "learningRate": 0.2}, **SHORT, **more}, of, {"seed": 500}))
    adam = {"kind": "adam", "learningRate": 0.02}
    add("sample weights, squaredError", "3 sigmoid", "squaredError", "numbers")
    add("sample weights, meanAbsoluteError, summed", "3 identity", "meanAbsoluteError", "numbers", reduction="sum")
    add("sample weights, huber, adam", "3 identity", "huber", "numbers", adam)
    add("sample weights, binaryCrossEntropy", "3 sigmoid", "binaryCrossEntropy", "numbers")
    add("sample weights, hinge", "3 identity", "hinge", "classes")
    add("sample weights, crossEntropy", "3 softmax", "crossEntropy", "classes")
    add("sample weights, crossEntropy smoothed, one batch", "3 softmax", "crossEntropy", "classes", labelSmoothing=0.1, batchSize=9, epochs=10)
    add("class weights, balanced", "3 softmax", "crossEntropy", "unweighted", classWeights="balanced")
    add("class weights, balanced, hinge", "3 tanh", "hinge", "unweighted", classWeights="balanced")
    add("class weights by place", "3 softmax", "crossEntropy", "unweighted", adam, classWeights=[0.5, 1.0, 2.5])
    add("class weights by name", "3 softmax", "crossEntropy", "unweighted", classWeights={"a": 2.0, "b": 0.5, "c": 1.25})
    add("class weights times sample weights", "3 softmax", "crossEntropy", "classes", classWeights=[0.5, 1.0, 2.5])
    return "weights.json", "weights of rows and of classes", data, cases


def tied():
    data = {"four": {**SIX, "targets": SIX["inputs"]}, "nine": {**NINE, "targets": NINE["inputs"]}}
    sgd, adam = {"kind": "sgd", "learningRate": 0.1}, {"kind": "adam", "learningRate": 0.02}
    cases = []
    add = lambda name, layers, of, **more: cases.append(
        (name, {"layers": layers, "loss": "halfSquaredError", "optimizer": sgd, **more}, of, {"seed": 600}))
    add("4-3-4, sgd", net(4, "3 tanh", "4 identity"), "four", tiedWeights=True, **FULL)
    add("4-3-4, adam, short batches", net(4, "3 sigmoid", "4 identity"), "nine", tiedWeights=True, **{**SHORT, "optimizer": adam})
    add("4-5-2-5-4, momentum, clipNorm, l2, weightDecay, maxNorm", net(4, "5 tanh", "2 tanh", "5 tanh", "4 identity"), "nine",
        tiedWeights=True, **{**SHORT, "optimizer": {"kind": "momentum", "learningRate": 0.05}}, clipNorm=0.5, l2=0.1,
        weightDecay=0.1, maxNorm=1.2)
    shared = net(4, "3 gelu", "4 tanh", "3 silu", "4 identity")
    shared[2]["tied"] = shared[4]["tied"] = 1
    add("4-3-4-3-4, two layers tied to one", shared, "four", **FULL)
    still = net(4, "3 tanh", "4 identity")
    still[1]["trainable"] = False
    add("a layer that does not train, and one that is tied to it", still, "four", tiedWeights=True, **FULL)
    return "tied.json", "layers that use the weights of others, transposed", data, cases


def files():
    return [regression(), classification(), edges(), optimizers(), regularisers(), schedules(), weights(), tied()]
