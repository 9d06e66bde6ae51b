"""A study day's totals, kept as the log grows; `folding.replay_days` proves them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import F

from .folding import introduces, standing, totals
from .models import Card, Review, StudyDay


def count(review: Review) -> None:
    """Add a new review to its study day's totals."""
    introduced = {"introduced": 1} if introduces(review) else {}
    _change(review, totals(review, review.outcome["correct"]) | introduced)


def uncount(review: Review, card: Card) -> None:
    """Take an undone review off its day.

    Its card still counts as introduced, on the day it was, unless it is new again.
    """
    counted = totals(review, standing(review).correct)
    _change(review, {name: -n for name, n in counted.items()})
    if not review.scheduled or card.state != Card.State.NEW:
        return
    first = Review.objects.filter(card=card, scheduled=True, state_before=card.state)
    introduction = first.order_by("number").last()
    if introduction is not None:
        _change(introduction, {"introduced": -1})


def regraded(changes: Iterable[tuple[Review, int]]) -> None:
    """Count answers as right (1) or no longer (-1), in few updates."""
    more: Counter[tuple[int, date]] = Counter()
    for review, n in changes:
        more[review.learner_id, review.study_day] += n
    alike: dict[tuple[date, int], list[int]] = {}
    for (learner, day), n in sorted(more.items()):
        alike.setdefault((day, n), []).append(learner)
    for (day, n), learners in sorted(alike.items()):
        days = StudyDay.objects.filter(learner__in=learners, day=day)
        days.update(correct=F("correct") + n)


def _change(review: Review, changes: dict[str, int]) -> None:
    learner, day = review.learner, review.study_day
    values = {name: F(name) + n for name, n in changes.items() if n}
    if not StudyDay.objects.filter(learner=learner, day=day).update(**values):
        StudyDay.objects.get_or_create(learner=learner, day=day)
        StudyDay.objects.filter(learner=learner, day=day).update(**values)
