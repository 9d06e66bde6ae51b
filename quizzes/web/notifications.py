"""What a learner is told: how their answers were graded anew, and why."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from quizzes.mending import notices

from .learners import LearnerRequest, learner_required

A_PAGE = 30


@learner_required
@require_safe
def notifications(request: LearnerRequest) -> HttpResponse:
    """The newest first. Whoever has opened a page has read what stands on it."""
    everything = notices.newest(request.learner)
    page = Paginator(everything, A_PAGE).get_page(request.GET.get("page"))
    told = list(page)
    new = [one.pk for one in told if one.read_at is None]
    if request.method == "GET" and new:
        notices.read(everything.filter(pk__in=new), now=timezone.now())
    context = {"page": page, "told": told}
    return render(request, "quizzes/notifications.html", context)
