"""Positions, the warm-up schedule and sizes, by formula and as published."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulations.systems.transformer import algorithm_initial
from simulations.systems.transformer import algorithm_sizes as sizes

from .test_algorithm import fails


@given(st.integers(1, 40), st.integers(1, 20))
def test_positions_equal_the_formula(n: int, half: int) -> None:
    """Sine in even columns, cosine in odd ones, each entry by itself."""
    encoding = sizes.positions(n, 2 * half)
    for place in range(n):
        for i in range(half):
            angle = place / math.pow(10_000, 2 * i / (2 * half))
            assert math.isclose(encoding[place, 2 * i], math.sin(angle), abs_tol=1e-12)
            assert math.isclose(
                encoding[place, 2 * i + 1], math.cos(angle), abs_tol=1e-12
            )


@given(st.integers(0, 400), st.integers(1, 16))
def test_a_shift_is_a_rotation(offset: int, half: int) -> None:
    """Section 3.5: PE(pos + k) is a linear function of PE(pos)."""
    encoding = sizes.positions(420, 2 * half)
    angles = offset / 10_000 ** (np.arange(half) / half)
    for place in (0, 7, 19):
        sine, cosine = encoding[place, 0::2], encoding[place, 1::2]
        turned = sine * np.cos(angles) + cosine * np.sin(angles)
        assert np.allclose(turned, encoding[place + offset, 0::2], atol=1e-9)


def test_the_rate_rises_to_its_peak_and_falls() -> None:
    """Linearly up to step 4,000, as 1/√step from there; the peak is 7.0e-4."""
    rates = [sizes.learning_rate(step) for step in (1, 2, 4000, 16_000)]
    assert math.isclose(rates[1], 2 * rates[0])
    assert f"{rates[2]:.2e}" == "6.99e-04"
    assert math.isclose(rates[3], rates[2] / 2)
    assert max(map(sizes.learning_rate, range(1, 10_000, 7))) <= rates[2]


@given(st.integers(1, 8), st.integers(1, 4), st.integers(1, 40))
def test_a_block_has_as_many_weights_as_are_counted(h: int, d_k: int, ff: int) -> None:
    """The formula agrees with the arrays themselves."""
    rng = np.random.default_rng(0)
    block = algorithm_initial.initial(rng, d_model=h * d_k, heads=h, d_ff=ff)
    assert sum(array.size for array in block.arrays) == sizes.block_parameters(
        h * d_k, ff
    )


def test_the_base_model_s_block() -> None:
    """d = 512, d_ff = 2048: 1,048,576 at attention, 2,099,712 in the layer after."""
    assert sizes.attention_parameters(512, biases=False) == 1_048_576
    assert sizes.feed_forward_parameters(512, 2048) == 2_099_712
    assert sizes.block_parameters(512, 2048) == 3_150_336


@pytest.mark.parametrize(
    ("name", "work"),
    [
        ("n", lambda: sizes.positions(10**9, 4)),
        ("d_model", lambda: sizes.positions(4, 5)),
        ("d_model", lambda: sizes.positions(4, 10**6)),
        ("step", lambda: sizes.learning_rate(0)),
        ("warmup", lambda: sizes.learning_rate(1, warmup=0)),
        ("d_ff", lambda: sizes.feed_forward_parameters(512, 10**9)),
    ],
)
def test_what_cannot_be_is_refused(name: str, work: Callable[[], Any]) -> None:
    """Sizes out of bounds are named at once."""
    fails(name, work)
