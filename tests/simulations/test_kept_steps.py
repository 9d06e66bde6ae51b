"""A run keeps its steps, so that they are counted before it begins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from simulations.bounds import MOST_STEPS
from simulations.systems.attention import algorithm as attention
from simulations.systems.backpropagation import algorithm as backpropagation
from simulations.systems.glove import algorithm as glove
from simulations.systems.gpt import algorithm as gpt
from simulations.systems.gpt import algorithm_training
from simulations.systems.hebb import algorithm as hebb
from simulations.systems.perceptron import algorithm as perceptron
from simulations.systems.perceptron import algorithm_photo
from simulations.systems.rnn import algorithm as rnn
from simulations.systems.word2vec import algorithm as word2vec
from tests.simulations.refusals import refused_at_once

RNG = np.random.default_rng(1)
TWO: dict[str, Any] = {
    "rate": 0.1,
    "epochs": MOST_STEPS // 2 + 1,  # of two samples: one step too many
}


def propagated() -> Any:
    layer = backpropagation.Layer(np.ones((1, 1)), np.ones(1))
    return backpropagation.learn([layer], [[0], [1]], [[0], [1]], **TWO)


def recurrent() -> Any:
    net = rnn.network([[1]], [[1]], [1], [[1]], [1])
    return rnn.learn(net, [[1], [0]], [[1], [0]], span=1, **TWO)


def gloved(learn: Callable[..., Any] = glove.learn, times: int = 1) -> Any:
    plan = glove.Plan(
        counts=np.array([[0, 1], [1, 0]]), rate=0.1, epochs=times * TWO["epochs"]
    )
    return learn(plan, glove.initial(2, 1, RNG), RNG)


def embedded(learn: Callable[..., Any] = word2vec.learn, times: int = 1) -> Any:
    plan = word2vec.Plan(
        sentences=[[0, 1]] * times, window=1, negatives=1, **(TWO | {"method": "cbow"})
    )
    return learn(plan, word2vec.initial(2, 1, RNG), RNG)


def photographed() -> Any:
    wires = algorithm_photo.Connections(np.array([[0]]), np.array([[]], dtype=int))
    many = [[1]] * (MOST_STEPS // 10_000 + 1)
    return algorithm_photo.learn(
        wires, many, [1] * len(many), threshold=1, values=[0], rate=1, epochs=10_000
    )


def written() -> Any:
    size = {"vocabulary": 2, "window": 1, "d_model": 1, "heads": 1, "d_ff": 1}
    model = gpt.initial(RNG, **size, layers=1)
    return algorithm_training.train(
        model, [0, 1, 0], steps=MOST_STEPS, batch=1, rate=0.1, rng=RNG
    )


LONG: dict[str, tuple[str, Callable[[], Any]]] = {
    "perceptron": (
        "epochs",
        lambda: perceptron.learn([[0], [1]], [0, 1], weights=[0], bias=0, **TWO),
    ),
    "photoperceptron": ("epochs", photographed),
    "hebb": (
        "epochs",
        lambda: hebb.learn([[0], [0]], weights=[0], rule="hebb", **TWO),
    ),
    "backpropagation": ("epochs", propagated),
    "rnn": ("epochs", recurrent),
    "glove": ("epochs", gloved),
    "word2vec": ("epochs", embedded),
    "attention": (
        "states",
        lambda: attention.align(
            attention.aligner([[1]], [[1]], [1]), np.ones((MOST_STEPS + 1, 1)), [[1]]
        ),
    ),
    "gpt": ("steps", written),
}


@pytest.mark.parametrize("system", LONG)
def test_more_steps_than_can_be_kept_are_refused(system: str) -> None:
    """However small each is: what it costs to keep does not depend on its numbers."""
    name, call = LONG[system]
    with refused_at_once(name):
        call()


@pytest.mark.parametrize(
    "call",
    [lambda: gloved(glove.train, 19), lambda: embedded(word2vec.train, 20)],
    ids=["glove", "word2vec"],
)
def test_a_step_is_work_however_small(call: Callable[[], Any]) -> None:
    """Training that keeps no steps still does them, one call of numpy after another."""
    with refused_at_once("epochs"):
        call()
