"""The learning rule on many small sets at once, each to its own end.

The same rule as `algorithm.learn`, with the set as the last axis, so that one numpy
call serves all sets; those that have converged are taken out as the run goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulations import bounds

MOST_NUMBER = 1e6
MOST_SIZE = 10_000_000  # numbers: 80 MB
MOST_EPOCHS = 1_000_000
MOST_WORK = 1e10  # half a minute, if no set converged before its last epoch
KEPT = 0.8  # sets are taken out once fewer than this share are still at work

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Batch:
    """How each set ended: weights (sets, n), the others (sets,)."""

    weights: Floats
    biases: Floats
    mistakes: NDArray[np.int64]
    epochs: NDArray[np.int64]
    converged: NDArray[np.bool_]


@dataclass
class _AtWork:
    """The sets not yet done: x̂ times its sign z (m, n + 1, sets), and their state.

    A sample is a mistake if ŵ·z < `limit`, with 0 or the smallest number above it:
    so a sum of exactly 0 is on the side that the threshold rule puts it.
    """

    which: NDArray[np.int64]
    z: Floats
    limit: Floats
    w: Floats
    mistakes: NDArray[np.int64]

    def kept(self, left: NDArray[np.bool_]) -> _AtWork:
        return _AtWork(
            self.which[left],
            self.z[:, :, left],
            self.limit[:, left],
            self.w[:, left],
            self.mistakes[left],
        )


def learn(
    samples: Any,
    targets: Any,
    *,
    epochs: int,
    rate: float = 1.0,
    inclusive: bool = False,
) -> Batch:
    """Learn each set from zero weights until an epoch without mistakes, or `epochs`.

    samples (sets, m, n), targets (sets, m) of 0 and 1. OutOfBounds names what is wrong.
    """
    x, t = _checked(samples, targets, rate, epochs)
    work, ended = _start(x, t, inclusive), _nothing(len(x), x.shape[2])
    for epoch in range(1, epochs + 1):
        left = _one_epoch(work, rate)
        ended.converged[work.which[~left]] = True
        if epoch == epochs or left.mean() < KEPT:
            _write(ended, work)
            work, left = work.kept(left), left[left]
        if epoch == epochs or not len(work.which):
            break
        # Sets that are done may stay for a while: they change no more.
        ended.epochs[work.which[left]] = epoch + 1
    return ended


def _checked(
    samples: Any, targets: Any, rate: float, epochs: int
) -> tuple[Floats, Floats]:
    bounds.whole("epochs", epochs, most=MOST_EPOCHS)
    if not bounds.number("rate", rate, most=MOST_NUMBER) > 0:
        raise bounds.OutOfBounds("rate", "give a number over 0.")
    if getattr(samples, "size", 0) > MOST_SIZE:  # before it is copied
        raise bounds.OutOfBounds(
            "samples", "give at most %(most)d numbers.", most=MOST_SIZE
        )
    x = bounds.array(
        "samples",
        samples,
        shape=(None, None, None),
        most=MOST_NUMBER,
        numbers=MOST_SIZE,
    )
    t = bounds.array("targets", targets, shape=x.shape[:2], numbers=MOST_SIZE)
    if not np.isin(t, (0, 1)).all():
        raise bounds.OutOfBounds("targets", "targets are 0 or 1.")
    bounds.work("epochs", float(x.size) * epochs, most=MOST_WORK)
    return x, t


def _start(x: Floats, t: Floats, inclusive: bool) -> _AtWork:
    sets, samples, inputs = x.shape
    signs = 2 * t - 1
    z = np.empty((samples, inputs + 1, sets))
    z[:, :inputs] = (x * signs[:, :, None]).transpose(1, 2, 0)
    z[:, inputs] = signs.T
    strict = (0 if inclusive else 1) == t.T  # these may not lie on the line itself
    return _AtWork(
        np.arange(sets),
        z,
        np.where(strict, np.nextafter(0.0, 1.0), 0.0),
        np.zeros((inputs + 1, sets)),
        np.zeros(sets, dtype=np.int64),
    )


def _nothing(sets: int, inputs: int) -> Batch:
    return Batch(
        np.zeros((sets, inputs)),
        np.zeros(sets),
        np.zeros(sets, dtype=np.int64),
        np.ones(sets, dtype=np.int64),
        np.zeros(sets, dtype=np.bool_),
    )


def _one_epoch(work: _AtWork, rate: float) -> NDArray[np.bool_]:
    """Show every sample once; which sets made a mistake."""
    before = work.mistakes.copy()
    for z, limit in zip(work.z, work.limit, strict=True):
        activation = z[0] * work.w[0]
        for input_, weight in zip(z[1:], work.w[1:], strict=True):
            activation += input_ * weight
        wrong = activation < limit
        work.mistakes += wrong
        work.w += z * (rate * wrong)
    left: NDArray[np.bool_] = work.mistakes != before
    return left


def _write(ended: Batch, work: _AtWork) -> None:
    ended.weights[work.which] = work.w[:-1].T
    ended.biases[work.which] = work.w[-1]
    ended.mistakes[work.which] = work.mistakes
