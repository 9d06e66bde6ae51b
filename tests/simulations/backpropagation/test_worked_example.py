"""A published run followed to its last printed digit.

Matt Mazur, "A Step by Step Backpropagation Example" (17 March 2015),
https://mattmazur.com/2015/03/17/a-step-by-step-backpropagation-example/: a 2-2-2
network of sigmoid units, one sample, η = 0.5. There the biases are not trained.
"""

from __future__ import annotations

import numpy as np
import pytest

from simulations import simulation
from simulations.systems.backpropagation import algorithm
from simulations.systems.backpropagation.algorithm import Gradient, Layer

X, T = [0.05, 0.10], [0.01, 0.99]
START = [
    Layer(np.array([[0.15, 0.20], [0.25, 0.30]]), np.array([0.35, 0.35])),
    Layer(np.array([[0.40, 0.45], [0.50, 0.55]]), np.array([0.60, 0.60])),
]


PARTS = ["0.274811083", "0.023560026", "0.298371109"]  # of the error, and its sum
NEW = [  # weights after one step, layer by layer
    ["0.149780716", "0.19956143", "0.24975114", "0.29950229"],
    ["0.35891648", "0.408666186", "0.511301270", "0.561370121"],
]


def printed(value: float, text: str) -> bool:
    """Whether the number is the printed one, rounded to its digits."""
    return f"{value:.{len(text.partition('.')[2])}f}" == text


def gradients(layers: list[Layer]) -> list[Gradient]:
    return algorithm.backward(layers, algorithm.forward(layers, X), T)


def step(layers: list[Layer]) -> list[Layer]:
    """One step of the weights alone."""
    by = [Gradient(0 * one.delta, one.weights) for one in gradients(layers)]
    return algorithm.changed(layers, algorithm.change(by, [], rate=0.5))


def error(layers: list[Layer]) -> float:
    return algorithm.loss(algorithm.forward(layers, X)[-1], T)


def test_the_forward_pass_is_the_printed_one() -> None:
    """Both hidden units, both outputs, and both parts of the error."""
    _x, hidden, output = algorithm.forward(START, X)
    found = [*hidden, *output]
    texts = ["0.593269992", "0.596884378", "0.75136507", "0.772928465"]
    assert all(map(printed, found, texts))
    parts = [algorithm.loss(output[k : k + 1], T[k : k + 1]) for k in range(2)]
    assert all(map(printed, [*parts, error(START)], PARTS))


def test_the_backward_pass_is_the_printed_one() -> None:
    """The gradients of w5 and w1 that are worked out, and the δ of the first output."""
    hidden, output = gradients(START)
    found = [output.weights[0, 0], output.delta[0], hidden.weights[0, 0]]
    assert all(map(printed, found, ["0.082167041", "0.138498562", "0.000438568"]))


@pytest.mark.parametrize(("layer", "texts"), list(enumerate(NEW)))
def test_the_new_weights_are_the_printed_ones(layer: int, texts: list[str]) -> None:
    """All eight after one step, the hidden ones made with the old output weights."""
    assert all(map(printed, step(START)[layer].weights.ravel(), texts))


def test_a_whole_step_of_ours_changes_the_weights_alike() -> None:
    """`learn` trains the biases too, which leaves this step's weights as they are."""
    (done,) = algorithm.learn(START, [X], [T], rate=0.5, epochs=1)
    for ours, theirs in zip(done.layers, step(START), strict=True):
        assert np.array_equal(ours.weights, theirs.weights)


def test_the_page_can_be_followed_in_the_lab() -> None:
    """Typed in as on the page: its error, its units, and all eight new weights."""
    trace = simulation.get("backpropagation").run(
        {
            "data": "0.05 0.10 0.01 0.99",
            "hidden": "0.15 0.20 0.35\n0.25 0.30 0.35",
            "output": "0.40 0.45 0.60\n0.50 0.55 0.60",
            "eta": "0.5",
            "epochs": "1",
        }
    )
    (step,) = trace.steps
    assert printed(step["loss"], "0.298371109")
    found = [*step["hidden"], *step["output"], step["output_delta"][0]]
    texts = ["0.593269992", "0.596884378", "0.75136507", "0.772928465", "0.138498562"]
    assert all(map(printed, found, texts))
    slopes = [step["output_gradient"][0][0], step["hidden_gradient"][0][0]]
    assert all(map(printed, slopes, ["0.082167041", "0.000438568"]))
    weights = np.array([step["hidden_weights"], step["output_weights"]])[:, :, :-1]
    assert all(map(printed, weights.ravel(), [*NEW[0], *NEW[1]]))


def test_the_long_run_ends_where_the_printed_one_does() -> None:
    """The error after one step and the outputs after 10,000, to two millionths.

    Here the page is not of one piece: it prints 0.291027924 for the first, where its
    own printed weights give 0.291027774, and outputs that come two or three steps
    later.
    """
    layers = step(START)
    assert abs(error(layers) - 0.291027924) < 2e-7
    for _step in range(9_999):
        layers = step(layers)
    outputs = algorithm.forward(layers, X)[-1]
    assert np.max(np.abs(outputs - [0.015912196, 0.984065734])) < 2e-6
