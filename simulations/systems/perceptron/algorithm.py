"""Rosenblatt's perceptron: the learning rule of one threshold unit.

F. Rosenblatt, "The Perceptron: A Probabilistic Model for Information Storage and
Organization in the Brain", Psychological Review 65 (1958) 386–408; the rule in
the form of A. Novikoff, "On Convergence Proofs on Perceptrons" (1962).

Numbers are without units. Arrays keep their type: integers, Fractions and
Decimals (dtype object) are reckoned exactly, floats as floats are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Vector = NDArray[Any]
Numbers = ArrayLike | Sequence[Any]  # the latter for Fractions and Decimals


@dataclass(frozen=True)
class Update:
    """What one sample does: w ← w + η (y − ŷ) x, b ← b + η (y − ŷ)."""

    activation: Any  # w·x + b, before the update
    output: int  # ŷ: 1 over the threshold, else 0
    error: int  # y − ŷ: −1, 0 or 1
    weights: Vector  # after the update, as is the bias
    bias: Any


@dataclass(frozen=True)
class Step:
    """One sample seen in a run; `mistakes` counts the errors up to and with it."""

    epoch: int  # from 1
    sample: int  # row of the samples, from 0
    weights_before: Vector
    bias_before: Any
    update: Update
    mistakes: int


@dataclass(frozen=True)
class Run:
    """All steps of a run; `converged` if its last epoch made no mistake."""

    steps: Sequence[Step]
    converged: bool

    @property
    def mistakes(self) -> int:
        return self.steps[-1].mistakes

    @property
    def epoch_ends(self) -> list[Step]:
        """The last step of each epoch."""
        last = {step.epoch: step for step in self.steps}
        return list(last.values())

    @property
    def cycle(self) -> tuple[int, int] | None:
        """The first two epochs that end with equal weights, if the run errs on.

        With exact numbers and one order of samples this proves that the run never
        converges: from there on it repeats itself.
        """
        if self.converged:
            return None
        seen: dict[tuple[Any, ...], int] = {}
        for step in self.epoch_ends:
            state = (*step.update.weights, step.update.bias)
            if state in seen:
                return seen[state], step.epoch
            seen[state] = step.epoch
        return None


def update(
    x: Vector, target: int, *, weights: Vector, bias: Any, rate: Any, inclusive: bool
) -> Update:
    """Show one sample, x of shape (n,) with target 0 or 1.

    The unit answers 1 if w·x + b > 0, or ≥ 0 if `inclusive`.
    """
    activation = weights @ x + bias
    output = int(activation >= 0 if inclusive else activation > 0)
    error = int(target) - output
    if not error:
        return Update(activation, output, error, weights, bias)
    return Update(
        activation, output, error, weights + rate * error * x, bias + rate * error
    )


def learn(
    samples: Numbers,
    targets: Sequence[int],
    *,
    weights: Numbers,
    bias: Any,
    rate: Any,
    epochs: int,
    inclusive: bool = False,
    order: Sequence[int] | None = None,
) -> Run:
    """Learn until an epoch without mistakes, or for `epochs` epochs.

    samples (m, n), targets (m,) of 0 and 1, weights (n,); `order` lists the rows
    as they are shown in each epoch. Raises ValueError if these do not fit.
    """
    x, t, w = np.asarray(samples), np.asarray(targets), np.asarray(weights)
    _check(x, t, w, epochs)
    steps: list[Step] = []
    mistakes = 0
    for epoch in range(1, epochs + 1):
        before = mistakes
        for row in range(len(x)) if order is None else order:
            done = update(
                x[row], t[row], weights=w, bias=bias, rate=rate, inclusive=inclusive
            )
            mistakes += abs(done.error)
            steps.append(Step(epoch, row, w, bias, done, mistakes))
            w, bias = done.weights, done.bias
        if mistakes == before:
            return Run(steps, converged=True)
    return Run(steps, converged=False)


def _check(x: Vector, t: Vector, w: Vector, epochs: int) -> None:
    if x.ndim != 2 or not x.size or t.shape != x.shape[:1] or w.shape != x.shape[1:]:
        raise ValueError(
            f"samples {x.shape}, targets {t.shape} and weights {w.shape} do not fit."
        )
    if not set(t.tolist()) <= {0, 1}:
        raise ValueError("Targets are 0 or 1.")
    if epochs < 1:
        raise ValueError("A run has at least one epoch.")


def separable(samples: ArrayLike, targets: ArrayLike) -> bool:
    """Whether a line (hyperplane) separates the classes, by a linear program.

    samples (m, n), targets (m,) of 0 and 1. Some w, b with ±(w·x + b) ≥ 1 for all
    samples exists exactly if the classes are separable.
    """
    from scipy.optimize import linprog  # 0.2 s to import, and only the lab asks

    x = np.asarray(samples, dtype=float)
    signs = 2 * np.asarray(targets, dtype=float) - 1
    rows = -signs[:, None] * np.column_stack([x, np.ones(len(x))])
    found = linprog(
        np.zeros(rows.shape[1]), A_ub=rows, b_ub=-np.ones(len(x)), bounds=(None, None)
    )
    return bool(found.status == 0)
