"""Hebb's rule and Oja's, for one linear unit y = w·x.

D. O. Hebb, "The Organization of Behavior" (1949), chapter 4: a connection grows when
both its cells are active, here Δw = η y x. E. Oja, "A simplified neuron model as a
principal component analyzer", Journal of Mathematical Biology 15 (1982) 267–273,
equation 3: Δw = η y (x − y w), which keeps w finite and turns it to the unit
eigenvector of C = E[x xᵀ] with the largest eigenvalue. Numbers are without units.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulations import bounds

Vector = NDArray[Any]
Rule = Literal["hebb", "oja"]

RUNAWAY = 1e6  # a longer w has run away, and the run ends


@dataclass(frozen=True)
class Update:
    """What one sample does to the weights."""

    output: Any  # y = w·x, before the update
    change: Vector  # Δw
    weights: Vector  # w + Δw


@dataclass(frozen=True)
class Step:
    """One sample seen in a run."""

    epoch: int  # from 1
    sample: int  # row of the samples, from 0
    weights_before: Vector
    update: Update


@dataclass(frozen=True)
class Run:
    """All steps of a run; `ran_away` if it ended because |w| > RUNAWAY."""

    steps: Sequence[Step]
    ran_away: bool

    @property
    def weights(self) -> Vector:
        return self.steps[-1].update.weights


def hebb(x: Vector, weights: Vector, rate: Any) -> Update:
    """Δw = η y x for x and w of shape (n,), whose type of number is kept.

    It trusts its input, as does `oja`: `learn` has checked it.
    """
    y = weights @ x
    change = rate * y * x
    return Update(y, change, weights + change)


def oja(x: Vector, weights: Vector, rate: Any) -> Update:
    """Δw = η y (x − y w) for x and w of shape (n,), whose type of number is kept."""
    y = weights @ x
    change = rate * y * (x - y * weights)
    return Update(y, change, weights + change)


RULES: dict[str, Callable[[Vector, Vector, Any], Update]] = {"hebb": hebb, "oja": oja}


def learn(
    samples: ArrayLike, *, weights: ArrayLike, rate: float, epochs: int, rule: Rule
) -> Run:
    """Show the samples (m, n) in their order, `epochs` times, from weights (n,).

    Raises bounds.OutOfBounds, before any work, naming the parameter.
    """
    x = bounds.array("samples", samples, shape=(None, None), most=1e3)
    w: Vector = bounds.array("weights", weights, shape=(x.shape[1],), most=1e3)
    rate = bounds.number("rate", rate, least=0, most=100)
    epochs = bounds.whole("epochs", epochs, most=bounds.MOST_STEPS)
    bounds.steps("epochs", epochs * len(x))
    bounds.work("samples", epochs * x.size)
    return _run(x, w, rate, epochs, RULES[bounds.one_of("rule", rule, RULES)])


def _run(
    x: Vector,
    w: Vector,
    rate: float,
    epochs: int,
    update: Callable[[Vector, Vector, Any], Update],
) -> Run:
    steps: list[Step] = []
    for epoch in range(1, epochs + 1):
        for row in range(len(x)):
            done = update(x[row], w, rate)
            steps.append(Step(epoch, row, w, done))
            w = done.weights
            if np.abs(w).max() > RUNAWAY:
                return Run(steps, ran_away=True)
    return Run(steps, ran_away=False)


def correlations(samples: ArrayLike) -> NDArray[np.float64]:
    """C = (1/m) Σ x xᵀ, shape (n, n), of samples (m, n)."""
    x = bounds.array("samples", samples, shape=(None, None), most=1e6)
    bounds.work("samples", x.size * x.shape[1])
    return x.T @ x / len(x)


def principal(matrix: ArrayLike) -> tuple[float, NDArray[np.float64]]:
    """The largest eigenvalue of a symmetric (n, n) matrix, and its unit eigenvector.

    Of the two unit eigenvectors, that whose largest entry (by size) is positive.
    """
    c = bounds.array("matrix", matrix, shape=(None, None), most=1e12)
    if c.shape[0] != c.shape[1] or not np.allclose(c, c.T):
        raise bounds.OutOfBounds("matrix", "give a symmetric matrix.")
    bounds.work("matrix", len(c) ** 3)
    values, vectors = np.linalg.eigh(c)
    axis = vectors[:, -1]
    return float(values[-1]), axis * np.sign(axis[np.abs(axis).argmax()])
