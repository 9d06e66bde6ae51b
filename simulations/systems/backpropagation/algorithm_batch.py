"""Many networks of one shape, trained side by side on the same samples.

The equations are those of `algorithm`, in batch: one step for each sweep through the
samples. The network (the seed it began with) is the last axis of every array, so
that numpy works along it elementwise: for tiny networks that is faster than a matrix
product for each. Only the first layer, whose inputs all networks share, is a product.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from simulations import bounds

from .algorithm import (
    MOST_EPOCHS,
    MOST_NUMBER,
    Array,
    Layer,
    checked_rates,
    count,
    sizes,
)

MOST_LAYERS = 100
MOST_WORK = 4e11  # multiplications: minutes
MOST_ROOM = 2e7  # answers of all units of all networks to all samples, three times


@dataclass(frozen=True)
class Outcome:
    """Networks after training; `losses` (epochs, networks) before each step."""

    layers: list[Layer]
    losses: Array


def stack(networks: Sequence[Sequence[Layer]]) -> list[Layer]:
    """Networks of one shape as layers with one more axis, the network, at the end."""
    return [
        Layer(
            np.stack([layer.weights for layer in alike], axis=-1),
            np.stack([layer.biases for layer in alike], axis=-1),
        )
        for alike in zip(*networks, strict=True)
    ]


def draw(
    shape: Sequence[int], networks: int, *, spread: float, rng: np.random.Generator
) -> list[Layer]:
    """Layers (units, inputs, networks), every weight and bias uniform in ± spread."""
    bounds.whole("networks", networks, most=bounds.MOST_NUMBERS)
    bounds.length("shape", shape, least=2, most=MOST_LAYERS)
    for units in shape:
        bounds.whole("shape", units, most=bounds.MOST_NUMBERS)
    bounds.work("shape", count(shape) * networks, most=bounds.MOST_NUMBERS)
    reach = bounds.number("spread", spread, least=0, most=MOST_NUMBER)
    drawn = rng.uniform(-reach, reach, (count(shape), networks))
    return _layers(_views(drawn, shape))


def learn(
    layers: Sequence[Layer],
    samples: ArrayLike,
    targets: ArrayLike,
    *,
    rate: float,
    epochs: int,
    momentum: float = 0.0,
    decay: float = 0.0,
) -> Outcome:
    """Train for `epochs` sweeps; layers (units, inputs, networks), samples (m, n).

    Raises OutOfBounds, naming the parameter.
    """
    checked_rates(rate, momentum, decay)
    networks = Networks(layers, samples, targets, sweeps=epochs)
    losses = np.empty((epochs, networks.count))
    for epoch in range(epochs):
        error = networks.errors()
        losses[epoch] = 0.5 * np.einsum("mks,mks->s", error, error)
        networks.step(rate=rate, momentum=momentum, decay=decay)
    return Outcome(networks.layers, losses)


class Networks:
    """Networks in training: their parameters, and room for every number between.

    A sweep is `errors()`, then `step()`. Parameters, steps (−ε ∂E) and last changes lie in
    one array each, (parameters, networks); the layers are views of it, (inputs + 1,
    units, networks), with the biases in the last row.
    """

    def __init__(
        self,
        layers: Sequence[Layer],
        samples: ArrayLike,
        targets: ArrayLike,
        *,
        sweeps: int,
        slack: float = 0.0,
        wired: Array | None = None,
        shown: Array | None = None,
    ) -> None:
        """For at most `sweeps` sweeps, by which the work is bounded.

        Errors up to `slack` count as none. `wired` (inputs, units) is 0 where the
        first layer has no connection; `shown` (m, networks) is 0 where a network is
        not taught a sample.
        """
        x, t = _checked(layers, samples, targets, sweeps)
        shape, self.count = sizes(layers), layers[0].biases.shape[-1]
        self._x = np.column_stack([x, np.ones(len(x))])
        self._minus_x = -self._x
        self._t, self._slack = t[:, :, None], slack
        self.parameters = np.concatenate([_flat(layer) for layer in layers])
        self._steps = np.zeros_like(self.parameters)
        self._changes = np.zeros_like(self.parameters)
        self._by_layer = _views(self.parameters, shape)
        self._by_step = _views(self._steps, shape)
        rooms = [(len(x), units, self.count) for units in shape[1:]]
        self._answers, self._deltas, self._spare = (
            [np.empty(room) for room in rooms] for _use in range(3)
        )
        self._error = np.empty(rooms[-1])
        self._wired = None if wired is None else wired[:, :, None]
        self._shown = None if shown is None else shown[:, None, :]

    @property
    def layers(self) -> list[Layer]:
        """Copies of the layers: weights (units, inputs, networks), biases."""
        return _layers(self._by_layer)

    def errors(self) -> Array:
        """What the networks answer now, less the targets: (m, outputs, networks).

        It stands in a place that the next call writes again.
        """
        return np.subtract(self._forward(), self._t, out=self._error)

    def step(self, *, rate: float, momentum: float = 0.0, decay: float = 0.0) -> None:
        """One sweep, from the errors that were asked for last to new parameters."""
        delta = np.multiply(self._error, -rate, out=self._deltas[-1])
        if self._slack:
            delta[np.abs(self._error) <= self._slack] = 0
        if self._shown is not None:
            delta *= self._shown
        self._backward()
        if self._wired is not None:
            self._by_step[0][:-1] *= self._wired
        self._change(momentum, decay)

    @np.errstate(over="ignore")  # 1 / (1 + e^1000) is 0, as it should be
    def _forward(self) -> Array:
        """Equations 1 and 2, with −z for z as the sigmoid takes it."""
        answer = self._answers[0]
        np.matmul(self._minus_x, _flattened(self._by_layer[0]), out=_flattened(answer))
        _squash(answer)
        for place in range(1, len(self._by_layer)):
            layer, fed, answer = self._by_layer[place], answer, self._answers[place]
            np.einsum("mis,iks->mks", fed, layer[:-1], out=answer)
            answer += layer[-1]
            np.negative(answer, out=answer)
            _squash(answer)
        return answer

    def _backward(self) -> None:
        """Equations 4 to 7, accumulated over the samples; δ has −ε in it already."""
        for place in reversed(range(len(self._by_layer))):
            delta, answer = self._deltas[place], self._answers[place]
            slope = np.multiply(answer, answer, out=self._spare[place])
            np.subtract(answer, slope, out=slope)
            delta *= slope
            if place:
                self._hand_back(place)
        np.matmul(
            self._x.T,
            _flattened(self._deltas[0]),
            out=_flattened(self._by_step[0]),
        )

    def _hand_back(self, place: int) -> None:
        """A later layer's step, and ∂E/∂y of the layer before it."""
        layer, step = self._by_layer[place], self._by_step[place]
        delta, fed = self._deltas[place], self._answers[place - 1]
        np.add.reduce(delta, axis=0, out=step[-1])
        np.einsum("mis,mks->iks", fed, delta, out=step[:-1])
        np.einsum("mks,iks->mis", delta, layer[:-1], out=self._deltas[place - 1])

    def _change(self, momentum: float, decay: float) -> None:
        """Equation 9, and the decay."""
        self._changes *= momentum
        self._changes += self._steps
        self.parameters += self._changes
        if decay:
            self.parameters *= 1 - decay


