"""Backpropagation through time against finite differences and a naive twin."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulations.bounds import OutOfBounds
from simulations.systems.rnn import algorithm
from simulations.systems.rnn.algorithm import Network
from tests.simulations.refusals import refused_at_once

STEP = 1e-5

sizes = st.tuples(*[st.integers(1, 4)] * 3)  # inputs, hidden units, outputs
seeds = st.integers(0, 2**32)
ONE = algorithm.network([[1.0]], [[1.0]], [0.0], [[1.0]], [0.0])


def task(
    seed: int, size: tuple[int, int, int], times: int
) -> tuple[Network, np.ndarray, np.ndarray, np.ndarray]:
    """A network, inputs, targets and a state to start from, all at random."""
    rng = np.random.default_rng(seed)
    n, m, k = size
    net = Network(*(rng.uniform(-1.5, 1.5, s) for s in ((m, n), (m, m), m, (k, m), k)))
    inputs, targets = rng.uniform(-1, 1, (times, n)), rng.uniform(0, 1, (times, k))
    return net, inputs, targets, rng.uniform(-1, 1, m)


def slopes(array: np.ndarray, loss: Callable[[], float]) -> np.ndarray:
    """∂E by each entry of the array, by central differences."""
    found = np.zeros_like(array)
    for place in np.ndindex(array.shape):
        kept = array[place]
        array[place] = kept + STEP
        above = loss()
        array[place] = kept - STEP
        found[place] = (above - loss()) / (2 * STEP)
        array[place] = kept
    return found


@pytest.mark.parametrize("size", [(1, 1, 1), (2, 3, 1), (3, 2, 4)])
@pytest.mark.parametrize("times", [1, 2, 7])
@pytest.mark.parametrize("seed", range(5))
def test_gradients_equal_finite_differences(
    seed: int, size: tuple[int, int, int], times: int
) -> None:
    """Every weight, every bias and the first state, to 1e-6 of the largest slope.

    Differences themselves are only good to rounding / step, about 1e-11.
    """
    net, inputs, targets, start = task(seed, size, times)

    def loss() -> float:
        outputs = algorithm.forward(net, inputs, start).outputs
        return algorithm.loss(outputs, targets)

    back = algorithm.backward(net, algorithm.forward(net, inputs, start), targets)
    pairs = [
        *zip(net.arrays, back.gradient.arrays, strict=True),
        (start, back.by_states[0]),
    ]
    for array, gradient in pairs:
        expected = slopes(array, loss)
        largest = np.abs(expected).max()
        assert np.abs(gradient - expected).max() <= 1e-6 * largest + 2e-11


def twin(
    net: Network, inputs: np.ndarray, targets: np.ndarray, start: np.ndarray
) -> tuple[list[list[float]], list[list[float]], float, list[list[float]]]:
    """Elman's network and ∂E/∂U once more, in plain Python: (h, y, E, ∂E/∂U).

    ∂E/∂U is found forwards, by carrying ∂h_t/∂U along (real-time recurrent learning),
    not by going back.
    """
    units, outputs = range(len(net.b)), range(len(net.c))
    h, states, answers, error = list(start), [list(start)], [], 0.0
    by_u = [[0.0 for _j in units] for _i in units]
    carried = {(i, a, b): 0.0 for i in units for a in units for b in units}
    for x, d in zip(inputs, targets, strict=True):
        sums = [
            sum(net.w[i][j] * x[j] for j in range(len(x)))
            + sum(net.u[i][j] * h[j] for j in units)
            + net.b[i]
            for i in units
        ]
        new = [math.tanh(value) for value in sums]
        carried = {
            (i, a, b): (1 - new[i] ** 2)
            * (
                (h[b] if i == a else 0.0)
                + sum(net.u[i][j] * carried[j, a, b] for j in units)
            )
            for i, a, b in carried
        }
        h = new
        z = [sum(net.v[k][i] * h[i] for i in units) + net.c[k] for k in outputs]
        y = [1 / (1 + math.exp(-value)) for value in z]
        error += sum((y[k] - d[k]) ** 2 for k in outputs) / 2
        for k in outputs:
            delta = (y[k] - d[k]) * y[k] * (1 - y[k])
            for i, a, b in carried:
                by_u[a][b] += delta * net.v[k][i] * carried[i, a, b]
        states.append(h)
        answers.append(y)
    return states, answers, error, by_u


@given(seeds, sizes, st.integers(1, 6))
@settings(max_examples=60)
def test_a_pass_equals_a_naive_twin(
    seed: int, size: tuple[int, int, int], times: int
) -> None:
    """States, outputs, loss and ∂E/∂U of any shape, the latter found forwards."""
    net, inputs, targets, start = task(seed, size, times)
    passed = algorithm.forward(net, inputs, start)
    back = algorithm.backward(net, passed, targets)
    states, answers, error, by_u = twin(net, inputs, targets, start)
    assert np.allclose(passed.states, states, rtol=0, atol=1e-12)
    assert np.allclose(passed.outputs, answers, rtol=0, atol=1e-12)
    assert algorithm.loss(passed.outputs, targets) == pytest.approx(error, rel=1e-12)
    assert np.allclose(back.gradient.u, by_u, rtol=1e-9, atol=1e-12)


@given(seeds, sizes, st.integers(1, 6))
@settings(max_examples=60)
def test_jacobians_lead_from_the_first_state_to_the_last(
    seed: int, size: tuple[int, int, int], times: int
) -> None:
    """Their product is ∂h_T/∂h_0, and `reach` is its norm, step by step."""
    net, inputs, _targets, start = task(seed, size, times)
    passed = algorithm.forward(net, inputs, start)
    steps = algorithm.jacobians(net, passed)
    columns = []
    for place in range(len(start)):
        ends = []
        for side in (STEP, -STEP):
            moved = start.copy()
            moved[place] += side
            ends.append(algorithm.forward(net, inputs, moved).states[-1])
        columns.append((ends[0] - ends[1]) / (2 * STEP))
    product = np.linalg.multi_dot([*steps[::-1], np.eye(len(start))])
    assert np.allclose(product, np.transpose(columns), rtol=1e-6, atol=1e-8)
    norms = algorithm.reach(steps)
    assert norms[0] == 1
    assert norms[-1] == pytest.approx(np.linalg.svd(product)[1][0], rel=1e-9)


@given(seeds, st.integers(1, 4))
@settings(max_examples=60)
def test_a_gradient_vanishes_under_a_singular_value_of_1(seed: int, units: int) -> None:
    """Pascanu's bound: ‖∂h_T/∂h_{T−k}‖ ≤ σᵏ, as tanh has slopes of at most 1."""
    net, inputs, _targets, start = task(seed, (2, units, 1), 12)
    stretch = algorithm.largest_singular_value(net.u)
    norms = algorithm.reach(
        algorithm.jacobians(net, algorithm.forward(net, inputs, start))
    )
    assert (norms <= stretch ** np.arange(13) * (1 + 1e-9)).all()


