/**
 * The Python program that measures NumPy, PyTorch or scikit-learn: it reads commands as lines of JSON, each followed by as
 * many bytes as it says, and answers each with a line of JSON. `python.ts` starts it and lists the commands.
 *
 * NumPy is written as a careful user would: in place, in buffers made before. The output's delta is scaled by
 * learning rate / batch, so gradients need no factor; biases are kept negated, so the net input and its sign are one pass.
 */
export const pythonProgram = `
import base64, json, os, sys, warnings

warnings.filterwarnings("ignore")
channel = os.fdopen(os.dup(1), "wb")
os.dup2(2, 1)  # what a package prints must not mix with the answers


def numpy_package():
    import numpy as np

    np.seterr(all="ignore")

    class Step:
        def __init__(self, arrays, batch, rate):
            inputs, targets, *first = arrays
            self.first = [first[i : i + 2] for i in range(0, len(first), 2)]
            dtype = inputs.dtype.type
            self.one, self.scale = dtype(1), dtype(rate / batch)
            self.parts = [(inputs[i : i + batch], targets[i : i + batch]) for i in range(0, len(inputs), batch)]
            new = lambda columns: np.empty((batch, columns), dtype)
            self.layers = []
            for weights, biases in self.first:
                units = len(biases)
                own = weights.copy()
                buffers = [new(units), new(units), new(units), np.empty_like(own), np.empty_like(biases)]
                self.layers.append((own, own.T, -biases, *buffers))

        def reset(self):
            for (own, _, minus, *_), (weights, biases) in zip(self.layers, self.first):
                own[:] = weights
                minus[:] = -biases

        def forward(self, x):
            one = self.one
            for weights, _, minus, out, *_ in self.layers:
                np.matmul(x, weights, out)
                np.subtract(minus, out, out)
                np.exp(out, out)
                np.add(out, one, out)
                np.divide(one, out, out)
                x = out
            return x

        def train(self, epochs):
            one, scale, layers = self.one, self.scale, self.layers
            multiply, subtract, matmul = np.multiply, np.subtract, np.matmul
            for _ in range(epochs):
                for x, target in self.parts:
                    answers = self.forward(x)
                    delta = layers[-1][4]
                    subtract(answers, target, delta)
                    multiply(delta, scale, delta)
                    for index in range(len(layers) - 1, -1, -1):
                        weights, transposed, minus, out, delta, slope, gradient, sums = layers[index]
                        subtract(one, out, slope)
                        multiply(slope, out, slope)
                        multiply(delta, slope, delta)
                        below = x
                        if index > 0:
                            below = layers[index - 1][3]
                            matmul(delta, transposed, layers[index - 1][4])
                        matmul(below.T, delta, gradient)
                        subtract(weights, gradient, weights)
                        np.add.reduce(delta, 0, None, sums)
                        np.add(minus, sums, minus)

        def loss(self):
            halves = [np.square(self.forward(x).astype(float) - target).sum() / 2 for x, target in self.parts]
            return sum(halves) / len(self.parts) / len(self.parts[0][0])

    class Product:
        def __init__(self, a, b):
            self.a, self.b = a, b
            self.c = np.empty((len(a), b.shape[1]), a.dtype)

        def train(self, count):
            for _ in range(count):
                np.matmul(self.a, self.b, self.c)

        def answers(self):
            return self.c.tobytes()

    array = lambda data, precision, shape: np.frombuffer(data, precision).reshape(shape)
    return np.__version__, array, Step, Product


def torch_package():
    import torch

    torch.set_num_threads(threads)
    nn = torch.nn

    class Step:
        def __init__(self, arrays, batch, rate):
            inputs, targets, *first = arrays
            self.first, self.half = first, 0.5 / batch
            self.parts = list(zip(inputs.split(batch), targets.split(batch)))
            modules = []
            for weights in first[::2]:
                modules += [nn.Linear(*weights.shape, dtype=weights.dtype), nn.Sigmoid()]
            self.model = nn.Sequential(*modules)
            self.squares = nn.MSELoss(reduction="sum")
            self.optimizer = torch.optim.SGD(self.model.parameters(), lr=rate)

        def reset(self):
            with torch.no_grad():
                for parameter, first in zip(self.model.parameters(), self.first):
                    parameter.copy_(first.T if first.dim() == 2 else first)

        def train(self, epochs):
            model, squares, optimizer, half = self.model, self.squares, self.optimizer, self.half
            for _ in range(epochs):
                for x, target in self.parts:
                    optimizer.zero_grad(set_to_none=True)
                    (squares(model(x), target) * half).backward()
                    optimizer.step()

        def loss(self):
            with torch.no_grad():
                halves = [((self.model(x).double() - target) ** 2).sum().item() / 2 for x, target in self.parts]
            return sum(halves) / len(self.parts) / len(self.parts[0][0])

    class Product:
        def __init__(self, a, b):
            self.a, self.b = a, b
            self.c = torch.empty(len(a), b.shape[1], dtype=a.dtype)

        def train(self, count):
            for _ in range(count):
                torch.matmul(self.a, self.b, out=self.c)

        def answers(self):
            return self.c.numpy().tobytes()

    array = lambda data, precision, shape: torch.frombuffer(data, dtype=getattr(torch, precision)).reshape(shape)
    return torch.__version__, array, Step, Product


def sklearn_package():
    import numpy as np
    import sklearn
    from sklearn.neural_network import MLPRegressor

    class Step:
        def __init__(self, arrays, batch, rate):
            self.inputs, self.targets, *first = arrays
            self.first = [one.copy() for one in first[::2]], [one.copy() for one in first[1::2]]
            if self.targets.shape[1] == 1:
                self.targets = self.targets.ravel()
            hidden = [len(biases) for biases in self.first[1][:-1]]
            # its outputs are linear, so it trains another network
            self.model = MLPRegressor(
                hidden, activation="logistic", solver="sgd", alpha=0, batch_size=batch, learning_rate_init=rate,
                momentum=0, nesterovs_momentum=False, shuffle=False, warm_start=True, tol=0,
            )
            self.train(1)

        def reset(self):
            self.model.coefs_, self.model.intercepts_ = [[one.copy() for one in values] for values in self.first]

        def train(self, epochs):
            # warm_start keeps the count of epochs without improvement, so no count may end a fit
            self.model.set_params(max_iter=epochs, n_iter_no_change=10**9)
            self.model.fit(self.inputs, self.targets)

        def loss(self):
            errors = self.model.predict(self.inputs).astype(float) - self.targets
            return np.square(errors).sum() / 2 / len(errors)

    array = lambda data, precision, shape: np.frombuffer(data, precision).reshape(shape)
    return sklearn.__version__, array, Step, None


def run(command, data):
    global subject
    name = command["do"]
    if name == "open":
        subject = None  # its memory goes first
        arrays, at = [], 0
        for shape in command["shapes"]:
            size = 4 if command["precision"] == "float32" else 8
            for columns in shape:
                size *= columns
            arrays.append(array(data[at : at + size], command["precision"], shape))
            at += size
        subject = Product(*arrays) if command["kind"] == "product" else Step(arrays, command["batch"], command["rate"])
    elif name == "close":
        subject = None
    elif name == "reset":
        subject.reset()
    elif name == "train":
        subject.train(command["epochs"])
    elif name == "loss":
        return {"loss": subject.loss()}
    elif name == "answers":
        return {"answers": base64.b64encode(subject.answers()).decode()}
    return {}


def answer(make):
    try:
        values = make()
    except Exception as error:
        values = {"error": f"{type(error).__name__}: {error}"}
    channel.write(json.dumps(values).encode() + b"\\n")
    channel.flush()


def prepare():
    global version, array, Step, Product
    packages = {"numpy": numpy_package, "torch": torch_package, "sklearn": sklearn_package}
    version, array, Step, Product = packages[sys.argv[1]]()
    return {"version": version}


threads, subject = int(sys.argv[2]), None
answer(prepare)
for line in iter(sys.stdin.buffer.readline, b""):
    command = json.loads(line)
    data = bytearray(sys.stdin.buffer.read(command.get("bytes", 0)))
    answer(lambda: run(command, data))
`;
