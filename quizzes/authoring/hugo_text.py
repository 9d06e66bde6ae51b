"""The text of a Hugo post as our Markdown: shortcodes, and HTML where it can be had.

One walk from left to right. Code is left alone, but for `{{</* … */>}}`, which Hugo
shows as a shortcode even there. Shortcodes that nobody translates stay as they are:
the rendered chapter shows a placeholder in their place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import ClassVar

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from quizzes import embeds
from quizzes.rendering import shortcodes
from quizzes.rendering.shortcodes import Shortcode

from . import hugo_html
from .faults import Note

_parser = MarkdownIt("commonmark")
_TOKEN = re.compile(
    r"(?P<code>(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)*?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<address>(?:\]\(|^[ ]{0,3}\[(?P<label>[^\]\n]+)\]:[ \t]*)<?(?=\{\{[<%]))"
    r"|(?P<shortcode>\{\{[<%])"
    r"|(?P<comment><!--.*?-->)"
    r"|<(?P<level>su[bp])>(?P<shifted>[0-9+=()ni-]{1,12})</(?P=level)>"
    r"|(?P<tag></?[A-Za-z][A-Za-z0-9]*(?=[\s/>])[^<>]*>)",
    re.DOTALL | re.MULTILINE,
)
_CODE_LITERAL = re.compile(r"\{\{([<%])/\*(.*?)\*/([>%])\}\}", re.DOTALL)


class Translation:
    """One translation: what is read, what was written, what was noted.

    `series` holds the arguments of the post's series shortcode.
    """

    def __init__(self, text: str, *, first_line: int = 1) -> None:
        self.text = text
        self.first_line = first_line
        self.notes: list[Note] = []
        self.series: Mapping[str, str] = {}
        self.html = hugo_html.Inline(self.note)
        self.written: list[str] = []
        self.position = 0
        self.blocks = _blocks(text)

    def note(self, position: int, what: str) -> None:
        line = self.first_line + self.text.count("\n", 0, position)
        self.notes.append((line, what))

    def markdown(self) -> str:
        """Walk through the text once."""
        while found := _TOKEN.search(self.text, self.position):
            kind, start, end = self._block_at(found.start())
            if kind == "code":
                self._copy(end, unescape=True)
            elif kind == "html" and not hugo_html.is_inline(self.text[start:end]):
                self._copy(start)
                self._write(self._untranslated_block(start, end), end)
            else:
                self._copy(found.start())
                self._token(found)
        self._copy(len(self.text))
        return "".join(self.written).strip("\n") + "\n"

    def _block_at(self, position: int) -> tuple[str, int, int]:
        for kind, start, end in self.blocks:
            if start <= position < end:
                return kind, max(start, self.position), end
        return "", position, position

    def _copy(self, end: int, *, unescape: bool = False) -> None:
        """Take the text up to `end` over as it is."""
        text = self.text[self.position : end]
        if unescape:
            text = _CODE_LITERAL.sub(r"{{\1\2\3}}", text)
        self._write(text, max(end, self.position))

    def _write(self, text: str, end: int) -> None:
        self.written.append(text)
        self.position = end

    def _token(self, found: re.Match[str]) -> None:
        if found["code"]:
            self._copy(found.end(), unescape=True)
        elif found["address"]:
            self._address(found)
        elif found["shortcode"]:
            self._shortcode(found.start())
        elif found["comment"]:
            self._comment(found)
        elif found["level"]:
            shifted = hugo_html.shifted(found["level"], found["shifted"])
            self._write(shifted, found.end())
        else:
            line = self._line_around(found)
            self._write(self.html.tag(found[0], found.start(), line), found.end())

    def _line_around(self, found: re.Match[str]) -> tuple[str, str]:
        """What stands before and after a tag in its line."""
        start = self.text.rfind("\n", 0, found.start()) + 1
        end = self.text.find("\n", found.end())
        end = len(self.text) if end < 0 else end
        return self.text[start : found.start()], self.text[found.end() : end]

    def _comment(self, found: re.Match[str]) -> None:
        if found["comment"] != "<!--more-->":
            self.note(found.start(), _("An HTML comment is left out."))
        self._write("", found.end())

    def _untranslated_block(self, start: int, end: int) -> str:
        """A block of HTML: a mark, and its source as code."""
        source = self.text[start:end].strip("\n")
        name = hugo_html.first_tag(source)
        self.note(start, _("HTML is shown as code: <%s>") % name)
        fence = _fence_around(source)
        return f'\n{{{{< html "<{name}>" >}}}}\n\n{fence}html\n{source}\n{fence}\n\n'

    def _shortcode(self, start: int) -> None:
        found = shortcodes.match(self.text, start)
        if found is None:
            self.note(start, _("A shortcode is not complete."))
            self._write('{{< shortcode "…" >}}', start + 3)
        elif found.literal:
            self._copy(found.end)
        elif not found.closing and (translate := self._TRANSLATED.get(found.name)):
            translate(self, found, start)
        elif embeds.get(found.name) and not found.closing:
            self._copy(found.end)
        else:
            self._unknown(found, start)

    def _unknown(self, found: Shortcode, start: int) -> None:
        """Keep it: the chapter shows a mark there."""
        if not found.closing:
            self.note(start, _("Unknown shortcode: %s") % found.name)
        self._write(found.source, found.end)

    def _address(self, found: re.Match[str]) -> None:
        """A link to a shortcode: one that gives no address stands after the words."""
        shortcode = shortcodes.match(self.text, found.end())
        if shortcode is None or shortcode.literal or shortcode.name in self._TRANSLATED:
            self._copy(found.end())
            return
        self._write(f"{found['label']}: " if found["label"] else "] ", found.end())
        self._unknown(shortcode, found.end())
        closer = re.compile(r">?\)?").match(self.text, self.position)
        self.position = closer.end() if closer else self.position

    def _series(self, found: Shortcode, start: int) -> None:
        if found.call.named:
            self.series = found.call.named
        self._write("", found.end)

    def _figure(self, found: Shortcode, start: int) -> None:
        named = dict(found.call.named)
        source = named.pop("src", "") or next(iter(found.call.args), "")
        alt, caption = named.pop("alt", ""), named.pop("caption", "")
        title, link = named.pop("title", ""), named.pop("link", "")
        markdown = hugo_html.image(source, alt or title or caption)
        if link:
            markdown = f"[{markdown}]({hugo_html.destination(link)})"
        words = [f"**{title}**" if title else "", caption]
        caption = " ".join(filter(None, words))
        self._write(markdown + (f"\n\n{caption}\n" if caption else ""), found.end)
        if named:
            self.note(start, _("figure without %s") % ", ".join(sorted(named)))

    def _highlight(self, found: Shortcode, start: int) -> None:
        closer = re.compile(r"\{\{[<%]\s*/\s*highlight\s*[>%]\}\}")
        end = closer.search(self.text, found.end)
        if end is None:
            self._unknown(found, start)
            return
        source = self.text[found.end : end.start()].strip("\n")
        fence = _fence_around(source)
        language = found.call.args[0] if found.call.args else ""
        self._write(f"\n{fence}{language}\n{source}\n{fence}\n", end.end())

    def _reference(self, found: Shortcode, start: int) -> None:
        """A link to another post: chapters are neighbours in their series."""
        path = found.call.named.get("path", "") or next(iter(found.call.args), "")
        page, _hash, anchor = path.partition("#")
        anchor = f"#{anchor}" if anchor else ""
        key = chapter_key(page)
        self._write(f"../{key}/{anchor}" if key else anchor or "#", found.end)

    _TRANSLATED: ClassVar[Mapping[str, Callable[[Translation, Shortcode, int], None]]]
    _TRANSLATED = {
        "series": _series,
        "figure": _figure,
        "highlight": _highlight,
        "ref": _reference,
        "relref": _reference,
    }


def chapter_key(path: str) -> str:
    """The key of the chapter that a post's path names: 03-perceptron/index.ko.md."""
    parts = [part for part in path.split("/") if part not in ("", ".", "..")]
    while parts and re.fullmatch(r"_?index(\.\w\w)?(\.md)?", parts[-1]):
        parts.pop()
    name = re.sub(r"(\.\w\w)?\.md$", "", parts[-1]) if parts else ""
    return re.sub(r"^\d{1,3}[-_.]", "", name)


def _blocks(text: str) -> list[tuple[str, int, int]]:
    """Where blocks of code and of HTML stand: (kind, start, end) in characters."""
    starts = [0, *(found.end() for found in re.finditer("\n", text)), len(text)]
    kinds = {"fence": "code", "code_block": "code", "html_block": "html"}
    return [
        (kinds[token.type], starts[token.map[0]], starts[token.map[1]])
        for token in _parser.parse(text)
        if token.type in kinds and token.map
    ]


def _fence_around(source: str) -> str:
    """A fence longer than any in the source."""
    longest = max((len(run) for run in re.findall(r"`{3,}", source)), default=2)
    return "`" * (longest + 1)
