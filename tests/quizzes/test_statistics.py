"""What a learner has done, knows, and has before them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation

from quizzes import reviews, statistics
from quizzes.models import Card
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def remembered(learner: object, **fields: object) -> Card:
    defaults = {"state": Card.State.REVIEW, "stability": 3, "difficulty": 5}
    return factories.make_card(learner, **defaults | fields)  # type: ignore[arg-type]


def test_forecast_counts_the_overdue_for_today() -> None:
    """What should have come back earlier is due today."""
    learner = factories.make_learner()
    for days in (-5, 0, 1, 1, 13, 14):
        remembered(learner, due=NOW + timedelta(days=days))
    counts = [day.count for day in statistics.forecast(learner, now=NOW)]
    assert counts == [2, 2, *[0] * 11, 1]


def test_forecast_knows_the_learners_days() -> None:
    """A card due at 03:00 belongs to the evening before, in the learner's zone."""
    learner = factories.make_learner(zone="Asia/Seoul")
    remembered(learner, due=NOW + timedelta(hours=6))  # 03:00 in Seoul
    assert statistics.forecast(learner, now=NOW)[0].count == 1


def test_progress_by_chapter() -> None:
    """Items are known, being learnt, or neither; others' cards do not count."""
    learner, chapter = factories.make_learner(), factories.make_chapter()
    known, learning, _unseen = (factories.make_item(chapter) for _n in range(3))
    remembered(learner, item=known, due=NOW + timedelta(days=3))
    factories.answer(factories.make_card(learner, learning), right=False)
    factories.make_card(factories.make_learner(), known)
    [found] = statistics.progress(learner, [chapter.series], now=NOW).values()
    assert found == statistics.Progress(items=3, known=1, learning=1, due=1)


def test_last_days_have_no_gaps() -> None:
    """Days without an answer are there, with none."""
    learner = factories.make_learner()
    factories.answer(factories.make_card(learner), now=NOW - timedelta(days=2))
    last = statistics.last_days(learner, now=NOW, length=4)
    assert [day.count for day in last] == [0, 1, 0, 0]
    assert last[-1].day == date(2026, 3, 4)


def test_undone_answers_do_not_count() -> None:
    """An answer that was taken back is not counted for its chapter."""
    learner, chapter = factories.make_learner(), factories.make_chapter()
    review = factories.answer(
        factories.make_card(learner, factories.make_item(chapter))
    )
    assert statistics.answered(learner, chapter, now=NOW) == 1
    reviews.undo(review, by=learner.user, now=NOW)
    assert statistics.answered(learner, chapter, now=NOW) == 0
    assert statistics.answered(learner, None, now=NOW) == 0


def test_pace() -> None:
    """The learner's median time, once there is one; a guess before."""
    learner = factories.make_learner()
    assert statistics.seconds_a_question(learner) == 30
    for duration in (4_000, 6_000, 90_000):
        factories.answer(factories.make_card(learner), duration_ms=duration)
    assert statistics.seconds_a_question(learner) == 6


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(seconds=20), "soon"),
        (timedelta(minutes=1), "in 1 minute"),
        (timedelta(minutes=90), "in 2 hours"),
        (timedelta(hours=6), "in 6 hours"),  # 03:00 in Seoul
        (timedelta(hours=7), "tomorrow"),  # 04:00 in Seoul
        (timedelta(days=9), "in 9 days"),
    ],
)
def test_when_counts_the_learners_days(ahead: timedelta, words: str) -> None:
    """Within the study day it is minutes and hours; from its end on it is days."""
    learner = factories.make_learner(zone="Asia/Seoul", rollover_hour=4)
    with translation.override("en"):
        assert statistics.when(NOW + ahead, NOW, learner) == words
