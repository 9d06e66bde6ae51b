"""The text of a cloze in pages, with an input where each blank stands."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from quizzes import rendering
from quizzes.questions.blanks import MARKS

register = template.Library()

# A tag, which is left alone; or a mark and what is written to it, such as a particle.
_MARK = re.compile(rf'<(?:"[^"]*+"|[^">])*+>|([{MARKS}])([^\s<&{MARKS}]{{0,6}})')


@register.simple_tag(takes_context=True)
def text_with_blanks(context: Context, input: dict[str, Any]) -> SafeString:
    """The text as safe HTML, its marks replaced once that is rendered and cleaned.

    A blank that stands where no input can, in an address, comes after the text.
    """
    one = context.template.engine.get_template("quizzes/inputs/_blank.html")  # type: ignore[union-attr]
    left = dict(zip(MARKS, input["blanks"], strict=False))

    def html_of(blank: dict[str, Any]) -> str:
        with context.push(blank=blank):
            return one.render(context).strip()

    def put(found: re.Match[str]) -> str:
        if found[1] not in left:
            return found[0]
        return f'<span class="tied">{html_of(left.pop(found[1]))}{found[2]}</span>'

    html = _MARK.sub(put, rendering.to_html(input["text"]))
    return SafeString(html + "".join(map(html_of, left.values())))
