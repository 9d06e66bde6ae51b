"""Backpropagation in a layered network of sigmoid units.

D. E. Rumelhart, G. E. Hinton, R. J. Williams, "Learning representations by
back-propagating errors", Nature 323 (1986) 533–536: equations 1 and 2 forward, 3
the error, 4 to 7 backward, 8 and 9 the change of the weights, and the weight decay
of its family trees. Numbers are without units.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulations import bounds

Array = NDArray[np.float64]

MOST_EPOCHS = 1_000_000
MOST_RATE = 1_000.0
MOST_NUMBER = 1e6  # an input or a target
MOST_WEIGHT = 1e18  # a weight, which a run may take far, or what it changes by
MOST_LAYERS = 100


@dataclass(frozen=True)
class Layer:
    """Weights (units, inputs) and biases (units,), or their changes."""

    weights: Array
    biases: Array


@dataclass(frozen=True)
class Gradient:
    """∂E of one layer: by its units' sums (δ), its weights and its biases (= δ)."""

    delta: Array
    weights: Array

    @property
    def layer(self) -> Layer:
        return Layer(self.weights, self.delta)


@dataclass(frozen=True)
class Step:
    """One sample of a run, with every number between.

    In a batch run the layers change with the last sample of an epoch; before it
    `changes` is empty and `layers` are still those the epoch began with.
    """

    epoch: int  # from 1
    sample: int  # row of the samples, from 0
    sums: list[Array]  # what each layer's units add up (equation 1)
    activations: list[Array]  # the input, then what each layer answers
    loss: float  # of this sample, before the update
    by_outputs: list[Array]  # ∂E/∂y of each layer's units (equations 4 and 7)
    gradients: list[Gradient]  # of this sample, one a layer
    changes: list[Layer]  # Δw of equation 9, before decay
    layers: list[Layer]  # after the update


def sigmoid(z: Array) -> Array:
    """1 / (1 + e^−z), written so that no z overflows (equation 2); it trusts its input."""
    return 0.5 * (1 + np.tanh(0.5 * z))


def forward(layers: Sequence[Layer], x: ArrayLike) -> list[Array]:
    """The input x (n,) and each layer's activations (equations 1 and 2).

    As `loss`, `backward` and `change` it raises OutOfBounds, naming the
    parameter. The sums are among the numbers of `learn`'s steps.
    """
    net = _checked_layers("layers", layers)
    inputs = (sizes(net)[0],)
    return _forward(net, bounds.array("x", x, shape=inputs, most=MOST_NUMBER))[1]


def _forward(layers: Sequence[Layer], x: Array) -> tuple[list[Array], list[Array]]:
    """Sums and activations; as all kernels here it trusts what has been checked."""
    sums: list[Array] = []
    activations = [x]
    for layer in layers:
        sums.append(layer.weights @ activations[-1] + layer.biases)
        activations.append(sigmoid(sums[-1]))
    return sums, activations


def loss(output: ArrayLike, target: ArrayLike) -> float:
    """E = ½ Σ (y − t)² (equation 3) of outputs and targets (outputs,)."""
    y = bounds.array("output", output, shape=(None,), most=MOST_NUMBER)
    return _loss(y, bounds.array("target", target, shape=y.shape, most=MOST_NUMBER))


def _loss(y: Array, t: Array) -> float:
    return float(0.5 * np.sum((y - t) ** 2))


def backward(
    layers: Sequence[Layer], activations: Sequence[Array], target: ArrayLike
) -> list[Gradient]:
    """The gradient of E for each layer (equations 4 to 7), first layer first."""
    net = _checked_layers("layers", layers)
    widths = sizes(net)
    bounds.length("activations", activations, least=len(widths), most=len(widths))
    answers = [
        bounds.array("activations", row, shape=(width,), most=MOST_NUMBER)
        for row, width in zip(activations, widths, strict=True)
    ]
    t = bounds.array("target", target, shape=answers[-1].shape, most=MOST_NUMBER)
    return _backward(net, answers, t)[1]


def _backward(
    layers: Sequence[Layer], activations: Sequence[Array], t: Array
) -> tuple[list[Array], list[Gradient]]:
    """∂E/∂y and the gradient of each layer."""
    by_outputs = [activations[-1] - t]
    gradients: list[Gradient] = []
    for place in reversed(range(len(layers))):
        answered = activations[place + 1]
        delta = by_outputs[0] * answered * (1 - answered)  # ∂E/∂x of equation 5
        gradients.insert(0, Gradient(delta, np.outer(delta, activations[place])))
        if place:
            by_outputs.insert(0, layers[place].weights.T @ delta)
    return by_outputs, gradients


def change(
    gradients: Sequence[Gradient],
    before: Sequence[Layer],
    *,
    rate: float,
    momentum: float = 0.0,
) -> list[Layer]:
    """Δw(t) = −ε ∂E/∂w(t) + α Δw(t−1), with `before` for Δw(t−1) (equation 9).

    With no momentum it is equation 8; `before` may be empty at the start.
    """
    checked_rates(rate, momentum, 0)
    by = _checked_layers("gradients", [gradient.layer for gradient in gradients])
    if len(before):
        _check_alike("before", before, by)
    return _change(gradients, before, rate, momentum)


