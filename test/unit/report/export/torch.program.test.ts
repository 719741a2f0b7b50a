import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readSafetensors } from "../../../../src/network/safetensors.js";
import { torchModule, toTorchSafetensors } from "../../../../src/export/torch.js";
import { expectAnswers, networkOf, precisions, subjects } from "./networks.js";

const directory = mkdtempSync(join(tmpdir(), "chainrule-torch-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Debian's python3-torch is of Debian's Python alone. */
const python = ["/usr/bin/python3", "python3"].find(
  (one) => spawnSync(one, ["-c", "import torch"]).status === 0,
);

/** Answers for rows of each file that standard input names. It parses the format itself, so that no package is needed. */
const script = `
import json, struct, sys, torch
from torch import nn

def read(path):
    data = open(path, "rb").read()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    metadata = header.pop("__metadata__")
    types = {"F32": torch.float32, "F64": torch.float64}
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + length + at for at in entry["data_offsets"])
        flat = torch.frombuffer(bytearray(data[begin:end]), dtype=types[entry["dtype"]])
        tensors[name] = flat.reshape(entry["shape"])
    return tensors, metadata

def scaler(text):
    found = json.loads(text)
    return found and [torch.tensor(found[part], dtype=torch.float64) for part in ("shift", "scale")]

def prepared(row, scaler):
    out = []
    for k, x in enumerate(row):
        part = lambda name, default: scaler[name][k] if name in scaler else default
        if x is None: x = part("missing", None)
        edges, heights, width = part("edges", []), part("heights", []), part("widths", 1)
        if heights:
            inputs = [heights[0]]
            for (low, high), (y, next_y) in zip(zip(edges, edges[1:]), zip(heights, heights[1:])):
                inputs[0] += (next_y - y) * max(0.0, min(1.0, (x - low) / (high - low)))
        elif edges:
            inputs = [max(0.0, min(1.0, (x - low) / (high - low))) for low, high in zip(edges, edges[1:])]
        else:
            z = (x - scaler["shift"][k]) * scaler["scale"][k]
            limit = part("limit", 0)
            z = max(-1e9, min(1e9, z)) if limit else z
            inputs = [z / (1 + (z / limit) ** 2) ** 0.5 if limit else z]
        out += inputs + [0.0] * (width - len(inputs))
    return out

answers = []
for path, rows in json.load(sys.stdin):
    tensors, metadata = read(path)
    model = eval(metadata["module"])
    model.load_state_dict(tensors)
    of_inputs = json.loads(metadata["inputScaler"])
    x = torch.tensor([prepared(row, of_inputs) for row in rows] if of_inputs else rows, dtype=torch.float64)
    y = model(x.to(model[0].weight.dtype)).detach().double()
    if scaler(metadata["targetScaler"]):
        shift, scale = scaler(metadata["targetScaler"])
        y = torch.where(scale == 0, torch.zeros_like(y), y / scale) + shift
        kind = json.loads(metadata["targetScaler"])["kind"]
        y = y.exp() if kind == "log" else y.expm1() if kind == "log1p" else y
    power = 1 / float(metadata.get("temperature", 1))
    if power != 1:
        own, isSoftmax = y**power, "Softmax" in metadata["module"]
        y = own / (own.sum(-1, keepdim=True) if isSoftmax else own + (1 - y) ** power)
    answers.append(y.tolist())
json.dump(answers, sys.stdout)
`;

it.skipIf(python)("PyTorch is not installed (Debian: python3-torch)", (test) => test.skip());

describe.skipIf(!python)("in PyTorch", () => {
  it.each(precisions)(
    "load_state_dict takes every file, and the module gives the library's answers, %s",
    async (precision) => {
      // PyTorch has no module for the exponential function
      const asked = (await subjects(precision)).filter(([name]) => name !== "exponential outputs");
      const tasks = asked.map(([, network, rows], index) => {
        const path = join(directory, `${index}.safetensors`);
        writeFileSync(path, toTorchSafetensors(network));
        return [path, rows];
      });
      const output = execFileSync(python!, ["-c", script], {
        input: JSON.stringify(tasks),
        encoding: "utf8",
      });
      const answers = JSON.parse(output) as number[][][];
      expect(answers).toHaveLength(asked.length);
      asked.forEach(([name, network, rows], index) => expectAnswers(answers[index]!, network, rows, name));
    },
  );
});

describe("a safetensors file for PyTorch", () => {
  it("holds weights by unit and biases for each unit, and says which module they are of", () => {
    const network = networkOf({
      layers: [2, { units: 3, activation: "elu", alpha: 0.5 }, { units: 1, activation: "identity" }],
      biases: "shared",
    });
    network.setParameters([
      { weights: [1, 2, 3, 4, 5, 6], biases: [7] },
      { weights: [8, 9, 10], biases: [11] },
    ]);
    const { tensors, metadata } = readSafetensors(toTorchSafetensors(network));
    const plain = [...tensors].map(([name, { shape, data }]) => [name, shape, [...data]]);
    expect(plain).toEqual([
      ["0.weight", [3, 2], [1, 4, 2, 5, 3, 6]],
      ["0.bias", [3], [7, 7, 7]],
      ["2.weight", [1, 3], [8, 9, 10]],
      ["2.bias", [1], [11]],
    ]);
    const module = "nn.Sequential(nn.Linear(2, 3), nn.ELU(0.5), nn.Linear(3, 1), nn.Identity())";
    expect(torchModule(network)).toBe(module);
    expect(metadata).toEqual({
      format: "pt",
      producer: "chainrule development",
      module,
      inputScaler: "null",
      targetScaler: "null",
    });
  });

  it("refuses members, which no module of PyTorch computes", () => {
    const network = networkOf({ layers: [2, 3, 1], members: 2 });
    const message =
      "torch: PyTorch has no module for a network with members. Export the network to onnx, js or c.";
    expect(() => toTorchSafetensors(network)).toThrow(message);
    expect(() => torchModule(network)).toThrow(message);
  });

  it("of float64 without biases says so", () => {
    const network = networkOf({ layers: [2, 1], biases: "none", precision: "float64" });
    expect(torchModule(network)).toBe("nn.Sequential(nn.Linear(2, 1, bias=False), nn.Sigmoid()).double()");
    expect([...readSafetensors(toTorchSafetensors(network)).tensors.keys()]).toEqual(["0.weight"]);
  });
});
