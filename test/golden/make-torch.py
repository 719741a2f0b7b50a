#!/usr/bin/env python3
"""
Writes the golden curves: short trainings by PyTorch, in float64, from given first parameters. Each case is a
configuration as `Network.create` takes it, interpreted here with PyTorch's own activations, losses, gradients,
optimisers and schedules; what PyTorch has not (an exact clipNorm, maxNorm, decoupled decay for every optimiser,
weights of rows) is a line of tensor arithmetic below.

    apt-get install python3-torch python3-sklearn      (Debian 12: torch 1.13, scikit-learn 1.2, Python 3.11)
    python3 test/golden/make-torch.py                  rewrites test/golden/curves/*.json, the same bytes each time

Which cases there are is in torch_cases.py. Inputs and first parameters come from numpy's RandomState, rounded to a few
decimals so that the files stay short; PyTorch draws nothing. Every case is also trained in float32 and refused if that
ends elsewhere: no case may hang on which side of a kink a rounding error falls.

In the files: weights are [inputs × units] row-major (PyTorch's are [units × inputs]); a loss is that of one batch,
before its update, without penalties; numbers are written so that reading them gives the same double.
"""
import copy, inspect, json, math, platform, sys
from pathlib import Path
import numpy, torch
import torch.nn.functional as F
from torch.optim import lr_scheduler

CURVES = Path(__file__).parent / "curves"
torch.set_num_threads(1)
# NAdam keeps its product of momenta in the default type
torch.set_default_dtype(torch.float64)

# PyTorch before 2.0 multiplied NAdam's next product of momenta by the present one twice, against its own
# documentation and Dozat's paper; mended in pytorch/pytorch#92699. That one factor is taken out here.
_nadam = sys.modules["torch.optim.nadam"]  # torch.optim.nadam is hidden by torch.optim
_source = inspect.getsource(_nadam._single_tensor_nadam)
if "mu_product * mu * mu_next" in _source:
    exec(_source.replace("mu_product * mu * mu_next", "mu_product * mu_next"), _nadam.__dict__)

ACTIVATIONS = {
    "sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": F.relu, "selu": F.selu, "gelu": F.gelu, "silu": F.silu,
    "leakyRelu": lambda x, alpha=0.01: F.leaky_relu(x, alpha), "elu": lambda x, alpha=1.0: F.elu(x, alpha),
    "softplus": F.softplus, "softsign": F.softsign, "identity": lambda x: x,
    # F.hardsigmoid takes its slope of 1/6 in single precision, for doubles too
    "hardSigmoid": lambda x: F.relu6(x + 3) / 6,
    "softmax": lambda x: F.softmax(x, dim=1),
}


def row_losses(config, net, out, t, labels):
    """[rows]. `net` is the output layer's net input: the two entropies take that one, as PyTorch advises."""
    each = {"reduction": "none"}
    smoothing, delta = config.get("labelSmoothing", 0.0), config.get("huberDelta", 1.0)
    return {
        "halfSquaredError": lambda: 0.5 * F.mse_loss(out, t, **each).sum(1),
        "squaredError": lambda: F.mse_loss(out, t, **each).sum(1),
        "meanSquaredError": lambda: F.mse_loss(out, t, **each).mean(1),
        "meanAbsoluteError": lambda: F.l1_loss(out, t, **each).mean(1),
        "huber": lambda: F.huber_loss(out, t, delta=delta, **each).sum(1),
        "binaryCrossEntropy": lambda: F.binary_cross_entropy_with_logits(net, t, **each).sum(1),
        "crossEntropy": lambda: F.cross_entropy(net, t if labels is None else labels, label_smoothing=smoothing, **each),
        # relu, not clamp: its slope at margin 1 is 0
        "hinge": lambda: F.relu(1 - t * out).sum(1),
    }[config["loss"]]()


def l2_in_optimizer(config):
    """PyTorch's own weight_decay of the weights, where it does not meet a decay that comes before it."""
    return "weightDecay" not in config and config["optimizer"]["kind"] not in ("adamw", "irpropMinus")


