"""Item analysis: how good a question an item is. Reads only.

Over first attempts alone: a learner's first live scheduled review of an item, by the
time of answering. Undone reviews do not count; scores are as they stand after regrades.

Facility index, discrimination index and discriminative efficiency are Moodle's ("Quiz
statistics calculations", docs.moodle.org/dev/Quiz_statistics_calculations), as shares
and not in per cent. They compare an item's score x with the score X on the rest of
the quiz. A series is no quiz that everybody takes whole, so X is here the learner's
mean first-attempt score on the other items of the series; who answered no other item
is left out of the comparison.
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count, Sum, TextChoices
from django.utils.translation import gettext_lazy as _

from quizzes.models import Card, Item, Series

from .attempts import Key, first_attempts, rows, score_now
from .indices import discrimination, efficiency, facility
from .picks import LEAST, Pick, Tally, merged

HARD, EASY = 0.3, 0.95  # facility


class Flag(TextChoices):
    """Why an author should look at an item."""

    HARD = "hard", _("hardly anybody knows it")
    EASY = "easy", _("nearly everybody knows it")
    NEGATIVE = "negative", _("who knows more misses it more often")
    UNCHOSEN = "unchosen", _("a wrong option that nobody chooses")


@dataclass(frozen=True)
class Figures:
    """The indices of some attempts; None where there are too few to say."""

    attempts: int
    facility: float | None = None
    discrimination: float | None = None
    efficiency: float | None = None
    seconds: float | None = None  # the median


@dataclass(frozen=True)
class Part:
    """The attempts at one revision, under one exercise version; or all of an item."""

    figures: Figures
    picks: list[Pick]
    revision: int | None = None
    version: int | None = None

    @property
    def enough(self) -> bool:
        return self.figures.attempts >= LEAST

    @cached_property
    def flags(self) -> list[Flag]:
        facility, discrimination = self.figures.facility, self.figures.discrimination
        wrong = {
            Flag.HARD: facility is not None and facility < HARD,
            Flag.EASY: facility is not None and facility > EASY,
            Flag.NEGATIVE: discrimination is not None and discrimination < 0,
            Flag.UNCHOSEN: any(pick.unchosen for pick in self.picks),
        }
        return [flag for flag, holds in wrong.items() if holds]


@dataclass(frozen=True)
class Analysis:
    """An item with all its attempts, and with those at each revision, newest first."""

    item: Item
    whole: Part
    parts: list[Part]

    @cached_property
    def judged(self) -> Part:
        """What its author should look at: the newest part that says something.

        What was mended is judged as it was until there are attempts enough.
        """
        return next((part for part in self.parts if part.enough), self.whole)


def of_series(series: Series) -> list[Analysis]:
    """Each item of a series, in their order. Two queries."""
    attempts: dict[int, list[Attempt]] = defaultdict(list)
    tallies: dict[int, dict[Key, Tally]] = defaultdict(lambda: defaultdict(Tally))
    totals = Totals()
    for row in rows(first_attempts(Card.objects.filter(item__series=series))):
        attempts[row.item].append(Attempt(row.learner, row.score, row.ms, row.key))
        tallies[row.item][row.key].add(row)
        totals.add(row.learner, row.score)
    items = Item.objects.filter(series=series).select_related("revision")
    return [
        _analysis(item, attempts[item.pk], tallies[item.pk], totals)
        for item in items.order_by("position", "pk")
    ]


def of_item(item: Item) -> Analysis:
    """One item, among all others of its series. Two queries."""
    tallies: dict[Key, Tally] = defaultdict(Tally)
    attempts = []
    for row in rows(first_attempts(Card.objects.filter(item=item))):
        attempts.append(Attempt(row.learner, row.score, row.ms, row.key))
        tallies[row.key].add(row)
    totals = Totals()
    others = first_attempts(Card.objects.filter(item__series=item.series_id))
    sums = others.values("learner").annotate(sum=Sum(score_now()), n=Count("pk"))
    for learner, total, n in sums.values_list("learner", "sum", "n").order_by():
        totals.add(learner, total, n)
    return _analysis(item, attempts, tallies, totals)


class Attempt(NamedTuple):
    """What is kept of a first attempt until all are read."""

    learner: int
    score: float
    ms: int | None
    key: Key


@dataclass
class Totals:
    """Each learner's first attempts: the sum of their scores, and how many."""

    _found: dict[int, tuple[float, int]] = field(default_factory=dict)

    def add(self, learner: int, score: float, n: int = 1) -> None:
        total, count = self._found.get(learner, (0.0, 0))
        self._found[learner] = (total + score, count + n)

    def rest(self, attempt: Attempt) -> float | None:
        """The mean score on the other items; None where there are none."""
        total, n = self._found[attempt.learner]
        return (total - attempt.score) / (n - 1) if n > 1 else None


def _analysis(
    item: Item, attempts: list[Attempt], tallies: dict[Key, Tally], totals: Totals
) -> Analysis:
    parts: dict[Key, list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        parts[attempt.key].append(attempt)
    newest = sorted(parts, key=lambda key: (key[0] or 0, key[1] or 0), reverse=True)
    found = [
        Part(_figures(parts[key], totals), tallies[key].sorted(), *key)
        for key in newest
    ]
    whole = found[0].figures if len(found) == 1 else _figures(attempts, totals)
    return Analysis(item, Part(whole, merged(tallies[key] for key in newest)), found)


def _figures(attempts: Sequence[Attempt], totals: Totals) -> Figures:
    if len(attempts) < LEAST:
        return Figures(len(attempts))
    pairs = [
        (attempt.score, rest)
        for attempt in attempts
        if (rest := totals.rest(attempt)) is not None
    ]
    enough = len(pairs) >= LEAST
    times = [attempt.ms for attempt in attempts if attempt.ms is not None]
    return Figures(
        attempts=len(attempts),
        facility=facility([attempt.score for attempt in attempts]),
        discrimination=discrimination(pairs) if enough else None,
        efficiency=efficiency(pairs) if enough else None,
        seconds=statistics.median(times) / 1000 if times else None,
    )
