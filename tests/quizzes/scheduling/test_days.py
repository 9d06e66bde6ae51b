"""Study days: rollover, time zones, daylight saving, and the fuzz of intervals."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.scheduling.days import day_start, due_at, fuzzed, study_day

SEOUL, PARIS = ZoneInfo("Asia/Seoul"), ZoneInfo("Europe/Paris")
ZONES = ["Asia/Seoul", "Europe/Paris", "America/New_York", "Australia/Lord_Howe"]
ZONES += ["Pacific/Apia", "Asia/Kolkata", "America/St_Johns"]


@pytest.mark.parametrize(("hour", "day"), [(2, 1), (3, 1), (4, 2), (21, 2)])
def test_an_answer_before_the_rollover_belongs_to_the_evening_before(
    hour: int, day: int
) -> None:
    """At 02:00 it is still yesterday's study day; at 04:00 it is today's."""
    moment = datetime(2026, 3, 2, hour, tzinfo=SEOUL)
    assert study_day(moment, SEOUL, 4) == date(2026, 3, day)


def test_a_past_day_begins_with_that_day_s_offset() -> None:
    """In Paris a winter day begins at 03:00 UTC and a summer day at 02:00."""
    assert day_start(date(2026, 1, 10), PARIS, 4) == datetime(
        2026, 1, 10, 3, tzinfo=UTC
    )
    assert day_start(date(2026, 7, 10), PARIS, 4) == datetime(
        2026, 7, 10, 2, tzinfo=UTC
    )


@given(
    seconds=st.integers(631_152_000, 2_840_140_800),  # 1990 to 2060
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    rollover=st.integers(0, 12),
)
def test_every_moment_lies_in_its_study_day(
    seconds: int, zone: ZoneInfo, rollover: int
) -> None:
    """A study day's beginning is never after its moments, whatever the clocks do.

    An hour of slack at the end: where clocks go back at the rollover, that hour is
    on both sides.
    """
    moment = datetime.fromtimestamp(seconds, UTC)
    day = study_day(moment, zone, rollover)
    assert day_start(day, zone, rollover) <= moment
    later = day_start(day + timedelta(days=2), zone, rollover)
    assert moment < later


@given(days=st.integers(1, 36_500), seed=st.text(max_size=8))
def test_the_fuzz_is_small_and_seeded(days: int, seed: str) -> None:
    """Fuzz stays near the interval, never under 2 days for longer ones, and repeats."""
    spread = fuzzed(days, seed)
    assert spread == fuzzed(days, seed)
    assert abs(spread - days) <= 2 + 0.15 * days
    assert spread == days if days < 3 else spread >= 2


def test_the_fuzz_spreads_what_was_learnt_together() -> None:
    """A hundred cards of ten days come back on different days."""
    assert len({fuzzed(10, str(seed)) for seed in range(100)}) == 5


def test_steps_of_minutes_are_due_to_the_minute() -> None:
    """Ten minutes after the answer is ten minutes after the answer."""
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    due = due_at(now, timedelta(minutes=10), zone=SEOUL, rollover_hour=4, seed="")
    assert due == now + timedelta(minutes=10)


def test_days_are_due_when_the_day_begins() -> None:
    """Who studies at 21:30 finds a one-day card at 21:00 the next evening."""
    now = datetime(2026, 3, 2, 21, 30, tzinfo=SEOUL)
    due = due_at(now, timedelta(days=1), zone=SEOUL, rollover_hour=4, seed="")
    assert due == datetime(2026, 3, 3, 4, tzinfo=SEOUL)