@pytest.mark.parametrize("weight", [0.5, 0.9, 1.0, 1.1, -1.3])
def test_one_linear_unit_scales_its_gradient_by_a_power(weight: float) -> None:
    """With h = 0 tanh has slope 1, so after k steps |∂h_T/∂h_{T−k}| = |w|ᵏ."""
    net = algorithm.network([[1.0]], [[weight]], [0.0], [[1.0]], [0.0])
    steps = algorithm.jacobians(net, algorithm.forward(net, np.zeros((20, 1))))
    expected = abs(weight) ** np.arange(21)
    assert np.allclose(algorithm.reach(steps), expected, rtol=1e-12)
    assert algorithm.spectral_radius([[weight]]) == abs(weight)


@pytest.mark.parametrize(
    ("u", "radius", "stretch"),
    [
        ([[0.5, 2], [0, 0.5]], 0.5, 2.1180339887),  # stretches first, then vanishes
        ([[0, -1.2], [1.2, 0]], 1.2, 1.2),  # turns, and grows
        ([[0.6, 0.6], [0.6, 0.6]], 1.2, 1.2),  # small entries, yet it grows
    ],
)
def test_growth_is_decided_by_the_eigenvalues(
    u: list[list[float]], radius: float, stretch: float
) -> None:
    """Powers of U grow by its spectral radius, whatever the first steps do."""
    assert algorithm.spectral_radius(u) == pytest.approx(radius, rel=1e-9)
    assert algorithm.largest_singular_value(u) == pytest.approx(stretch, rel=1e-9)
    late = algorithm.reach(np.array([u] * 401))
    assert (late[401] / late[201]) ** (1 / 200) == pytest.approx(radius, rel=0.01)


