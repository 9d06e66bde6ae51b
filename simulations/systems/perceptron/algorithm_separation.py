"""Whether classes can be separated, by how much, and how many mistakes that allows.

A. Novikoff, "On Convergence Proofs on Perceptrons", Symposium on the Mathematical
Theory of Automata 12 (1962) 615–622: with the bias written as the weight of an input
that is always 1, a set of radius R = max |x̂| that some unit vector u separates with
margin γ = min ± u·x̂ costs at most (R/γ)² mistakes, in any order, from zero weights.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulations import bounds

MOST_SAMPLES, MOST_INPUTS = 500, 50  # some 30 ms of linear programming
MOST_NUMBER = 1e6
MOST_COUNTED = 4  # inputs: 65,536 functions; with five there are 4,294,967,296

Vector = NDArray[Any]


@dataclass(frozen=True)
class Separation:
    """The hyperplane w·x + b = 0 of widest margin, with the bias as a weight.

    `weights` (n,) and `bias` are together of length 1; `margin` is γ, `radius` is R.
    """

    weights: NDArray[np.float64]
    bias: float
    margin: float
    radius: float

    @property
    def bound(self) -> float:
        """(R/γ)²: at most so many mistakes from zero weights."""
        return (self.radius / self.margin) ** 2

    def most_mistakes(self, weights: ArrayLike, bias: float, rate: float) -> float:
        """The same bound for a run from any weights.

        With a = u·ŵ₀, k mistakes at rate η make u·ŵ ≥ a + kηγ and |ŵ|² ≤ |ŵ₀|² + kη²R².
        The largest k that allows both solves a quadratic equation; from 0 it is (R/γ)².
        """
        start = np.append(np.asarray(weights, dtype=float), float(bias))
        along = float(start @ np.append(self.weights, self.bias))
        gain, half = rate * self.margin, rate**2 * self.radius**2 / 2
        linear = half - along * gain
        rest = max(0.0, float(start @ start) - along**2)
        return float((linear + np.sqrt(linear**2 + gain**2 * rest)) / gain**2)


def separable(samples: Any, targets: Any) -> bool:
    """Whether a line (hyperplane) separates the classes, by a linear program.

    samples (m, n), targets (m,) of 0 and 1. Some w, b with ±(w·x + b) ≥ 1 for all
    samples exists exactly if the classes are separable.
    """
    from scipy.optimize import linprog  # slow to import, and few callers ask

    rows = _signed(*checked(samples, targets))
    found = linprog(
        np.zeros(rows.shape[1]),
        A_ub=-rows,
        b_ub=-np.ones(len(rows)),
        bounds=(None, None),
    )
    return bool(found.status == 0)


def separation(samples: Any, targets: Any) -> Separation | None:
    """The hyperplane of widest margin; None if no hyperplane separates the classes.

    The shortest v with ± v·x̂ ≥ 1 for all samples has γ = 1/|v|. It is found by
    non-negative least squares (Lawson and Hanson, "Solving Least Squares Problems",
    1974, ch. 23: least distance programming).
    """
    from scipy.optimize import nnls

    if not separable(samples, targets):
        return None
    rows = _signed(*checked(samples, targets))
    dual = np.vstack([rows.T, np.ones(len(rows))])
    aim = np.append(np.zeros(rows.shape[1]), 1.0)
    multipliers, _distance = nnls(dual, aim)
    rest = dual @ multipliers - aim
    unit = rest[:-1] / np.linalg.norm(rest[:-1])
    margin = float((rows @ unit).min())
    if margin <= 0:
        raise bounds.OutOfBounds("samples", "the classes lie too close together.")
    radius = float(np.sqrt((rows**2).sum(axis=1).max()))
    return Separation(unit[:-1], float(unit[-1]), margin, radius)


def checked(samples: Any, targets: Any) -> tuple[Vector, Vector]:
    """Samples (m, n) and targets (m,) as floats; OutOfBounds names what is wrong."""
    for name, value in (("samples", samples), ("targets", targets)):
        few_enough(name, value, most=MOST_SAMPLES)
    if isinstance(samples, list | tuple) and samples:
        few_enough("samples", samples[0], most=MOST_INPUTS)
    x = bounds.array("samples", samples, shape=(None, None), most=MOST_NUMBER)
    bounds.whole("samples", x.shape[1], most=MOST_INPUTS)
    t = bounds.array("targets", targets, shape=(len(x),))
    if not set(t.tolist()) <= {0, 1}:
        raise bounds.OutOfBounds("targets", "targets are 0 or 1.")
    return x, t


def few_enough(name: str, value: Any, *, most: int) -> None:
    """Refuse long data before it is even read."""
    if hasattr(value, "__len__") and len(value) > most:
        raise bounds.OutOfBounds(name, "give at most %(most)d of them.", most=most)


def _signed(x: Vector, t: Vector) -> Vector:
    """±(x, 1), which each w·x̂ has to be positive for."""
    rows: Vector = (2 * t - 1)[:, None] * np.column_stack([x, np.ones(len(x))])
    return rows


def corners(inputs: int) -> list[tuple[int, ...]]:
    """All inputs of a Boolean function in the order 00, 01, 10, 11."""
    return list(product((0, 1), repeat=inputs))


def threshold_functions(inputs: int) -> Iterator[tuple[int, ...]]:
    """The Boolean functions of n inputs that one threshold unit computes.

    Each by its outputs at `corners`; 4, 14, 104 and 1,882 of them for n = 1 to 4. A
    linear program decides each class of functions that are one another's negation or
    differ only in the names and the negation of inputs.
    """
    bounds.whole("inputs", inputs, most=MOST_COUNTED)
    rows = corners(inputs)
    verdicts: dict[tuple[int, ...], bool] = {}
    for function in product((0, 1), repeat=len(rows)):
        if function not in verdicts:
            verdict = separable(rows, function)
            verdicts |= dict.fromkeys(_alike(function, inputs), verdict)
        if verdicts[function]:
            yield function


def _alike(function: tuple[int, ...], inputs: int) -> set[tuple[int, ...]]:
    """All functions that become this one by renaming and negating."""
    alike, fresh = {function}, [function]
    moves = list(_moves(inputs))
    while fresh:
        one = fresh.pop()
        others = [tuple(1 - value for value in one)]
        others += [tuple(one[place] for place in move) for move in moves]
        new = set(others) - alike
        alike |= new
        fresh += new
    return alike


def _moves(inputs: int) -> Iterator[list[int]]:
    """Where each corner goes when an input is negated, or two neighbours swap."""
    rows = corners(inputs)
    for i in range(inputs):
        flipped = [(*row[:i], 1 - row[i], *row[i + 1 :]) for row in rows]
        yield [rows.index(row) for row in flipped]
    for i in range(inputs - 1):
        swapped = [(*row[:i], row[i + 1], row[i], *row[i + 2 :]) for row in rows]
        yield [rows.index(row) for row in swapped]
