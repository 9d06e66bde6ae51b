"""Small cases of the Transformer and its heirs that a person can reckon."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from random import Random

import numpy as np

from simulations import decimals

from . import algorithm

Number = Decimal | decimals.Plain
EXACT = 1e-9  # what floats lose on the way does not count


def shares(scores: Sequence[Number], places: int) -> list[Decimal]:
    """The softmax of the scores, rounded."""
    numbers = np.array([float(score) for score in scores])
    return decimals.all_rounded(algorithm.softmax(numbers), places)


def dot(a: Iterable[Number], b: Iterable[Number]) -> Decimal:
    """The exact product of two vectors of one length."""
    pairs = zip(a, b, strict=True)
    return sum(
        (decimals.exact(x) * decimals.exact(y) for x, y in pairs), start=Decimal(0)
    )


def integers(rng: Random, count: int, low: int, high: int) -> list[int]:
    return [rng.randint(low, high) for _number in range(count)]


def identity(n: int) -> list[list[int]]:
    """Tokens that pick the rows of a matrix: X = I makes X W_Q = W_Q."""
    return [[int(i == j) for j in range(n)] for i in range(n)]


def sign(*pairs: tuple[float, Decimal]) -> str:
    """What stands before rounded numbers: = where nothing was lost, else ≈."""
    exact = all(abs(value - float(shown)) < EXACT for value, shown in pairs)
    return "=" if exact else r"\approx"
