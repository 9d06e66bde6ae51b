"""Random weights to start with: of one block, or of a stack of them."""

from __future__ import annotations

from math import sqrt

import numpy as np

from simulations import bounds

from .algorithm import MOST_SIZE, Array, Block

MOST_WEIGHTS = 5_000_000  # of all blocks; one of the base model has 3,145,728


def initial(rng: np.random.Generator, *, d_model: int, heads: int, d_ff: int) -> Block:
    """Random weights: normal, of variance 1 / inputs; norms and biases do nothing."""
    d = bounds.whole("d_model", d_model, most=MOST_SIZE)
    h = bounds.whole("heads", heads, most=d)
    ff = bounds.whole("d_ff", d_ff, most=4 * MOST_SIZE)
    if d % h:
        raise bounds.OutOfBounds(
            "heads", "d_model = %(d)d is not divisible by %(h)d.", d=d, h=h
        )
    bounds.work("d_model", 4 * d * d + 2 * d * ff, most=MOST_WEIGHTS)

    def drawn(*shape: int) -> Array:
        return rng.normal(size=shape) / sqrt(shape[-2])

    q, k, v = (drawn(h, d, d // h) for _matrix in range(3))
    ones, zeros = np.ones(d), np.zeros(d)
    w1, w2 = drawn(d, ff), drawn(ff, d)
    output = drawn(d, d)
    half = q, k, v, output, ones, zeros
    return Block(*half, w1, np.zeros(ff), w2, zeros, ones, zeros)


def stack(
    rng: np.random.Generator, *, layers: int, d_model: int, heads: int, d_ff: int
) -> tuple[Block, ...]:
    """So many blocks, each as `initial` draws it; too large a stack is refused."""
    deep = bounds.whole("layers", layers, most=24)
    d = bounds.whole("d_model", d_model, most=MOST_SIZE)
    ff = bounds.whole("d_ff", d_ff, most=4 * MOST_SIZE)
    bounds.work("layers", deep * (4 * d * d + 2 * d * ff), most=MOST_WEIGHTS)
    drawn = (initial(rng, d_model=d, heads=heads, d_ff=ff) for _block in range(deep))
    return tuple(drawn)
