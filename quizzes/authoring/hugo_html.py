"""The HTML tags of a post that Markdown has words for."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from django.utils.translation import gettext as _

NoteTaker = Callable[[int, str], None]

_NAME = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_TAGS = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)(?=[\s/>])[^<>]*>")
_ATTRIBUTE = re.compile(
    r"([a-zA-Z_:][\w:.-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))"
)
_MARKS = {
    **dict.fromkeys(("b", "strong"), "**"),
    **dict.fromkeys(("i", "em", "cite", "var"), "*"),
    **dict.fromkeys(("s", "del", "strike"), "~~"),
    **dict.fromkeys(("code", "kbd", "tt", "samp"), "`"),
}
_KEPT = {"span", "center", "font", "small", "big", "u", "ins", "mark", "abbr", "sub"}
_KEPT |= {"sup", "p", "div"}
# Only these are HTML: `<The Perceptron>` in a text is a title, and stays text.
_BLOCKS = {
    *("address", "article", "aside", "audio", "base", "blockquote", "body", "button"),
    *("canvas", "caption", "col", "colgroup", "dd", "details", "dialog", "dl", "dt"),
    *("embed", "fieldset", "figcaption", "figure", "footer", "form", "frame", "h1"),
    *("h2", "h3", "h4", "h5", "h6", "head", "header", "html", "iframe", "input"),
    *("label", "legend", "li", "link", "main", "math", "meta", "nav", "noscript"),
    *("object", "ol", "option", "picture", "pre", "script", "section", "select"),
    *("source", "style", "summary", "svg", "table", "tbody", "td", "template"),
    *("textarea", "tfoot", "th", "thead", "title", "tr", "ul", "video"),
}
_RAISED = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-=()ni", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙᵢ")


def is_inline(html: str) -> bool:
    """Whether a block of HTML holds only tags that can be translated one by one."""
    return all(name.lower() not in _BLOCKS for name in _TAGS.findall(html))


def first_tag(html: str) -> str:
    found = _NAME.search(html)
    return found[2].lower() if found else "html"


def destination(address: str) -> str:
    """An address as Markdown writes it."""
    if re.search(r"[\s()<>]", address):
        bare = re.sub(r"[<>\n]", "", address)
        return f"<{bare}>"
    return address


def image(source: str, alt: str) -> str:
    alt = re.sub(r"([\[\]])", r"\\\1", alt)
    return f"![{alt}]({destination(source)})"


class Inline:
    """Translates tags as they come; remembers what is open."""

    def __init__(self, note: NoteTaker) -> None:
        self.note = note
        self.links: list[str] = []

    def tag(self, source: str, position: int, line: tuple[str, str]) -> str:
        """The Markdown of one tag; `line` is what stands around it in its line."""
        found = _NAME.match(source)
        closing, name = (bool(found[1]), found[2].lower()) if found else (False, "")
        if name in _MARKS:
            return _MARKS[name]
        if name == "br":
            return _break(*line)
        if name == "hr":
            return "\n\n---\n\n"
        if name == "a":
            return self._link(source, closing, position)
        if name == "img":
            attributes = _attributes(source)
            return image(attributes.get("src", ""), attributes.get("alt", ""))
        if name in _KEPT:
            return self._kept(name, closing, position)
        if name in _BLOCKS:
            self.note(position, _("HTML is not taken over: <%s>") % name)
            return f"{{{{< html `{source}` >}}}}".replace("\n", " ")
        return source  # no HTML at all: a text in angle brackets

    def _link(self, source: str, closing: bool, position: int) -> str:
        if closing:
            address = self.links.pop() if self.links else ""
            return f"]({destination(address)})" if address else ""
        address = _attributes(source).get("href", "")
        self.links.append(address)
        if not address:
            self.note(position, _("A link target is left out."))
        return "[" if address else ""

    def _kept(self, name: str, closing: bool, position: int) -> str:
        """Tags of which only what they hold is taken over."""
        if not closing:
            self.note(position, _("Only the text of <%s> is taken over.") % name)
        return "\n\n" if name in ("p", "div") else ""


def _break(before: str, after: str) -> str:
    """A line break; nothing where a line holds no text, as authors make room so."""
    text = _TAGS.sub("", before + after)
    if not text.strip(" \t>"):
        return ""
    if before.lstrip().startswith(("|", "#")):
        return " "
    return "\\\n" if after.strip() else ""


def _attributes(source: str) -> dict[str, str]:
    return {
        name.lower(): unescape(double or single or bare)
        for name, double, single, bare in _ATTRIBUTE.findall(source)
    }


def shifted(level: str, text: str) -> str:
    """`<sup>2</sup>` as ², from the characters that Unicode has."""
    return text.translate(_RAISED if level == "sup" else _LOWERED)
