"""What one rendering knows and finds, and which addresses it lets through."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape

from django.utils.functional import Promise

from . import shortcodes

Fault = tuple[int, str | Promise, dict[str, str]]

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\ufeff]+")


@dataclass
class Heading:
    """A heading of a chapter, as its contents list it."""

    level: int
    id: str
    text: str


@dataclass
class Sheet:
    """One rendering: what it knows beforehand, and what it finds."""

    images: Mapping[str, str] = field(default_factory=dict)  # name → address
    embed: Callable[[shortcodes.Shortcode, int], str] | None = None
    top_level: int = 3
    headings: list[Heading] | None = None  # None: headings get no ids
    faults: list[Fault] = field(default_factory=list)

    def fault(self, line: int, text: str | Promise, **names: str) -> None:
        self.faults.append((line, text, names))


def acceptable(address: str) -> bool:
    """Whether a link may go there: the web, mail, or somewhere on this site."""
    bare = _INVISIBLE.sub("", address)
    scheme = _SCHEME.match(bare)
    if scheme is None:
        return ":" not in re.split(r"[/?#]", bare, maxsplit=1)[0]
    return scheme[0].lower() in ("http:", "https:", "mailto:")


def external(address: str) -> bool:
    """Whether an address leaves this site (browsers read a backslash as a slash)."""
    bare = _INVISIBLE.sub("", address).replace("\\", "/").replace("%5C", "/")
    return bare.startswith("//") or bool(_SCHEME.match(bare))


def placeholder(text: str, address: str = "") -> str:
    """A mark where something is not shown, with the address it has elsewhere."""
    link = ""
    if address and acceptable(address):
        link = (
            f' <a href="{escape(address)}" rel="noopener noreferrer">'
            f"{escape(address)}</a>"
        )
    return f'<span class="placeholder">{escape(text)}{link}</span>'
