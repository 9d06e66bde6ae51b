"""Moodle's figures, computed once more from their definitions, in exact numbers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.analysis.indices import discrimination, efficiency, facility

SCORES = st.integers(0, 12).map(lambda n: n / 12)


def exactly(values: Sequence[float]) -> list[Fraction]:
    return [Fraction(value).limit_denominator(1000) for value in values]


def covariance(xs: Sequence[Fraction], ys: Sequence[Fraction]) -> Fraction:
    n = len(xs)
    between = sum(x * y for x, y in zip(xs, ys, strict=True)) * n - sum(xs) * sum(ys)
    return Fraction(between) / (n * (n - 1))


@given(st.lists(st.tuples(SCORES, SCORES), min_size=2, max_size=40))
def test_the_figures_are_moodle_s(pairs: list[tuple[float, float]]) -> None:
    """Facility, discrimination and efficiency equal the published formulas."""
    xs, ys = exactly([x for x, _y in pairs]), exactly([y for _x, y in pairs])
    assert facility([x for x, _y in pairs]) == pytest.approx(float(sum(xs) / len(xs)))
    both, spread = covariance(xs, ys), covariance(xs, xs) * covariance(ys, ys)
    found = discrimination(pairs)
    if spread:
        assert found == pytest.approx(float(both) / float(spread) ** 0.5, abs=1e-9)
    else:
        assert found is None
    most = covariance(sorted(xs), sorted(ys))
    share = efficiency(pairs)
    if most:
        assert share == pytest.approx(float(both / most), abs=1e-9)
    else:
        assert share is None
