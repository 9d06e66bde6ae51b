"""Today: what is left, one button, and how far each chapter is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from quizzes import queue, statistics
from quizzes.models import (
    Chapter,
    Learner,
    Series,
    StudyGroup,
    active_language,
)

from .learners import LearnerRequest, learner_required


@dataclass(frozen=True)
class Row:
    """A chapter in a list, and how far the learner is with it."""

    chapter: Chapter
    progress: statistics.Progress


@dataclass(frozen=True)
class Section:
    """A series in a list, with its chapters."""

    series: Series
    rows: list[Row]

    @property
    def progress(self) -> statistics.Progress:
        return sum((row.progress for row in self.rows), statistics.Progress())


def sections(learner: Learner, wanted: list[Series], now: datetime) -> list[Section]:
    """These series with their published chapters in the reader's language."""
    done = statistics.progress(learner, wanted, now=now)
    chapters = (
        Chapter.objects.published()
        .filter(series__in=wanted)
        .in_language(active_language())
        .defer("body")
    )
    rows: dict[int, list[Row]] = {series.pk: [] for series in wanted}
    known = {series.pk: series for series in wanted}
    for chapter in chapters:
        chapter.series = known[chapter.series_id]
        key = (chapter.series_id, chapter.key)
        row = Row(chapter, done.get(key, statistics.Progress()))
        rows[chapter.series_id].append(row)
    return [Section(series, rows[series.pk]) for series in wanted]


@learner_required
@require_safe
def today(request: LearnerRequest) -> HttpResponse:
    """The page a learner starts from."""
    learner, now = request.learner, timezone.now()
    day = queue.study_day(learner, now)
    left = queue.counts(learner, now=now)
    pace = statistics.seconds_a_question(learner)
    enrolled = list(Series.objects.filter(enrolments__learner=learner))
    context = {
        "day": day,
        "left": left,
        "again": left.review + left.learning,
        "minutes": math.ceil(left.total * pace / 60),
        "ready": _ready(learner, left, now),
        "done": statistics.totals(learner, day),
        "next_due": statistics.next_due(learner, now=now),
        "sections": sections(learner, enrolled, now),
        "forecast": statistics.forecast(learner, now=now),
        "group": _next_meeting(learner, now),
        "now": now,
    }
    return render(request, "quizzes/today.html", context)


def _ready(learner: Learner, left: queue.Counts, now: datetime) -> bool:
    """Whether something can be asked now, and not only later today."""
    if left.new or left.review:
        return True
    return bool(left.learning and queue.next_cards(learner, now=now))


def _next_meeting(learner: Learner, now: datetime) -> StudyGroup | None:
    groups = StudyGroup.objects.filter(
        memberships__user=learner.user_id, next_meeting__gte=now
    )
    return groups.order_by("next_meeting").first()
