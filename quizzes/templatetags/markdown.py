"""Markdown in templates."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from quizzes import rendering

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    """Blocks of safe HTML."""
    return rendering.to_html(text)


@register.filter
def markdown_line(text: str) -> SafeString:
    """One line of safe HTML, without a block around it."""
    return rendering.to_inline_html(text)
