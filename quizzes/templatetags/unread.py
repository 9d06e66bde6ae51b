"""How much a reader was told and has not seen."""

from __future__ import annotations

from django import template
from django.template.context import Context

from quizzes.mending import notices

register = template.Library()


@register.simple_tag(takes_context=True)
def unread(context: Context) -> int:
    """One query a page, over an index that holds only the unread."""
    learner = getattr(context.get("request"), "learner", None)
    return notices.unread(learner) if learner else 0
