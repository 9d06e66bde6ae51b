"""Which cards next, and how many are left today: SQL over an index, never a scan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

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


def day_ends(learner: Learner, moment: datetime) -> datetime:
    """When the learner's study day of a moment ends."""
    later = study_day(learner, moment) + timedelta(days=1)
    return days.day_start(later, learner.tzinfo, learner.rollover_hour)


def _day(learner: Learner, now: datetime) -> _Day:
    day = study_day(learner, now)
    totals = StudyDay.objects.filter(learner=learner, day=day).first() or StudyDay()
    return _Day(
        day,
        day_ends(learner, now),
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
    item that was never dealt is not saved yet. Counting stops at the daily limits,
    for what was just missed at WINDOW.
    """
    today = _day(learner, now)
    askable = _askable(learner, today, now, chapter)
    learning, window, dealt = (askable[part] for part in PARTS)
    missed = [card for card in learning if card.due and card.due <= now]
    new = dealt + _unseen(learner, today.new_left - len(dealt), now, chapter)
    mixed = mixing.interleaved(_candidates(learner, window, today.day))
    reviews = len(window)
    if reviews == WINDOW:  # a backlog: the window does not tell how many there are
        due = _cards(learner, chapter).awake(now).remembered().filter(due__lte=now)
        reviews = due[: today.reviews_left].count()
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


PARTS = ("learning", "review", "dealt")

# In one query, for this is asked before every question: each part is a range of the
# index (learner, state, due), read no further than its limit. A review comes with
# what mixing looks at.
ASKABLE = """
SELECT * FROM (
    SELECT 'learning' AS part, NULL AS topic, NULL AS exercise, card.*
    FROM quizzes_card card
    WHERE learner_id = %(learner)s AND active AND state IN (1, 3)
    AND due < %(ends)s AND {awake} AND {chapter}
    ORDER BY due, id LIMIT %(window)s
) learning UNION ALL SELECT * FROM (
    SELECT 'review', item.series_id || '/' || item.chapter_key, revision.exercise,
    card.*
    FROM quizzes_card card JOIN quizzes_item item ON item.id = card.item_id
    LEFT JOIN quizzes_itemrevision revision ON revision.id = item.revision_id
    WHERE learner_id = %(learner)s AND active AND state = 2
    AND due <= %(now)s AND {awake} AND {chapter}
    ORDER BY due, card.id LIMIT %(reviews)s
) review UNION ALL SELECT * FROM (
    SELECT 'dealt', NULL, NULL, card.*
    FROM quizzes_card card
    WHERE learner_id = %(learner)s AND active AND state = 0 AND {awake} AND {chapter}
    ORDER BY due, id LIMIT %(new)s
) dealt
"""
AWAKE = "(buried_until IS NULL OR buried_until <= %(now)s)"
IN_CHAPTER = (
    "card.item_id IN (SELECT id FROM quizzes_item"
    " WHERE series_id = %(series)s AND chapter_key = %(key)s)"
)


def _askable(
    learner: Learner, today: _Day, now: datetime, chapter: Chapter | None
) -> dict[str, list[Any]]:
    """Cards by part, the longest due first: just missed, due, dealt but new."""
    within = {"series": chapter.series_id, "key": chapter.key} if chapter else {}
    limits = {
        "window": WINDOW,
        "reviews": min(WINDOW, today.reviews_left),
        "new": today.new_left,
    }
    rows = Card.objects.raw(
        ASKABLE.format(awake=AWAKE, chapter=IN_CHAPTER if chapter else "TRUE"),
        {"learner": learner.pk, "now": now, "ends": today.ends, **limits, **within},
    )
    parts: dict[str, list[Any]] = {part: [] for part in PARTS}
    for card in _of(learner, rows):
        parts[card.part].append(card)  # type: ignore[attr-defined]
    for cards in parts.values():
        cards.sort(key=lambda card: (card.due or now, card.pk))
    return parts


def _candidates(
    learner: Learner, window: Iterable[Any], day: date
) -> Iterator[mixing.Candidate[Card]]:
    parameters = learner.parameters
    for card in window:
        known = memory.retrievability(card.memory, day, parameters=parameters)
        yield mixing.Candidate(card, card.topic, card.exercise or "", risk=1 - known)


def _unseen(
    learner: Learner, most: int, now: datetime, chapter: Chapter | None
) -> list[Card]:
    """Unsaved cards of items never dealt, series by series in the order of joining."""
    cards: list[Card] = []
    if most <= 0:
        return cards
    enrolments = Enrolment.objects.filter(learner=learner).order_by("pk")
    if chapter is not None:
        enrolments = enrolments.filter(series=chapter.series_id)
    for enrolment in enrolments:
        items = unseen(enrolment)
        if chapter is not None:  # a chapter can be read before those before it
            items = unseen(enrolment, since=0).filter(chapter_key=chapter.key)
        cards += [
            Card(learner=learner, item=item, active=True, created_at=now)
            for item in items[: most - len(cards)]
        ]
    return cards


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
