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
from .algorithm import Model, Tokens

BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8
MOST_STEPS = 10_000  # some seconds
MOST_KEPT = 5_000_000  # numbers in all steps together


@dataclass(frozen=True)
class Step:
    """One batch: its loss before the step, and the weights after it."""

    number: int  # from 1
    starts: Tokens  # where the windows begin in the text (batch,)
    loss: float
    gradient: Array  # of all weights in a row, in the order of Model.arrays
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


def train(
    model: Model,
    text: Any,
    *,
    steps: int,
    batch: int,
    rate: float,
    rng: np.random.Generator,
) -> list[Step]:
    """Train on tokens (m,), `batch` random windows a step; m is above the window.

    Raises OutOfBounds naming the parameter, before any work.
    """
    tokens = algorithm.checked_tokens("text", text, model)
    window = len(model.positions)
    if len(tokens) <= window:
        raise bounds.OutOfBounds(
            "text", "give more than %(window)d tokens.", window=window
        )
    size = sum(array.size for array in model.arrays)
    many = bounds.whole("steps", steps, most=MOST_STEPS)
    windows = bounds.whole("batch", batch, most=1024)
    bounds.work("steps", many * size, most=MOST_KEPT)
    bounds.work("batch", many * windows * window * size, most=1e10)
    alpha = bounds.number("rate", rate, least=1e-9, most=10)
    return list(_steps(model, tokens, many, windows, alpha, rng))


def _steps(
    model: Model,
    text: Tokens,
    steps: int,
    batch: int,
    rate: float,
    rng: np.random.Generator,
) -> Iterator[Step]:
    weights = packed(model)
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    window = np.arange(len(model.positions))
    for number in range(1, steps + 1):
        starts = rng.integers(len(text) - len(window), size=batch)
        places = starts[:, None] + window
        passed = algorithm.forward(model, text[places])
        targets = text[places + 1]
        found = algorithm.loss(passed.probabilities, targets)
        gradient = packed(algorithm.gradients(model, passed, text[places], targets))
        mean = BETA1 * mean + (1 - BETA1) * gradient
        square = BETA2 * square + (1 - BETA2) * gradient**2
        scale = np.sqrt(square / (1 - BETA2**number)) + EPSILON
        weights = weights - rate * mean / (1 - BETA1**number) / scale
        model = unpacked(weights, model)
        yield Step(number, starts, found, gradient, model)


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