def test_clipping_keeps_the_direction() -> None:
    """A long gradient gets the length asked for; a short one stays as it is."""
    net, inputs, targets, start = task(1, (2, 3, 1), 4)
    back = algorithm.backward(net, algorithm.forward(net, inputs, start), targets)
    length = algorithm.norm(back.gradient)
    clipped = algorithm.clip(back.gradient, length / 4)
    assert algorithm.norm(clipped) == pytest.approx(length / 4)
    for short, long in zip(clipped.arrays, back.gradient.arrays, strict=True):
        assert np.allclose(4 * short, long)
    assert algorithm.clip(back.gradient, 2 * length) is back.gradient


def test_an_exploding_gradient_has_a_length() -> None:
    """Its squares would be too large for a float; clipped, it is as any other."""
    long = algorithm.Network(*(np.full_like(array, 3e200) for array in ONE.arrays))
    assert algorithm.norm(long) == pytest.approx(3e200 * math.sqrt(5))
    assert algorithm.norm(algorithm.clip(long, 1)) == pytest.approx(1)
    assert algorithm.norm(algorithm.clip(ONE, 0)) == 0


def test_two_steps_are_those_of_a_calculator() -> None:
    """h₁ = tanh(0.5), and h₂ = tanh(0.5 · 2 − 0.4 h₁) = tanh(0.81515314)."""
    net = algorithm.network([[0.5]], [[-0.4]], [0.0], [[1.0]], [0.0])
    passed = algorithm.forward(net, [[1], [2]])
    assert passed.states[:, 0] == pytest.approx([0, 0.46211716, 0.67242318], abs=5e-9)
    assert passed.sums[:, 0] == pytest.approx([0.5, 0.81515314], abs=5e-9)


@pytest.mark.parametrize(
    ("name", "given_"),
    [
        ("epochs", {"epochs": 10**9}),
        ("epochs", {"epochs": 10**6}),
        ("epochs", {"epochs": 0}),
        ("epochs", {"epochs": 1.5}),
        ("rate", {"rate": math.nan}),
        ("rate", {"rate": math.inf}),
        ("span", {"span": 0}),
        ("span", {"span": 3}),
        ("most", {"most": -1}),
        ("inputs", {"inputs": []}),
        ("inputs", {"inputs": [[1], [1, 2]]}),
        ("inputs", {"inputs": [[math.nan], [1]]}),
        ("inputs", {"inputs": np.zeros((6 * 10**5, 1))}),
        ("start", {"start": [0, 0]}),
        ("targets", {"targets": [[1]]}),
        ("targets", {"targets": [[1], [math.inf]]}),
    ],
)
def test_what_cannot_be_learned_is_refused_at_once(
    name: str, given_: dict[str, object]
) -> None:
    """The refusal names the parameter, at once."""
    usual = {"inputs": [[1], [0]], "targets": [[0], [1]], "rate": 1, "epochs": 1}
    with refused_at_once(name):
        algorithm.learn(ONE, **(usual | given_))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "given_"),
    [
        ("w", {"w": [[1, 2], [3]]}),
        ("w", {"w": [[1], [2], [3]]}),
        ("u", {"u": [[1, 2]]}),
        ("u", {"u": [[math.nan, 0], [0, 0]]}),
        ("b", {"b": []}),
        ("b", {"b": [[1], [1, 2]]}),
        ("b", {"b": np.zeros(10**6 + 1)}),
        ("v", {"v": [[1]]}),
        ("v", {"v": [[1, 1e9]]}),
        ("c", {"c": [math.inf]}),
    ],
)
def test_weights_that_do_not_fit_are_refused(
    name: str, given_: dict[str, object]
) -> None:
    """The refusal names the matrix, at once."""
    usual = {"w": [[1], [1]], "u": np.eye(2), "b": [0, 0], "v": [[1, 1]], "c": [0]}
    with refused_at_once(name):
        algorithm.network(**(usual | given_))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["inputs", "units", "outputs"])
def test_a_million_units_are_refused(name: str) -> None:
    """No matrix of theirs is ever made."""
    usual = {"inputs": 1, "units": 1, "outputs": 1}
    with pytest.raises(OutOfBounds) as refused:
        algorithm.drawn(np.random.default_rng(0), reach=1.0, **(usual | {name: 10**6}))
    assert refused.value.name == name
