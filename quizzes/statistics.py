"""What a learner has done, knows, and has before them. Reads only."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import queue
from .models import Amendment, Card, Chapter, Item, Learner, Review, StudyDay
from .scheduling import days

SECONDS_A_QUESTION = 30  # until the learner's own pace is known
PACE_FROM = 100  # their last answers

LEARNING = (Card.State.LEARNING, Card.State.RELEARNING)


@dataclass(frozen=True)
class Progress:
    """How far a learner is with some items."""

    items: int = 0
    known: int = 0
    learning: int = 0
    due: int = 0  # to be asked again before this study day ends

    @property
    def started(self) -> bool:
        return bool(self.known or self.learning)

    def __add__(self, other: Progress) -> Progress:
        return Progress(
            self.items + other.items,
            self.known + other.known,
            self.learning + other.learning,
            self.due + other.due,
        )


Key = tuple[int, str]  # series id, chapter key


def progress(
    learner: Learner, series: Iterable[Any], *, now: datetime
) -> dict[Key, Progress]:
    """Per chapter of these series; two queries, however many chapters."""
    wanted = list(series)
    items = (
        Item.objects.open()
        .filter(series__in=wanted)
        .values_list("series_id", "chapter_key")
        .annotate(Count("pk"))
        .order_by()
    )
    cards = _chapter_cards(learner, wanted, _day_ends(learner, now))
    return {
        (pk, key): Progress(count, *cards.get((pk, key), (0, 0, 0)))
        for pk, key, count in items
    }


def _chapter_cards(
    learner: Learner, series: list[Any], ends: datetime
) -> dict[Key, tuple[int, int, int]]:
    rows = (
        Card.objects.filter(learner=learner, active=True, item__series__in=series)
        .values_list("item__series_id", "item__chapter_key")
        .annotate(
            known=Count("pk", filter=Q(state=Card.State.REVIEW)),
            learning=Count("pk", filter=Q(state__in=LEARNING)),
            soon=Count("pk", filter=Q(due__lt=ends)),
        )
        .order_by()
    )
    return {(pk, key): tuple(counts) for pk, key, *counts in rows}


def _day_ends(learner: Learner, now: datetime) -> datetime:
    return _day_start(learner, queue.study_day(learner, now) + timedelta(days=1))


def _day_start(learner: Learner, day: date) -> datetime:
    return days.day_start(day, learner.tzinfo, learner.rollover_hour)


@dataclass(frozen=True)
class Day:
    """One study day and a number that belongs to it."""

    day: date
    count: int
    correct: int = 0


def forecast(learner: Learner, *, now: datetime, length: int = 14) -> list[Day]:
    """How many cards come back on each study day, from today on; one query.

    What is overdue counts for today.
    """
    today = queue.study_day(learner, now)
    dates = [today + timedelta(days=n) for n in range(length)]
    bounds = [_day_start(learner, day) for day in [*dates, dates[-1] + timedelta(1)]]
    within = {
        f"day{n}": Count(
            "pk", filter=Q(due__lt=end) & (Q(due__gte=start) if n else Q())
        )
        for n, (start, end) in enumerate(pairwise(bounds))
    }
    cards = Card.objects.filter(learner=learner, active=True, due__lt=bounds[-1])
    counts = cards.aggregate(**within)
    return [Day(day, counts[f"day{n}"]) for n, day in enumerate(dates)]


def next_due(learner: Learner, *, now: datetime) -> datetime | None:
    """When the first card comes back that is not due yet."""
    cards = Card.objects.filter(learner=learner, active=True, due__gt=now).awake(now)
    return cards.order_by("due").values_list("due", flat=True).first()


def when(due: datetime, now: datetime, learner: Learner) -> str:
    """A moment ahead, in words: minutes, hours, then the learner's study days."""
    ahead = (queue.study_day(learner, due) - queue.study_day(learner, now)).days
    if ahead == 1:
        return _("tomorrow")
    if ahead > 1:
        return ngettext("in %(n)d day", "in %(n)d days", ahead) % {"n": ahead}
    minutes = round((due - now) / timedelta(minutes=1))
    if minutes < 1:
        return _("soon")
    if minutes < 60:
        return ngettext("in %(n)d minute", "in %(n)d minutes", minutes) % {"n": minutes}
    hours = round(minutes / 60)
    return ngettext("in %(n)d hour", "in %(n)d hours", hours) % {"n": hours}


def totals(learner: Learner, day: date) -> StudyDay:
    """What was done on a study day."""
    done = StudyDay.objects.filter(learner=learner, day=day).first()
    return done or StudyDay(learner=learner, day=day)


def last_days(learner: Learner, *, now: datetime, length: int = 30) -> list[Day]:
    """Answers per study day, the days without any included, today last."""
    today = queue.study_day(learner, now)
    first = today - timedelta(days=length - 1)
    known = {
        row.day: row
        for row in StudyDay.objects.filter(learner=learner, day__range=(first, today))
    }
    dates = (first + timedelta(days=n) for n in range(length))
    rows = (known.get(day) or StudyDay(day=day) for day in dates)
    return [Day(row.day, row.answered, row.correct) for row in rows]


@dataclass(frozen=True)
class Memory:
    """The items that a learner can be asked, by what became of them."""

    unseen: int
    learning: int
    known: int


def memory(learner: Learner) -> Memory:
    answered = Card.objects.filter(learner=learner, item=OuterRef("pk"), state__gt=0)
    counts = Card.objects.filter(learner=learner, active=True).aggregate(
        learning=Count("pk", filter=Q(state__in=LEARNING)),
        known=Count("pk", filter=Q(state=Card.State.REVIEW)),
    )
    unseen = Item.objects.open().filter(
        ~Exists(answered), series__enrolments__learner=learner
    )
    return Memory(unseen.count(), counts["learning"], counts["known"])


def seconds_a_question(learner: Learner) -> float:
    """The median time of the learner's last answers; a guess until there are any."""
    durations = (
        Review.objects.filter(learner=learner, duration_ms__isnull=False)
        .order_by("-answered_at", "-id")
        .values_list("duration_ms", flat=True)[:PACE_FROM]
    )
    known = [duration / 1000 for duration in durations if duration is not None]
    return statistics.median(known) if known else SECONDS_A_QUESTION


def answered(learner: Learner, chapter: Chapter | None, *, now: datetime) -> int:
    """How many answers of today count, of one chapter or of all."""
    day = queue.study_day(learner, now)
    if chapter is None:
        return totals(learner, day).answered
    undone = Amendment.objects.filter(review=OuterRef("pk"), kind=Amendment.Kind.VOID)
    today = Review.objects.filter(
        ~Exists(undone), learner=learner, answered_at__gte=_day_start(learner, day)
    )
    of_chapter = {
        "card__item__series": chapter.series_id,
        "card__item__chapter_key": chapter.key,
    }
    return today.filter(**of_chapter).count()
