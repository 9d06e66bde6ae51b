"""Markdown, math and embeds to safe HTML, for pages, API and preview alike.

Two walls: authors cannot write HTML at all (`markdown`), and what our own rules
wrote passes an allowlist (`cleaning`). Embeds are trusted code: their HTML is put in
after that.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from quizzes import embeds
from quizzes.models import Chapter, Image

from .cleaning import clean
from .markdown import parser
from .sheet import Fault, Heading, Sheet, placeholder
from .shortcodes import Shortcode

__all__ = ["CSRF", "Heading", "Page", "render_chapter", "to_html", "to_inline_html"]

CSRF = "<!--csrf-->"  # in an embed's form; the view puts the reader's token there
LONGEST = 100_000  # characters of one text; bounds the time of one rendering

_chapters = parser(chapter=True)
_prompts = parser(chapter=False)
_SLOT = re.compile(r'<div data-embed="(\d+)"></div>')
_log = logging.getLogger(__name__)


@dataclass
class Page:
    """A rendered chapter. `faults` are sentences for its author, by line."""

    html: SafeString
    headings: list[Heading]
    faults: list[str]


def to_html(markdown: str) -> SafeString:
    """A question's text as blocks of safe HTML."""
    return _rendered(_bounded(markdown), get_language(), inline=False)


def to_inline_html(markdown: str) -> SafeString:
    """A line (an option, a title) as safe HTML without a block around it."""
    return _rendered(_bounded(markdown), get_language(), inline=True)


@lru_cache(maxsize=2048)
def _rendered(markdown: str, language: str | None, *, inline: bool) -> SafeString:
    """A variant's texts are shown again and again, and never change.

    `language` is that of a placeholder's words.
    """
    render = _prompts.renderInline if inline else _prompts.render
    return SafeString(clean(render(markdown, {"sheet": Sheet()})))


def _bounded(markdown: str) -> str:
    if len(markdown) <= LONGEST:
        return markdown
    return markdown[:LONGEST] + "\n\n…"


def render_chapter(chapter: Chapter) -> Page:
    """The chapter's text, the same for every reader, in the chapter's language.

    Two queries, and one more per embed that asks the database. A form of an embed
    holds `CSRF` where the reader's token belongs.
    """
    rendering = _Rendering(chapter)
    sheet = Sheet(
        images=_addresses(chapter), embed=rendering.embed, top_level=2, headings=[]
    )
    with override(chapter.language):
        env = {"sheet": sheet, "docId": "s"}
        html = _cover(chapter) + _chapters.render(_bounded(chapter.body), env)
    html = _SLOT.sub(lambda slot: rendering.slots[int(slot[1])], clean(html))
    faults = sorted(sheet.faults + rendering.faults, key=lambda fault: fault[0])
    if len(chapter.body) > LONGEST:
        faults.append((1, gettext_lazy("The text is too long; its end is cut."), {}))
    sentences = [
        _("Line %(line)d: %(fault)s") % {"line": line, "fault": str(text) % names}
        for line, text, names in faults
    ]
    return Page(SafeString(html), sheet.headings or [], sentences)


def _cover(chapter: Chapter) -> str:
    """The address of a cover picture elsewhere; nothing is loaded from there."""
    if not chapter.cover_url:
        return ""
    words = _("Cover picture elsewhere:")  # messages are not found in f-strings
    return f"<p>{placeholder(words, chapter.cover_url)}</p>\n"


def _addresses(chapter: Chapter) -> dict[str, str]:
    """The chapter's pictures: the names used in its text, and where they are."""
    if chapter.series_id is None:
        return {}
    images = Image.objects.filter(series=chapter.series_id, key=chapter.key)
    return {
        name: reverse("quizzes:image", args=[chapter.series.slug, chapter.key, name])
        for name in images.values_list("name", flat=True)
    }


class _Rendering:
    """The embeds of one chapter, collected while its text is rendered."""

    def __init__(self, chapter: Chapter) -> None:
        self.chapter = chapter
        self.slots: list[str] = []
        self.faults: list[Fault] = []
        self.language = get_language()  # the author's, for faults

    def embed(self, shortcode: Shortcode, line: int) -> str:
        """The embed's place; its HTML is put there after cleaning."""
        html, faults = self._embed(shortcode)
        for fault in faults:
            self.faults.append((line, "%(fault)s", {"fault": fault}))
        self.slots.append(html)
        return f'<div data-embed="{len(self.slots) - 1}"></div>'

    def _embed(self, shortcode: Shortcode) -> tuple[str, list[str]]:
        embed = None if shortcode.closing else embeds.get(shortcode.name)
        with override(self.language):
            if embed is None:
                name = {"name": shortcode.name}
                faults = [_("There is nothing called “%(name)s” to show.") % name]
            else:
                faults = embed.check(shortcode.call, chapter=self.chapter)
        if embed is None or faults:
            return _missing(shortcode), faults
        try:
            html = embed.render(shortcode.call, chapter=self.chapter)
        except Exception:  # one embed must not take the chapter down
            _log.exception("The embed %s failed.", shortcode.source)
            return _missing(shortcode), [_("“%(name)s” failed.") % vars(shortcode)]
        return conditional_escape(html), []


def _missing(shortcode: Shortcode) -> str:
    """A mark that names what would stand here, for readers too."""
    name = "/" * shortcode.closing + shortcode.name
    words = [name, *shortcode.call.args]
    text = _("Not here yet: %(name)s") % {"name": " ".join(words)}
    return f'<p class="placeholder">{escape(text)}</p>'