def optimizer_of(config, groups, sigmoid_output):
    o = dict(config["optimizer"])
    kind, option = o.pop("kind"), lambda name, default: o.get(name, default)
    l2 = config.get("l2", 0.0) if l2_in_optimizer(config) else 0.0
    groups = [{**group, "weight_decay": l2 if index == 0 else 0.0} for index, group in enumerate(groups)]
    betas = (option("beta1", 0.9), option("beta2", 0.999))
    lr, eps = o.get("learningRate"), option("epsilon", 1e-10 if kind == "adagrad" else 1e-8)
    fast = 0.1 if sigmoid_output else 0.01
    if kind in ("sgd", "momentum", "nesterov"):
        mu = option("momentum", 0.0 if kind == "sgd" else 0.9)
        return torch.optim.SGD(groups, lr=lr or fast, momentum=mu, nesterov=kind == "nesterov")
    if kind == "adagrad":
        return torch.optim.Adagrad(groups, lr=lr or 0.01, eps=eps)
    if kind == "rmsprop":
        return torch.optim.RMSprop(groups, lr=lr or 0.001, alpha=option("rho", 0.9), eps=eps)
    if kind == "adam":
        return torch.optim.Adam(groups, lr=lr or 0.001, betas=betas, eps=eps)
    if kind == "adamw":
        groups[0]["weight_decay"] = config.get("weightDecay", 0.01)
        return torch.optim.AdamW(groups, lr=lr or 0.001, betas=betas, eps=eps)
    if kind == "nadam":
        return torch.optim.NAdam(groups, lr=lr or 0.002, betas=betas, eps=eps, momentum_decay=0.004)
    if kind == "irpropMinus":  # PyTorch's Rprop takes no weight back where a sign turns: it is iRprop−
        for group in groups:
            del group["weight_decay"]
        return torch.optim.Rprop(groups, lr=lr or 0.1, etas=(option("decrease", 0.5), option("increase", 1.2)),
                                 step_sizes=(option("minStep", 1e-6), option("maxStep", 50)))
    raise ValueError(kind)


def schedule_of(config, optimizer, updates_per_epoch):
    """@returns the scheduler, and whether it moves by "update" or by "epoch" """
    s = config.get("schedule", "constant")
    kind = s if isinstance(s, str) else s["kind"]
    if kind == "constant":
        return lr_scheduler.LambdaLR(optimizer, lambda u: 1.0), "update"
    total = config["epochs"] * updates_per_epoch
    if kind == "step":
        return lr_scheduler.StepLR(optimizer, s.get("every", 10), s.get("factor", 0.1)), "epoch"
    if kind == "exponential":
        return lr_scheduler.ExponentialLR(optimizer, s.get("factor", 0.95)), "epoch"
    if kind == "plateau":
        return lr_scheduler.ReduceLROnPlateau(optimizer, factor=s["factor"], patience=s["patience"], eps=0,
            threshold=s["minChange"], threshold_mode="abs", min_lr=s.get("minimum", 0)), "epoch"
    if kind == "inverseScaling":
        return lr_scheduler.LambdaLR(optimizer, lambda u: 1 / (u + 1) ** s.get("power", 0.5)), "update"
    if kind == "oneCycle":
        return lr_scheduler.OneCycleLR(optimizer, config["optimizer"]["learningRate"], total, cycle_momentum=False,
            pct_start=s.get("warmup", 0.3), div_factor=s.get("divisor", 25), final_div_factor=s.get("finalDivisor", 1e4)), "update"
    assert kind == "cosine"
    warmup = s.get("warmup", 0) * updates_per_epoch
    period = s["period"] * updates_per_epoch if "period" in s else total - warmup
    cosine = lambda: lr_scheduler.CosineAnnealingWarmRestarts(optimizer, period, s.get("periodFactor", 1), s.get("minimum", 0))
    if not warmup:
        return cosine(), "update"
    # 1/W, 2/W … (W−1)/W of the rate before the cosine's first, whole one
    linear = lr_scheduler.LinearLR(optimizer, start_factor=1 / warmup, total_iters=warmup - 1)
    return lr_scheduler.SequentialLR(optimizer, [linear, cosine()], [warmup]), "update"


