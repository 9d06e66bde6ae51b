"""What learners are told, how much of it is unread, and that they have read it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError

from quizzes import reviews
from quizzes.mending import notices
from quizzes.models import Amendment, Notification, Review
from tests.factories import NOW, answer, make_card

pytestmark = pytest.mark.django_db
DECLINED = Notification.Kind.DECLINED


def amended(review: Review | None = None) -> Amendment:
    review = review or answer(make_card(), right=False)
    kind = Amendment.Kind.CONTEST
    return reviews.amend(review, kind=kind, value={}, by=None, now=NOW)


def test_who_gave_the_answer_is_told() -> None:
    """A notification goes to the learner of the amended answer, unread."""
    amendment = amended()
    told = notices.tell(amendment, kind=DECLINED, data={"words": "No."}, now=NOW)
    assert told.learner == amendment.review.learner
    assert notices.unread(told.learner) == 1


def test_an_entry_is_told_once() -> None:
    """Nothing is told twice."""
    amendment = amended()
    notices.tell(amendment, kind=DECLINED, data={}, now=NOW)
    with pytest.raises(IntegrityError):
        notices.tell(amendment, kind=DECLINED, data={}, now=NOW)


def test_the_newest_comes_first_with_what_it_is_about(
    django_assert_num_queries: Any,
) -> None:
    """A list of notifications knows its answers and questions in one query."""
    review = answer(make_card(), right=False)
    told = [
        notices.tell(amended(review), kind=DECLINED, data={}, now=NOW) for _ in range(3)
    ]
    with django_assert_num_queries(1):
        listed = list(notices.newest(review.learner))
        assert listed == told[::-1]
        assert {one.amendment.review.card.item.slug for one in listed}
        assert all(one.amendment.review.variant for one in listed)


def test_what_is_read_is_read_by_its_learner_alone() -> None:
    """Reading marks one's own, and leaves those of others."""
    mine, other = amended(), amended()
    for amendment in (mine, other):
        notices.tell(amendment, kind=DECLINED, data={}, now=NOW)
    notices.read(notices.newest(mine.review.learner), now=NOW)
    assert notices.unread(mine.review.learner) == 0
    assert notices.unread(other.review.learner) == 1
    assert Notification.objects.get(amendment=mine).read_at == NOW
