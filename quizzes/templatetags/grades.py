"""Grades in words."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

register = template.Library()


@register.simple_tag
def grade(correct: bool, score: float) -> str:
    """“right”, “wrong”, or how much of it is right."""
    if correct:
        return pgettext("grade", "right")
    if score:
        return _("%(n)d %% right") % {"n": round(100 * score)}
    return pgettext("grade", "wrong")
