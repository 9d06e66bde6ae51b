"""What is refused of a model that is typed in, and of a single step of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from simulations.systems.attention import algorithm as attention
from simulations.systems.backpropagation import algorithm as backpropagation
from simulations.systems.backpropagation.algorithm import Gradient, Layer
from simulations.systems.bert import algorithm as bert
from simulations.systems.gpt import algorithm as gpt
from simulations.systems.gpt import algorithm_training
from simulations.systems.rnn import algorithm as rnn
from tests.simulations.refusals import refused_at_once

NAN = math.nan
NET = [Layer(np.ones((2, 3)), np.ones(2)), Layer(np.ones((1, 2)), np.ones(1))]
SPOILT = [Layer(np.ones((2, 3)), np.ones(2)), Layer(np.full((1, 2), NAN), np.ones(1))]
ANSWERS = [[1, 0, 1], [0.5, 0.5], [0.5]]
BY = [Gradient(one.biases, one.weights) for one in NET]


def back(layers: Any = NET, activations: Any = ANSWERS, target: Any = (1,)) -> Any:
    return backpropagation.backward(layers, activations, target)


def change(by: Any = BY, before: Any = (), rate: Any = 1, momentum: Any = 0.5) -> Any:
    return backpropagation.change(by, before, rate=rate, momentum=momentum)


RNG = np.random.default_rng(1)
GPT = gpt.initial(RNG, vocabulary=3, window=2, d_model=2, heads=1, d_ff=2)


BERT = bert.initial(RNG, vocabulary=3, window=2, d_model=2, heads=1, d_ff=2)
EMBEDDED = ["tokens", "segments", "positions", "gain", "shift"]
RNN = rnn.network([[1]], [[1]], [0], [[1]], [0])
XS: Any = [[1], [0]]
YS: Any = [[0], [1]]
FAR: Any = [[1e300], [0]]
ALIGNER = attention.aligner([[1]], [[1]], [1])
LOOK = attention.attend(ALIGNER, [1], [[1]])


def spoilt(model: Any, name: str) -> Any:
    """The model with a NaN in the array of this name."""
    return replace(model, **{name: np.full_like(getattr(model, name), NAN)})


def look(model: Any = GPT, tokens: Any = ((0, 1),), targets: Any = ((1, 2),)) -> Any:
    return algorithm_training.look(model, tokens, targets)


def train(model: Any = GPT, starts: Any = None) -> Any:
    return algorithm_training.train(
        model, [0, 1, 2, 0], steps=1, batch=1, rate=1, rng=RNG, starts=starts
    )


def write(model: Any) -> Any:
    return gpt.generate(model, [0], count=1, rng=RNG)


def predict(model: Any) -> Any:
    return bert.forward(model, [0, 1], [0, 0])


def in_block(model: Any) -> Any:
    return replace(model, blocks=(spoilt(model.blocks[0], "w2"),))


REFUSED: list[tuple[str, Callable[[], Any]]] = [
    ("layers", lambda: backpropagation.forward([], [1])),
    ("layers", lambda: backpropagation.forward(None, [1])),  # type: ignore[arg-type]
    ("layers", lambda: backpropagation.forward(SPOILT, [1, 0, 1])),
    ("layers", lambda: backpropagation.forward(NET[::-1], [1, 0])),
    ("layers", lambda: backpropagation.forward(NET * 1000, [1])),
    ("x", lambda: backpropagation.forward(NET, [1, 0])),
    ("x", lambda: backpropagation.forward(NET, [1, 0, NAN])),
    ("output", lambda: backpropagation.loss([NAN], [1])),
    ("target", lambda: backpropagation.loss([1, 0], [1])),
    ("target", lambda: backpropagation.loss([1, 0], [1, math.inf])),
    ("layers", lambda: back(SPOILT)),
    ("activations", lambda: back(activations=ANSWERS[:2])),
    ("activations", lambda: back(activations=[[1, 0], *ANSWERS[1:]])),
    ("activations", lambda: back(activations=[*ANSWERS[:2], [NAN]])),
    ("target", lambda: back(target=[1, 1])),
    ("target", lambda: back(target=[NAN])),
    ("gradients", lambda: change([Gradient(np.ones(2), np.full((2, 3), NAN))])),
    ("before", lambda: change(before=NET[:1])),
    ("before", lambda: change(before=SPOILT)),
    ("rate", lambda: change(rate=NAN)),
    ("momentum", lambda: change(momentum=2)),
    *[(name, lambda name=name: rnn.forward(spoilt(RNN, name), XS)) for name in "wubvc"],
    ("u", lambda: rnn.learn(spoilt(RNN, "u"), XS, YS, rate=1, epochs=1)),
    ("v", lambda: rnn.backward(spoilt(RNN, "v"), rnn.forward(RNN, XS), YS)),
    ("targets", lambda: rnn.backward(RNN, rnn.forward(RNN, XS), FAR)),
    ("targets", lambda: rnn.learn(RNN, XS, FAR, rate=1, epochs=1)),
    ("outputs", lambda: rnn.loss(np.full((2, 1), NAN), YS)),
    ("targets", lambda: rnn.loss([[0], [1]], [0, 1])),
    ("most", lambda: rnn.clip(RNN, NAN)),
    ("w", lambda: rnn.clip(spoilt(RNN, "w"), 1)),
    ("steps_back", lambda: rnn.reach([])),
    ("steps_back", lambda: rnn.reach([[[1, 0]]])),
    ("steps_back", lambda: rnn.reach([[[NAN]]])),
    ("w", lambda: attention.attend(spoilt(ALIGNER, "w"), [1], [[1]])),
    ("v", lambda: attention.align(spoilt(ALIGNER, "v"), [[1]], [[1]])),
    ("by_context", lambda: attention.backward(ALIGNER, LOOK, [1e300])),
    *[(name, lambda name=name: predict(spoilt(BERT, name))) for name in EMBEDDED],
    ("w2", lambda: predict(in_block(BERT))),
    ("tokens", lambda: train(spoilt(GPT, "tokens"))),
    ("positions", lambda: write(spoilt(GPT, "positions"))),
    ("w2", lambda: look(in_block(GPT))),
    ("tokens", lambda: look(tokens=[[0, 3]])),
    ("tokens", lambda: look(tokens=[[0, 1, 2]], targets=[[0, 1, 2]])),
    ("targets", lambda: look(targets=[[1]])),
    ("starts", lambda: train(starts=[[2]])),
    ("starts", lambda: train(starts=[[0.5]])),
    ("starts", lambda: train(starts=[[0, 1]])),
]


@pytest.mark.parametrize(("name", "call"), REFUSED)
def test_what_is_typed_in_wrong_is_refused(name: str, call: Callable[[], Any]) -> None:
    """Not finite, or of another shape than the rest: by its name, and at once."""
    with refused_at_once(name):
        call()
