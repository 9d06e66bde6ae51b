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
    """The newest first. Whoever has opened the page has read them."""
    pages = Paginator(notices.newest(request.learner), A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    told = list(page)
    if request.method == "GET" and any(one.read_at is None for one in told):
        notices.read(request.learner, now=timezone.now())
    context = {"page": page, "told": told}
    return render(request, "quizzes/notifications.html", context)
