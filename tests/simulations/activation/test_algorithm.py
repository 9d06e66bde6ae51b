"""Activations and layers: finite differences, SciPy, a naive twin, and collapse."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import scipy.special
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.neural_network._base import ACTIVATIONS

from simulations.bounds import OutOfBounds
from simulations.systems.activation import algorithm
from simulations.systems.activation.algorithm import Layer
from tests.simulations.differences import near, slopes
from tests.simulations.refusals import refused_at_once

SMOOTH = ["identity", "sigmoid", "tanh", "softplus"]
CORNERED = ["relu", "leaky"]
coordinate = st.floats(-2, 2, allow_nan=False)


@st.composite
def nets(draw: st.DrawFn) -> tuple[list[Layer], list[float]]:
    """One to four layers of one to four units, and an input."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=2, max_size=5))

    def numbers(*shape: int) -> Any:
        size = math.prod(shape)
        drawn = draw(st.lists(coordinate, min_size=size, max_size=size))
        return np.array(drawn).reshape(shape)

    layers = [
        Layer(numbers(units, inputs), numbers(units))
        for inputs, units in itertools.pairwise(sizes)
    ]
    return layers, numbers(sizes[0]).tolist()


@pytest.mark.parametrize("name", algorithm.FUNCTIONS)
def test_each_derivative_against_finite_differences(name: str) -> None:
    """Away from corners and jumps, to 1e-6."""
    f = algorithm.FUNCTIONS[name]
    z = np.array([-3.1, -1.0, -0.2, 0.3, 0.9, 2.7])
    numeric = (f.value(z + 1e-5) - f.value(z - 1e-5)) / 2e-5
    np.testing.assert_allclose(f.derivative(z), numeric, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize(
    ("name", "theirs"), [("sigmoid", "logistic"), ("tanh", "tanh"), ("relu", "relu")]
)
def test_values_equal_scikit_learn_s(name: str, theirs: str) -> None:
    """Its activations work in place."""
    z = np.linspace(-30, 30, 121).reshape(11, 11)
    expected = z.copy()
    ACTIVATIONS[theirs](expected)
    ours = algorithm.FUNCTIONS[name].value(z)
    np.testing.assert_allclose(ours, expected, rtol=1e-12, atol=1e-15)


def test_softplus_and_sigmoid_equal_scipy_s() -> None:
    """Also where e^z would overflow."""
    z = np.array([-800.0, -2.0, 0.0, 2.0, 800.0])
    softplus, sigmoid = (algorithm.FUNCTIONS[n] for n in ("softplus", "sigmoid"))
    np.testing.assert_allclose(softplus.value(z), -scipy.special.log_expit(-z))
    np.testing.assert_allclose(sigmoid.value(z), scipy.special.expit(z), atol=1e-16)


@pytest.mark.parametrize("name", ["step", "relu", "leaky"])
def test_at_a_corner_the_left_side_counts(name: str) -> None:
    """The derivative at 0 is the one just below it."""
    slope = algorithm.FUNCTIONS[name].derivative
    assert slope(np.array(0.0)) == slope(np.array(-1e-9))


@given(nets())
@settings(max_examples=80)
def test_linear_layers_are_one_layer(net: tuple[list[Layer], list[float]]) -> None:
    """The collapsed layer answers what all of them answer in turn."""
    layers, x = net
    one = algorithm.collapse(layers)
    answered = algorithm.forward(layers, x, "identity")[-1]
    np.testing.assert_allclose(one.weights @ x + one.biases, answered, atol=1e-9)


@given(nets(), st.sampled_from(list(algorithm.FUNCTIONS)))
@settings(max_examples=80)
def test_forward_equals_a_naive_twin(
    net: tuple[list[Layer], list[float]], name: str
) -> None:
    """Sums in plain loops, functions by their definitions."""
    functions: dict[str, Callable[[float], float]] = {
        "identity": lambda z: z,
        "step": lambda z: 1.0 if z > 0 else 0.0,
        "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
        "tanh": math.tanh,
        "relu": lambda z: z if z > 0 else 0.0,
        "leaky": lambda z: z if z > 0 else 0.1 * z,
        "softplus": lambda z: math.log(1 + math.exp(z)),
    }
    layers, x = net
    given, before = algorithm.forward(layers, x, name), list(x)
    for layer, answered in zip(layers, given[1:], strict=True):
        sums = []
        for row, bias in zip(layer.weights, layer.biases, strict=True):
            z = 0.0
            for weight, value in zip(row, before, strict=True):
                z += float(weight * value)
            sums.append(z + float(bias))
        if name == "step" and min(abs(z) for z in sums) < 1e-9:
            return  # rounding decides
        before = [functions[name](z) for z in sums]
        np.testing.assert_allclose(answered, before, rtol=1e-9, atol=1e-9)


@given(nets(), st.sampled_from([*SMOOTH, *CORNERED]))
@settings(max_examples=120)
def test_the_jacobian_against_finite_differences(
    net: tuple[list[Layer], list[float]], name: str
) -> None:
    """To 1e-6 of its largest entry, for any shape, away from corners."""
    layers, x = net[0], np.array(net[1])
    stages = algorithm.follow(layers, x, name)
    ours = stages[-1].jacobian
    assume(np.abs(ours).max() > 1e-3)  # else the differences are rounded away
    if name in CORNERED:
        assume(all((np.abs(stage.sums) > 1e-2).all() for stage in stages))
    by_x = slopes(x, lambda: algorithm.forward(layers, x, name)[-1])
    assert near(ours.T, by_x)
    assert (algorithm.jacobian(layers, x, name) == ours).all()


@given(nets(), st.sampled_from(list(algorithm.FUNCTIONS)))
@settings(max_examples=40)
def test_a_net_can_be_followed(net: tuple[list[Layer], list[float]], name: str) -> None:
    """Its sums, slopes and factors are those that make the answers and the Jacobian."""
    layers, x = net
    before, product = np.array(x), np.eye(len(x))
    f = algorithm.FUNCTIONS[name]
    stages = algorithm.follow(layers, x, name)
    for layer, stage in zip(layers, stages, strict=True):
        np.testing.assert_allclose(stage.sums, layer.weights @ before + layer.biases)
        np.testing.assert_array_equal(stage.activations, f.value(stage.sums))
        np.testing.assert_array_equal(stage.slopes, f.derivative(stage.sums))
        product = np.diag(stage.slopes) @ layer.weights @ product
        np.testing.assert_allclose(stage.jacobian, product, atol=1e-12)
        before = stage.activations
    given = algorithm.forward(layers, x, name)
    np.testing.assert_array_equal(given[-1], stages[-1].activations)


@given(st.lists(st.tuples(coordinate, coordinate), min_size=1, max_size=8), coordinate)
@settings(max_examples=60)
def test_a_chain_is_a_net_of_single_units(
    rows: list[tuple[float, float]], x: float
) -> None:
    """Its activations, and the gradient by the input of each of its layers."""
    weights, biases = zip(*rows, strict=True)
    links = algorithm.chain(x, weights=weights, biases=biases, name="tanh")
    layers = [Layer(np.array([[w]]), np.array([b])) for w, b in rows]
    answers = algorithm.forward(layers, [x], "tanh")
    for place, link in enumerate(links):
        assert link.activation == pytest.approx(answers[place + 1][0])
        rest = algorithm.jacobian(layers[place:], answers[place], "tanh")
        assert link.gradient == pytest.approx(rest[0, 0], abs=1e-12)


@pytest.mark.parametrize("depth", [1, 5, 20])
def test_a_sigmoid_s_gradient_is_at_most_a_quarter_a_layer(depth: int) -> None:
    """With weights of 1: 0.25ⁿ at best, reached where every sum is 0.

    M. Nielsen, "Neural Networks and Deep Learning" (2015), chapter 5: σ′(0) = 1/4.
    """
    ones = [1.0] * depth
    free = algorithm.chain(0.7, weights=ones, biases=[0.3] * depth, name="sigmoid")
    best = algorithm.chain(
        0, weights=ones, biases=[0.0] + [-0.5] * (depth - 1), name="sigmoid"
    )
    assert best[0].gradient == pytest.approx(0.25**depth)
    assert free[0].gradient < 0.25**depth


def test_gradients_explode_as_well() -> None:
    """By large weights, where the slope is 1."""
    links = algorithm.chain(1, weights=[3] * 10, biases=[0] * 10, name="relu")
    assert [link.gradient for link in links] == [3.0 ** (10 - k) for k in range(10)]


def test_one_dead_unit_ends_the_chain() -> None:
    """A rectifier under 0 has slope 0, and so have all layers before it."""
    links = algorithm.chain(1, weights=[1, -1, 1], biases=[0, 0, 1], name="relu")
    assert [link.gradient for link in links] == [0, 0, 1]


def test_dead_units_are_those_never_over_zero() -> None:
    """On these samples; another sample could wake one up."""
    layer = Layer(np.array([[1.0, 0.0], [-1.0, -1.0]]), np.array([0.0, 0.0]))
    assert algorithm.dead(layer, [[1, 1], [2, 0]]).tolist() == [False, True]
    assert algorithm.dead(layer, [[1, 1], [-2, 0]]).tolist() == [False, False]


SMALL = Layer(np.eye(2), np.zeros(2))


@pytest.mark.parametrize(
    ("name", "layers"),
    [
        ("layers", []),
        ("layers", [SMALL] * 51),
        ("weights", [SMALL, Layer(np.ones((1, 3)), np.ones(1))]),
        ("weights", [Layer(np.ones((1_000_000, 1)), np.ones(1_000_000))]),
        ("weights", [Layer(np.array([[np.nan]]), np.ones(1))]),
        ("weights", [Layer(np.array([[1e9]]), np.ones(1))]),
        ("biases", [Layer(np.eye(2), np.ones(3))]),
    ],
)
def test_layers_that_cannot_be_used_are_refused_at_once(
    name: str, layers: list[Layer]
) -> None:
    """The error names the parameter, at once."""
    with refused_at_once(name):
        algorithm.collapse(layers)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("weights", {"weights": [1.0] * 10_000}),
        ("weights", {"weights": []}),
        ("weights", {"weights": [[1], [1, 2]]}),
        ("weights", {"weights": [math.inf]}),
        ("biases", {"biases": [0, 0]}),
        ("x", {"x": math.nan}),
        ("x", {"x": 1e9}),
        ("function", {"name": "swish"}),
    ],
)
def test_a_chain_that_cannot_be_run_is_refused_at_once(name: str, given: Any) -> None:
    """The error names the parameter, at once."""
    fine: dict[str, Any] = {"x": 1, "weights": [1], "biases": [0], "name": "relu"}
    with refused_at_once(name):
        algorithm.chain(**(fine | given))


def test_what_does_not_fit_a_net_is_refused() -> None:
    """An input of another width, samples of another width."""
    with pytest.raises(OutOfBounds, match=r"^x:"):
        algorithm.forward([SMALL], [1, 2, 3], "relu")
    with pytest.raises(OutOfBounds, match=r"^samples:"):
        algorithm.dead(SMALL, [[1, 2, 3]])
