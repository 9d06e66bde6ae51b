"""Training a small GPT on one text, with Adam.

The loss is equation 1 of Radford et al. (2018) over random windows of the text; Adam
is algorithm 1 of D. Kingma and J. Ba (2015), with its default β₁, β₂ and ε.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from simulations import bounds
from simulations.systems.transformer.algorithm import Array, Block

from . import algorithm
from .algorithm import Forward, Model, Tokens

BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8
MOST_STEPS = 10_000  # some seconds
MOST_KEPT = 5_000_000  # weights in all steps together
MOST_WORK = 1e10  # weights times tokens


@dataclass(frozen=True)
class Look:
    """A batch on its way through the model and back, with every number between."""

    tokens: Tokens  # (batch, n)
    targets: Tokens  # the token after each, (batch, n)
    forward: Forward
    loss: float
    gradients: Model

    @property
    def gradient(self) -> Array:
        """Of all weights in a row, in the order of Model.arrays."""
        return packed(self.gradients)


@dataclass(frozen=True)
class Step:
    """One batch: its loss before the step, and the weights after it.

    What happens inside, `look` shows from the model before and these tokens.
    """

    number: int  # from 1
    starts: Tokens  # where the windows begin in the text (batch,)
    tokens: Tokens  # of these windows (batch, n)
    targets: Tokens  # (batch, n)
    rate: float
    loss: float
    gradient: Array  # of all weights in a row, in the order of Model.arrays
    norm: float  # the length of the gradient
    mean: Array  # Adam's m and v, likewise in a row
    square: Array
    model: Model  # after the step


@dataclass(frozen=True)
class Alphabet:
    """The signs of a text, characters or words; a token is a place among them."""

    signs: tuple[str, ...]

    @classmethod
    def of(cls, text: Sequence[str]) -> Alphabet:
        return cls(tuple(sorted(set(text))))

    def tokens(self, text: Sequence[str]) -> list[int]:
        """ValueError if a sign is not in the alphabet."""
        return [self.signs.index(sign) for sign in text]

    def text(self, tokens: Sequence[int]) -> list[str]:
        return [self.signs[token] for token in tokens]


def look(model: Model, tokens: Any, targets: Any) -> Look:
    """The loss of the targets (batch, n) after the tokens (batch, n), and its gradients.

    Raises OutOfBounds naming the parameter.
    """
    fitting = algorithm.checked(model)
    rows = algorithm.checked_tokens("tokens", tokens, fitting, shape=(None, None))
    n = bounds.whole("tokens", rows.shape[1], most=len(fitting.positions))
    wanted = algorithm.checked_tokens("targets", targets, fitting, shape=(len(rows), n))
    size = sum(array.size for array in fitting.arrays)
    bounds.work("tokens", rows.size * size, most=MOST_WORK)
    return _look(fitting, rows, wanted)


def _look(model: Model, tokens: Tokens, targets: Tokens) -> Look:
    passed = algorithm.forward(model, tokens)
    found = algorithm.loss(passed.probabilities, targets)
    by = algorithm.gradients(model, passed, tokens, targets)
    return Look(tokens, targets, passed, found, by)


def train(
    model: Model,
    text: Any,
    *,
    steps: int,
    batch: int,
    rate: float,
    rng: np.random.Generator,
    starts: Any = None,
) -> list[Step]:
    """Train on tokens (m,), `batch` random windows a step; m is above the window.

    `starts` (steps, batch) says where the windows begin, instead of a draw. Raises
    OutOfBounds naming the parameter, before any work.
    """
    fitting = algorithm.checked(model)
    tokens = algorithm.checked_tokens("text", text, fitting)
    window = len(fitting.positions)
    if len(tokens) <= window:
        raise bounds.OutOfBounds(
            "text", "give more than %(window)d tokens.", window=window
        )
    size = sum(array.size for array in fitting.arrays)
    many = bounds.whole("steps", steps, most=MOST_STEPS)
    windows = bounds.whole("batch", batch, most=1024)
    bounds.work("steps", many * size, most=MOST_KEPT)
    bounds.work("batch", many * windows * window * size, most=MOST_WORK)
    alpha = bounds.number("rate", rate, least=1e-9, most=10)
    last = len(tokens) - window - 1
    places = rng.integers(last + 1, size=(many, windows))
    if starts is not None:
        places = _starts(starts, places.shape, last)
    return list(_steps(fitting, tokens, places, alpha))


def _starts(given: Any, shape: tuple[int, ...], last: int) -> Tokens:
    places = bounds.array("starts", given, shape=shape, most=1e9)
    whole: Tokens = places.astype(np.int64)
    if (whole != places).any() or places.min() < 0 or places.max() > last:
        raise bounds.OutOfBounds(
            "starts", "give whole numbers from 0 to %(most)d.", most=last
        )
    return whole


def _steps(model: Model, text: Tokens, starts: Tokens, rate: float) -> Iterator[Step]:
    weights = packed(model)
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    window = np.arange(len(model.positions))
    for number, first in enumerate(starts, start=1):
        places = first[:, None] + window
        seen = _look(model, text[places], text[places + 1])
        by = seen.gradient
        mean = BETA1 * mean + (1 - BETA1) * by
        square = BETA2 * square + (1 - BETA2) * by**2
        scale = np.sqrt(square / (1 - BETA2**number)) + EPSILON
        weights = weights - rate * mean / (1 - BETA1**number) / scale
        model = unpacked(weights, model)
        batch = first, seen.tokens, seen.targets, rate, seen.loss
        length = float(np.linalg.norm(by))
        yield Step(number, *batch, by, length, mean, square, model)


def packed(model: Model) -> Array:
    """All weights in a row."""
    return np.concatenate([array.ravel() for array in model.arrays])


def unpacked(weights: Array, like: Model) -> Model:
    """The model of these weights, with the shapes of `like`."""
    arrays, place = [], 0
    for array in like.arrays:
        arrays.append(weights[place : place + array.size].reshape(array.shape))
        place += array.size
    tokens, positions, *inner = arrays
    each = len(inner) // max(len(like.blocks), 1)
    blocks = (Block(*inner[i * each : (i + 1) * each]) for i in range(len(like.blocks)))
    return replace(like, tokens=tokens, positions=positions, blocks=tuple(blocks))
