"""Makes `torch-*.safetensors`, `torch-*.onnx`, `skl-*.onnx` and `torch.json` with PyTorch 1.13, onnx 1.12 and scikit-learn 1.2 (Debian 12:
python3-torch, python3-onnx, python3-sklearn). The container of safetensors is written here; its format is three lines long.

    python3 test/unit/import/made/make_torch.py test/unit/import/made

skl2onnx is in no package of Debian: `skl-*.onnx` has the nodes that its converter of MLPClassifier and MLPRegressor writes
(skl2onnx/operator_converters/multilayer_perceptron.py), made with onnx.helper from a model that scikit-learn trained.
"""
import json, struct, sys
import numpy as np
import torch
from torch import nn

folder = sys.argv[1] if len(sys.argv) > 1 else "."
torch.manual_seed(7)
inputs = [[0.5, -1.0, 2.0], [-0.25, 0.75, 1.5], [1.0, 1.0, -3.0]]

def save(model, name):
    header, body = {"__metadata__": {"format": "pt"}}, b""
    for key, tensor in sorted(model.state_dict().items()):
        data = tensor.numpy().tobytes()
        kind = {"torch.float32": "F32", "torch.float64": "F64", "torch.int64": "I64"}[str(tensor.dtype)]
        header[key] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": [len(body), len(body) + len(data)]}
        body += data
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    open(f"{folder}/torch-{name}.safetensors", "wb").write(struct.pack("<Q", len(text)) + text + body)

def activations():
    for name in ["Sigmoid", "Tanh", "ReLU", "ELU", "SELU", "GELU", "SiLU", "Mish", "Softplus", "Softsign", "Hardsigmoid", "Identity"]:
        yield name, getattr(nn, name)()
    yield "LeakyReLU", nn.LeakyReLU(0.2)
    yield "ELU3", nn.ELU(0.3)

models = {name: nn.Sequential(nn.Linear(3, 4), made, nn.Linear(4, 2)) for name, made in activations()}
models["normalised"] = nn.Sequential(
    nn.BatchNorm1d(3), nn.Dropout(0.1), nn.Linear(3, 5, bias=False), nn.BatchNorm1d(5), nn.ReLU(), nn.Dropout(0.25),
    nn.Linear(5, 4), nn.Tanh(), nn.BatchNorm1d(4), nn.Linear(4, 3), nn.Softmax(dim=1))
models["double"] = nn.Sequential(nn.Linear(3, 4), nn.GELU(), nn.Linear(4, 2), nn.Sigmoid()).double()
for module in models["normalised"]:
    if isinstance(module, nn.BatchNorm1d):
        for tensor in [module.weight, module.bias, module.running_mean]: nn.init.normal_(tensor, 0.5, 0.5)
        nn.init.uniform_(module.running_var, 0.5, 2)

answers = {}
for name, model in models.items():
    model.eval()
    kind = next(model.parameters()).dtype
    rows = torch.tensor(inputs, dtype=kind)
    answers[name] = {"module": str(model), "inputs": inputs, "outputs": model(rows).tolist()}
    save(model, name)
    if name not in ["double"]:
        torch.onnx.export(model, rows, f"{folder}/torch-{name}.onnx", opset_version=14, input_names=["x"],
            output_names=["y"], dynamic_axes={"x": {0: "batch"}, "y": {0: "batch"}})

# a module by names, with the activations in its code
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.fc2, self.fc10 = nn.Linear(3, 4), nn.Linear(4, 4), nn.Linear(4, 1)
    def forward(self, x):
        return torch.sigmoid(self.fc10(torch.tanh(self.fc2(torch.relu(self.fc1(x))))))

net = Net().eval()
answers["named"] = {"inputs": inputs, "outputs": net(torch.tensor(inputs)).tolist()}
save(net, "named")
torch.onnx.export(net, torch.tensor(inputs), f"{folder}/torch-named.onnx", opset_version=14)

import onnx
from onnx import helper, numpy_helper, TensorProto
from sklearn.neural_network import MLPClassifier, MLPRegressor
random = np.random.RandomState(1)
x = random.randn(60, 3)
def skl(name, model, classes):
    nodes, constants = [helper.make_node("Cast", ["X"], ["cast_input"], to=TensorProto.FLOAT)], []
    def constant(key, data):
        constants.append(numpy_helper.from_array(data, key))
        return key
    at, last = "cast_input", len(model.coefs_) - 1
    for i, (w, b) in enumerate(zip(model.coefs_, model.intercepts_)):
        nodes.append(helper.make_node("MatMul", [at, constant(f"coefficient{i}", w.astype(np.float32))], [f"mul_result{i}"]))
        nodes.append(helper.make_node("Add", [f"mul_result{i}", constant(f"intercepts{i}", b.reshape(1, -1).astype(np.float32))], [f"add_result{i}"]))
        at = f"add_result{i}"
        kind = {"relu": "Relu", "tanh": "Tanh", "logistic": "Sigmoid", "softmax": "Softmax"}.get(model.activation if i < last else model.out_activation_)
        if kind:
            nodes.append(helper.make_node(kind, [at], [f"next{i}"], **({"axis": 1} if kind == "Softmax" else {})))
            at = f"next{i}"
    if classes:
        nodes.append(helper.make_node("Identity", [at], ["probabilities"]))
        nodes.append(helper.make_node("ArgMax", ["probabilities"], ["argmax"], axis=1))
        nodes.append(helper.make_node("ArrayFeatureExtractor", [constant("classes", np.arange(3)), "argmax"], ["label"], domain="ai.onnx.ml"))
        outputs = [helper.make_tensor_value_info("label", TensorProto.INT64, [None]), helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, [None, 3])]
    else:
        constant("shape", np.array([-1, 1]))
        nodes.append(helper.make_node("Reshape", [at, "shape"], ["variable"]))
        outputs = [helper.make_tensor_value_info("variable", TensorProto.FLOAT, [None, 1])]
    graph = helper.make_graph(nodes, name, [helper.make_tensor_value_info("X", TensorProto.FLOAT, [None, 3])], outputs, constants)
    made = helper.make_model(graph, producer_name="skl2onnx", opset_imports=[helper.make_opsetid("", 13), helper.make_opsetid("ai.onnx.ml", 1)])
    onnx.checker.check_model(made)
    onnx.save(made, f"{folder}/skl-{name}.onnx")
    found = model.predict_proba(inputs) if classes else model.predict(inputs).reshape(-1, 1)
    answers[name] = {"inputs": inputs, "outputs": found.tolist()}
skl("classifier", MLPClassifier([5, 4], activation="tanh", max_iter=50, random_state=1).fit(x, random.randint(0, 3, 60)), True)
skl("regressor", MLPRegressor([5], activation="relu", max_iter=50, random_state=1).fit(x, x[:, 0] * 3 + 1), False)
json.dump(answers, open(f"{folder}/torch.json", "w"))
