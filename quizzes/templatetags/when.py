"""Moments ahead in words."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import timezone

from quizzes import statistics
from quizzes.models import Learner

register = template.Library()


@register.filter
def when(due: datetime, learner: Learner) -> str:
    """A moment ahead as the learner counts days: “in 10 minutes”, “tomorrow”."""
    return statistics.when(due, timezone.now(), learner)
