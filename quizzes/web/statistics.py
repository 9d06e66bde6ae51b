"""The learner's own numbers, few and honest."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from quizzes import statistics as numbers

from .learners import LearnerRequest, learner_required


@learner_required
@require_safe
def statistics(request: LearnerRequest) -> HttpResponse:
    learner, now = request.learner, timezone.now()
    days = numbers.last_days(learner, now=now)
    answered = sum(day.count for day in days)
    correct = sum(day.correct for day in days)
    context = {
        "days": days,
        "answered": answered,
        "share": round(100 * correct / answered) if answered else None,
        "studied": sum(day.count > 0 for day in days),
        "memory": numbers.memory(learner),
        "forecast": numbers.forecast(learner, now=now),
    }
    return render(request, "quizzes/statistics.html", context)