def _squash(minus_z: Array) -> None:
    """The sigmoid in place: −z becomes 1 / (1 + e^−z), faster here than by tanh."""
    np.exp(minus_z, out=minus_z)
    minus_z += 1
    np.reciprocal(minus_z, out=minus_z)


def _flattened(array: Array) -> Array:
    """(rows, units, networks) as (rows, units × networks), the same numbers."""
    return array.reshape(len(array), -1)


def _flat(layer: Layer) -> Array:
    """(units, inputs, networks) and biases as rows of parameters, input by input."""
    rows = np.concatenate([np.swapaxes(layer.weights, 0, 1), layer.biases[None]])
    return rows.reshape(-1, rows.shape[-1])


def _views(parameters: Array, shape: Sequence[int]) -> list[Array]:
    """The layers (inputs + 1, units, networks) within an array of parameters."""
    views, begin = [], 0
    for inputs, units in itertools.pairwise(shape):
        end = begin + (inputs + 1) * units
        views.append(parameters[begin:end].reshape(inputs + 1, units, -1))
        begin = end
    return views


def _layers(views: Sequence[Array]) -> list[Layer]:
    return [
        Layer(np.swapaxes(view[:-1], 0, 1).copy(), view[-1].copy()) for view in views
    ]


def _checked(
    layers: Sequence[Layer], samples: ArrayLike, targets: ArrayLike, sweeps: int
) -> tuple[Array, Array]:
    """Samples and targets as arrays that fit the layers, for no more than MOST_WORK."""
    x = bounds.array("samples", samples, shape=(None, None), most=MOST_NUMBER)
    if not layers:
        raise bounds.OutOfBounds("layers", "give at least one layer.")
    numbers = sum(np.size(layer.weights) for layer in layers)
    bounds.work("layers", numbers, most=bounds.MOST_NUMBERS)
    first = bounds.array("layers", layers[0].biases, shape=(None, None))
    inputs, networks = x.shape[1], first.shape[-1]
    for layer in layers:
        weights = bounds.array("layers", layer.weights, shape=(None, inputs, networks))
        inputs = len(weights)
        bounds.array("layers", layer.biases, shape=(inputs, networks))
    t = bounds.array("targets", targets, shape=(len(x), inputs), most=MOST_NUMBER)
    bounds.whole("epochs", sweeps, most=MOST_EPOCHS)
    room = len(x) * sum(sizes(layers)[1:]) * networks
    bounds.work("samples", room, most=MOST_ROOM)
    each = 6 * len(x) * count(sizes(layers)) * networks
    bounds.work("epochs", sweeps * each, most=MOST_WORK)
    return x, t
