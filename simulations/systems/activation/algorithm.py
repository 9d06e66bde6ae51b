"""Activation functions, layers with and without them, and gradients by depth.

Linear layers compose to one: W₂(W₁x + b₁) + b₂ = (W₂W₁)x + (W₂b₁ + b₂). With an
activation f the chain rule multiplies a slope f′(z) into every layer; Y. Bengio,
P. Simard, P. Frasconi, "Learning long-term dependencies with gradient descent is
difficult", IEEE Transactions on Neural Networks 5 (1994) 157–166, show that the
product vanishes or explodes. The rectifier: K. Fukushima, "Visual feature extraction
by a multilayered network of analog threshold elements", IEEE Transactions on Systems
Science and Cybernetics 5 (1969) 322–333. Numbers are without units.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulations import bounds

Array = NDArray[np.float64]

LEAK = 0.1  # slope of the leaky rectifier below 0
# Together they keep every product of layers finite: (100 · 1,000)⁵⁰ = 1e250.
MOST_LAYERS = 50
MOST_UNITS = 1000
MOST_ENTRY = 100  # of weights, biases and inputs


@dataclass(frozen=True)
class Activation:
    """f and f′, both elementwise, of arrays that they trust to be finite numbers.

    Where f has a corner or a jump, f′ is that of the left: the derivative of the step,
    the rectifiers at 0 is the one below 0.
    """

    value: Callable[[Array], Array]
    derivative: Callable[[Array], Array]


@dataclass(frozen=True)
class Layer:
    """Weights (units, inputs) and biases (units,)."""

    weights: Array
    biases: Array


@dataclass(frozen=True)
class Stage:
    """One layer on the way of an input x (n,): a = f(z), z = W · before + b."""

    sums: Array  # z (units,)
    activations: Array  # f(z)
    slopes: Array  # f′(z)
    factor: Array  # diag(f′(z)) W, its share of the Jacobian (units, inputs)
    jacobian: Array  # ∂f(z)/∂x, the product of the factors so far (units, n)


@dataclass(frozen=True)
class Link:
    """One layer of a chain of single units: a = f(w · before + b)."""

    z: float  # w · before + b
    activation: float  # f(z)
    slope: float  # f′(z)
    factor: float  # w f′(z), what the gradient is multiplied with on its way back
    gradient: float  # of the chain's output by this layer's input


def sigmoid(z: Array) -> Array:
    """1 / (1 + e^−z), written so that no z overflows; it trusts its input."""
    return 0.5 * (1 + np.tanh(0.5 * z))


def _step(z: Array) -> Array:
    return np.where(z > 0, 1.0, 0.0)


FUNCTIONS: dict[str, Activation] = {
    "identity": Activation(lambda z: z, np.ones_like),
    "step": Activation(_step, np.zeros_like),
    "sigmoid": Activation(sigmoid, lambda z: sigmoid(z) * (1 - sigmoid(z))),
    "tanh": Activation(np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "relu": Activation(lambda z: np.maximum(z, 0.0), _step),
    "leaky": Activation(
        lambda z: np.where(z > 0, z, LEAK * z), lambda z: np.where(z > 0, 1.0, LEAK)
    ),
    "softplus": Activation(lambda z: np.logaddexp(0, z), sigmoid),
}


def function(name: str) -> Activation:
    """The activation called `name`; OutOfBounds lists the known ones."""
    return FUNCTIONS[bounds.one_of("function", name, FUNCTIONS)]


def collapse(layers: Sequence[Layer]) -> Layer:
    """The one linear layer that does what these linear layers do one by one."""
    checked = _layers(layers)
    weights, biases = checked[0].weights, checked[0].biases
    for layer in checked[1:]:
        weights = layer.weights @ weights
        biases = layer.weights @ biases + layer.biases
    return Layer(weights, biases)


def forward(layers: Sequence[Layer], x: ArrayLike, name: str) -> list[Array]:
    """The input x (n,) and what each layer answers, all with the same activation.

    `follow` has the numbers between as well.
    """
    checked = _layers(layers)
    f = function(name).value
    width = checked[0].weights.shape[1]
    answers: list[Array] = [bounds.array("x", x, shape=(width,), most=MOST_ENTRY)]
    for layer in checked:
        answers.append(f(layer.weights @ answers[-1] + layer.biases))
    return answers


def jacobian(layers: Sequence[Layer], x: ArrayLike, name: str) -> Array:
    """∂output/∂x, shape (outputs, inputs): the product of diag(f′(z)) W."""
    return follow(layers, x, name)[-1].jacobian


def follow(layers: Sequence[Layer], x: ArrayLike, name: str) -> list[Stage]:
    """Every number of `forward` and of `jacobian`, layer by layer."""
    checked = _layers(layers)
    f = function(name)
    width = checked[0].weights.shape[1]
    answers = bounds.array("x", x, shape=(width,), most=MOST_ENTRY)
    product = np.eye(width)
    stages: list[Stage] = []
    for layer in checked:
        z = layer.weights @ answers + layer.biases
        answers, slopes = f.value(z), f.derivative(z)
        factor = slopes[:, None] * layer.weights
        product = factor @ product
        stages.append(Stage(z, answers, slopes, factor, product))
    return stages


def chain(x: float, *, weights: ArrayLike, biases: ArrayLike, name: str) -> list[Link]:
    """One unit a layer, from the input x through all of weights (n,), biases (n,).

    Raises bounds.OutOfBounds, naming the parameter.
    """
    w = bounds.array("weights", weights, shape=(None,), most=MOST_ENTRY)
    bounds.whole("weights", len(w), most=MOST_LAYERS)
    b = bounds.array("biases", biases, shape=w.shape, most=MOST_ENTRY)
    before = np.array(bounds.number("x", x, least=-MOST_ENTRY, most=MOST_ENTRY))
    f = function(name)
    zs, answers = [], []
    for weight, bias in zip(w, b, strict=True):
        zs.append(weight * before + bias)
        before = f.value(zs[-1])
        answers.append(float(before))
    slopes = f.derivative(np.array(zs))
    factors = w * slopes
    gradients = np.cumprod(factors[::-1])[::-1]
    rows = zip(zs, answers, slopes, factors, gradients, strict=True)
    return [Link(float(z), a, float(s), float(k), float(g)) for z, a, s, k, g in rows]


def dead(layer: Layer, samples: ArrayLike) -> NDArray[np.bool_]:
    """Which rectifiers of a layer never answer: z ≤ 0 for all samples (m, inputs).

    Their slope is 0 for every sample, so gradient descent cannot bring them back.
    """
    (checked,) = _layers([layer])
    width = checked.weights.shape[1]
    x = bounds.array("samples", samples, shape=(None, width), most=MOST_ENTRY)
    bounds.work("samples", x.size * len(checked.biases))
    z = x @ checked.weights.T + checked.biases
    return np.asarray((z <= 0).all(axis=0))


def _layers(layers: Sequence[Layer]) -> list[Layer]:
    """Layers that fit each other, copied; OutOfBounds names what does not."""
    bounds.whole("layers", len(layers), most=MOST_LAYERS)
    checked: list[Layer] = []
    width = None
    for layer in layers:
        shape = (None, width)
        w = bounds.array("weights", layer.weights, shape=shape, most=MOST_ENTRY)
        for count in w.shape:
            bounds.whole("weights", count, most=MOST_UNITS)
        width = len(w)
        b = bounds.array("biases", layer.biases, shape=(width,), most=MOST_ENTRY)
        checked.append(Layer(w, b))
    inputs = checked[0].weights.shape[1]
    bounds.work("layers", sum(layer.weights.size for layer in checked) * inputs)
    return checked
