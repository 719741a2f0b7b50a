"""XOR on the module as a shared library, in double: prints the mean error after 5,000 epochs, and four answers.

    sh build.sh && python3 xor.py [FOLDER]        See docs/ABI.md; names and numbers are those of chainrule.h.
"""
import ctypes
import pathlib
import re
import struct
import sys

folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent / "build").resolve()
header = (folder / "chainrule.h").read_text()
named = re.findall(r"Chainrule(\w+) = (-?\d+)(?: /\* (\w+))?", header)
abi = {name: int(number) for name, number, _ in named}
formats = {name: "<d" if kind == "double" else "<i" for name, _, kind in named}
library = ctypes.CDLL(folder / "chainrule.so")
library.start.restype = ctypes.c_void_p
pages = 40
memory = (ctypes.c_char * (pages * 65536)).from_address(library.start(pages))
module = ctypes.byref(ctypes.c_char.in_dll(library, "module"))
description, inputs, targets, plan = 2048, 4096, 8192, 65536


def call(name, *given):
    code = library[f"Z_scalarZ_{name}"](module, *given)
    if code < 0:
        raise ValueError(f"{name}: refused with {code}")
    return code


def write(at, kind, **fields):
    for name, value in fields.items():
        field = f"{kind}_{name}"
        struct.pack_into(formats[field], memory, at + abi[field], value)


def numbers(at, values):
    struct.pack_into(f"<{len(values)}d", memory, at, *values)


write(description, "Plan", learningRate=0.5, errorFactor=1, lossFactor=0.5)
write(description, "Plan", layers=2, batch=4, mean=1, threads=1, floatBytes=8, answers=4, seedLow=1)
write(description, "Plan", **{"pass": abi["Pass_train"]})
for index, (width, units) in enumerate([(2, 5), (5, 1)]):
    layer = description + abi["PlanBytes"] + index * abi["LayerBytes"]
    write(layer, "Layer", inputs=width, outputs=units, activation=abi["Activation_sigmoid"])
    write(layer, "Layer", biasCount=units, trainable=abi["Trainable_weights"] | abi["Trainable_biases"])
call("plan_create", description, plan, call("plan_size", description))
for index in range(2):
    call("plan_initialise", plan, index, ctypes.c_double(-1), ctypes.c_double(1))
numbers(inputs, [0, 0, 0, 1, 1, 0, 1, 1])
numbers(targets, [0, 1, 1, 0])
call("plan_set_data", plan, inputs, 8, targets, 0, 0, 4)
for _ in range(5000):
    call("plan_run", plan, abi["Run_train"], 0, 4, 0)

write(plan, "Plan", lossSum=0)
call("plan_run", plan, abi["Run_evaluate"], 0, 4, 0)
print(struct.unpack_from("<d", memory, plan + abi["Plan_lossSum"])[0] / 4)
outputs, = struct.unpack_from("<I", memory, plan + abi["Plan_outputs"])
print(*struct.unpack_from("<4d", memory, outputs))