def _change(
    gradients: Sequence[Gradient],
    before: Sequence[Layer],
    rate: float,
    momentum: float,
) -> list[Layer]:
    steps = [Layer(-rate * by.weights, -rate * by.delta) for by in gradients]
    if not before or not momentum:
        return steps
    return [
        Layer(
            step.weights + momentum * last.weights,
            step.biases + momentum * last.biases,
        )
        for step, last in zip(steps, before, strict=True)
    ]


def changed(
    layers: Sequence[Layer], changes: Sequence[Layer], *, decay: float = 0.0
) -> list[Layer]:
    """w ← (1 − decay)(w + Δw), the biases too.

    In the paper a bias is a weight from a unit that is always on, and every weight
    shrinks by a share after each change. It trusts its input: `change` has checked it,
    and whatever is done with the layers checks them.
    """
    return [
        Layer(
            (1 - decay) * (layer.weights + step.weights),
            (1 - decay) * (layer.biases + step.biases),
        )
        for layer, step in zip(layers, changes, strict=True)
    ]


def summed(gradients: Sequence[Sequence[Gradient]]) -> list[Gradient]:
    """The gradient accumulated over samples: given by sample, returned by layer.

    It trusts that all are of the same layers.
    """
    if len(gradients) == 1:
        return list(gradients[0])
    return [
        Gradient(
            np.sum([one.delta for one in layer], axis=0),
            np.sum([one.weights for one in layer], axis=0),
        )
        for layer in zip(*gradients, strict=True)
    ]


def learn(
    layers: Sequence[Layer],
    samples: ArrayLike,
    targets: ArrayLike,
    *,
    rate: float,
    epochs: int,
    batch: bool = False,
    momentum: float = 0.0,
    decay: float = 0.0,
) -> list[Step]:
    """Learn for `epochs` epochs: after every sample, or after every epoch if `batch`.

    samples (m, n), targets (m, outputs). A batch accumulates the gradient over all
    samples (a sum, not a mean). Raises OutOfBounds, naming the parameter.
    """
    current, x, t = _checked(layers, samples, targets, epochs)
    checked_rates(rate, momentum, decay)
    steps: list[Step] = []
    before: list[Layer] = []
    seen: list[list[Gradient]] = []
    for epoch, row in itertools.product(range(1, epochs + 1), range(len(x))):
        sums, answers = _forward(current, x[row])
        by_outputs, gradients = _backward(current, answers, t[row])
        error = _loss(answers[-1], t[row])
        seen.append(gradients)
        changes: list[Layer] = []
        if not batch or row == len(x) - 1:
            changes = _change(summed(seen), before, rate, momentum)
            current, before, seen = changed(current, changes, decay=decay), changes, []
        done = sums, answers, error, by_outputs, gradients, changes, current
        steps.append(Step(epoch, row, *done))
    return steps


def sizes(layers: Sequence[Layer]) -> list[int]:
    """How many inputs, then how many units each layer has."""
    return [layers[0].weights.shape[1], *(len(layer.biases) for layer in layers)]


def count(shape: Sequence[int]) -> int:
    """How many weights and biases a network of this shape has: 2, 2, 1 has 9."""
    return sum((inputs + 1) * units for inputs, units in itertools.pairwise(shape))


def _checked(
    layers: Sequence[Layer], samples: ArrayLike, targets: ArrayLike, epochs: int
) -> tuple[list[Layer], Array, Array]:
    """Arrays of layers, samples and targets that fit, for no more than MOST_WORK."""
    x = bounds.array("samples", samples, shape=(None, None), most=MOST_NUMBER)
    net = _checked_layers("layers", layers, inputs=x.shape[1])
    shape = (len(x), sizes(net)[-1])
    t = bounds.array("targets", targets, shape=shape, most=MOST_NUMBER)
    bounds.whole("epochs", epochs, most=MOST_EPOCHS)
    bounds.steps("epochs", epochs * len(x))
    bounds.work("epochs", 2 * epochs * len(x) * count(sizes(net)))
    return net, x, t


def _checked_layers(
    name: str, layers: Sequence[Layer], *, inputs: int | None = None
) -> list[Layer]:
    """Copies of layers that fit each other, and so many inputs if they are known."""
    bounds.length(name, layers, most=MOST_LAYERS)
    numbers = sum(np.size(layer.weights) for layer in layers)
    bounds.work(name, numbers, most=bounds.MOST_NUMBERS)
    net: list[Layer] = []
    for layer in layers:
        weights = bounds.array(
            name, layer.weights, shape=(None, inputs), most=MOST_WEIGHT
        )
        inputs = len(weights)
        biases = bounds.array(name, layer.biases, shape=(inputs,), most=MOST_WEIGHT)
        net.append(Layer(weights, biases))
    return net


def _check_alike(name: str, given: Sequence[Layer], like: Sequence[Layer]) -> None:
    """Refuse what has not the numbers of these layers."""
    bounds.length(name, given, least=len(like), most=len(like))
    for one, layer in zip(given, like, strict=True):
        bounds.array(name, one.weights, shape=layer.weights.shape, most=MOST_WEIGHT)
        bounds.array(name, one.biases, shape=layer.biases.shape, most=MOST_WEIGHT)


def checked_rates(rate: float, momentum: float, decay: float) -> None:
    bounds.number("rate", rate, least=0, most=MOST_RATE)
    bounds.number("momentum", momentum, least=0, most=1)
    bounds.number("decay", decay, least=0, most=1)
