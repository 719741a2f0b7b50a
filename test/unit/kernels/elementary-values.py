"""
Writes elementary-values.json beside it: [x, f(x)] for doubles x, by mpmath with 60 digits, rounded to a double.

    python3 test/unit/kernels/elementary-values.py      (needs mpmath)
"""
import json
import random
from pathlib import Path

from mpmath import cospi, exp, expm1, log, log1p, mp, mpf, ncdf, npdf, tanh

mp.dps = 60
random.seed(1)
spread = [s * v for v in [1e-300, 1e-20, 1e-8, 2**-27, 1e-3, 0.1, 0.3465, 0.35, 0.5, 1, 2.5, 6, 9, 19, 30] for s in (-1, 1)]
some = lambda low, high: [random.uniform(low, high) for _ in range(12)]
cases = {
    "exponential": (exp, [-abs(x) for x in spread] + some(-745, 0)),
    "sigmoid": (lambda x: 1 / (1 + exp(-x)), spread + some(-40, 40)),
    "exponentialLessOne": (expm1, [-abs(x) for x in spread] + some(-3, 0)),
    "hyperbolicTangent": (tanh, spread + some(-4, 4)),
    "logarithm": (log, [5e-324, 2.3e-308, 0.5, 0.7, 0.7072, 1, 1.0000000001, 1.42, 2, 1e300] + some(0, 3) + some(0.9, 1.1)),
    "logarithmOfOnePlus": (log1p, [5e-324, 1e-300, 1e-17, 1e-8, 0.5, 1] + some(0, 1)),
    "normalCumulative": (ncdf, spread[:-2] + [-37.5, -20.0, -14.0, 8.25] + some(-6, 6)),
    "normalDensity": (npdf, spread[:-2] + [37.5, -20.0, 14.0] + some(-6, 6)),
    "cosineOfTurns": (lambda u: cospi(2 * u), [0, 1e-9, 0.125, 0.2499999, 0.25, 0.250001, 0.5, 0.75, 0.999999999] + some(0, 1)),
}
values = {name: [[float(x), float(f(mpf(float(x))))] for x in inputs] for name, (f, inputs) in cases.items()}
lines = [f"  {json.dumps(name)}: {json.dumps(pairs)}" for name, pairs in values.items()]
Path(__file__).with_suffix(".json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
