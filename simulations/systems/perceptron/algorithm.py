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
from numpy.typing import NDArray

from simulations import bounds

from . import algorithm_separation
from .algorithm_separation import separable

__all__ = ["Run", "Step", "Update", "learn", "separable", "update"]

MOST_NUMBER = algorithm_separation.MOST_NUMBER

Vector = NDArray[Any]


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

        The start counts as the end of epoch 0. With exact numbers and one order of
        samples this proves that the run never converges: it repeats itself.
        """
        if self.converged:
            return None
        start = self.steps[0]
        seen: dict[tuple[Any, ...], int] = {
            (*start.weights_before, start.bias_before): 0
        }
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

    The unit answers 1 if w·x + b > 0, or ≥ 0 if `inclusive`. It trusts its input, which
    `learn` has checked.
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
    samples: Any,
    targets: Any,
    *,
    weights: Any,
    bias: Any,
    rate: Any,
    epochs: int | None,
    inclusive: bool = False,
    order: Sequence[int] | None = None,
) -> Run:
    """Learn until an epoch without mistakes, or for `epochs` epochs.

    samples (m, n), targets (m,) of 0 and 1, weights (n,); `order` lists the rows
    0 … m − 1 as they are shown in each epoch. With `epochs` None the run goes on to
    its end, which Novikoff's bound promises if the classes are separable; if they are
    not, or the bound is too far away, it is refused. OutOfBounds names what is wrong.
    """
    x, t, w, b, eta = _checked(samples, targets, weights, bias, rate)
    rows = _order(order, len(x))
    last = _last_epoch(epochs, (x, t, w, b, eta))
    bounds.steps("epochs", last * len(x))
    steps: list[Step] = []
    mistakes = 0
    for epoch in range(1, last + 1):
        before = mistakes
        for row in rows:
            done = update(
                x[row], t[row], weights=w, bias=b, rate=eta, inclusive=inclusive
            )
            mistakes += abs(done.error)
            steps.append(Step(epoch, row, w, b, done, mistakes))
            w, b = done.weights, done.bias
        if mistakes == before:
            return Run(steps, converged=True)
    return Run(steps, converged=False)


def _checked(
    samples: Any, targets: Any, weights: Any, bias: Any, rate: Any
) -> tuple[Vector, list[int], Vector, Any, Any]:
    x, t = algorithm_separation.checked(samples, targets)
    few = algorithm_separation.few_enough
    few("weights", weights, most=x.shape[1])
    eta = _exact("rate", rate, ())
    if not eta > 0:
        raise bounds.OutOfBounds("rate", "give a number over 0.")
    return (
        _exact("samples", samples, x.shape),
        [int(target) for target in t],
        _exact("weights", weights, x.shape[1:]),
        _exact("bias", bias, ()).item(),
        eta.item(),
    )


def _exact(name: str, value: Any, shape: tuple[int, ...]) -> Vector:
    """Finite numbers of this shape, in their own arithmetic; integers in Python's."""
    floats = bounds.array(name, value, shape=shape, most=MOST_NUMBER)
    own = np.array(value)
    if own.dtype.kind in "iu":
        return own.astype(object)
    return own if own.dtype.kind in "fO" else floats


def _order(order: Sequence[int] | None, count: int) -> Sequence[int]:
    if order is None:
        return range(count)
    rows = bounds.array("order", order, shape=(count,)).tolist()
    if sorted(rows) != list(range(count)):
        raise bounds.OutOfBounds(
            "order", "give each row from 0 to %(last)d once.", last=count - 1
        )
    return [int(row) for row in rows]


def _last_epoch(epochs: int | None, run: tuple[Any, ...]) -> int:
    """The epoch by which the run has ended; each before the last makes a mistake."""
    if epochs is not None:
        return bounds.whole("epochs", epochs, most=bounds.MOST_STEPS)
    x, t, w, b, eta = run
    found = algorithm_separation.separation(x, t)
    if found is None:
        raise bounds.OutOfBounds("epochs", "give a limit: no line separates this set.")
    most = found.most_mistakes(w, b, float(eta))
    bounds.steps("epochs", most * len(x))
    return int(most + 1e-6) + 1
