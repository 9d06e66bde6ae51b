"""The imitation game against SciPy, a naive twin, and all courses counted."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from simulations.systems.imitation_game import algorithm
from tests.simulations.refusals import refused_at_once

HALF = Fraction(1, 2)


@given(st.integers(1, 60), st.integers(0, 60), st.fractions(0, 1, max_denominator=20))
@settings(max_examples=150)
def test_the_tail_is_that_of_the_exact_binomial_test(
    rounds: int, right: int, chance: Fraction
) -> None:
    """SciPy's binomtest gives the same one-sided p-value, for any chance."""
    right = min(right, rounds)
    theirs = stats.binomtest(right, rounds, float(chance), alternative="greater")
    assert float(algorithm.at_least(right, rounds, chance)) == pytest.approx(
        theirs.pvalue, rel=1e-9, abs=1e-15
    )


@pytest.mark.parametrize("rounds", [1, 10, 300, 1000])
@pytest.mark.parametrize("chance", [0.05, 0.5, 0.7])
def test_the_distribution_is_binomial(rounds: int, chance: float) -> None:
    """Every probability, without overflow for the most rounds there are."""
    theirs = stats.binom.pmf(range(rounds + 1), rounds, chance)
    ours = algorithm.distribution(rounds, chance)
    assert ours == pytest.approx(theirs, rel=1e-8, abs=1e-300)
    assert ours.sum() == pytest.approx(1)


@pytest.mark.parametrize("rounds", range(1, 11))
def test_p_values_are_counted(rounds: int) -> None:
    """Of all 2ⁿ courses of coin tosses, so many are as good or better."""
    courses = [sum(course) for course in product((0, 1), repeat=rounds)]
    for right in range(rounds + 1):
        counted = Fraction(sum(total >= right for total in courses), len(courses))
        assert algorithm.at_least(right, rounds, HALF) == counted


@pytest.mark.parametrize("percent", [1, 2, 5, 10])
def test_the_least_significant_number_is_the_first(percent: int) -> None:
    """One fewer is not significant; None where even all right is not."""
    level = Fraction(percent, 100)
    for rounds in range(1, 40):
        passing = [
            right
            for right in range(rounds + 1)
            if algorithm.at_least(right, rounds, HALF) <= level
        ]
        least = algorithm.least_significant(rounds, level)
        assert least == (passing[0] if passing else None)


@pytest.mark.parametrize("skill", [Fraction(1, 2), Fraction(3, 5), Fraction(9, 10)])
@pytest.mark.parametrize("minutes", range(1, 10))
def test_the_chance_of_a_judge_is_that_of_all_clues(
    skill: Fraction, minutes: int
) -> None:
    """Adding up every course of clues, with the opinion at its end."""
    total = Fraction(0)
    for clues in product((0, 1), repeat=minutes):
        if algorithm.opinions(clues)[-1]:
            right = sum(clues)
            total += skill**right * (1 - skill) ** (minutes - right)
    assert algorithm.chance_right(skill, minutes) == total


def twin(machines: list[str], clues: list[list[int]]) -> list[tuple[str, int, float]]:
    """The game once more in plain Python: (verdict, right so far, p-value)."""
    rows: list[tuple[str, int, float]] = []
    total = 0
    for room, row in zip(machines, clues, strict=True):
        suspects, counts = False, {0: 0, 1: 0}
        for clue in row:
            counts[clue] += 1
            if counts[1] != counts[0]:
                suspects = counts[1] > counts[0]
        other = "Y" if room == "X" else "X"
        total += suspects
        p = stats.binomtest(total, len(rows) + 1, alternative="greater").pvalue
        rows.append((room if suspects else other, total, float(p)))
    return rows


@given(st.data(), st.integers(1, 12), st.integers(1, 6))
@settings(max_examples=40)
def test_every_round_equals_a_naive_twin(
    data: st.DataObject, rounds: int, minutes: int
) -> None:
    """Verdicts, running score and p-value, for any rooms and clues."""
    machines = data.draw(
        st.lists(st.sampled_from("XY"), min_size=rounds, max_size=rounds)
    )
    row = st.lists(st.integers(0, 1), min_size=minutes, max_size=minutes)
    clues = data.draw(st.lists(row, min_size=rounds, max_size=rounds))
    run = algorithm.play(machines, clues)
    expected = twin(machines, clues)
    assert [(one.verdict, one.total) for one in run.rounds] == [
        (verdict, total) for verdict, total, _p in expected
    ]
    ours = [one.p_value for one in run.rounds]
    assert ours == pytest.approx([p for _verdict, _total, p in expected])
    assert [one.share for one in run.rounds] == [
        total / number for number, (_v, total, _p) in enumerate(expected, start=1)
    ]


def test_the_criterion_is_met_at_just_70_per_cent() -> None:
    """Turing, Mind 59 (1950), section 6: "not more than 70 per cent"."""
    assert algorithm.passes(7, 10)
    assert algorithm.passes(70, 100)
    assert not algorithm.passes(71, 100)
    run = algorithm.play(["X"] * 10, [[1]] * 7 + [[0]] * 3)
    assert run.total == 7
    assert run.passed


def test_drawn_clues_have_the_judge_s_skill() -> None:
    """Over many rounds the share of right identifications is its chance."""
    machines, clues = algorithm.draw(
        skill=0.6, rounds=1000, minutes=5, rng=np.random.default_rng(1)
    )
    run = algorithm.play(machines, clues)
    chance = algorithm.chance_right(0.6, 5)
    assert chance == pytest.approx(0.68256)
    assert abs(run.total / 1000 - chance) < 4 * (chance * (1 - chance) / 1000) ** 0.5
    assert 400 < machines.count("X") < 600


def draw(**given: Any) -> Callable[[], object]:
    sound = {"skill": 0.6, "rounds": 3, "minutes": 5}
    rng = np.random.default_rng(0)
    return lambda: algorithm.draw(**{**sound, **given}, rng=rng)


@pytest.mark.parametrize(
    ("refused", "name"),
    [
        (draw(skill=float("nan")), "skill"),
        (draw(skill=1.5), "skill"),
        (draw(rounds=10**9), "rounds"),
        (draw(rounds=0), "rounds"),
        (draw(minutes=10**9), "minutes"),
        (lambda: algorithm.play([], []), "machines"),
        (lambda: algorithm.play(["X"] * 10**6, []), "machines"),
        (lambda: algorithm.play(["Z"], [[1]]), "machines"),
        (lambda: algorithm.play(["X", "Y"], [[1, 0], [1]]), "clues"),
        (lambda: algorithm.play(["X"], [[]]), "clues"),
        (lambda: algorithm.play(["X"], [[1] * 10**6]), "clues"),
        (lambda: algorithm.play(["X"], [[0.5]]), "clues"),
        (lambda: algorithm.play(["X"], [[float("inf")]]), "clues"),
        (lambda: algorithm.distribution(10**9, 0.5), "rounds"),
        (lambda: algorithm.distribution(3, float("nan")), "chance"),
        (lambda: algorithm.at_least(1, 10**9, 0.5), "rounds"),
        (lambda: algorithm.least_significant(10**9, HALF), "rounds"),
        (lambda: algorithm.chance_right(2.0, 5), "skill"),
        (lambda: algorithm.chance_right(0.5, 10**9), "minutes"),
    ],
)
def test_what_cannot_be_played_is_refused(
    refused: Callable[[], object], name: str
) -> None:
    """By the parameter's name, before any work, at once."""
    with refused_at_once(name):
        refused()
