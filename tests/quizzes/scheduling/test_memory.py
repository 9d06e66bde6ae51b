"""Memory: FSRS-6 by py-fsrs, in study days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.scheduling.memory import DEFAULT_PARAMETERS, Memory, after, retrievability

DAY = date(2026, 3, 2)


def test_a_first_right_answer_is_remembered_for_days() -> None:
    """Good on a new card goes straight to review, w[2] days stable."""
    memory, interval = after(None, 3, DAY)
    assert memory.state == 2
    assert memory.stability == pytest.approx(DEFAULT_PARAMETERS[2])
    assert interval >= timedelta(days=1)


def test_a_forgotten_card_is_relearnt_in_ten_minutes() -> None:
    """Again on a remembered card makes it relearn, less stable than it was."""
    memory, _ = after(None, 3, DAY)
    forgotten, interval = after(memory, 1, DAY + timedelta(days=5))
    assert forgotten.state == 3
    assert forgotten.stability < memory.stability
    assert interval == timedelta(minutes=10)


def test_the_next_evening_is_a_day_later() -> None:
    """Elapsed time counts in study days, so an early evening counts in full."""
    memory, _ = after(None, 3, DAY)
    same, _ = after(memory, 3, DAY)
    next_day, _ = after(memory, 3, DAY + timedelta(days=1))
    assert same.stability != next_day.stability


def test_a_day_before_the_last_counts_as_the_last() -> None:
    """A change of time zone cannot make time run backwards."""
    memory, _ = after(None, 3, DAY)
    assert after(memory, 3, DAY - timedelta(days=1)) == after(memory, 3, DAY)


def test_retrievability_is_the_power_law_of_fsrs_6() -> None:
    """R(t, S) = (1 + F t/S)^(-w20), F = 0.9^(-1/w20) - 1; R(S, S) = 0.9."""
    w20 = DEFAULT_PARAMETERS[20]
    factor = 0.9 ** (-1 / w20) - 1
    memory = Memory(2, None, 10.0, 5.0, DAY)
    for t in (0, 1, 10, 100):
        expected = (1 + factor * t / 10.0) ** -w20
        day = DAY + timedelta(days=t)
        assert retrievability(memory, day) == pytest.approx(expected, rel=1e-12)
    assert retrievability(memory, DAY + timedelta(days=10)) == pytest.approx(0.9)


@given(
    history=st.lists(
        st.tuples(st.integers(1, 4), st.integers(0, 400)), min_size=1, max_size=30
    )
)
def test_it_agrees_with_py_fsrs_on_any_history(
    history: list[tuple[int, int]],
) -> None:
    """Stepping our memory is stepping a py-fsrs card at the same midnights."""
    scheduler = fsrs.Scheduler(
        learning_steps=[timedelta(minutes=10)],
        relearning_steps=[timedelta(minutes=10)],
        enable_fuzzing=False,
    )
    card, memory, day = fsrs.Card(card_id=1), None, DAY
    for rating, days in history:
        day += timedelta(days=days)
        moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
        card, _log = scheduler.review_card(card, fsrs.Rating(rating), moment)
        memory, interval = after(memory, rating, day)
        assert (memory.stability, memory.difficulty) == (
            card.stability,
            card.difficulty,
        )
        assert (memory.state, memory.step) == (card.state.value, card.step)
        assert interval == card.due - moment
