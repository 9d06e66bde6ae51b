"""Which cards next, and how many are left today: SQL over an index, never a scan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from .models import Card, CardQuerySet, Chapter, Enrolment, Item, Learner, StudyDay
from .scheduling import days, memory, mixing

WINDOW = 40  # candidates that are mixed, whatever the backlog


@dataclass(frozen=True)
class Counts:
    """What is left of a learner's day, within the daily limits.

    `learning` counts those that come back before the day ends.
    """

    new: int
    learning: int
    review: int

    @property
    def total(self) -> int:
        return self.new + self.learning + self.review


@dataclass(frozen=True)
class _Day:
    """A learner's study day and what its limits still allow."""

    day: date
    ends: datetime
    new_left: int
    reviews_left: int


def study_day(learner: Learner, moment: datetime) -> date:
    """The learner's study day of a moment."""
    return days.study_day(moment, learner.tzinfo, learner.rollover_hour)


def _day(learner: Learner, now: datetime) -> _Day:
    day = study_day(learner, now)
    totals = StudyDay.objects.filter(learner=learner, day=day).first() or StudyDay()
    return _Day(
        day,
        days.day_start(day + timedelta(days=1), learner.tzinfo, learner.rollover_hour),
        max(0, learner.new_per_day - totals.introduced),
        max(0, learner.reviews_per_day - totals.reviewed),
    )


@dataclass(frozen=True)
class Agenda:
    """The cards to ask now, in order, and what is left of the day."""

    cards: list[Card]
    counts: Counts


def agenda(
    learner: Learner,
    *,
    now: datetime,
    limit: int = 1,
    chapter: Chapter | None = None,
) -> Agenda:
    """At most `limit` cards to ask now, and what is left today within the limits.

    First what was just missed, then reviews and new items mixed. The card of an
    item that was never dealt is not saved yet. Counting stops at the daily limits.
    """
    today = _day(learner, now)
    cards = _cards(learner, chapter).awake(now).order_by("due", "pk")
    learning = _of(learner, cards.learning().filter(due__lt=today.ends)[:WINDOW])
    due = cards.remembered().filter(due__lte=now)
    window = _of(learner, _mixable(due)[: min(WINDOW, today.reviews_left)])
    new = _new(learner, today.new_left, now, chapter)
    reviews = len(window)
    if reviews == WINDOW:  # a backlog: the window does not tell how many there are
        reviews = due[: today.reviews_left].count()
    missed = [card for card in learning if card.due and card.due <= now]
    mixed = mixing.interleaved(_candidates(learner, window, today.day))
    return Agenda(
        (missed + mixing.spread(mixed, new))[:limit],
        Counts(len(new), len(learning), reviews),
    )


def counts(
    learner: Learner, *, now: datetime, chapter: Chapter | None = None
) -> Counts:
    """What is left today."""
    return agenda(learner, now=now, chapter=chapter).counts


def next_cards(
    learner: Learner,
    *,
    now: datetime,
    limit: int = 1,
    chapter: Chapter | None = None,
) -> list[Card]:
    """At most `limit` cards to ask now, in order."""
    return agenda(learner, now=now, limit=limit, chapter=chapter).cards


def practice_cards(
    learner: Learner, *, now: datetime, limit: int, chapter: Chapter | None = None
) -> list[Card]:
    """At most `limit` cards that were answered, due or not, the least dealt first."""
    known = _cards(learner, chapter).awake(now).exclude(state=Card.State.NEW)
    return _of(learner, known.order_by("sequence", "due", "pk")[:limit])


def _of(learner: Learner, cards: Iterable[Card]) -> list[Card]:
    """These cards, knowing their learner without asking the database."""
    known = list(cards)
    for card in known:
        card.learner = learner
    return known


def _cards(learner: Learner, chapter: Chapter | None) -> CardQuerySet:
    cards = Card.objects.filter(learner=learner, active=True)
    if chapter is None:
        return cards
    return cards.filter(item__series=chapter.series_id, item__chapter_key=chapter.key)


def _mixable(cards: CardQuerySet) -> QuerySet[Card]:
    """With what mixing looks at, and without loading items and revisions."""
    return cards.annotate(
        series=F("item__series"),
        chapter=F("item__chapter_key"),
        exercise=F("item__revision__exercise"),
    )


def _candidates(
    learner: Learner, window: Iterable[Any], day: date
) -> Iterator[mixing.Candidate[Card]]:
    parameters = learner.parameters
    for card in window:
        known = memory.retrievability(card.memory, day, parameters=parameters)
        topic = f"{card.series}/{card.chapter}"
        yield mixing.Candidate(card, topic, card.exercise or "", risk=1 - known)


def _new(
    learner: Learner, most: int, now: datetime, chapter: Chapter | None
) -> list[Card]:
    """New cards: those dealt and not yet answered, then items never dealt."""
    if not most:
        return []
    dealt = _cards(learner, chapter).awake(now).filter(state=Card.State.NEW)
    cards = _of(learner, dealt.order_by("due", "pk")[:most])
    for items in _unseen(learner, chapter):
        if len(cards) == most:
            break
        cards += [
            Card(learner=learner, item=item, active=True, created_at=now)
            for item in items[: most - len(cards)]
        ]
    return cards


def _unseen(learner: Learner, chapter: Chapter | None) -> list[QuerySet[Item]]:
    """Per series in which the learner is enrolled, the open items without a card."""
    enrolments = Enrolment.objects.filter(learner=learner).order_by("pk")
    if chapter is None:
        return [unseen(enrolment) for enrolment in enrolments]
    enrolments = enrolments.filter(series=chapter.series_id)
    return [unseen(e, 0).filter(chapter_key=chapter.key) for e in enrolments]


def unseen(enrolment: Enrolment, since: int | None = None) -> QuerySet[Item]:
    """The open items of an enrolment that have no card, in order."""
    start = enrolment.cursor if since is None else since
    card = Card.objects.filter(learner=enrolment.learner_id, item=OuterRef("pk"))
    return (
        Item.objects.open()
        .filter(~Exists(card), series=enrolment.series_id, position__gte=start)
        .order_by("position", "pk")
    )


def advance(enrolment: Enrolment) -> None:
    """Move the cursor to the first item without a card, so it is found at once."""
    first = unseen(enrolment).values_list("position", flat=True).first()
    if first is None:
        last = Item.objects.filter(series=enrolment.series_id).order_by("-position")
        first = (last.values_list("position", flat=True).first() or 0) + 1
    Enrolment.objects.filter(pk=enrolment.pk, cursor=enrolment.cursor).update(
        cursor=first
    )
