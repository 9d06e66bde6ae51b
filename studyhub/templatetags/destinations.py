"""Which destination of the top bar a page belongs to."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

register = template.Library()

_OF_VIEW = {
    "quizzes:today": "today",
    "quizzes:review": "today",
    "quizzes:answer": "today",
    "quizzes:feedback": "today",
    "quizzes:contest": "today",
    "quizzes:open_item": "today",
    "quizzes:series_list": "series",
    "quizzes:series": "series",
    "quizzes:chapter": "series",
    "quizzes:statistics": "statistics",
    "quizzes:notifications": "notifications",
    "quizzes:settings": "settings",
    "simulations:lab": "lab",
    "simulations:simulation": "lab",
}


@register.simple_tag(takes_context=True)
def current(context: Context, destination: str) -> SafeString:
    """The attribute that marks a link as where the reader is."""
    match = getattr(context.get("request"), "resolver_match", None)
    here = _OF_VIEW.get(match.view_name) if match else None
    return SafeString(' aria-current="true"' if here == destination else "")
