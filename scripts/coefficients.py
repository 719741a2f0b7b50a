"""
Prints the coefficients of assembly/logarithm.ts, cosine.ts and normal.ts, lowest power first, and how many bits of the
result they are good for. Needs mpmath; everything is computed with 70 digits.

    python3 scripts/coefficients.py
"""
from mpmath import atanh, chebyfit, cos, erfc, exp, log, lu_solve, matrix, mp, mpf, nstr, pi, polyval, sin, sqrt

mp.dps = 70


def polynomial(name, f, top, count, weight):
    """Chebyshev interpolant of f on 0 … top; weight(z) · error is relative to the result."""
    coefficients = chebyfit(f, [0, top], count)
    points = [top * mpf(i) / 400 for i in range(1, 400)]
    worst = max(abs(weight(z) * (polyval(coefficients, z) - f(z))) for z in points)
    show(name, worst, coefficients[::-1])


def show(name, worst, coefficients):
    print(f"{name}: within 2^{nstr(log(worst, 2), 4)}")
    for c in coefficients:
        print("   ", nstr(c, 20))


def after_first_term(z):
    """(2 artanh s − 2s) / (s · z), z = s²"""
    if z < mpf(10) ** -8:
        return sum(2 * z**k / (2 * k + 3) for k in range(7))
    return (2 * atanh(sqrt(z)) - 2 * sqrt(z)) / (sqrt(z) * z)


def sine_of_turns(y):
    """sin(2πw) / w, y = w²"""
    if y < mpf(10) ** -12:
        return 2 * pi - (2 * pi) ** 3 / 6 * y + (2 * pi) ** 5 / 120 * y * y
    return sin(2 * pi * sqrt(y)) / sqrt(y)


def mills(t):
    """½ · erfcx(t / √2)"""
    return erfc(t / sqrt(mpf(2))) * exp(t * t / 2) / 2


def rational(name, n, m, top, k):
    """P/Q of degrees n and m through Chebyshev's nodes in y = (t − k) / (t + k), 0 ≤ t ≤ top; Q(0) = 1."""
    span = (top - k) / (top + k) + 1
    at = lambda part: k * span * part / (2 - span * part)
    count = n + m + 1
    a, b = matrix(count, count), matrix(count, 1)
    for i in range(count):
        t = at((1 - cos(pi * (2 * i + 1) / (2 * count))) / 2)
        for j in range(n + 1):
            a[i, j] = t**j
        for j in range(1, m + 1):
            a[i, n + j] = -mills(t) * t**j
        b[i] = mills(t)
    c = list(lu_solve(a, b))
    p, q = c[: n + 1], [mpf(1)] + c[n + 1 :]
    points = [at(mpf(i) / 300) for i in range(301)]
    worst = max(abs(polyval(p[::-1], t) / polyval(q[::-1], t) / mills(t) - 1) for t in points)
    show(name, worst, p + q)


near = ((sqrt(mpf(2)) - 1) / (sqrt(mpf(2)) + 1)) ** 2 * mpf("1.001")
half = lambda z: z / 2
for precision, counts in {"f32": (3, 5, 5), "f64": (7, 11, 9)}.items():
    polynomial(f"{precision} logarithm, near", after_first_term, near, counts[0], half)
    polynomial(f"{precision} logarithm, far", after_first_term, mpf(1) / 9, counts[1], half)
    polynomial(f"{precision} cosine", sine_of_turns, mpf(1) / 16, counts[2], lambda y: 1 / sine_of_turns(y))
rational("f32 normal", 4, 5, mpf(14.5), mpf(3))
rational("f64 normal", 10, 11, mpf(39), mpf(4))
