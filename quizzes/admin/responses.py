"""A learner's response as an author reads it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from quizzes.models import Review
from quizzes.rendering import to_inline_html


def answered(review: Review) -> SafeString:
    """What was answered; a letter stands there as the option that it was."""
    if review.variant is None:
        return _written(review.response, {})
    shown, response = review.variant.question.input(), review.response
    blanks = shown.get("blanks", [])
    if isinstance(response, list) and len(response) == len(blanks):
        pairs = zip(response, blanks, strict=True)
        rows = [(_written(one, _options(blank)),) for one, blank in pairs]
        return format_html_join(", ", "{}", rows)
    return _written(response, _options(shown))


def _options(shown: Mapping[str, Any]) -> dict[str, str]:
    """The texts of what could be chosen, by what is sent for it."""
    found = shown.get("options")
    options = found if isinstance(found, list) else []
    return {one["id"]: one["text"] for one in options if isinstance(one, Mapping)}


def _written(response: Any, options: Mapping[str, str]) -> SafeString:
    if isinstance(response, str):
        text = options.get(response)
        return to_inline_html(text) if text else conditional_escape(response)
    if isinstance(response, list):
        rows = [(_written(one, options),) for one in response]
        pattern = "({})" if any(isinstance(one, list) for one in response) else "{}"
        return format_html_join(", ", pattern, rows)
    if isinstance(response, Mapping):
        pairs = [(name, _written(one, options)) for name, one in response.items()]
        return format_html_join(", ", "{}: {}", pairs)
    return format_html("{}", json.dumps(response))
