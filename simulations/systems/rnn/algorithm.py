"""Elman's recurrent network, and backpropagation through time.

J. L. Elman, "Finding Structure in Time", Cognitive Science 14 (1990) 179–211: the
hidden units see the input and, in the context units, their own last answer. With
`span=1` in `learn` the context is an input like any other, as it was for Elman;
longer spans hand the error further back (P. Werbos, "Backpropagation through time",
Proceedings of the IEEE 78, 1990). Hidden units are tanh units, outputs sigmoid units.

T time steps, n inputs, m hidden units, k outputs; rows are time steps. Numbers are
without units.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulations import bounds

from .algorithm_reach import (
    MOST_UNITS,
    largest_singular_value,
    reach,
    spectral_radius,
)

Array = NDArray[np.float64]

__all__ = ["largest_singular_value", "reach", "spectral_radius"]  # besides its own

MOST_WEIGHT = 1e6


@dataclass(frozen=True)
class Network:
    """h_t = tanh(W x_t + U h_{t−1} + b) and y_t = σ(V h_t + c); also its gradient."""

    w: Array  # (m, n)
    u: Array  # (m, m): from the context units, that is from h_{t−1}
    b: Array  # (m,)
    v: Array  # (k, m)
    c: Array  # (k,)

    @property
    def arrays(self) -> tuple[Array, ...]:
        return self.w, self.u, self.b, self.v, self.c


@dataclass(frozen=True)
class Forward:
    """A pass over T time steps; `states` has the start in row 0, so T + 1 rows."""

    inputs: Array  # x (T, n)
    sums: Array  # W x_t + U h_{t−1} + b (T, m)
    states: Array  # h (T + 1, m)
    output_sums: Array  # V h_t + c (T, k)
    outputs: Array  # y (T, k)


@dataclass(frozen=True)
class Backward:
    """∂E by every number of a forward pass, E = ½ Σ_t |y_t − d_t|²."""

    by_output_sums: Array  # (T, k)
    by_states: Array  # ∂E/∂h_t by all ways, now and later (T + 1, m)
    by_sums: Array  # δ_t (T, m)
    gradient: Network


@dataclass(frozen=True)
class Step:
    """One update: a stretch of time, forward and back, with every number between."""

    epoch: int  # from 1
    first: int  # row of the stretch's first input, from 0
    forward: Forward
    loss: float  # before the update
    backward: Backward
    norm: float  # of the whole gradient, before it is clipped
    clipped: Network  # the gradient as it is used
    network: Network  # after the update


def network(
    w: ArrayLike, u: ArrayLike, b: ArrayLike, v: ArrayLike, c: ArrayLike
) -> Network:
    """The network with these numbers; OutOfBounds if their shapes do not fit."""
    hidden, output = (
        bounds.array(name, biases, shape=(None,), most=MOST_WEIGHT, numbers=MOST_UNITS)
        for name, biases in (("b", b), ("c", c))
    )
    m, k = len(hidden), len(output)
    return Network(
        w=bounds.array("w", w, shape=(m, None), most=MOST_WEIGHT),
        u=bounds.array("u", u, shape=(m, m), most=MOST_WEIGHT),
        b=hidden,
        v=bounds.array("v", v, shape=(k, m), most=MOST_WEIGHT),
        c=output,
    )


def drawn(
    rng: np.random.Generator, *, inputs: int, units: int, outputs: int, reach: float
) -> Network:
    """A network with weights uniform in ± `reach` and biases of 0."""
    n = bounds.whole("inputs", inputs, most=MOST_UNITS)
    m = bounds.whole("units", units, most=MOST_UNITS)
    k = bounds.whole("outputs", outputs, most=MOST_UNITS)
    most = bounds.number("reach", reach, least=0, most=MOST_WEIGHT)

    def uniform(rows: int, columns: int) -> Array:
        return rng.uniform(-most, most, (rows, columns))

    return Network(
        uniform(m, n), uniform(m, m), np.zeros(m), uniform(k, m), np.zeros(k)
    )


def sigmoid(z: Array) -> Array:
    """1 / (1 + e^−z), written so that no z overflows."""
    return 0.5 * (1 + np.tanh(0.5 * z))


def forward(net: Network, inputs: ArrayLike, start: ArrayLike | None = None) -> Forward:
    """Run over inputs (T, n) from the state `start` (m,), 0 if it is not given.

    As all but kernels here it raises OutOfBounds, naming the parameter.
    """
    net = network(*net.arrays)
    x = _inputs(net, inputs)
    return _forward(net, x, _start(net, start))


def _forward(net: Network, x: Array, start: Array) -> Forward:
    sums = x @ net.w.T + net.b
    states = np.empty((len(x) + 1, len(net.b)))
    states[0] = start
    for t in range(len(x)):
        sums[t] += net.u @ states[t]
        states[t + 1] = np.tanh(sums[t])
    output_sums = states[1:] @ net.v.T + net.c
    return Forward(x, sums, states, output_sums, sigmoid(output_sums))


def loss(outputs: ArrayLike, targets: ArrayLike) -> float:
    """E = ½ Σ_t |y_t − d_t|² of outputs and targets (T, k), or of one time step (k,)."""
    shape = (None,) * np.ndim(outputs)
    y = bounds.array("outputs", outputs, shape=shape, most=MOST_WEIGHT)
    return _loss(y, bounds.array("targets", targets, shape=y.shape, most=MOST_WEIGHT))


def _loss(y: Array, d: Array) -> float:
    return float(0.5 * np.sum((y - d) ** 2))


def backward(net: Network, passed: Forward, targets: ArrayLike) -> Backward:
    """Backpropagation through time, from the last step to the first.

    δ_t = (1 − h_t²) (Vᵀ ∂E/∂z_t + Uᵀ δ_{t+1}): the error of a state is that of its own
    output and what comes back from the next state. Every step's share of the
    gradient is added up, because all steps use the same weights. It trusts `passed`,
    which is what `forward` gave.
    """
    shape = passed.outputs.shape
    d = bounds.array("targets", targets, shape=shape, most=MOST_WEIGHT)
    return _backward(network(*net.arrays), passed, d)


def _backward(net: Network, passed: Forward, d: Array) -> Backward:
    y, h = passed.outputs, passed.states
    by_output_sums = (y - d) * y * (1 - y)
    by_states = np.zeros_like(h)
    by_states[1:] = by_output_sums @ net.v
    by_sums = np.zeros_like(passed.sums)
    for t in reversed(range(len(d))):
        by_sums[t] = by_states[t + 1] * (1 - h[t + 1] ** 2)
        by_states[t] += net.u.T @ by_sums[t]
    gradient = Network(
        w=by_sums.T @ passed.inputs,
        u=by_sums.T @ h[:-1],
        b=by_sums.sum(axis=0),
        v=by_output_sums.T @ h[1:],
        c=by_output_sums.sum(axis=0),
    )
    return Backward(by_output_sums, by_states, by_sums, gradient)


def norm(gradient: Network) -> float:
    """The length of the gradient as one long vector."""
    for name, array in zip("wubvc", gradient.arrays, strict=True):
        bounds.array(name, array, shape=array.shape)
    return _norm(gradient)


def _norm(gradient: Network) -> float:
    numbers = np.concatenate([array.ravel() for array in gradient.arrays])
    largest = np.abs(numbers).max()
    if not largest:
        return 0.0
    return float(largest * np.linalg.norm(numbers / largest))  # squares may overflow


def clip(gradient: Network, most: float) -> Network:
    """The gradient, shortened to the length `most` if it is longer.

    R. Pascanu, T. Mikolov, Y. Bengio, "On the difficulty of training recurrent
    neural networks" (2013), algorithm 1: its direction stays.
    """
    length, limit = norm(gradient), bounds.number("most", most, least=0)
    return _clip(gradient, length, limit)


def _clip(gradient: Network, length: float, most: float) -> Network:
    if length <= most:
        return gradient
    return Network(*(array * (most / length) for array in gradient.arrays))


def learn(
    net: Network,
    inputs: ArrayLike,
    targets: ArrayLike,
    *,
    rate: float,
    epochs: int,
    span: int | None = None,
    most: float | None = None,
    start: ArrayLike | None = None,
) -> list[Step]:
    """Learn a sequence, inputs (T, n) and targets (T, k), for `epochs` epochs.

    Weights change after each stretch of `span` time steps (all T if not given); the
    state goes on into the next stretch, the error does not come back from it. Every
    epoch starts at the state `start` (m,), or 0. `most` clips the gradient.
    """
    net = network(*net.arrays)
    x = _inputs(net, inputs)
    shape = (len(x), len(net.c))
    d = bounds.array("targets", targets, shape=shape, most=MOST_WEIGHT)
    epochs = bounds.whole("epochs", epochs, most=bounds.MOST_STEPS)
    rate = bounds.number("rate", rate, least=0)
    span = bounds.whole("span", len(x) if span is None else span, most=len(x))
    limit = np.inf if most is None else bounds.number("most", most, least=0)
    bounds.steps("epochs", epochs * -(-len(x) // span))
    work = epochs * len(x) * (bounds.CALLS + _cost(net))
    bounds.work("epochs", work, most=5 * bounds.MOST_WORK)
    before = _start(net, start)
    steps: list[Step] = []
    for epoch in range(1, epochs + 1):
        state = before
        for first in range(0, len(x), span):
            rows = slice(first, first + span)
            passed = _forward(net, x[rows], state)
            error = _loss(passed.outputs, d[rows])
            back = _backward(net, passed, d[rows])
            length = _norm(back.gradient)
            clipped = _clip(back.gradient, length, limit)
            net, state = descend(net, clipped, rate), passed.states[-1]
            steps.append(Step(epoch, first, passed, error, back, length, clipped, net))
    return steps


def descend(net: Network, gradient: Network, rate: float) -> Network:
    """The network after one step downhill: every weight moves by −rate ∂E/∂w.

    A kernel, as `jacobians`: it trusts a network and a gradient of one shape.
    """
    pairs = zip(net.arrays, gradient.arrays, strict=True)
    return Network(*(array - rate * by for array, by in pairs))


def jacobians(net: Network, passed: Forward) -> Array:
    """∂h_t/∂h_{t−1} = diag(1 − h_t²) U for each time step (T, m, m)."""
    slopes = 1 - passed.states[1:] ** 2
    return np.asarray(slopes[:, :, None] * net.u)


def _inputs(net: Network, inputs: ArrayLike) -> Array:
    x = bounds.array("inputs", inputs, shape=(None, net.w.shape[1]), most=MOST_WEIGHT)
    bounds.work("inputs", len(x) * _cost(net))
    return x


def _cost(net: Network) -> int:
    """Of one time step, in multiplications; being called costs some hundred."""
    return 100 + sum(array.size for array in net.arrays)


def _start(net: Network, start: ArrayLike | None) -> Array:
    if start is None:
        return np.zeros(len(net.b))
    return bounds.array("start", start, shape=net.b.shape, most=MOST_WEIGHT)
