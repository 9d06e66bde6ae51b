"""Backpropagation in a layered network of sigmoid units.

D. E. Rumelhart, G. E. Hinton, R. J. Williams, "Learning representations by
back-propagating errors", Nature 323 (1986) 533–536: equations 1 and 2 forward, 3
the error, 4 to 7 backward. Numbers are without units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Layer:
    """Weights (units, inputs) and biases (units,)."""

    weights: Array
    biases: Array


@dataclass(frozen=True)
class Gradient:
    """∂E of one layer: by its units' sums (δ), its weights and its biases (= δ)."""

    delta: Array
    weights: Array


@dataclass(frozen=True)
class Step:
    """One sample of an online run, with every number between."""

    epoch: int  # from 1
    sample: int  # row of the samples, from 0
    activations: list[Array]  # the input, then what each layer answers
    loss: float  # before the update
    gradients: list[Gradient]  # one a layer
    layers: list[Layer]  # after the update


def sigmoid(z: Array) -> Array:
    """1 / (1 + e^−z), written so that no z overflows (equation 2)."""
    return 0.5 * (1 + np.tanh(0.5 * z))


def forward(layers: Sequence[Layer], x: ArrayLike) -> list[Array]:
    """The input x (n,) and each layer's activations (equations 1 and 2)."""
    activations = [np.asarray(x, dtype=float)]
    for layer in layers:
        activations.append(sigmoid(layer.weights @ activations[-1] + layer.biases))
    return activations


def loss(output: Array, target: ArrayLike) -> float:
    """E = ½ Σ (y − t)² (equation 3)."""
    return float(0.5 * np.sum((output - np.asarray(target)) ** 2))


def backward(
    layers: Sequence[Layer], activations: Sequence[Array], target: ArrayLike
) -> list[Gradient]:
    """The gradient of E for each layer (equations 4 to 7), first layer first."""
    gradients: list[Gradient] = []
    by_output = activations[-1] - np.asarray(target, dtype=float)  # ∂E/∂y
    for place in reversed(range(len(layers))):
        answered = activations[place + 1]
        delta = by_output * answered * (1 - answered)  # ∂E/∂x of equation 5
        gradients.insert(0, Gradient(delta, np.outer(delta, activations[place])))
        by_output = layers[place].weights.T @ delta
    return gradients


def descend(
    layers: Sequence[Layer], gradients: Sequence[Gradient], rate: float
) -> list[Layer]:
    """The layers after one step downhill: Δw = −ε ∂E/∂w (equation 8)."""
    return [
        Layer(layer.weights - rate * by.weights, layer.biases - rate * by.delta)
        for layer, by in zip(layers, gradients, strict=True)
    ]


def learn(
    layers: Sequence[Layer],
    samples: ArrayLike,
    targets: ArrayLike,
    *,
    rate: float,
    epochs: int,
) -> list[Step]:
    """Learn online, sample after sample, for `epochs` epochs.

    samples (m, n), targets (m, outputs). Raises ValueError if shapes do not fit.
    """
    x, t = np.asarray(samples, dtype=float), np.asarray(targets, dtype=float)
    _check(layers, x, t, epochs)
    steps: list[Step] = []
    current = list(layers)
    for epoch in range(1, epochs + 1):
        for row in range(len(x)):
            activations = forward(current, x[row])
            gradients = backward(current, activations, t[row])
            current = descend(current, gradients, rate)
            error = loss(activations[-1], t[row])
            steps.append(Step(epoch, row, activations, error, gradients, current))
    return steps


def _check(layers: Sequence[Layer], x: Array, t: Array, epochs: int) -> None:
    sizes = [x.shape[-1], *(len(layer.biases) for layer in layers)]
    shapes = list(zip(sizes[1:], sizes[:-1], strict=True))
    fits = [layer.weights.shape for layer in layers] == shapes
    if not layers or not fits or t.shape != (len(x), sizes[-1]) or not len(x):
        raise ValueError(f"Layers {shapes}, samples {x.shape}, targets {t.shape}.")
    if epochs < 1:
        raise ValueError("A run has at least one epoch.")