def row_weights(config, data, dtype):
    """[rows]: sample weight × class weight."""
    weights = torch.tensor(data.get("sampleWeights", [1.0] * len(data["inputs"])), dtype=dtype)
    given = config.get("classWeights")
    if given is None:
        return weights
    names = data["classes"] if isinstance(data["classes"], list) else [str(i) for i in range(data["classes"])]
    if given == "balanced":
        from sklearn.utils.class_weight import compute_class_weight
        given = list(compute_class_weight("balanced", classes=numpy.arange(len(names)), y=numpy.array(data["labels"])))
    elif isinstance(given, dict):
        given = [given.get(name, 1.0) for name in names]
    return weights * torch.tensor(given, dtype=dtype)[torch.tensor(data["labels"])]


def sources(config):
    """By layer: the index among the layers that compute of the one whose weights it uses transposed, or None."""
    layers = config["layers"][1:]
    mirrored = lambda l: len(layers) - 1 - l if config.get("tiedWeights") and 2 * l > len(layers) - 1 else None
    return [layer["tied"] - 1 if "tied" in layer else mirrored(l) for l, layer in enumerate(layers)]


def train(config, data, initial, dtype):
    """@returns losses and learning rates by step, parameters after the first and the last step"""
    units = [config["layers"][0]] + [layer["units"] for layer in config["layers"][1:]]
    layers = config["layers"][1:]
    weights, biases, source = [], [], sources(config)
    for l, (layer, given) in enumerate(zip(layers, initial)):
        trains = layer.get("trainable", True)
        if source[l] is None:
            w = torch.tensor(given["weights"], dtype=dtype).reshape(units[l], units[l + 1]).T.contiguous()
            weights.append(w.requires_grad_(trains))
        else:
            weights.append(torch.zeros(0, 0, dtype=dtype))  # none of its own
        b = torch.tensor(given["biases"], dtype=dtype)
        biases.append(b.requires_grad_(trains and len(given["biases"]) > 0 and config.get("trainBiases", True)))
    x, labels, outputs = torch.tensor(data["inputs"], dtype=dtype), None, units[-1]
    if "labels" in data:
        labels = torch.tensor(data["labels"])
        t = F.one_hot(labels, outputs).to(dtype)
        if config["loss"] == "hinge":
            t = 2 * t - 1
    else:
        t = torch.tensor(data["targets"], dtype=dtype)
    weight = row_weights(config, data, dtype)
    groups = [{"params": [p for p in ps if p.requires_grad]} for ps in (weights, biases)]
    groups = [group for group in groups if group["params"]]
    trained_weights, everything = groups[0]["params"], [p for group in groups for p in group["params"]]
    optimizer = optimizer_of(config, groups, layers[-1]["activation"] == "sigmoid")
    size = len(x) if config["batchSize"] == "full" else config["batchSize"]
    batches = math.ceil(len(x) / size)
    schedule, pace = schedule_of(config, optimizer, batches)

    def snapshot():
        return [{"weights": w.detach().T.reshape(-1).tolist(), "biases": b.detach().tolist()}
                for w, b in zip(weights, biases)]

    losses, rates, first = [], [], None
    for _ in range(config["epochs"]):
        epoch_loss = 0.0
        for start in range(0, len(x), size):
            rows = slice(start, start + size)
            a = x[rows]
            for layer, w, b, tied in zip(layers, weights, biases, source):
                net = a @ w.T if tied is None else F.linear(a, weights[tied].t())
                net = net + (b if len(b) else 0)
                extra = {"alpha": layer["alpha"]} if "alpha" in layer else {}
                a = ACTIVATIONS[layer["activation"]](net, **extra)
            each = row_losses(config, net, a, t[rows], None if labels is None else labels[rows]) * weight[rows]
            loss = each.sum() if config.get("reduction") == "sum" else each.mean()
            optimizer.zero_grad()
            loss.backward()
            rate = optimizer.param_groups[0]["lr"]
            losses.append(loss.item())
            rates.append(rate)
            epoch_loss += each.sum().item()
            with torch.no_grad():
                regularise(config, everything, trained_weights, rate)
                optimizer.step()
                if "maxNorm" in config:
                    for w in trained_weights:  # [units × inputs]: a row is what comes into one unit
                        w.mul_(torch.clamp(config["maxNorm"] / w.norm(dim=1, keepdim=True), max=1))
            if pace == "update" and len(losses) < config["epochs"] * batches:
                schedule.step()
            first = first or snapshot()
        if pace == "epoch":
            schedule.step(*[epoch_loss / len(x)] * isinstance(schedule, lr_scheduler.ReduceLROnPlateau))
    return {"losses": losses, "learningRates": rates, "first": first, "last": snapshot()}


def regularise(config, everything, trained_weights, rate):
    """Between backward and step: clipNorm, clipValue, penalties, and decay, which is of the weights only and not in the gradient."""
    if "clipNorm" in config:
        norm = torch.sqrt(sum((p.grad ** 2).sum() for p in everything))
        for p in everything:
            p.grad.mul_(torch.clamp(config["clipNorm"] / norm, max=1))
    if "clipValue" in config:
        torch.nn.utils.clip_grad_value_(everything, config["clipValue"])
    for w in trained_weights:
        if "l1" in config:
            w.grad.add_(torch.sign(w), alpha=config["l1"])
        if "l2" in config and not l2_in_optimizer(config):
            w.grad.add_(w, alpha=config["l2"])
        if "weightDecay" in config and config["optimizer"]["kind"] != "adamw":
            w.mul_(1 - rate * config["weightDecay"])


def first_parameters(config, seed):
    random = numpy.random.RandomState(seed)
    units = [config["layers"][0]] + [layer["units"] for layer in config["layers"][1:]]
    number = {"perNeuron": lambda n: n, "shared": lambda n: 1, "none": lambda n: 0}[config.get("biases", "perNeuron")]
    draw = lambda count, width: [round(v, 2) for v in random.uniform(-width, width, count).tolist()]
    return [{"weights": draw(i * o, 1.0) if tied is None else [], "biases": draw(number(o), 0.5)}
            for i, o, tied in zip(units, units[1:], sources(config))]


def case_of(name, config, data, name_of_data, seed=1, initial=None):
    config = {**config, "shuffle": False, "scaling": "none"}
    initial = initial or first_parameters(config, seed)
    case = {"name": name, "config": config, "data": name_of_data, "initial": initial}
    case.update(train(config, data, copy.deepcopy(initial), torch.float64))
    numbers = lambda r: numpy.array(r["losses"] + [v for l in r["first"] + r["last"] for v in l["weights"] + l["biases"]])
    exact, rough = numbers(case), numbers(train(config, data, copy.deepcopy(initial), torch.float32))
    off = numpy.max(numpy.abs(exact - rough) / numpy.maximum(1, numpy.abs(exact)))
    if not off <= 2e-5:
        raise ValueError(f"{name}: float32 ends {off} away")
    if case["first"] == initial or case["last"] == case["first"] or not numpy.isfinite(exact).all():
        raise ValueError(f"{name}: nothing is learnt")
    if config.get("schedule") is None:
        del case["learningRates"]
    return case


def write(file, about, data, cases):
    """`cases`: (name, config, name of data, further arguments of case_of)."""
    versions = {"python": platform.python_version(), "torch": torch.__version__, "numpy": numpy.__version__}
    done = [case_of(name, config, data[of], of, **more) for name, config, of, more in cases]
    assert len({case["name"] for case in done}) == len(done)
    dump = lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    lines = ",\n".join(dump(case) for case in done)
    sets = ",\n".join(f"{dump(key)}:{dump(value)}" for key, value in data.items())
    text = f'{{"about":{dump(about)},"versions":{dump(versions)},\n"data":{{\n{sets}\n}},\n"cases":[\n{lines}\n]}}\n'
    (CURVES / file).write_text(text, encoding="utf8")
    print(f"{file}: {len(done)} cases, {len(text.encode()) // 1000} kB")


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    from torch_cases import files

    for arguments in files():
        write(*arguments)
